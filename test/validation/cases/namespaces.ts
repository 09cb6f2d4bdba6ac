import type { Case } from '../harness.js';

const ok = `
  type Order @table(source: "orders_db", name: "orders") @permission(role: "clerk", fields: "*") { id: Int! }
  type Product { sku: ID! }`;

/** `@namespace`, and the types of such fields. */
export const cases: readonly Case[] = [
  {
    name: 'namespaces of queries and of mutations',
    sdl: `${ok}
      type Query { shop: Shop! @namespace again: Shop @namespace host: Shop }
      type Shop {
        orders: [Order!]! @select
        count: Count! @aggregate
        product(sku: ID!): Product @remoteField(schema: "catalog")
        own: String
        deep: Deep! @namespace
      }
      extend type Order @permission(role: "guest", fields: [], rootFields: ["Shop.orders", "Deep.orders"])
      type Deep { orders: [Order!]! @select say: String @action(source: "actions") }
      type Count { count: Int! nodes: [Order!]! }
      type Mutation { shop: ShopMutation! @namespace }
      type ShopMutation @permission(role: "clerk", fields: ["say", "own"]) {
        rate(sku: ID!, stars: Int!): Product @remoteField(schema: "catalog")
        say: String @action(source: "actions")
        own: String
      }`,
    resolvers: ['Shop.own', 'ShopMutation.own', 'Query.host'],
    actions: ['actions'],
    problems: [],
  },
  {
    name: 'namespaces whose type groups no root fields alone',
    sdl: `${ok}
      type Query {
        list: [A!]! @namespace
        leaf: String @namespace
        args(limit: Int): B! @namespace
        rows: Order! @namespace
        remote: Product @namespace
        product(sku: ID!): Product @remoteField(schema: "catalog")
        self: Query! @namespace
        loop: Loop! @namespace
        both: Both! @namespace
        served: Served! @namespace
        select: Orders @namespace @aggregate
      }
      type Mutation { both: Both! @namespace }
      type A { orders: [Order!]! @select }
      type B { orders: [Order!]! @select }
      type Loop { inner: Inner! @namespace }
      type Inner { loop: Loop @namespace orders: [Order!]! @select }
      type Both { orders: [Order!]! @select }
      type Served { orders: [Order!]! @select }
      type Orders { nodes: [Order!]! }`,
    resolvers: ['Query.served'],
    problems: [
      "error Query.list (5:21) INVALID_NAMESPACE: A namespace is one object, but the field's type is [A!]!. Give it an object type of its own.",
      "error Query.leaf (6:22) INVALID_NAMESPACE: A namespace is one object, but the field's type is String. Give it an object type of its own.",
      'error Query.args (7:30) INVALID_NAMESPACE: A namespace has no arguments: there is nothing to pass them to. Remove them.',
      'error Query.rows (8:22) INVALID_NAMESPACE: "Order" has @table: its objects are rows. Give the field an object type of its own.',
      'error Query.remote (9:25) INVALID_NAMESPACE: Objects of "Product" are also what a source answers. Give the field an object type of its own.',
      'error Query.self (11:22) INVALID_NAMESPACE: The namespace would be within itself. Give the field an object type of its own.',
      "error Query.served (14:25) HOST_RESOLVER: The field has @namespace, but also a resolver of the host's. Remove the resolver, or @namespace.",
      'error Query.select (15:24) CONFLICTING_DIRECTIVES: @aggregate and @namespace exclude each other. Keep one of them.',
      'error Query.select (15:24) INVALID_NAMESPACE: Objects of "Orders" are also what a source answers. Give the field an object type of its own.',
      'error Mutation.both (17:35) INVALID_NAMESPACE: "Both" groups fields of the query type already, and these are the mutation\'s. Give the field an object type of its own.',
      'error A.orders (18:34) MISPLACED_DIRECTIVE: @select cannot work here. Use it on a field of the query type.',
      'error Loop.inner (20:33) INVALID_NAMESPACE: The namespace would be within itself. Give the field an object type of its own.',
      'error Inner.loop (21:31) INVALID_NAMESPACE: The namespace would be within itself. Give the field an object type of its own.',
      'warning Orders.nodes (24:21) MISSING_SELECT: The field has the type [Order!]! of a table, but neither a directive that serves it nor a resolver. Add @select, or a resolver.',
    ],
  },
  {
    name: 'namespaces, and directives of root fields, where they cannot work',
    sdl: `${ok}
      type Query { shop: Shop! @namespace other: Other }
      type Shop { orders: [Order!]! @select item: Order @remoteRelationship(fieldMapping: {id: "id"}) }
      type Other { deep: Shop! @namespace orders: [Order!]! @select }
      type Mutation { shop: ShopMutation! @namespace }
      type ShopMutation { orders: [Order!]! @select count: Count @aggregate }
      type Count { nodes: [Order!]! }
      type Subscription { shop: Shop! @namespace }
      extend type Order @permission(role: "guest", fields: [], rootFields: ["orders", "Shop.order", "ShopMutation.orders", "Shop.orders"])`,
    problems: [
      'error Shop.item (5:57) MISPLACED_DIRECTIVE: @remoteRelationship cannot work here. Use it on a field of an object type that is no root type.',
      'error Other.deep (6:32) MISPLACED_DIRECTIVE: @namespace cannot work here. Use it on a field of the query or mutation type.',
      'error Other.orders (6:61) MISPLACED_DIRECTIVE: @select cannot work here. Use it on a field of the query type.',
      'error ShopMutation.orders (8:45) MISPLACED_DIRECTIVE: @select cannot work here. Use it on a field of the query type.',
      'error ShopMutation.count (8:66) MISPLACED_DIRECTIVE: @aggregate cannot work here. Use it on a field of the query type, or of an object type that is no root type.',
      'error Subscription.shop (10:39) MISPLACED_DIRECTIVE: @namespace cannot work here. Use it on a field of the query or mutation type.',
      'error Order (11:77) UNKNOWN_FIELD: "Query" has no field "orders". Name fields of "Query", by their names in the SDL.',
      'error Order (11:87) UNKNOWN_FIELD: "Shop" has no field "order". Name fields of "Shop", by their names in the SDL.',
    ],
  },
];
