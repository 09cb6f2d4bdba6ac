import type { Case } from '../harness.js';

/** Arguments of fields that point to a table. */
export const cases: readonly Case[] = [
  {
    name: 'arguments that are columns, and some that are not',
    sdl: `
      type Query { orders(sku: String @column(name: "product_sku"), total: Boolean, buyer: Int, details: String, kind: [Int] @column(name: "knd")): [Order!]! @select }
      type Order @table(source: "orders_db", name: "orders") { id: ID!, buyerId: Int! @column(name: "ordered_by_user_id") }`,
    problems: [
      'error Query.orders(total:) (2:69) COLUMN_TYPE_MISMATCH: The type Boolean does not fit column "total", which is numeric. Use Int, Float, String, ID or a custom scalar.',
      'error Query.orders(buyer:) (2:85) UNKNOWN_COLUMN: Argument "Query.orders(buyer:)" is column "buyer", which table "public.orders" of "orders_db" does not have. Did you mean "buyerId"? Name a column of the table.',
      'error Query.orders(details:) (2:97) INVALID_OPERATOR: "_eq" cannot be used on column "details", which is json. Remove it: Postgres neither compares nor sorts values of this type, and only _is_null works.',
      'error Query.orders(kind:) (2:134) UNKNOWN_COLUMN: Argument "Query.orders(kind:)" is column "knd", which table "public.orders" of "orders_db" does not have. Name a column of the table.',
    ],
  },
  {
    name: 'arguments of the wrong type',
    sdl: `
      type Query {
        orders(where: String, order_by: Direction, orderBy: [[OrderOrder]], limit: String, offset: [Int], distinct_on: String): [Order!]! @select
        order(id: ID!, limit: Int, distinctOn: [OrderColumn!]): Order @select
        twice(order_by: OrderOrder, orderBy: [OrderOrder!], distinct_on: [OrderColumn!], distinctOn: OrderColumn): [Order!]! @select
      }
      enum Direction { asc desc }
      input OrderOrder { id: Direction }
      enum OrderColumn { id }
      type Order @table(source: "orders_db", name: "orders") { id: ID! }`,
    problems: [
      'error Query.orders(where:) (3:16) INVALID_TABLE_ARGUMENT: "where" must be an input object, but is String. Declare an input object whose fields are columns, such as {id: {_eq: Int}}.',
      'error Query.orders(order_by:) (3:31) INVALID_TABLE_ARGUMENT: "order_by" must be a list of an input object, but is Direction. Declare an input object whose fields are columns and whose values are directions.',
      'error Query.orders(orderBy:) (3:52) INVALID_TABLE_ARGUMENT: "orderBy" must be a list of an input object, but is [[OrderOrder]]. Declare an input object whose fields are columns and whose values are directions.',
      'error Query.orders(limit:) (3:77) INVALID_TABLE_ARGUMENT: "limit" must be Int, but is String. Give it the type Int.',
      'error Query.orders(offset:) (3:92) INVALID_TABLE_ARGUMENT: "offset" must be Int, but is [Int]. Give it the type Int.',
      'error Query.orders(distinct_on:) (3:107) INVALID_TABLE_ARGUMENT: "distinct_on" must be a list of an enum, but is String. Declare an enum whose values are columns.',
      'error Query.order(limit:) (4:24) INVALID_TABLE_ARGUMENT: "limit" has no meaning where the field is one object (Order). Remove the argument, or make the field a list.',
      'error Query.order(distinctOn:) (4:36) INVALID_TABLE_ARGUMENT: "distinctOn" has no meaning where the field is one object (Order). Remove the argument, or make the field a list.',
      'error Query.twice(orderBy:) (5:37) INVALID_TABLE_ARGUMENT: "orderBy" and "order_by" are two spellings of one argument. Keep one of them.',
      'error Query.twice(distinctOn:) (5:90) INVALID_TABLE_ARGUMENT: "distinctOn" and "distinct_on" are two spellings of one argument. Keep one of them.',
    ],
  },
  {
    name: 'orders',
    sdl: `
      type Query { orders(order_by: [OrderOrder!], distinct_on: [OrderColumn!]): [Order!]! @select }
      enum Direction { asc, DESC_NULLS_FIRST, up }
      enum Other { asc }
      input OrderOrder { id: Direction, totl: Direction, total: Other, weight: Int, details: Direction, items: ItemOrder }
      input ItemOrder { sku: Direction }
      enum OrderColumn { id, sku @column(name: "product_sku"), DETAILS @column(name: "details"), statu }
      type Order @table(source: "orders_db", name: "orders") {
        id: ID!
        items: [Item!]! @remoteRelationship(fieldMapping: {id: "order_id"})
      }
      type Item @table(source: "orders_db", name: "items") { sku: String! }`,
    problems: [
      'error Direction.up (3:47) INVALID_TABLE_ARGUMENT: "up" is no direction. Directions are asc, desc, and these with _nulls_first or _nulls_last.',
      'error OrderOrder.totl (5:41) UNKNOWN_COLUMN: Input field "OrderOrder.totl" is column "totl", which table "public.orders" of "orders_db" does not have. Did you mean "total"? Name a column of the table.',
      'error OrderOrder.total (5:58) INVALID_TABLE_ARGUMENT: "OrderOrder.total" must be Direction, but is Other. Use one enum of directions, such as asc and desc, for all fields.',
      'error OrderOrder.weight (5:72) INVALID_TABLE_ARGUMENT: "OrderOrder.weight" must be Direction, but is Int. Use one enum of directions, such as asc and desc, for all fields.',
      'error OrderOrder.details (5:85) INVALID_OPERATOR: "order_by" cannot be used on column "details", which is json. Remove it: Postgres neither compares nor sorts values of this type, and only _is_null works.',
      'error OrderOrder.items (5:105) INVALID_TABLE_ARGUMENT: "OrderOrder.items" orders by relationship "Order.items", which leads to many rows. Remove it, or order by an @aggregate of the relationship.',
      'error OrderColumn.DETAILS (7:64) INVALID_OPERATOR: "distinct_on" cannot be used on column "details", which is json. Remove it: Postgres neither compares nor sorts values of this type, and only _is_null works.',
      'error OrderColumn.statu (7:98) UNKNOWN_COLUMN: Enum value "OrderColumn.statu" is column "statu", which table "public.orders" of "orders_db" does not have. Did you mean "status"? Name a column of the table.',
    ],
  },
  {
    name: 'orders by rows of other tables',
    sdl: `
      type Query { orders(order_by: [OrderSort!]): [Order!]! @select }
      enum Direction { asc }
      input OrderSort {
        buyer: UserSort
        product: UserSort
        notes: ItemSort
        order: Direction
        parent: [OrderSort!]
        billed: OrderSort
        itemsAggregate: ItemsSort
        linesAggregate: Direction
        notesAggregate: ItemsSort
      }
      input UserSort { name: Direction }
      input ItemSort { sku: Direction, skew: Direction }
      input ItemsSort { count: Int, counts: Direction, max: ItemSort, avg: ItemSort, min: Direction, more: MoreSort, stddevPop: [ItemSort!] }
      input MoreSort { more: MoreSort, count: Direction, sum: SumSort }
      input SumSort { order_id: Direction, line: Direction }
      type Order @table(source: "orders_db", name: "orders") {
        id: ID!
        buyer: User @remoteRelationship(fieldMapping: {ordered_by_user_id: "id"})
        product: Product @remoteRelationship(schema: "catalog", field: "product(sku: $product_sku)")
        notes: [Order!]! @remoteRelationship(fieldMapping: {id: "product_sku"})
        parent: Order @remoteRelationship(fieldMapping: {id: "id"})
        billed: Order @remoteRelationship(fieldMapping: {id: "id"})
        items: [Item!]! @remoteRelationship(fieldMapping: {id: "order_id"})
        itemsAggregate: ItemCount! @aggregate(relationship: "items")
        linesAggregate: ItemCount! @aggregate(relationship: "items")
        notesAggregate: ItemCount! @aggregate(relationship: "notes")
      }
      type ItemCount { count: Int! }
      type Item @table(source: "orders_db", name: "items") { sku: String! }
      type User @table(source: "users_db", name: "users") { name: String! }
      type Product { sku: ID! }`,
    problems: [
      'error OrderSort.buyer (5:9) INVALID_TABLE_ARGUMENT: "OrderSort.buyer" orders by relationship "Order.buyer", which cannot be used here: it leads to another source. Remove it: orders reach only through relationships of the same database.',
      'error OrderSort.product (6:9) INVALID_TABLE_ARGUMENT: "OrderSort.product" orders by relationship "Order.product", which cannot be used here: it leads to another source. Remove it: orders reach only through relationships of the same database.',
      'error OrderSort.notes (7:9) INVALID_TABLE_ARGUMENT: "OrderSort.notes" orders by relationship "Order.notes", which cannot be used here: its columns have types that Postgres does not compare. Remove it: orders reach only through relationships of the same database.',
      'error OrderSort.order (8:9) UNKNOWN_COLUMN: Input field "OrderSort.order" is column "order", which table "public.orders" of "orders_db" does not have. Name a column of the table.',
      'error OrderSort.parent (9:9) INVALID_TABLE_ARGUMENT: "OrderSort.parent" must be an input object, but is [OrderSort!]. Give it the order type of its target.',
      'error OrderSort.linesAggregate (12:9) INVALID_TABLE_ARGUMENT: "OrderSort.linesAggregate" must be an input object, but is Direction. Give it an order type in the shape of the aggregate.',
      'error OrderSort.notesAggregate (13:9) INVALID_TABLE_ARGUMENT: "OrderSort.notesAggregate" orders by relationship "Order.notes", which cannot be used here: its columns have types that Postgres does not compare. Remove it: orders reach only through relationships of the same database.',
      'error ItemSort.sku (16:24) INVALID_TABLE_ARGUMENT: "avg" cannot be used on column "sku", which is text. Remove the field, or give the function an input type of its own.',
      'error ItemSort.skew (16:40) UNKNOWN_COLUMN: Input field "ItemSort.skew" is column "skew", which table "public.items" of "orders_db" does not have. Name a column of the table.',
      'error ItemsSort.count (17:25) INVALID_TABLE_ARGUMENT: "ItemsSort.count" must be an enum of directions, but is Int. Use one enum of directions, such as asc and desc, for all fields.',
      'error ItemsSort.counts (17:37) INVALID_TABLE_ARGUMENT: "counts" is no function of rows. Did you mean "count"? Functions are count, sum, avg, min, max, stddev, stddev_pop, stddev_samp, variance, var_pop, var_samp.',
      'error ItemsSort.min (17:86) INVALID_TABLE_ARGUMENT: "ItemsSort.min" must be an input object whose fields are columns, but is Direction. Declare one, such as {total: Direction}.',
      'error ItemsSort.stddevPop (17:118) INVALID_TABLE_ARGUMENT: "ItemsSort.stddevPop" must be an input object whose fields are columns, but is [ItemSort!]. Declare one, such as {total: Direction}.',
      'error MoreSort.more (18:24) INVALID_TABLE_ARGUMENT: "more" is no function of rows. Functions are count, sum, avg, min, max, stddev, stddev_pop, stddev_samp, variance, var_pop, var_samp.',
      'error SumSort.line (19:44) UNKNOWN_COLUMN: Input field "SumSort.line" is column "line", which table "public.items" of "orders_db" does not have. Name a column of the table.',
    ],
  },
  {
    name: 'conditions',
    sdl: `
      type Query { orders(where: OrderWhere): [Order!]! @select }
      input OrderWhere {
        _and: OrderWhere
        _or: [ItemWhere!]
        _not: OrderWhere
        id: Ints
        weight: Ints
        buyer_id: Ints
        details: Nothing
        express: Boolean
        product_sku: [Texts]
        items: ItemWhere
        buyer: UserWhere
        product: Nothing
        notes: Nothing
      }
      input ItemWhere { sku: Texts, order: OrderWhere }
      input UserWhere { name: Texts }
      input Ints { _eq: Int, _in: Int, _is_null: Int, _like: String, _equals: Int, _gt: [Int] }
      input Texts { _eq: String, _nin: [String!], _is_null: Boolean, _iregex: String }
      input Nothing { _is_null: Boolean, _eq: String }
      type Order @table(source: "orders_db", name: "orders") {
        id: ID!
        items: [Item!]! @remoteRelationship(fieldMapping: {id: "order_id"})
        buyer: User @remoteRelationship(fieldMapping: {ordered_by_user_id: "id"})
        product: Product @remoteRelationship(schema: "catalog", field: "product(sku: $product_sku)")
        notes: [Order!]! @remoteRelationship(fieldMapping: {id: "product_sku"})
      }
      type Item @table(source: "orders_db", name: "items") {
        sku: String!
        order: Order @remoteRelationship(fieldMapping: {order_id: "id"})
      }
      type User @table(source: "users_db", name: "users") { name: String! }
      type Product { sku: ID! }`,
    problems: [
      'error OrderWhere._and (4:9) INVALID_TABLE_ARGUMENT: "OrderWhere._and" must be [OrderWhere!], but is OrderWhere. Give it the type [OrderWhere!].',
      'error OrderWhere._or (5:9) INVALID_TABLE_ARGUMENT: "OrderWhere._or" must be [OrderWhere!], but is [ItemWhere!]. Give it the type [OrderWhere!].',
      'error OrderWhere.id (7:9) COLUMN_TYPE_MISMATCH: The type [Int] of "Ints._gt" does not fit column "id", which is int4. Use Int, Float, String, ID or a custom scalar.',
      'error OrderWhere.id (7:9) INVALID_OPERATOR: "_like" cannot be used on column "id", which is int4. Use it on text columns only; give other columns an input type of their own.',
      'error OrderWhere.weight (8:9) COLUMN_TYPE_MISMATCH: The type Int of "Ints._eq" does not fit column "weight", which is float8. Use Float, String, ID or a custom scalar.',
      'error OrderWhere.weight (8:9) COLUMN_TYPE_MISMATCH: The type [Int] of "Ints._gt" does not fit column "weight", which is float8. Use Float, String, ID or a custom scalar.',
      'error OrderWhere.weight (8:9) INVALID_OPERATOR: "_like" cannot be used on column "weight", which is float8. Use it on text columns only; give other columns an input type of their own.',
      'error OrderWhere.buyer_id (9:9) UNKNOWN_COLUMN: Input field "OrderWhere.buyer_id" is column "buyer_id", which table "public.orders" of "orders_db" does not have. Name a column of the table.',
      'error OrderWhere.details (10:9) INVALID_OPERATOR: "_eq" cannot be used on column "details", which is json. Remove it: Postgres neither compares nor sorts values of this type, and only _is_null works.',
      'error OrderWhere.express (11:9) INVALID_TABLE_ARGUMENT: "OrderWhere.express" must be an input object of operators, but is Boolean. Give it an input object whose fields are operators, such as {_eq: Int, _in: [Int!]}.',
      'error OrderWhere.product_sku (12:9) INVALID_TABLE_ARGUMENT: "OrderWhere.product_sku" must be an input object of operators, but is [Texts]. Give it an input object whose fields are operators, such as {_eq: Int, _in: [Int!]}.',
      'error OrderWhere.buyer (14:9) INVALID_TABLE_ARGUMENT: "OrderWhere.buyer" is a condition on relationship "Order.buyer", which cannot be used here: it leads to another source. Remove it: conditions reach only through relationships of the same database.',
      'error OrderWhere.product (15:9) INVALID_TABLE_ARGUMENT: "OrderWhere.product" is a condition on relationship "Order.product", which cannot be used here: it leads to another source. Remove it: conditions reach only through relationships of the same database.',
      'error OrderWhere.notes (16:9) INVALID_TABLE_ARGUMENT: "OrderWhere.notes" is a condition on relationship "Order.notes", which cannot be used here: its columns have types that Postgres does not compare. Remove it: conditions reach only through relationships of the same database.',
      'error Ints._in (20:30) INVALID_TABLE_ARGUMENT: "Ints._in" must be [Int!], but is Int. Give it the type [Int!].',
      'error Ints._is_null (20:40) INVALID_TABLE_ARGUMENT: "Ints._is_null" must be Boolean, but is Int. Give it the type Boolean.',
      'error Ints._equals (20:70) INVALID_TABLE_ARGUMENT: "_equals" is no operator. Operators are _eq, _neq, _gt, _gte, _lt, _lte, _in, _nin, _is_null, _like, _nlike, _ilike, _nilike, _similar, _nsimilar, _regex, _nregex, _iregex, _niregex, _contains, _contained_in, _has_key, _has_keys_any, _has_keys_all, _cast.',
    ],
  },
  {
    name: 'operators, and what they are given',
    sdl: `
      type Query { orders(where: OrderWhere): [Order!]! @select, things(where: ThingWhere, order_by: ThingSort): [Thing!]! @select }
      input OrderWhere { product_sku: Jsons, tags: Arrays, details: Casts, total: Texts, area: Kinds, weight: BadCasts }
      input ThingWhere { data: Jsons, shape: Points, shapes: Arrays, labels: Arrays, note: Texts, more: BadCasts }
      input ThingSort { shape: Direction }
      enum Direction { asc }
      input Jsons { _contains: JSON, _has_key: String, _has_keys_any: [String!], _has_keys_all: [String!] }
      input Arrays { _contains: [String!], _contained_in: String }
      input Casts { _cast: JsonCast }
      input JsonCast { String: Texts }
      input Texts { _nlike: String, _nsimilar: String, _nregex: String, _niregex: String }
      input Kinds { _has_key: [String], _has_keys_any: String, _has_keys_all: [Int!], _eq: String }
      input Points { _eq: String, _in: [String!], _is_null: Boolean }
      input BadCasts { _cast: Int }
      scalar JSON
      type Order @table(source: "orders_db", name: "orders") { id: ID! }
      type Thing @table(source: "orders_db", name: "things") { id: ID! }`,
    problems: [
      'error OrderWhere.product_sku (3:26) INVALID_OPERATOR: "_contains" cannot be used on column "product_sku", which is text. Use it on jsonb and array columns only; give other columns an input type of their own.',
      'error OrderWhere.product_sku (3:26) INVALID_OPERATOR: "_has_key" cannot be used on column "product_sku", which is text. Use it on jsonb columns only; give other columns an input type of their own.',
      'error OrderWhere.product_sku (3:26) INVALID_OPERATOR: "_has_keys_any" cannot be used on column "product_sku", which is text. Use it on jsonb columns only; give other columns an input type of their own.',
      'error OrderWhere.product_sku (3:26) INVALID_OPERATOR: "_has_keys_all" cannot be used on column "product_sku", which is text. Use it on jsonb columns only; give other columns an input type of their own.',
      'error OrderWhere.total (3:76) INVALID_OPERATOR: "_nlike" cannot be used on column "total", which is numeric. Use it on text columns only; give other columns an input type of their own.',
      'error OrderWhere.total (3:76) INVALID_OPERATOR: "_nsimilar" cannot be used on column "total", which is numeric. Use it on text columns only; give other columns an input type of their own.',
      'error OrderWhere.total (3:76) INVALID_OPERATOR: "_nregex" cannot be used on column "total", which is numeric. Use it on text columns only; give other columns an input type of their own.',
      'error OrderWhere.total (3:76) INVALID_OPERATOR: "_niregex" cannot be used on column "total", which is numeric. Use it on text columns only; give other columns an input type of their own.',
      'error OrderWhere.area (3:90) INVALID_OPERATOR: "_has_key" cannot be used on column "area", which is other. Use it on jsonb columns only; give other columns an input type of their own.',
      'error OrderWhere.area (3:90) INVALID_OPERATOR: "_has_keys_any" cannot be used on column "area", which is other. Use it on jsonb columns only; give other columns an input type of their own.',
      'error OrderWhere.area (3:90) INVALID_OPERATOR: "_has_keys_all" cannot be used on column "area", which is other. Use it on jsonb columns only; give other columns an input type of their own.',
      'error OrderWhere.weight (3:103) INVALID_OPERATOR: "_cast" cannot be used on column "weight", which is float8. Use it on json and jsonb columns only; give other columns an input type of their own.',
      'error ThingWhere.shape (4:39) INVALID_OPERATOR: "_eq" cannot be used on column "shape", which is point. Remove it: Postgres neither compares nor sorts values of this type, and only _is_null works.',
      'error ThingWhere.shape (4:39) INVALID_OPERATOR: "_in" cannot be used on column "shape", which is point. Remove it: Postgres neither compares nor sorts values of this type, and only _is_null works.',
      'error ThingWhere.shapes (4:54) INVALID_OPERATOR: "_contains" cannot be used on column "shapes", which is point[]. Remove it: Postgres neither compares nor sorts values of this type, and only _is_null works.',
      'error ThingWhere.shapes (4:54) INVALID_OPERATOR: "_contained_in" cannot be used on column "shapes", which is point[]. Remove it: Postgres neither compares nor sorts values of this type, and only _is_null works.',
      'error ThingSort.shape (5:25) INVALID_OPERATOR: "order_by" cannot be used on column "shape", which is point. Remove it: Postgres neither compares nor sorts values of this type, and only _is_null works.',
      'error Kinds._has_key (12:21) INVALID_TABLE_ARGUMENT: "Kinds._has_key" must be String, but is [String]. Give it the type String.',
      'error Kinds._has_keys_any (12:41) INVALID_TABLE_ARGUMENT: "Kinds._has_keys_any" must be [String!], but is String. Give it the type [String!].',
      'error Kinds._has_keys_all (12:64) INVALID_TABLE_ARGUMENT: "Kinds._has_keys_all" must be [String!], but is [Int!]. Give it the type [String!].',
      'error BadCasts._cast (14:24) INVALID_TABLE_ARGUMENT: "BadCasts._cast" must be an input object with one field, "String", whose type has operators, but is Int. Declare one, such as {String: {_like: String}}.',
    ],
  },
  {
    name: 'input types that several fields and columns share',
    sdl: `
      type Query {
        orders(where: Where, order_by: [Order_by!]): [Order!]! @select
        newest(where: Where, order_by: [Order_by!]): [Order!]! @select
        oldest(where: Where, orderBy: [Order_by!]): [Order!]! @select
        lines(where: LineWhere): [Line!]! @select
      }
      enum Direction { asc desc }
      input Order_by { details: Direction, statu: Direction }
      input Where { product_sku: Any, id: Any, ordered_by_user_id: Any, approved_by: Any }
      input LineWhere { sku: Any, order_id: Any }
      input Any { _eq: String, _like: String }
      type Order @table(source: "orders_db", name: "orders") { id: ID! }
      type Line @table(source: "orders_db", name: "items") { sku: String! }`,
    problems: [
      'error Order_by.details (9:24) INVALID_OPERATOR: "order_by" cannot be used on column "details", which is json. Remove it: Postgres neither compares nor sorts values of this type, and only _is_null works.',
      'error Order_by.details (9:24) INVALID_OPERATOR: "orderBy" cannot be used on column "details", which is json. Remove it: Postgres neither compares nor sorts values of this type, and only _is_null works.',
      'error Order_by.statu (9:44) UNKNOWN_COLUMN: Input field "Order_by.statu" is column "statu", which table "public.orders" of "orders_db" does not have. Did you mean "status"? Name a column of the table.',
      'error Where.id (10:39) INVALID_OPERATOR: "_like" cannot be used on column "id", which is int4. Use it on text columns only; give other columns an input type of their own.',
      'error Where.ordered_by_user_id (10:48) INVALID_OPERATOR: "_like" cannot be used on column "ordered_by_user_id", which is int4. Use it on text columns only; give other columns an input type of their own.',
      'error Where.approved_by (10:73) INVALID_OPERATOR: "_like" cannot be used on column "approved_by", which is int4. Use it on text columns only; give other columns an input type of their own.',
      'error LineWhere.order_id (11:35) INVALID_OPERATOR: "_like" cannot be used on column "order_id", which is int4. Use it on text columns only; give other columns an input type of their own.',
    ],
  },
];
