import type { Case } from '../harness.js';

/** `@table`, `@column`, `@select`: what an author may get wrong about databases. */
export const cases: readonly Case[] = [
  {
    name: 'a source that is not among the options',
    sdl: `
      type Query { orders: [Order!]! @select }
      type Order @table(source: "order_db", name: "orders") { id: ID! }`,
    problems: [
      'error Order (3:25) UNKNOWN_SOURCE: There is no source "order_db". Did you mean "orders_db"? Add it to the option "sources", which has "orders_db", "users_db" and "catalog".',
    ],
  },
  {
    name: 'a remote schema used as a database',
    sdl: `
      type Query { orders: [Order!]! @select }
      type Order @table(source: "catalog", name: "orders") { id: ID! }`,
    problems: [
      'error Order (3:25) WRONG_SOURCE_KIND: The source "catalog" is a remote schema, but a database is needed. Name a database.',
    ],
  },
  {
    name: 'root fields of tables that nothing serves',
    sdl: `
      type Query { orders: [Order!]!, mine: [Order!]!, order(id: ID!): Order @select, late: Int, note: Note }
      type Mutation { touch: Order }
      type Note { text: String }
      type Order @table(source: "orders_db", name: "orders") { id: ID! }`,
    resolvers: ['Query.mine'],
    problems: [
      'warning Query.orders (2:20) MISSING_SELECT: The field has the type [Order!]! of a table, but neither a directive that serves it nor a resolver. Add @select, or a resolver.',
      'warning Mutation.touch (3:23) MISSING_SELECT: The field has the type Order of a table, but neither a directive that serves it nor a resolver. Add @select, or a resolver.',
    ],
  },
  {
    name: 'a source that could not be asked, and nothing that follows from it',
    sdl: `
      type Query { orders: [Order!]! @select }
      type Order @table(source: "orders_db", name: "ordrs") {
        id: ID!
        buyer: User @remoteRelationship(fieldMapping: {ordered_by: "id"})
      }
      type User @table(source: "users_db", name: "users") {
        id: ID!
        orders: [Order!]! @remoteRelationship(fieldMapping: {id: "whatever"})
      }`,
    failures: { orders_db: new Error('connection refused.') },
    problems: [
      'error sources.orders_db UNREACHABLE_SOURCE: The source could not say what it holds: connection refused. Make it reachable, and start again; what depends on it is not checked yet.',
    ],
  },
  {
    name: 'a remote schema that could not be asked, and nothing that follows from it',
    sdl: `
      type Query { product(sku: ID!): Product @remoteField(schema: "catalog"), item: Item, orders: [Order!]! @select }
      type Product {
        sku: ID! @upstream(name: "code")
        color: Color
        maker: Maker
        orders: [Order!]! @remoteRelationship(fieldMapping: {hiddenCode: "product_sku"})
      }
      type Maker { orders: [Order!]! @remoteRelationship(fieldMapping: {hidden: "id"}) }
      type Item { id: ID!, orders: [Order!]! @remoteRelationship(fieldMapping: {nothing: "id"}) }
      type Order @table(source: "orders_db", name: "orders") {
        id: ID!
        seller: Seller @remoteRelationship(schema: "catalog", field: "whatever(id: $id)")
      }
      type Seller { orders: [Order!]! @remoteRelationship(fieldMapping: {hidden: "id"}) }
      enum Color { RED @upstream(name: "rot") }`,
    failures: { catalog: new Error('connection refused.') },
    problems: [
      'error sources.catalog UNREACHABLE_SOURCE: The source could not say what it holds: connection refused. Make it reachable, and start again; what depends on it is not checked yet.',
      'error Item.orders (10:81) UNKNOWN_PARENT_FIELD: The join key "nothing" is not a field of "Item". Name a field of "Item".',
    ],
  },
  {
    name: 'a type whose directive cannot be read, and nothing that follows from it',
    sdl: `
      type Query { orders: [Order!]! @select }
      type Order @table(source: "") {
        id: ID! @column(name: "order_id")
        items: [Item!]! @remoteRelationship(fieldMapping: {hidden: "order_id"})
      }
      type Item @table(source: "orders_db", name: "items") {
        sku: ID!
        order: Order @remoteRelationship(fieldMapping: {order_id: "id"})
      }`,
    problems: [
      'error Order (3:33) INVALID_DIRECTIVE_ARGUMENT: @table(source:) must be a text that is not empty, but is "". Write a text in quotes.',
    ],
  },
  {
    name: 'a table that does not exist',
    sdl: `
      type Query { orders: [Order!]! @select }
      type Order @table(source: "orders_db", name: "order") { id: ID! }`,
    problems: [
      'error Order (3:46) UNKNOWN_TABLE: Database "orders_db" has no table or view "public.order". Did you mean "orders"? Name one with @table(name: "…", schema: "…").',
    ],
  },
  {
    name: 'a table of another schema of the database',
    sdl: `
      type Query { invoices: [invoices!]! @select }
      type invoices @table(source: "orders_db") { id: ID! }`,
    problems: [
      'error invoices (3:21) UNKNOWN_TABLE: Database "orders_db" has no table or view "public.invoices". Did you mean "billing.invoices"? Name one with @table(name: "…", schema: "…").',
    ],
  },
  {
    name: 'a field without a column or resolver',
    sdl: `
      type Query { orders: [Order!]! @select }
      type Order @table(source: "orders_db", name: "orders") {
        id: ID!
        productSku: String!
        total: Float! @column(name: "totl")
        label: String
      }`,
    resolvers: ['Order.label'],
    problems: [
      'error Order.productSku (5:9) UNKNOWN_COLUMN: Field "Order.productSku" is column "productSku", which table "public.orders" of "orders_db" does not have. Did you mean "product_sku"? Name the column with @column(name: "…"), or give the field a resolver.',
      'error Order.total (6:31) UNKNOWN_COLUMN: Field "Order.total" is column "totl", which table "public.orders" of "orders_db" does not have. Did you mean "total"? Name a column of the table.',
    ],
  },
  {
    name: 'types that do not fit their columns',
    sdl: `
      scalar JSON
      enum Status { open paid shipped }
      type Query { orders: [Order!]! @select }
      type Order @table(source: "orders_db", name: "orders") {
        id: Boolean!
        product_sku: Int!
        status: Status!
        total: Int!
        weight: Int
        express: Float!
        tags: [Int]!
        allTags: String! @column(name: "tags")
        grid: [[String]]! @column(name: "tags")
        details: [String]
        more: JSON @column(name: "details")
        placed_at: [String!]!
        tracking: ID
        approved_by: Status
      }`,
    problems: [
      'error Order.id (6:9) COLUMN_TYPE_MISMATCH: The type Boolean! does not fit column "id", which is int4. Use Int, Float, String, ID or a custom scalar.',
      'error Order.product_sku (7:9) COLUMN_TYPE_MISMATCH: The type Int! does not fit column "product_sku", which is text. Use String, ID or a custom scalar.',
      'error Order.weight (10:9) COLUMN_TYPE_MISMATCH: The type Int does not fit column "weight", which is float8. Use Float, String, ID or a custom scalar.',
      'error Order.express (11:9) COLUMN_TYPE_MISMATCH: The type Float! does not fit column "express", which is bool. Use Boolean, String, ID or a custom scalar.',
      'error Order.tags (12:9) COLUMN_TYPE_MISMATCH: The type [Int]! does not fit column "tags", which is text[]. Use a list of String, ID or a custom scalar.',
      'error Order.details (15:9) COLUMN_TYPE_MISMATCH: The type [String] does not fit column "details", which is json. Use String, ID or a custom scalar.',
      'error Order.placed_at (17:9) COLUMN_TYPE_MISMATCH: The type [String!]! does not fit column "placed_at", which is timestamptz. Use String, ID or a custom scalar.',
      'error Order.approved_by (19:9) COLUMN_TYPE_MISMATCH: The type Status does not fit column "approved_by", which is int4. Use Int, Float, String, ID or a custom scalar.',
    ],
  },
  {
    name: 'a non-null field over a nullable column',
    sdl: `
      type Query { orders: [Order!]! @select, totals(order_by: TotalOrder!): [Total!]! @select }
      type Order @table(source: "orders_db", name: "orders") { id: ID!, weight: Float! }
      type Total @table(source: "orders_db", name: "totals") { total: Float! }
      input TotalOrder { total: Direction }
      enum Direction { ASC DESC_NULLS_LAST }`,
    problems: [
      'warning Query.totals (2:88) UNORDERED_LIST: The view "public.totals" of "orders_db" has no primary key: where no order is asked for, rows come in any. Ask for an order with order_by.',
      'warning Order.weight (3:73) WRONG_NULLABILITY: The type is Float!, but column "weight" of table "public.orders" of "orders_db" may be null. Use Float, or make the column NOT NULL.',
    ],
  },
  {
    name: 'enum values that are not labels, and labels that are not values',
    sdl: `
      type Query { orders: [Order!]! @select }
      type Order @table(source: "orders_db", name: "orders") { id: ID!, status: Status! }
      enum Status { OPEN @column(name: "open"), PAYED @column(name: "payed"), shipped }`,
    problems: [
      'warning Status (4:7) MISSING_ENUM_VALUE: The enum lacks "paid" of type "public"."status" of "orders_db": such a value becomes an error. Add the values, renamed with @column or @upstream where need be.',
      'error Status.PAYED (4:49) UNKNOWN_ENUM_VALUE: "payed" is not a value of type "public"."status" of "orders_db". Did you mean "paid"? Remove the value, or name the one it stands for with @column (database) or @upstream (remote schema).',
    ],
  },
  {
    name: 'an object field that is not joined',
    sdl: `
      type Query { orders: [Order!]! @select }
      type Order @table(source: "orders_db", name: "orders") { id: ID!, items: [Item!]!, buyer: User }
      type Item @table(source: "orders_db", name: "items") { sku: String! }
      type User { name: String }`,
    resolvers: ['Order.buyer'],
    problems: [
      'error Order.items (3:73) MISSING_RELATIONSHIP: The field has the object type [Item!]!, but neither @remoteRelationship nor a resolver. Add @remoteRelationship, or a resolver.',
    ],
  },
  {
    name: 'a column with an argument',
    sdl: `
      type Query { orders: [Order!]! @select }
      type Order @table(source: "orders_db", name: "orders") { id: ID!, total(currency: String): String! }`,
    problems: [
      'error Order.total (3:79) INVALID_TABLE_ARGUMENT: The field is a column, and takes no argument "currency". Remove the argument, or give the field a resolver.',
    ],
  },
  {
    name: '@select on a type without a table',
    sdl: `
      type Query { orders: [Order!]! @select, names: [String!]! @select }
      type Order { id: ID! }`,
    problems: [
      'error Query.orders (2:38) MISSING_TABLE: The field points to a table, but its type "Order" has no @table. Add @table(source: "…") to "Order".',
      'error Query.names (2:65) MISSING_TABLE: The field points to a table, but its type "String" has no @table. Add @table(source: "…") to "String".',
    ],
  },
  {
    name: 'directives where they cannot work',
    sdl: `
      type Query @table(source: "orders_db", name: "orders") {
        id: ID!
        user: User @remoteRelationship(fieldMapping: {id: "id"})
      }
      type Mutation { orders: [Order!]! @select }
      type Subscription { version: String! @remoteField(schema: "catalog") }
      type Order @table(source: "orders_db", name: "orders") { id: ID!, others: [Order!]! @select }
      type User implements Named @table(source: "users_db", name: "users") { name: String!, orders: [Order!]! @remoteRelationship(fieldMapping: {id: "ordered_by_user_id"}) }
      interface Named { name: String!, orders: [Order!]! @remoteRelationship(fieldMapping: {id: "ordered_by_user_id"}) }`,
    problems: [
      'error Query (2:18) MISPLACED_DIRECTIVE: @table cannot work here. Use it on an object type that is no root type.',
      'error Query.user (4:20) MISPLACED_DIRECTIVE: @remoteRelationship cannot work here. Use it on a field of an object type that is no root type.',
      'error Mutation.orders (6:41) MISPLACED_DIRECTIVE: @select cannot work here. Use it on a field of the query type.',
      'error Subscription.version (7:44) MISPLACED_DIRECTIVE: @remoteField cannot work here. Use it on a field of the query or mutation type.',
      'error Order.others (8:91) MISPLACED_DIRECTIVE: @select cannot work here. Use it on a field of the query type.',
      'error Named.orders (10:58) MISPLACED_DIRECTIVE: @remoteRelationship cannot work here. Use it on a field of an object type that is no root type.',
    ],
  },
  {
    name: 'directives that exclude each other',
    sdl: `
      type Query {
        version: String! @remoteField(schema: "catalog") @upstream(name: "version")
        orders: [Order!]! @select @column(name: "x") @remoteField(schema: "catalog", field: "orders")
      }
      type Order @table(source: "orders_db", name: "orders") @upstream(name: "Ordr") {
        id: ID!
        items: [Item!]! @remoteRelationship(fieldMapping: {id: "order_id"}) @column(name: "items")
      }
      type Item @table(source: "orders_db", name: "items") { sku: String! }`,
    problems: [
      'error Query.version (3:68) CONFLICTING_DIRECTIVES: @remoteField and @upstream exclude each other. Keep one of them.',
      'error Query.orders (4:43) CONFLICTING_DIRECTIVES: @select and @column exclude each other. Keep one of them.',
      'error Query.orders (4:43) CONFLICTING_DIRECTIVES: @remoteField and @column exclude each other. Keep one of them.',
      'error Query.orders (4:54) CONFLICTING_DIRECTIVES: @select and @remoteField exclude each other. Keep one of them.',
      'error Query.orders (4:86) UNKNOWN_REMOTE_FIELD: "Query" of remote schema "catalog" has no field "orders". Name a field of it.',
      'error Order (6:18) CONFLICTING_DIRECTIVES: @table and @upstream exclude each other. Keep one of them.',
      'error Order.items (8:85) CONFLICTING_DIRECTIVES: @remoteRelationship and @column exclude each other. Keep one of them.',
    ],
  },
  {
    name: 'fields that the host resolves already',
    sdl: `
      type Query { orders: [Order!]! @select, version: String! @remoteField(schema: "catalog") }
      type Order @table(source: "orders_db", name: "orders") {
        id: ID!
        items: [Item!]! @remoteRelationship(fieldMapping: {id: "order_id"})
      }
      type Item @table(source: "orders_db", name: "items") { sku: String! }`,
    resolvers: ['Query.orders', 'Query.version', 'Order.items'],
    problems: [
      `error Query.orders (2:38) HOST_RESOLVER: The field has @select, but also a resolver of the host's. Remove the resolver, or @select.`,
      `error Query.version (2:64) HOST_RESOLVER: The field has @remoteField, but also a resolver of the host's. Remove the resolver, or @remoteField.`,
      `error Order.items (5:25) HOST_RESOLVER: The field has @remoteRelationship, but also a resolver of the host's. Remove the resolver, or @remoteRelationship.`,
    ],
  },
  {
    name: 'directives that do nothing',
    sdl: `
      type Query { orders(total: Float @upstream(name: "sum")): [Order!]! @select, users: [User!]! }
      type Order @table(source: "orders_db", name: "orders") { id: ID! @upstream(name: "ID") }
      type User @upstream(name: "Person") { name: String! @column(name: "full_name"), kind: Kind }
      enum Kind { A @column(name: "a"), B @upstream(name: "b") }
      input Unused { a: Int @column(name: "a") }`,
    problems: [
      'warning Query.orders(total:) (2:50) UNUSED_DIRECTIVE: @upstream does nothing here: no remote schema is behind it. Remove @upstream.',
      'warning Order.id (3:82) UNUSED_DIRECTIVE: @upstream does nothing here: no remote schema is behind it. Remove @upstream.',
      'warning User (4:27) UNUSED_DIRECTIVE: @upstream does nothing here: no remote schema is behind it. Remove @upstream.',
      'warning User.name (4:67) UNUSED_DIRECTIVE: @column does nothing here: no table is behind it. Remove @column.',
      'warning Kind.A (5:29) UNUSED_DIRECTIVE: @column does nothing here: no table is behind it. Remove @column.',
      'warning Kind.B (5:53) UNUSED_DIRECTIVE: @upstream does nothing here: no remote schema is behind it. Remove @upstream.',
      'warning Unused.a (6:37) UNUSED_DIRECTIVE: @column does nothing here: no table is behind it. Remove @column.',
    ],
  },
  {
    name: 'one row by columns that are not unique, or by none; and one that cannot be missed',
    sdl: `
      type Query {
        order(id: ID!): Order! @select
        first: Order @select
        bySku(product_sku: String!): Order @select
        byTracking(tracking: ID!, total: Float): Order @select
        total(user_id: ID!): Total @select
      }
      type Order @table(source: "orders_db", name: "orders") { id: ID! }
      type Total @table(source: "orders_db", name: "totals") { total: Float }`,
    problems: [
      'warning Query.order (3:9) NON_NULL_RELATIONSHIP: The field is non-null (Order!), but table "public.orders" of "orders_db" may have no such row: that would null its parent as well. Make the field nullable: Order.',
      'warning Query.first (4:22) NON_UNIQUE_TARGET: One row of table "public.orders" of "orders_db" is asked for by no column, which is not unique: the first by primary key is taken. Use columns that are unique together, or make the field a list.',
      'warning Query.bySku (5:44) NON_UNIQUE_TARGET: One row of table "public.orders" of "orders_db" is asked for by "product_sku", which is not unique: the first by primary key is taken. Use columns that are unique together, or make the field a list.',
      'warning Query.total (7:36) NON_UNIQUE_TARGET: One row of view "public.totals" of "orders_db" is asked for by "user_id", which is not unique: any of them is taken. Use columns that are unique together, or make the field a list.',
    ],
  },
  {
    name: 'lists without an order',
    sdl: `
      type Query { log: [Line!]! @select, totals: [Total!]! @select }
      type Line @table(source: "orders_db", name: "log") { line: String }
      type Total @table(source: "orders_db", name: "totals") { total: Float, log: [Line!]! @remoteRelationship(fieldMapping: {user_id: "order_id"}) }`,
    problems: [
      'warning Query.log (2:34) UNORDERED_LIST: The table "public.log" of "orders_db" has no primary key: where no order is asked for, rows come in any. Give the table a primary key, or ask for an order with order_by.',
      'warning Query.totals (2:61) UNORDERED_LIST: The view "public.totals" of "orders_db" has no primary key: where no order is asked for, rows come in any. Ask for an order with order_by.',
      'warning Total.log (4:92) UNORDERED_LIST: The table "public.log" of "orders_db" has no primary key: where no order is asked for, rows come in any. Give the table a primary key, or ask for an order with order_by.',
    ],
  },
];
