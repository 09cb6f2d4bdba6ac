import type { Case } from '../harness.js';

const ok = `
  type Order @table(source: "orders_db", name: "orders") { id: Int! items: [Item!]! @remoteRelationship(fieldMapping: {id: "order_id"}) }
  type Item @table(source: "orders_db", name: "items") { sku: String! }`;

/** `@aggregate`, and the types that such fields answer with. */
export const cases: readonly Case[] = [
  {
    name: 'aggregates in several spellings',
    sdl: `${ok}
      type Query {
        orders(limit: Int, sku: String @column(name: "product_sku")): Orders! @aggregate
        flat: Flat @aggregate
      }
      extend type Order { itemsAggregate(offset: Int): Items! @aggregate(relationship: "items") }
      type Orders { aggregate: Values rows: [Order!]! }
      type Values {
        count(columns: [Columns!], distinct: Boolean): Int!
        stddevPop: Numbers
        average: Numbers @column(name: "avg")
        max: Latest
      }
      type Numbers { total: String weight: Float customer: Float @column(name: "ordered_by_user_id") }
      type Latest { placed_at: String status: Status express_sku: String @column(name: "product_sku") tags: [String!] }
      enum Status { open paid shipped }
      enum Columns { id sku @column(name: "product_sku") }
      type Flat { count: String! sum: Numbers nodes: [Order!]! }
      type Items { count: Int! }`,
    problems: [],
  },
  {
    name: 'aggregates of what is no list of rows',
    sdl: `${ok}
      type Query {
        a: Count! @aggregate
        b: Orders! @aggregate(relationship: "items")
        c: [Orders!]! @aggregate
        d: Orders @aggregate @select
        e: Orders @aggregate
        f: Order @aggregate
      }
      type Mutation { a: Orders @aggregate }
      extend type Order {
        a: Count @aggregate
        b: Count @aggregate(relationship: "itemz")
        c: Count @aggregate(relationship: "id")
        d: Count @aggregate(relationship: "product")
        e: Orders @aggregate(relationship: "items")
        product: Product @remoteRelationship(schema: "catalog", field: "product(sku: \\"a\\")")
      }
      type Product { sku: ID! }
      type Count { count: Int! }
      type Orders { count: Int! nodes: [Order!]! }`,
    resolvers: ['Query.e'],
    problems: [
      'error Query.a (5:19) INVALID_AGGREGATE: It is not known whose rows "Count!" is made of. Give it a field with the rows themselves, such as "nodes", a list of a type with @table.',
      'error Query.b (6:31) INVALID_AGGREGATE: @aggregate(relationship: "items") has no meaning at the root. Remove the argument.',
      `error Query.c (7:23) INVALID_AGGREGATE: An aggregate is one object of a type without @table, but the field's type is [Orders!]!. Give it an object type of its own, such as {aggregate: {count: Int!}, nodes: [Order!]!}.`,
      'error Query.d (8:19) CONFLICTING_DIRECTIVES: @select and @aggregate exclude each other. Keep one of them.',
      'error Query.d (8:30) MISSING_TABLE: The field points to a table, but its type "Orders" has no @table. Add @table(source: "…") to "Orders".',
      `error Query.e (9:19) HOST_RESOLVER: The field has @aggregate, but also a resolver of the host's. Remove the resolver, or @aggregate.`,
      `error Query.f (10:18) INVALID_AGGREGATE: An aggregate is one object of a type without @table, but the field's type is Order. Give it an object type of its own, such as {aggregate: {count: Int!}, nodes: [Order!]!}.`,
      'error Mutation.a (12:33) MISPLACED_DIRECTIVE: @aggregate cannot work here. Use it on a field of the query type, or of an object type that is no root type.',
      'error Order.a (14:18) INVALID_AGGREGATE: It is not known whose rows the aggregate is made of. Name a relationship of "Order" to a list of rows: relationship: "…".',
      'error Order.b (15:29) INVALID_AGGREGATE: "Order.itemz" is no relationship. Did you mean "items"? Name a relationship of "Order" to a list of rows: relationship: "…".',
      'error Order.c (16:29) INVALID_AGGREGATE: "Order.id" is no relationship. Name a relationship of "Order" to a list of rows: relationship: "…".',
      'error Order.d (17:29) INVALID_AGGREGATE: "Order.product" leads to no list of rows. Name a relationship of "Order" to a list of rows: relationship: "…".',
      'error Orders.nodes (23:33) INVALID_AGGREGATE: "Orders.nodes" is a list of "Order", but the rows are of type "Item". Give it the type [Item!]!.',
    ],
  },
  {
    name: 'types of aggregates',
    sdl: `${ok}
      type Query { orders(where: Int): Orders! @aggregate }
      type Orders {
        nodes: [Order!]!
        count(columns: Int, distinct: String, of: Int): [Int!]!
        total: Int
        stddev: Sum
        sum: Int
        avg(of: Int): Sum
        items: [Item!]!
        mine: Int
        group: Group
        max: Max
        min: Min
      }
      type Group { group: Sum nodes: [Order!]! count(columns: Int, distinct: String, of: Int): Boolean! }
      type Sum { product_sku: Int express: Int missing: Int total: Int! weight: Int items: [Item!]! id(of: Int): Int }
      type Max { status: Status details: String tracking: String express: Boolean }
      enum Status { open }
      type Min { area: String weight: Float! }`,
    resolvers: ['Orders.mine'],
    problems: [
      'error Query.orders(where:) (4:27) INVALID_TABLE_ARGUMENT: "where" must be an input object, but is Int. Declare an input object whose fields are columns, such as {id: {_eq: Int}}.',
      'error Orders.count (7:9) INVALID_AGGREGATE: A count is one number, but the type is [Int!]!. Use Int!.',
      'error Orders.total (8:9) INVALID_AGGREGATE: "total" is no function of rows. Functions are count, sum, avg, min, max, stddev, stddev_pop, stddev_samp, variance, var_pop, var_samp.',
      'error Orders.sum (10:9) INVALID_AGGREGATE: "Orders.sum" must be an object type whose fields are columns, but is Int. Declare one, such as {total: Float}.',
      'error Orders.avg (11:9) INVALID_AGGREGATE: The field takes no argument "of". Remove the argument.',
      'error Orders.items (12:9) INVALID_AGGREGATE: "Orders.items" is a list of "Item", but the rows are of type "Order". Give it the type [Order!]!.',
      'error Orders.mine (13:9) INVALID_AGGREGATE: "Orders.mine" has a value from elsewhere, but stands in a type of aggregates. Remove the field.',
      'error Group.group (18:20) INVALID_AGGREGATE: "group" is no function of rows. Functions are count, sum, avg, min, max, stddev, stddev_pop, stddev_samp, variance, var_pop, var_samp.',
      'error Group.nodes (18:31) INVALID_AGGREGATE: Lists stand in the type of the field with @aggregate only. Move the field there.',
      'error Group.count (18:48) COLUMN_TYPE_MISMATCH: The type Boolean! does not fit column "count", which is int8. Use Int, Float, String, ID or a custom scalar.',
      'error Group.count(columns:) (18:54) INVALID_TABLE_ARGUMENT: "columns" must be a list of an enum, but is Int. Declare an enum whose values are columns.',
      'error Group.count(distinct:) (18:68) INVALID_AGGREGATE: A count takes no argument "distinct" of type String. It takes columns, a list of an enum, and distinct: Boolean.',
      'error Group.count(of:) (18:86) INVALID_AGGREGATE: A count takes no argument "of" of type Int. It takes columns, a list of an enum, and distinct: Boolean.',
      'error Sum.product_sku (19:18) INVALID_AGGREGATE: "stddev" cannot be used on column "product_sku", which is text. Remove the field.',
      'error Sum.express (19:35) INVALID_AGGREGATE: "stddev" cannot be used on column "express", which is bool. Remove the field.',
      'error Sum.missing (19:48) UNKNOWN_COLUMN: Field "Sum.missing" is column "missing", which table "public.orders" of "orders_db" does not have. Name a column of the table.',
      'warning Sum.total (19:61) WRONG_NULLABILITY: The type is Int!, but "stddev(total)" is null where there are no rows. Use Int.',
      'error Sum.weight (19:73) COLUMN_TYPE_MISMATCH: The type Int does not fit column "stddev(weight)", which is float8. Use Float, String, ID or a custom scalar.',
      `error Sum.items (19:85) INVALID_AGGREGATE: "Sum.items" must be a column's value, but is [Item!]!. Give it a scalar or enum type.`,
      'error Sum.id (19:101) INVALID_AGGREGATE: The field takes no argument "of". Remove the argument.',
      'error Max.details (20:33) INVALID_AGGREGATE: "max" cannot be used on column "details", which is json. Remove the field.',
      'error Max.tracking (20:49) INVALID_AGGREGATE: "max" cannot be used on column "tracking", which is uuid. Remove the field.',
      'error Max.express (20:66) INVALID_AGGREGATE: "max" cannot be used on column "express", which is bool. Remove the field.',
      'warning Status (21:7) MISSING_ENUM_VALUE: The enum lacks "paid" and "shipped" of type "public"."status" of "orders_db": such a value becomes an error. Add the values, renamed with @column or @upstream where need be.',
      'error Min.area (22:18) INVALID_AGGREGATE: "min" cannot be used on column "area", which is other. Remove the field.',
      'warning Min.weight (22:31) WRONG_NULLABILITY: The type is Float!, but "min(weight)" is null where there are no rows. Use Float.',
    ],
  },
];
