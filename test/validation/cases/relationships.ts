import type { Case } from '../harness.js';

/** Relationships, and those to tables. */
export const cases: readonly Case[] = [
  {
    name: 'arguments that graphql-js would refuse',
    sdl: `
      type Query { orders: [Order!]! @select(limit: 5) }
      type Order @table(nam: "orders") { id: ID! @column(name: 5), items: [Item!]! @remoteRelationship(fieldMapping: {id: "order_id"}, batchSize: "5", sources: "x") }
      type Item @table(source: "orders_db", name: "items") { sku: String! @column(name: "") }`,
    unvalidated: true,
    problems: [
      'error Query.orders (2:46) UNKNOWN_DIRECTIVE_ARGUMENT: @select has no argument "limit". Give it no arguments.',
      'error Order (3:18) MISSING_DIRECTIVE_ARGUMENT: @table lacks its argument "source". Add source: "…".',
      'error Order (3:25) UNKNOWN_DIRECTIVE_ARGUMENT: @table has no argument "nam". Did you mean "name"? Use only "source", "name" and "schema".',
      'error Order.id (3:64) INVALID_DIRECTIVE_ARGUMENT: @column(name:) must be a text, but is 5. Write a text in quotes.',
      'error Order.items (3:147) INVALID_DIRECTIVE_ARGUMENT: @remoteRelationship(batchSize:) must be a whole number, but is "5". Write a whole number without quotes.',
      'error Order.items (3:152) UNKNOWN_DIRECTIVE_ARGUMENT: @remoteRelationship has no argument "sources". Did you mean "source"? Use only "source", "table", "schema", "field", "entity", "fieldMapping", "variables", "matchBy" and "batchSize".',
      'error Item.sku (4:89) INVALID_DIRECTIVE_ARGUMENT: @column(name:) must be a text that is not empty, but is "". Write a text in quotes.',
    ],
  },
  {
    name: 'mappings of the wrong form',
    sdl: `
      type Query { orders: [Order!]! @select }
      type Order @table(source: "orders_db", name: "orders") {
        id: ID!
        a: [Item!]! @remoteRelationship(fieldMapping: "id")
        b: [Item!]! @remoteRelationship(fieldMapping: {id: 5})
        c: Product @remoteRelationship(schema: "catalog", field: "product(sku: $x)", variables: {x: {heder: "x"}})
        d: Product @remoteRelationship(schema: "catalog", field: "product(sku: $x)", variables: {x: {header: "x", env: "Y"}})
        e: Product @remoteRelationship(schema: "catalog", field: "product(sku: $x)", variables: {x: 5})
        f: Product @remoteRelationship(schema: "catalog", field: "product(sku: $x)", variables: {x: "a..b"})
        g: Product @remoteRelationship(schema: "catalog", field: "product(sku: $x)", variables: {x: {argument: 1}})
      }
      type Item @table(source: "orders_db", name: "items") { sku: String! }
      type Product { sku: ID! }`,
    problems: [
      'error Order.a (5:55) INVALID_DIRECTIVE_ARGUMENT: @remoteRelationship(fieldMapping:) must be an object, but is "id". Write an object of texts, such as {customerId: "id"}.',
      'error Order.b (6:60) INVALID_DIRECTIVE_ARGUMENT: @remoteRelationship(fieldMapping.id:) must be a text, but is 5. Write a text in quotes.',
      'error Order.c (7:102) INVALID_DIRECTIVE_ARGUMENT: @remoteRelationship(variables.x:) has an unknown key "heder". Did you mean "header"? Write an object whose values are "a.path.in.the.parent", {session: "…"}, {header: "…"}, {env: "…"}, {argument: "…"}, {value: …} or {notNull: "a.path"}.',
      'error Order.d (8:101) INVALID_DIRECTIVE_ARGUMENT: @remoteRelationship(variables.x:) must be an object with one key, but is {header: "x", env: "Y"}. Write an object whose values are "a.path.in.the.parent", {session: "…"}, {header: "…"}, {env: "…"}, {argument: "…"}, {value: …} or {notNull: "a.path"}.',
      'error Order.e (9:101) INVALID_DIRECTIVE_ARGUMENT: @remoteRelationship(variables.x:) must be a path or an object, but is 5. Write an object whose values are "a.path.in.the.parent", {session: "…"}, {header: "…"}, {env: "…"}, {argument: "…"}, {value: …} or {notNull: "a.path"}.',
      'error Order.f (10:101) INVALID_DIRECTIVE_ARGUMENT: @remoteRelationship(variables.x:) must be a path of field names, but is "a..b". Write an object whose values are "a.path.in.the.parent", {session: "…"}, {header: "…"}, {env: "…"}, {argument: "…"}, {value: …} or {notNull: "a.path"}.',
      'error Order.g (11:112) INVALID_DIRECTIVE_ARGUMENT: @remoteRelationship(variables.x.argument:) must be a text, but is 1. Write a text in quotes.',
    ],
  },
  {
    name: 'what is not built yet',
    sdl: `
      type Query { orders: [Order!]! @select }
      type Order @table(source: "orders_db", name: "orders") {
        id: ID!
        a: Product @remoteRelationship(schema: "catalog", entity: "Product", fieldMapping: {id: "id"})
        b: Product @remoteRelationship(field: "product(sku: $id)")
      }
      type Product { sku: ID! }`,
    problems: [
      'error Order.a (5:59) NOT_YET_SUPPORTED: @remoteRelationship(entity:) is not supported yet. Point to a root field of the remote schema: schema: "…", field: "…".',
      `error Order.b (6:40) NOT_YET_SUPPORTED: @remoteRelationship(field:) without schema, a field of this server's own schema, is not supported yet. Name the remote schema: schema: "…".`,
    ],
  },
  {
    name: 'templates that cannot be read',
    sdl: `
      type Query { orders: [Order!]! @select }
      type Order @table(source: "orders_db", name: "orders") {
        id: ID!
        a: Product @remoteRelationship(schema: "catalog", field: "product(sku: $id")
        b: Product @remoteRelationship(schema: "catalog", field: "product(sku: $id) shop")
        c: Product @remoteRelationship(schema: "catalog", field: "p: product(sku: $id)")
        d: Product @remoteRelationship(schema: "catalog", field: "product(sku: $id) @skip(if: true)")
        e: Product @remoteRelationship(schema: "catalog", field: "...Product")
        f: Product @remoteRelationship(schema: "catalog", field: "product(sku: $id, sku: 5)")
        g: Product @remoteRelationship(schema: "catalog", field: "product} query Other { product")
      }
      type Product { sku: ID! }`,
    problems: [
      'error Order.a (5:59) INVALID_TEMPLATE: @remoteRelationship(field: "product(sku: $id") cannot be read. It is not GraphQL: Expected Name, found "}". Write one field per level in GraphQL syntax, such as "shop(kind: RETAIL) { seller(sku: $sku) }".',
      'error Order.b (6:59) INVALID_TEMPLATE: @remoteRelationship(field: "product(sku: $id) shop") cannot be read. It selects more than one field ("shop"). Write one field per level in GraphQL syntax, such as "shop(kind: RETAIL) { seller(sku: $sku) }".',
      'error Order.c (7:59) INVALID_TEMPLATE: @remoteRelationship(field: "p: product(sku: $id)") cannot be read. Field "product" has an alias ("p"). Write one field per level in GraphQL syntax, such as "shop(kind: RETAIL) { seller(sku: $sku) }".',
      'error Order.d (8:59) INVALID_TEMPLATE: @remoteRelationship(field: "product(sku: $id) @skip(if: true)") cannot be read. Field "product" has a directive ("@skip"). Write one field per level in GraphQL syntax, such as "shop(kind: RETAIL) { seller(sku: $sku) }".',
      'error Order.e (9:59) INVALID_TEMPLATE: @remoteRelationship(field: "...Product") cannot be read. It holds a fragment. Write one field per level in GraphQL syntax, such as "shop(kind: RETAIL) { seller(sku: $sku) }".',
      'error Order.f (10:59) INVALID_TEMPLATE: @remoteRelationship(field: "product(sku: $id, sku: 5)") cannot be read. Argument "sku" of "product" is given twice. Write one field per level in GraphQL syntax, such as "shop(kind: RETAIL) { seller(sku: $sku) }".',
      'error Order.g (11:59) INVALID_TEMPLATE: @remoteRelationship(field: "product} query Other { product") cannot be read. It is more than one selection. Write one field per level in GraphQL syntax, such as "shop(kind: RETAIL) { seller(sku: $sku) }".',
    ],
  },
  {
    name: 'not exactly one target',
    sdl: `
      type Query { orders: [Order!]! @select }
      type Order @table(source: "orders_db", name: "orders") {
        id: ID!
        a: User @remoteRelationship(source: "users_db", schema: "catalog", field: "product(sku: $id)", fieldMapping: {id: "id"})
        b: Product @remoteRelationship(schema: "catalog")
        c: Product @remoteRelationship(variables: {id: "id"})
      }
      type User @table(source: "users_db", name: "users") { name: String! }
      type Product { sku: ID! }`,
    problems: [
      'error Order.a (5:17) AMBIGUOUS_TARGET: It points both to a table (source, table) and to a remote field (schema, field). Keep either source and table, or schema and field.',
      'error Order.b (6:20) AMBIGUOUS_TARGET: It names the remote schema "catalog", but no field of it. Add field: "…".',
      `error Order.c (7:20) AMBIGUOUS_TARGET: It points to nothing. Add source and table, or schema and field; or give the field's type @table.`,
    ],
  },
  {
    name: 'a target that disagrees with its type',
    sdl: `
      type Query { orders: [Order!]! @select }
      type Order @table(source: "orders_db", name: "orders") {
        id: ID!
        buyer: User @remoteRelationship(source: "orders_db", table: "user", fieldMapping: {ordered_by_user_id: "id"})
        other: Product @remoteRelationship(source: "users_db", table: "users", fieldMapping: {ordered_by_user_id: "id"})
        third: User @remoteRelationship(source: "user_db", fieldMapping: {ordered_by_user_id: "id"})
      }
      type User @table(source: "users_db", name: "users") { name: String! }
      type Product { sku: ID! }`,
    problems: [
      'error Order.buyer (5:41) CONFLICTING_TABLE: It names source "orders_db", but @table of "User" names "users_db". Leave source out, or point to a type of that database.',
      'error Order.buyer (5:62) CONFLICTING_TABLE: It names table "user", but @table of "User" names "users". Leave table out, or point to a type of that table.',
      'error Order.other (6:24) MISSING_TABLE: The field points to a table, but its type "Product" has no @table. Add @table(source: "…") to "Product".',
      'error Order.third (7:41) UNKNOWN_SOURCE: There is no source "user_db". Did you mean "users_db"? Add it to the option "sources", which has "orders_db", "users_db" and "catalog".',
    ],
  },
  {
    name: 'field mappings',
    sdl: `
      type Query { orders: [Order!]! @select }
      type Order @table(source: "orders_db", name: "orders") {
        id: ID!
        label: String
        tags: [String!]!
        a: [Item!]! @remoteRelationship
        b: [Item!]! @remoteRelationship(fieldMapping: {})
        c: [Item!]! @remoteRelationship(fieldMapping: {orderId: "order_id", id: "orderid"})
        d: [Item!]! @remoteRelationship(fieldMapping: {tags: "sku"})
        e: [Item!]! @remoteRelationship(fieldMapping: {a: "sku"})
        f: [Item!]! @remoteRelationship(fieldMapping: {label: "sku"})
        g: [Order!]! @remoteRelationship(fieldMapping: {id: "details"})
        h: [Order!]! @remoteRelationship(fieldMapping: {id: "area"})
        i: [Order!]! @remoteRelationship(fieldMapping: {id: "tags"}, variables: {x: "id"}, matchBy: {x: "id"})
        j: [Item!]! @remoteRelationship(fieldMapping: {id: "order_id"}, batchSize: 0)
      }
      type Item @table(source: "orders_db", name: "items") { sku: String! }`,
    resolvers: ['Order.label'],
    problems: [
      'error Order.a (7:21) MISSING_FIELD_MAPPING: fieldMapping is missing: every parent would get every row. Add fieldMapping: {parentField: "target_column"}.',
      'error Order.b (8:41) MISSING_FIELD_MAPPING: fieldMapping is empty: every parent would get every row. Add fieldMapping: {parentField: "target_column"}.',
      'error Order.c (9:56) UNKNOWN_PARENT_FIELD: The join key "orderId" is neither a field of "Order" nor a column of table "public.orders" of "orders_db". Name a field of "Order".',
      'error Order.c (9:77) UNKNOWN_COLUMN: The target of "id" is column "orderid", which table "public.items" of "orders_db" does not have. Did you mean "order_id"? Name a column of the table.',
      'error Order.d (10:56) INVALID_KEY_FIELD: "tags" of "Order" cannot be a join key: it is of type text[]. Join by a field that is one plain value of the parent itself.',
      'error Order.e (11:56) INVALID_KEY_FIELD: "a" of "Order" cannot be a join key: it is joined itself. Join by a field that is one plain value of the parent itself.',
      `error Order.f (12:56) INVALID_KEY_FIELD: "label" of "Order" cannot be a join key: it is resolved by the host, not by the table's database. Join by a field that is one plain value of the parent itself.`,
      'error Order.g (13:57) INVALID_KEY_COLUMN: The target column "details" of table "public.orders" of "orders_db" (json) cannot be a join key. Join by a column of a number, text, uuid, boolean, enum, date, time, timestamp or bytea type.',
      'error Order.h (14:57) INVALID_KEY_COLUMN: The target column "area" of table "public.orders" of "orders_db" (other) cannot be a join key. Join by a column of a number, text, uuid, boolean, enum, date, time, timestamp or bytea type.',
      'error Order.i (15:57) INVALID_KEY_COLUMN: The target column "tags" of table "public.orders" of "orders_db" (text[]) cannot be a join key. Join by a column of a number, text, uuid, boolean, enum, date, time, timestamp or bytea type.',
      'error Order.i (15:70) UNUSED_DIRECTIVE_ARGUMENT: @remoteRelationship(variables:) is used by nothing: a relationship to a table has none. Remove it.',
      'error Order.i (15:92) UNUSED_DIRECTIVE_ARGUMENT: @remoteRelationship(matchBy:) is used by nothing: a relationship to a table has none. Remove it.',
      'error Order.j (16:73) INVALID_BATCH_SIZE: batchSize must be at least 1, but is 0. Use a positive number, or leave batchSize out.',
    ],
  },
  {
    name: 'key types that can never match',
    sdl: `
      type Query { orders: [Order!]! @select, visits: [Visit!]! }
      type Order @table(source: "orders_db", name: "orders") {
        id: ID!
        a: [Order!]! @remoteRelationship(fieldMapping: {id: "tracking"})
        b: [Order!]! @remoteRelationship(fieldMapping: {id: "express"})
        c: [Order!]! @remoteRelationship(fieldMapping: {id: "status"})
        d: [Order!]! @remoteRelationship(fieldMapping: {status: "id"})
        e: [Order!]! @remoteRelationship(fieldMapping: {id: "placed_at"})
        f: [Order!]! @remoteRelationship(fieldMapping: {express: "total"})
        fine1: [Order!]! @remoteRelationship(fieldMapping: {tracking: "product_sku"})
        fine2: [Order!]! @remoteRelationship(fieldMapping: {product_sku: "tracking"})
        fine3: [Order!]! @remoteRelationship(fieldMapping: {total: "id"})
        fine4: [Order!]! @remoteRelationship(fieldMapping: {details: "id"})
      }
      scalar Stamp
      type Visit {
        ok: Boolean!
        number: Int!
        text: String!
        at: Stamp!
        a: Order @remoteRelationship(fieldMapping: {ok: "id"})
        b: Order @remoteRelationship(fieldMapping: {number: "tracking"})
        fine1: [Order!]! @remoteRelationship(fieldMapping: {text: "express"})
        fine2: [Order!]! @remoteRelationship(fieldMapping: {at: "placed_at"})
      }`,
    problems: [
      'error Order.a (5:57) KEY_TYPE_MISMATCH: "id" is of type int4, and can never match column "tracking" of table "public.orders" of "orders_db" (uuid). Join fields whose types have values in common.',
      'error Order.b (6:57) KEY_TYPE_MISMATCH: "id" is of type int4, and can never match column "express" of table "public.orders" of "orders_db" (bool). Join fields whose types have values in common.',
      'error Order.c (7:57) KEY_TYPE_MISMATCH: "id" is of type int4, and can never match column "status" of table "public.orders" of "orders_db" ("public"."status"). Join fields whose types have values in common.',
      'error Order.d (8:57) KEY_TYPE_MISMATCH: "status" is of type "public"."status", and can never match column "id" of table "public.orders" of "orders_db" (int4). Join fields whose types have values in common.',
      'error Order.e (9:57) KEY_TYPE_MISMATCH: "id" is of type int4, and can never match column "placed_at" of table "public.orders" of "orders_db" (timestamptz). Join fields whose types have values in common.',
      'error Order.f (10:57) KEY_TYPE_MISMATCH: "express" is of type bool, and can never match column "total" of table "public.orders" of "orders_db" (numeric). Join fields whose types have values in common.',
      'error Visit.a (22:53) KEY_TYPE_MISMATCH: "ok" is of type Boolean, and can never match column "id" of table "public.orders" of "orders_db" (int4). Join fields whose types have values in common.',
      'error Visit.b (23:53) KEY_TYPE_MISMATCH: "number" is of type Int, and can never match column "tracking" of table "public.orders" of "orders_db" (uuid). Join fields whose types have values in common.',
    ],
  },
  {
    name: 'keys of parents that the host resolves',
    sdl: `
      type Query { visits: [Visit!]! }
      type Visit {
        id: ID!
        nested: Nested!
        list: [ID!]!
        late(at: Int!): ID!
        early(at: Int): ID!
        a: Order @remoteRelationship(fieldMapping: {Id: "id"})
        b: Order @remoteRelationship(fieldMapping: {nested: "id"})
        c: Order @remoteRelationship(fieldMapping: {list: "id"})
        d: Order @remoteRelationship(fieldMapping: {late: "id"})
        e: Order @remoteRelationship(fieldMapping: {early: "id"})
        f: Product @remoteRelationship(schema: "catalog", field: "product(sku: $sku)", variables: {sku: "nested.id.x"})
        g: Product @remoteRelationship(schema: "catalog", field: "product(sku: $sku)", variables: {sku: "nested.sku"})
        h: Product @remoteRelationship(schema: "catalog", field: "product(sku: $sku)", variables: {sku: "nested.id"})
      }
      type Nested { id: ID! }
      type Order @table(source: "orders_db", name: "orders") { id: ID! }
      type Product { sku: ID! }`,
    problems: [
      'error Visit.a (9:53) UNKNOWN_PARENT_FIELD: The join key "Id" is not a field of "Visit". Did you mean "id"? Name a field of "Visit".',
      'error Visit.b (10:53) INVALID_KEY_FIELD: "nested" of "Visit" cannot be a join key: it is an object (Nested!). Join by a field that is one plain value of the parent itself.',
      'error Visit.c (11:53) INVALID_KEY_FIELD: "list" of "Visit" cannot be a join key: it is a list ([ID!]!). Join by a field that is one plain value of the parent itself.',
      'error Visit.d (12:53) INVALID_KEY_FIELD: "late" of "Visit" cannot be a join key: it needs its argument "at". Join by a field that is one plain value of the parent itself.',
      'error Visit.f (14:100) INVALID_KEY_FIELD: "nested.id.x" of "Visit" cannot be a join key: it has no fields, but is followed by one (it is ID!). Join by a field that is one plain value of the parent itself.',
      'error Visit.g (15:100) UNKNOWN_PARENT_FIELD: The join key "nested.sku" is not a field of "Nested". Name a field of "Visit".',
    ],
  },
  {
    name: 'single objects that may be missing, or several',
    sdl: `
      type Query { orders: [Order!]! @select }
      type Order @table(source: "orders_db", name: "orders") {
        id: ID!
        buyer: User! @remoteRelationship(fieldMapping: {ordered_by_user_id: "id"})
        approver: User! @remoteRelationship(fieldMapping: {approved_by: "id"})
        parent: Order! @remoteRelationship(fieldMapping: {id: "id"})
        previous: Order @remoteRelationship(fieldMapping: {ordered_by_user_id: "ordered_by_user_id"})
        product: Product! @remoteRelationship(schema: "catalog", field: "product(sku: $product_sku)")
        bulk: Product! @remoteRelationship(schema: "catalog", field: "products(skus: [$product_sku])", matchBy: {product_sku: "sku"})
        shop: Shop! @remoteRelationship(schema: "catalog", field: "shop(kind: RETAIL)")
        shops: [Shop!]! @remoteRelationship(schema: "catalog", field: "shops")
      }
      type User @table(source: "users_db", name: "users") { name: String! }
      type Product { sku: ID! }
      type Shop { id: ID! }`,
    problems: [
      'warning Order.buyer (5:9) NON_NULL_RELATIONSHIP: The field is non-null (User!), but table "public.users" of "users_db" may have no such row: that would null its parent as well. Make the field nullable: User.',
      'warning Order.approver (6:9) NON_NULL_RELATIONSHIP: The field is non-null (User!), but its key "approved_by" may be null: that would null its parent as well. Make the field nullable: User.',
      'warning Order.previous (8:25) NON_UNIQUE_TARGET: One row of table "public.orders" of "orders_db" is asked for by "ordered_by_user_id", which is not unique: the first by primary key is taken. Use columns that are unique together, or make the field a list.',
      'warning Order.product (9:9) NON_NULL_RELATIONSHIP: The field is non-null (Product!), but "Query.product" of remote schema "catalog" may be null: that would null its parent as well. Make the field nullable: Product.',
      'warning Order.bulk (10:9) NON_NULL_RELATIONSHIP: The field is non-null (Product!), but remote schema "catalog" may have no match: that would null its parent as well. Make the field nullable: Product.',
    ],
  },
];
