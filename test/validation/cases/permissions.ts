import type { Case } from '../harness.js';

const users = 'type User @table(source: "users_db", name: "users") { id: ID!, name: String! }';
const items = 'type Item @table(source: "orders_db", name: "items") { sku: String! }';
const product = 'type Product { sku: ID! }';

/** An order with a permission of role "user", whose filter this is. */
const filtered = (filter: string) => `
      type Query { orders: [Order!]! @select }
      enum Status { OPEN @column(name: "open"), paid, shipped }
      type Order @table(source: "orders_db", name: "orders")
        @permission(role: "user", fields: ["id"], filter: {
          ${filter}
        }) {
        id: ID!
        status: Status!
        label: String
        items: [Item!]! @remoteRelationship(fieldMapping: {id: "order_id"})
        buyer: User @remoteRelationship(fieldMapping: {ordered_by_user_id: "id"})
        product: Product @remoteRelationship(schema: "catalog", field: "product(sku: $product_sku)")
        notes: [Order!]! @remoteRelationship(fieldMapping: {id: "product_sku"})
        places: [User!]! @remoteRelationship(fieldMapping: {area: "name"})
      }
      ${users} ${items} ${product}`;

/** `@permission` and the option `inheritedRoles`: what an author may get wrong about who sees what. */
export const cases: readonly Case[] = [
  {
    name: 'fields of a permission',
    sdl: `
      type Query { orders: [Order!]! @select }
      type Order @table(source: "orders_db", name: "orders")
        @permission(role: "user", fields: ["id", "produktSku", "buyer", "label", "tracking"])
        @permission(role: "clerk", fields: ["*", "", "badge"])
        @permission(role: "guest", fields: []) {
        id: ID!
        productSku: String! @column(name: "product_sku")
        label: String
        badge: Badge
        buyer: User @remoteRelationship(fieldMapping: {ordered_by_user_id: "id"})
      }
      type Badge { text: String }
      ${users}`,
    resolvers: ['Order.label', 'Order.badge'],
    problems: [
      'error Order (4:50) UNKNOWN_FIELD: "Order" has no field "produktSku". Did you mean "productSku"? Name fields of "Order", by their names in the SDL.',
      'error Order (4:64) INVALID_PERMISSION: "Order.buyer" is joined from somewhere else: who may see both ends of it sees it. Remove "buyer" from fields.',
      'error Order (4:82) UNKNOWN_FIELD: "Order" has no field "tracking". Name fields of "Order", by their names in the SDL.',
      'error Order (5:50) INVALID_DIRECTIVE_ARGUMENT: @permission(fields:) must be a text that is not empty, but is "". Write a text in quotes.',
    ],
  },
  {
    name: 'root fields, limits, and what one role has twice',
    sdl: `
      type Query { orders: [Order!]! @select, users: [User!]! @select, ping: Int, version: String! @remoteField(schema: "catalog") }
      type Order @table(source: "orders_db", name: "orders")
        @permission(role: "user", fields: "*", rootFields: ["orders", "order", "users", "ping"], limit: -1)
        @permission(role: "user", fields: ["id"])
        @permission(role: "clerk", fields: ["id"], rootFields: [], limit: 3000000000) { id: ID! }
      ${users}`,
    problems: [
      'error Order (4:71) UNKNOWN_FIELD: "Query" has no field "order". Did you mean "orders"? Name fields of "Query", by their names in the SDL.',
      'error Order (4:80) INVALID_PERMISSION: Root field "users" does not read rows of "Order". Name fields with @select, @aggregate or @computed that read "Order".',
      'error Order (4:89) INVALID_PERMISSION: Root field "ping" does not read rows of "Order". Name fields with @select, @aggregate or @computed that read "Order".',
      'error Order (4:98) INVALID_PERMISSION: @permission(limit:) must be a number of rows, 0 or more. Give another number, or leave it out for all rows.',
      'error Order (5:21) DUPLICATE_PERMISSION: Role "user" has two permissions here. Keep one of them; conditions of both go into one filter, with _or.',
      'error Order (6:68) INVALID_PERMISSION: @permission(limit:) must be a number of rows, 0 or more. Give another number, or leave it out for all rows.',
    ],
  },
  {
    name: 'arguments of a permission that cannot be read, and nothing that follows from it',
    sdl: `
      type Query { orders: [Order!]! @select }
      type Order @table(source: "orders_db", name: "orders")
        @permission(fields: ["id"], filter: {id: {_eq: 1}}, filter: {})
        @permission(role: "", fields: [5], limit: "5", aggregations: "yes", rootFields: 5)
        @permission(role: "a", fields: "id", filter: null)
        @permission(role: "b", fields: "id", filter: "id = 5")
        @permission(role: "c", fields: "id", fiter: {id: {_eq: 1}}) { id: ID! }`,
    unvalidated: true,
    inheritedRoles: { heir: ['a'] },
    problems: [
      'error Order (4:9) MISSING_DIRECTIVE_ARGUMENT: @permission lacks its argument "role". Add role: "…".',
      'error Order (4:61) DUPLICATE_DEFINITION: @permission has its argument "filter" twice. Keep one of them.',
      'error Order (5:27) INVALID_DIRECTIVE_ARGUMENT: @permission(role:) must be a text that is not empty, but is "". Write a text in quotes.',
      'error Order (5:40) INVALID_DIRECTIVE_ARGUMENT: @permission(fields:) must be a text, but is 5. Write a text in quotes.',
      'error Order (5:51) INVALID_DIRECTIVE_ARGUMENT: @permission(limit:) must be a whole number, but is "5". Write a whole number without quotes.',
      'error Order (5:70) INVALID_DIRECTIVE_ARGUMENT: @permission(aggregations:) must be true or false, but is "yes". Write true or false without quotes.',
      'error Order (5:89) INVALID_DIRECTIVE_ARGUMENT: @permission(rootFields:) must be a list of texts, but is 5. Write a list of texts in quotes.',
      'error Order (6:54) INVALID_DIRECTIVE_ARGUMENT: @permission(filter:) must be an object, but is null. Write an object of conditions, such as {owner_id: {_eq: {session: "x-hasura-user-id"}}}, or leave it out.',
      'error Order (7:54) INVALID_DIRECTIVE_ARGUMENT: @permission(filter:) must be an object, but is "id = 5". Write an object of conditions, such as {owner_id: {_eq: {session: "x-hasura-user-id"}}}, or leave it out.',
      'error Order (8:46) UNKNOWN_DIRECTIVE_ARGUMENT: @permission has no argument "fiter". Did you mean "filter"? Use only "role", "fields", "filter", "limit", "aggregations" and "rootFields".',
    ],
  },
  {
    name: 'permissions where they do nothing, or with a slip in their name',
    sdl: `
      schema @permission(role: "user", fields: "*") { query: Query }
      type Query { orders: [Order!]! @select }
      type Order implements Node @permision(role: "user", fields: "*") @table(source: "orders_db", name: "orders") {
        id(a: Int @permissions): ID! @permission(role: "user", fields: "*")
        status: Status!
      }
      interface Node @permission(role: "user", fields: "*") { id: ID! }
      enum Status @Permission { open, paid, shipped }`,
    unvalidated: true,
    problems: [
      'error schema (2:14) MISPLACED_DIRECTIVE: @permission cannot work here. Use it on OBJECT.',
      'error Order (4:34) UNKNOWN_DIRECTIVE: There is no directive "@permision". Did you mean "permission"? Define the directive, or remove it.',
      'error Order.id (5:12) INVALID_TABLE_ARGUMENT: The field is a column, and takes no argument "a". Remove the argument, or give the field a resolver.',
      'error Order.id(a:) (5:19) UNKNOWN_DIRECTIVE: There is no directive "@permissions". Did you mean "permission"? Define the directive, or remove it.',
      'error Order.id (5:38) MISPLACED_DIRECTIVE: @permission cannot work here. Use it on OBJECT.',
      'error Node (8:22) MISPLACED_DIRECTIVE: @permission cannot work here. Use it on OBJECT.',
      'error Status (9:19) UNKNOWN_DIRECTIVE: There is no directive "@Permission". Did you mean "permission"? Define the directive, or remove it.',
    ],
  },
  {
    name: 'permissions without a session',
    sdl: `
      type Query { orders: [Order!]! @select, me: Me }
      type Me @permission(role: "user", fields: "*") { name: String }
      type Order @table(source: "orders_db", name: "orders") @permission(role: "user", fields: "*") { id: ID! }`,
    session: false,
    problems: [
      'error Me (3:15) MISSING_SESSION: There are permissions, but nothing tells who asks. Give the option session, a function from { context, headers } to { role, variables }.',
    ],
  },
  {
    name: 'no session where nothing has a permission',
    sdl: `
      type Query { orders: [Order!]! @select }
      type Order @table(source: "orders_db", name: "orders") { id: ID! }`,
    session: false,
    problems: [],
  },
  {
    name: "permissions of the host's types, and of a remote schema's",
    sdl: `
      type Query @permission(role: "user", fields: ["me", "product"]) {
        me: Me
        product(sku: ID!): Product @remoteField(schema: "catalog")
      }
      type Me @permission(role: "user", fields: ["*", "home", "nam"], filter: {}, limit: 5, aggregations: false, rootFields: []) {
        id: ID!
        name: String
        home: Home
        orders: [Order!]! @remoteRelationship(fieldMapping: {id: "ordered_by_user_id"})
      }
      type Home { city: String }
      type Product @permission(role: "user", fields: ["sku"]) { sku: ID! }
      type Order @table(source: "orders_db", name: "orders") { id: ID! }`,
    problems: [
      'error Query (2:59) INVALID_PERMISSION: "Query.product" is joined from somewhere else: who may see both ends of it sees it. Remove "product" from fields.',
      'error Me (6:63) UNKNOWN_FIELD: "Me" has no field "nam". Did you mean "name"? Name fields of "Me", by their names in the SDL.',
      'error Me (6:71) INVALID_PERMISSION: @permission(filter:) means nothing here: "Me" has no table. Remove it.',
      'error Me (6:83) INVALID_PERMISSION: @permission(limit:) means nothing here: "Me" has no table. Remove it.',
      'error Me (6:93) INVALID_PERMISSION: @permission(aggregations:) means nothing here: "Me" has no table. Remove it.',
      'error Me (6:114) INVALID_PERMISSION: @permission(rootFields:) means nothing here: "Me" has no table. Remove it.',
      'error Product (13:20) INVALID_PERMISSION: "Product" is served by remote schema "catalog", whose own permissions govern it. Remove @permission, and give remoteSchema({ … }) of "catalog" the option permissions.',
    ],
  },
  {
    name: 'names and operators of a filter',
    sdl: filtered(`
          owner: {_eq: 5}
          label: {_eq: "a"}
          id: {_eqq: 5, _like: "%", session: "x-hasura-user-id"}
          details: {_eq: {value: {}}, _is_null: true}
          items: {skuu: {_eq: "a"}}
          product: {sku: {_eq: "a"}}
          notes: {id: {_eq: 1}}
          places: {id: {_eq: 1}}
          buyer: 5
          _nott: {}`),
    resolvers: ['Order.label'],
    problems: [
      'error Order (7:11) UNKNOWN_COLUMN: "filter.owner" of role "user" is column "owner", which table "public.orders" of "orders_db" does not have. Name a column of the table.',
      'error Order (8:11) UNKNOWN_COLUMN: "filter.label" of role "user" is column "label", which table "public.orders" of "orders_db" does not have. Name a column of the table.',
      'error Order (9:16) INVALID_FILTER: "filter.id._eqq" of role "user" is no operator. Did you mean "_eq"? Operators are _eq, _neq, _gt, _gte, _lt, _lte, _in, _nin, _is_null, _like, _nlike, _ilike, _nilike, _similar, _nsimilar, _regex, _nregex, _iregex, _niregex, _contains, _contained_in, _has_key, _has_keys_any, _has_keys_all, _cast, _ceq, _cne, _cgt, _cgte, _clt, _clte.',
      'error Order (9:25) INVALID_OPERATOR: "_like" cannot be used on column "id", which is int4. Use it on text columns only.',
      'error Order (9:37) INVALID_FILTER: "filter.id.session" of role "user" is no operator. Operators are _eq, _neq, _gt, _gte, _lt, _lte, _in, _nin, _is_null, _like, _nlike, _ilike, _nilike, _similar, _nsimilar, _regex, _nregex, _iregex, _niregex, _contains, _contained_in, _has_key, _has_keys_any, _has_keys_all, _cast, _ceq, _cne, _cgt, _cgte, _clt, _clte.',
      'error Order (10:21) INVALID_OPERATOR: "_eq" cannot be used on column "details", which is json. Remove it: Postgres neither compares nor sorts values of this type, and only _is_null works.',
      'error Order (11:19) UNKNOWN_COLUMN: "filter.items.skuu" of role "user" is column "skuu", which table "public.items" of "orders_db" does not have. Did you mean "sku"? Name a column of the table.',
      'error Order (12:11) INVALID_FILTER: "filter.product" of role "user" is a condition on relationship "Order.product", which leads to a remote schema. Remove it: conditions reach through relationships to tables only.',
      'error Order (13:11) INVALID_FILTER: "filter.notes" of role "user" is a condition on relationship "Order.notes", whose columns have types that Postgres does not compare. Remove it, or join columns of the same type.',
      'error Order (14:11) INVALID_FILTER: "filter.places" of role "user" is a condition on relationship "Order.places", whose column "area" of table "public.orders" of "orders_db" (other) cannot be compared with values of another database. Remove it, or join by a column of another type.',
      'error Order (15:11) INVALID_FILTER: "filter.buyer" of role "user" must be an object of conditions, but is 5. Write conditions, such as {id: {_eq: 1}}.',
      'error Order (16:11) UNKNOWN_COLUMN: "filter._nott" of role "user" is column "_nott", which table "public.orders" of "orders_db" does not have. Name a column of the table.',
    ],
  },
  {
    name: 'the form of a filter',
    sdl: filtered(`
          ordered_by_user_id: "X-Hasura-User-Id"
          weight: 1.5
          total: null
          express: {}
          tracking: [{_is_null: true}]
          _and: {id: {_eq: 1}}
          _or: [{id: {_eq: 1}}, 5]
          _not: []`),
    resolvers: ['Order.label'],
    problems: [
      'error Order (7:11) INVALID_FILTER: "filter.ordered_by_user_id" of role "user" must be an object of operators, but is "X-Hasura-User-Id". Write what it is compared with and how, such as {ordered_by_user_id: {_eq: "X-Hasura-User-Id"}}.',
      'error Order (8:11) INVALID_FILTER: "filter.weight" of role "user" must be an object of operators, but is 1.5. Write what it is compared with and how, such as {weight: {_eq: 1.5}}.',
      'error Order (9:11) INVALID_FILTER: "filter.total" of role "user" must be an object of operators, but is null. Write what it is compared with and how, such as {total: {_eq: …}}.',
      'error Order (10:11) INVALID_FILTER: "filter.express" of role "user" must be an object of operators, but is {}. Write what it is compared with and how, such as {express: {_eq: …}}.',
      'error Order (11:11) INVALID_FILTER: "filter.tracking" of role "user" must be an object of operators, but is [{_is_null: true}]. Write what it is compared with and how, such as {tracking: {_eq: [{_is_null: true}]}}.',
      'error Order (13:33) INVALID_FILTER: "filter._or[1]" of role "user" must be an object of conditions, but is 5. Write conditions, such as {id: {_eq: 1}}.',
      'error Order (14:11) INVALID_FILTER: "filter._not" of role "user" must be an object of conditions, but is []. Write conditions, such as {id: {_eq: 1}}.',
    ],
  },
  {
    name: 'tables of a filter',
    sdl: filtered(`
          _or: [
            {_exists: "items"}
            {_exists: {_table: "items"}}
            {_exists: {_table: "items", _were: {}}}
            {_exists: {_table: {name: "items"}, _where: {}}}
            {_exists: {_table: "itms", _where: {}}}
            {_exists: {_table: "invoices", _where: {}}}
            {_exists: {_table: "items", _where: {skuu: {_eq: "a"}}}}
            {_exists: {_table: "log", _where: {lines: {_eq: "a"}}}}
            {_exists: {_table: {schema: "billing", name: "invoices"}, _where: 5}}
          ]`),
    resolvers: ['Order.label'],
    problems: [
      'error Order (8:14) INVALID_FILTER: "filter._or[0]._exists" of role "user" must name a table and a condition on it, but is "items". Write {_table: "name", _where: {…}}, or {_table: {schema: "…", name: "…"}, _where: {…}}.',
      'error Order (9:14) INVALID_FILTER: "filter._or[1]._exists" of role "user" must name a table and a condition on it, but is {_table: "items"}. Write {_table: "name", _where: {…}}, or {_table: {schema: "…", name: "…"}, _where: {…}}.',
      'error Order (10:14) INVALID_FILTER: "filter._or[2]._exists" of role "user" must name a table and a condition on it, but is {_table: "items", _were: {}}. Write {_table: "name", _where: {…}}, or {_table: {schema: "…", name: "…"}, _where: {…}}.',
      'error Order (11:14) INVALID_FILTER: "filter._or[3]._exists" of role "user" must name a table and a condition on it, but is {_table: {name: "items"}, _where: {}}. Write {_table: "name", _where: {…}}, or {_table: {schema: "…", name: "…"}, _where: {…}}.',
      'error Order (12:14) UNKNOWN_TABLE: Database "orders_db" has no table or view "public.itms". Did you mean "items"? Write {_table: "name", _where: {…}}, or {_table: {schema: "…", name: "…"}, _where: {…}}.',
      'error Order (13:14) UNKNOWN_TABLE: Database "orders_db" has no table or view "public.invoices". Did you mean "billing.invoices"? Write {_table: "name", _where: {…}}, or {_table: {schema: "…", name: "…"}, _where: {…}}.',
      'error Order (14:50) UNKNOWN_COLUMN: "filter._or[6]._exists._where.skuu" of role "user" is column "skuu", which table "public.items" of "orders_db" does not have. Did you mean "sku"? Name a column of the table.',
      'error Order (15:48) UNKNOWN_COLUMN: "filter._or[7]._exists._where.lines" of role "user" is column "lines", which table "public.log" of "orders_db" does not have. Did you mean "line"? Name a column of the table.',
      'error Order (16:79) INVALID_FILTER: "filter._or[8]._exists._where" of role "user" must be an object of conditions, but is 5. Write conditions, such as {id: {_eq: 1}}.',
    ],
  },
  {
    name: 'operands of a filter',
    sdl: filtered(`
          id: {_eq: null, _neq: "a", _gt: 3000000000, _gte: 1.5, _lt: true, _in: 5, _nin: [1, "a", null, "X-Hasura-Id"]}
          approved_by: {_is_null: "true", _eq: {sesion: "x"}, _neq: {session: ""}, _gt: {value: null}, _in: [{session: "x"}]}
          product_sku: {_like: 5, _in: {value: 5}, _ilike: {value: ["a"]}, _nin: [[5]]}
          status: {_eq: "opened", _neq: OPENED, _in: [OPEN, open]}
          total: {_eq: "x", _lt: [1]}
          tags: {_eq: "a", _neq: ["a", null], _in: ["a"], _gt: ["X-Hasura-Tag"]}
          placed_at: {_gt: "yesterday", _lt: "2020-01-01"}
          tracking: {_eq: "x"}
          express: {_eq: 1}
          area: {_eq: [1]}`),
    resolvers: ['Order.label'],
    problems: [
      'error Order (7:16) INVALID_FILTER: "filter.id._eq" of role "user" is null, and nothing compares with null: _is_null asks for nulls. Write a constant, {session: "…"} for a variable (of a list: the whole list), or {value: …} for the constant itself.',
      'error Order (7:27) INVALID_CONSTANT: "a" is not a value of column "id", which is int4. Give a value of that type.',
      'error Order (7:38) INVALID_CONSTANT: 3000000000 is not a value of column "id", which is int4. Give a value of that type.',
      'error Order (7:55) INVALID_CONSTANT: 1.5 is not a value of column "id", which is int4. Give a value of that type.',
      'error Order (7:66) INVALID_CONSTANT: true is not a value of column "id", which is int4. Give a value of that type.',
      'error Order (7:77) INVALID_FILTER: "filter.id._in" of role "user" must be a list, but is 5. Write a constant, {session: "…"} for a variable (of a list: the whole list), or {value: …} for the constant itself.',
      'error Order (7:85) INVALID_FILTER: "filter.id._nin" of role "user" has a session variable in a list. Write a constant, {session: "…"} for a variable (of a list: the whole list), or {value: …} for the constant itself.',
      'error Order (8:25) INVALID_FILTER: "filter.approved_by._is_null" of role "user" must be true or false, but is "true". Write true or false.',
      'error Order (8:43) INVALID_FILTER: "filter.approved_by._eq" of role "user" must be a constant or a session variable, but is {sesion: "x"}. Write a constant, {session: "…"} for a variable (of a list: the whole list), or {value: …} for the constant itself.',
      'error Order (8:63) INVALID_FILTER: "filter.approved_by._neq" of role "user" must be a constant or a session variable, but is {session: ""}. Write a constant, {session: "…"} for a variable (of a list: the whole list), or {value: …} for the constant itself.',
      'error Order (8:84) INVALID_FILTER: "filter.approved_by._gt" of role "user" is null, and nothing compares with null: _is_null asks for nulls. Write a constant, {session: "…"} for a variable (of a list: the whole list), or {value: …} for the constant itself.',
      'error Order (8:104) INVALID_FILTER: "filter.approved_by._in" of role "user" has a session variable in a list. Write a constant, {session: "…"} for a variable (of a list: the whole list), or {value: …} for the constant itself.',
      'error Order (9:25) INVALID_CONSTANT: 5 is not a pattern, which is a text. Give a value of that type.',
      'error Order (9:35) INVALID_FILTER: "filter.product_sku._in" of role "user" must be a list, but is {value: 5}. Write a constant, {session: "…"} for a variable (of a list: the whole list), or {value: …} for the constant itself.',
      'error Order (9:52) INVALID_CONSTANT: ["a"] is not a pattern, which is a text. Give a value of that type.',
      'error Order (9:83) INVALID_CONSTANT: [5] is not a value of column "product_sku", which is text. Give a value of that type.',
      'error Order (10:20) INVALID_CONSTANT: "opened" is not a value of column "status", which is "public"."status". Give a value of that type.',
      'error Order (10:35) INVALID_CONSTANT: OPENED is not a value of column "status", which is "public"."status". Give a value of that type.',
      'error Order (10:61) INVALID_CONSTANT: open is not a value of column "status", which is "public"."status". Give a value of that type.',
      'error Order (11:19) INVALID_CONSTANT: "x" is not a value of column "total", which is numeric. Give a value of that type.',
      'error Order (11:29) INVALID_CONSTANT: [1] is not a value of column "total", which is numeric. Give a value of that type.',
      'error Order (12:18) INVALID_CONSTANT: "a" is not a value of column "tags", which is text[]. Give a value of that type.',
      'error Order (12:28) INVALID_CONSTANT: ["a", null] is not a value of column "tags", which is text[]. Give a value of that type.',
      'error Order (12:53) INVALID_CONSTANT: "a" is not a value of column "tags", which is text[]. Give a value of that type.',
      'error Order (12:59) INVALID_FILTER: "filter.tags._gt" of role "user" has a session variable in a list. Write a constant, {session: "…"} for a variable (of a list: the whole list), or {value: …} for the constant itself.',
      'error Order (13:23) INVALID_CONSTANT: "yesterday" is not a value of column "placed_at", which is timestamptz. Give a value of that type.',
      'error Order (13:41) INVALID_CONSTANT: "2020-01-01" is not a value of column "placed_at", which is timestamptz. Give a value of that type.',
      'error Order (14:22) INVALID_CONSTANT: "x" is not a value of column "tracking", which is uuid. Give a value of that type.',
      'error Order (15:21) INVALID_CONSTANT: 1 is not a value of column "express", which is bool. Give a value of that type.',
      'error Order (16:18) INVALID_CONSTANT: [1] is not a value of column "area", which is other. Give a value of that type.',
    ],
  },
  {
    name: 'a filter on a table that could not be asked',
    sdl: filtered('whatever: {_eq: 5}'),
    failures: { orders_db: new Error('connection refused.') },
    problems: [
      'error sources.orders_db UNREACHABLE_SOURCE: The source could not say what it holds: connection refused. Make it reachable, and start again; what depends on it is not checked yet.',
    ],
  },
  {
    name: 'a permission of a type whose remote schema could not be asked, and a role it may have named',
    sdl: `
      type Query { product(sku: ID!): Product @remoteField(schema: "catalog") }
      type Product @permission(role: "user", fields: "*", filter: {sku: {_eq: "a"}}) { sku: ID! }`,
    failures: { catalog: new Error('connection refused.') },
    inheritedRoles: { boss: ['buyer'] },
    problems: [
      'error sources.catalog UNREACHABLE_SOURCE: The source could not say what it holds: connection refused. Make it reachable, and start again; what depends on it is not checked yet.',
    ],
  },
  {
    name: 'roles that inherit from themselves, or from nobody',
    sdl: `
      type Query { orders: [Order!]! @select }
      type Order @table(source: "orders_db", name: "orders") @permission(role: "clerk", fields: "*") { id: ID! }`,
    inheritedRoles: { a: ['b'], b: ['c', 'clerk'], c: ['a'], self: ['self'], below: ['a'], lost: ['clrk', 'a', 'zzz'] },
    problems: [
      'error inheritedRoles.a INVALID_INHERITED_ROLE: Role "a" inherits from itself. Remove one of the roles in the circle.',
      'error inheritedRoles.b INVALID_INHERITED_ROLE: Role "b" inherits from itself. Remove one of the roles in the circle.',
      'error inheritedRoles.c INVALID_INHERITED_ROLE: Role "c" inherits from itself. Remove one of the roles in the circle.',
      'error inheritedRoles.lost INVALID_INHERITED_ROLE: Role "lost" inherits from "clrk", which has no permission. Did you mean "clerk"? Name some of "clerk".',
      'error inheritedRoles.lost INVALID_INHERITED_ROLE: Role "lost" inherits from "zzz", which has no permission. Name some of "clerk".',
      'error inheritedRoles.self INVALID_INHERITED_ROLE: Role "self" inherits from itself. Remove one of the roles in the circle.',
    ],
  },
  {
    name: 'inherited roles where nothing has a permission',
    sdl: `
      type Query { orders: [Order!]! @select }
      type Order @table(source: "orders_db", name: "orders") { id: ID! }`,
    inheritedRoles: { manager: ['clerk'] },
    session: false,
    problems: [
      'error inheritedRoles.manager INVALID_INHERITED_ROLE: Role "manager" inherits from "clerk", which has no permission. Give it one with @permission.',
    ],
  },
  {
    name: 'fields that an inherited role sees in some rows only',
    sdl: `
      type Query { orders: [Order!]! @select }
      type Order @table(source: "orders_db", name: "orders")
        @permission(role: "buyer", fields: "*", filter: {ordered_by_user_id: {_eq: {session: "x-hasura-user-id"}}})
        @permission(role: "same", fields: ["id"], filter: {ordered_by_user_id: {_eq: "X-Hasura-User-Id"}})
        @permission(role: "clerk", fields: ["id", "weight"], filter: {status: {_eq: "open"}})
        @permission(role: "own", fields: "*", filter: {}) {
        id: ID!
        total: String!
        weight: Float
        approved_by: Int
        label: String
      }`,
    resolvers: ['Order.label'],
    inheritedRoles: {
      manager: ['clerk', 'buyer'],
      twice: ['buyer', 'same'],
      chief: ['manager', 'same'],
      own: ['clerk', 'buyer'],
    },
    problems: [
      'error Order.total (9:9) INHERITED_FIELD: Role "manager" inherits the field from roles that see some of its rows only, but it is non-null (String!). Make the field nullable and a column, or give "manager" a @permission of its own here.',
      'error Order.total (9:9) INHERITED_FIELD: Role "chief" inherits the field from roles that see some of its rows only, but it is non-null (String!). Make the field nullable and a column, or give "chief" a @permission of its own here.',
      'error Order.label (12:9) INHERITED_FIELD: Role "manager" inherits the field from roles that see some of its rows only, but the host resolves it in all rows. Make the field nullable and a column, or give "manager" a @permission of its own here.',
      'error Order.label (12:9) INHERITED_FIELD: Role "chief" inherits the field from roles that see some of its rows only, but the host resolves it in all rows. Make the field nullable and a column, or give "chief" a @permission of its own here.',
    ],
  },
  {
    name: 'non-null objects that a role may not see',
    sdl: `
      type Query { items: [Item!]! @select }
      type Item @table(source: "orders_db", name: "items")
        @permission(role: "user", fields: "*")
        @permission(role: "clerk", fields: "*")
        @permission(role: "chief", fields: "*")
        @permission(role: "blind", fields: "*") {
        sku: String!
        order: Order! @remoteRelationship(fieldMapping: {order_id: "id"})
        also: Order @remoteRelationship(fieldMapping: {order_id: "id"})
      }
      type Order @table(source: "orders_db", name: "orders")
        @permission(role: "user", fields: "*", filter: {express: {_eq: true}})
        @permission(role: "clerk", fields: "*", filter: {express: {_eq: true}})
        @permission(role: "chief", fields: "*")
        @permission(role: "other", fields: "*", filter: {express: {_eq: true}}) { id: ID! }`,
    problems: [
      'warning Item.order (9:9) NON_NULL_RELATIONSHIP: The field is non-null (Order!), but roles "user" and "clerk" see only some rows of table "public.orders" of "orders_db": that would null its parent as well. Make the field nullable: Order.',
    ],
  },
  {
    name: 'comparisons of columns, keys and casts in a filter',
    sdl: filtered(`
          id: {_ceq: "ordered_by_user_id", _cne: "idd", _cgt: "product_sku", _clt: 5, _clte: ["$", 5], _cgte: ["id"], _has_key: "a"}
          details: {_ceq: "details", _cast: {_like: "a"}, _contains: 1}
          items: {order_id: {_ceq: ["$", "id"]}, sku: {_ceq: ["$", "status"], _cne: ["$", "sky"], _contains: "a"}}
          buyer: {id: {_cgt: ["$", "id"], _ceq: "name"}}
          product_sku: {_cast: {String: {_ceq: "product_sku"}}}
          _exists: {_table: "things", _where: {
            data: {_has_key: 5, _has_keys_any: "a", _has_keys_all: ["a", 5], _contains: {a: [1]}, _cast: {String: {_like: 5, _ceq: "more", _cast: {}}}}
            shape: {_ceq: "shape"}
            shapes: {_contains: ["(1,1)"]}
            labels: {_contains: "a", _contained_in: ["a", "b"]}
            note: {_cne: ["$", "product_sku"], _nregex: "^a", _nsimilar: 5, _niregex: {session: "x"}}
          }}`),
    resolvers: ['Order.label'],
    problems: [
      'error Order (7:44) UNKNOWN_COLUMN: "filter.id._cne" of role "user" is column "idd", which table "public.orders" of "orders_db" does not have. Did you mean "id"? Name a column of the table.',
      'error Order (7:57) INVALID_FILTER: "filter.id._cgt" of role "user" compares column "id" (int4) with column "product_sku" (text), which Postgres does not. Remove it, or compare columns of the same type.',
      'error Order (7:78) INVALID_FILTER: "filter.id._clt" of role "user" must name a column, but is 5. Write a column of the same row, or ["$", "column"] for one of the row that the permission is about.',
      'error Order (7:87) INVALID_FILTER: "filter.id._clte" of role "user" must name a column, but is ["$", 5]. Write a column of the same row, or ["$", "column"] for one of the row that the permission is about.',
      'error Order (7:104) INVALID_FILTER: "filter.id._cgte" of role "user" must name a column, but is ["id"]. Write a column of the same row, or ["$", "column"] for one of the row that the permission is about.',
      'error Order (7:119) INVALID_OPERATOR: "_has_key" cannot be used on column "id", which is int4. Use it on jsonb columns only.',
      'error Order (8:21) INVALID_OPERATOR: "_ceq" cannot be used on column "details", which is json. Remove it: Postgres neither compares nor sorts values of this type, and only _is_null works.',
      'error Order (8:38) INVALID_FILTER: "filter.details._cast" of role "user" must be an object with "String" alone, but is {_like: "a"}. Write {details: {_cast: {String: {…}}}}.',
      'error Order (8:59) INVALID_OPERATOR: "_contains" cannot be used on column "details", which is json. Use it on jsonb and array columns only.',
      'error Order (9:56) INVALID_FILTER: "filter.items.sku._ceq" of role "user" compares column "sku" (text) with column "status" ("public"."status"), which Postgres does not. Remove it, or compare columns of the same type.',
      'error Order (9:79) UNKNOWN_COLUMN: "filter.items.sku._cne" of role "user" is column "sky", which table "public.orders" of "orders_db" does not have. Name a column of the table.',
      'error Order (9:99) INVALID_OPERATOR: "_contains" cannot be used on column "sku", which is text. Use it on jsonb and array columns only.',
      'error Order (10:24) INVALID_FILTER: "filter.buyer.id._cgt" of role "user" compares with column "id" of a row in another database. Remove it: only rows of one database compare.',
      'error Order (10:43) INVALID_FILTER: "filter.buyer.id._ceq" of role "user" compares column "id" (int4) with column "name" (text), which Postgres does not. Remove it, or compare columns of the same type.',
      'error Order (11:25) INVALID_OPERATOR: "_cast" cannot be used on column "product_sku", which is text. Use it on json and jsonb columns only.',
      'error Order (11:42) INVALID_FILTER: "filter.product_sku._cast.String._ceq" of role "user" is no operator. Did you mean "_eq" or "_neq"? Operators are _eq, _neq, _gt, _gte, _lt, _lte, _in, _nin, _is_null, _like, _nlike, _ilike, _nilike, _similar, _nsimilar, _regex, _nregex, _iregex, _niregex, _contains, _contained_in, _has_key, _has_keys_any, _has_keys_all.',
      'error Order (13:20) INVALID_CONSTANT: 5 is not a key, which is a text. Give a value of that type.',
      'error Order (13:33) INVALID_FILTER: "filter._exists._where.data._has_keys_any" of role "user" must be a list, but is "a". Write a constant, {session: "…"} for a variable (of a list: the whole list), or {value: …} for the constant itself.',
      'error Order (13:74) INVALID_CONSTANT: 5 is not a key, which is a text. Give a value of that type.',
      'error Order (13:78) INVALID_FILTER: "filter._exists._where.data._contains" of role "user" must be a constant or a session variable, but is {a: [1]}. Write a constant, {session: "…"} for a variable (of a list: the whole list), or {value: …} for the constant itself.',
      'error Order (13:116) INVALID_CONSTANT: 5 is not a pattern, which is a text. Give a value of that type.',
      'error Order (13:126) INVALID_FILTER: "filter._exists._where.data._cast.String._ceq" of role "user" is no operator. Did you mean "_eq" or "_neq"? Operators are _eq, _neq, _gt, _gte, _lt, _lte, _in, _nin, _is_null, _like, _nlike, _ilike, _nilike, _similar, _nsimilar, _regex, _nregex, _iregex, _niregex, _contains, _contained_in, _has_key, _has_keys_any, _has_keys_all.',
      'error Order (13:140) INVALID_FILTER: "filter._exists._where.data._cast.String._cast" of role "user" is no operator. Operators are _eq, _neq, _gt, _gte, _lt, _lte, _in, _nin, _is_null, _like, _nlike, _ilike, _nilike, _similar, _nsimilar, _regex, _nregex, _iregex, _niregex, _contains, _contained_in, _has_key, _has_keys_any, _has_keys_all.',
      'error Order (14:21) INVALID_OPERATOR: "_ceq" cannot be used on column "shape", which is point. Remove it: Postgres neither compares nor sorts values of this type, and only _is_null works.',
      'error Order (15:22) INVALID_OPERATOR: "_contains" cannot be used on column "shapes", which is point[]. Remove it: Postgres neither compares nor sorts values of this type, and only _is_null works.',
      'error Order (16:22) INVALID_CONSTANT: "a" is not a value of column "labels", which is text[]. Give a value of that type.',
      'error Order (17:63) INVALID_CONSTANT: 5 is not a pattern, which is a text. Give a value of that type.',
    ],
  },
];
