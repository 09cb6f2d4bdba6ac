import type { Case } from '../harness.js';

/** Actions, and the types of what they answer. */
export const cases: readonly Case[] = [
  {
    name: 'actions',
    actions: ['accounts'],
    sdl: `
      type Query {
        a: Int @action(source: "accoun")
        b: Int @action(source: "catalog")
        c: Int @remoteField(schema: "accounts")
        d: Int @action(source: "accounts") @remoteField(schema: "catalog", field: "version")
        e: Int @action(source: "accounts") @upstream(name: "f")
        g: Order @action(source: "accounts")
        h: [Order!]! @action(source: "accounts") @select
        i: Int @action(source: "accounts")
      }
      type Subscription { s: Int @action(source: "accounts") }
      type Order @table(source: "orders_db", name: "orders") {
        id: Int! @action(source: "accounts")
        product: Int @remoteRelationship(schema: "accounts", field: "product(id: $id)")
      }`,
    resolvers: ['Query.i'],
    problems: [
      'error Query.a (3:24) UNKNOWN_SOURCE: There is no source "accoun". Did you mean "accounts"? Add it to the option "sources", which has "orders_db", "users_db", "catalog" and "accounts".',
      'error Query.b (4:24) WRONG_SOURCE_KIND: The source "catalog" is a remote schema, but a handler of actions is needed. Name a handler of actions.',
      'error Query.c (5:29) WRONG_SOURCE_KIND: The source "accounts" is a handler of actions, but a remote schema is needed. Name a remote schema.',
      'error Query.d (6:9) REMOTE_TYPE_MISMATCH: The type is Int, but "Query.version" of remote schema "catalog" is String!. Use String!.',
      'error Query.d (6:16) CONFLICTING_DIRECTIVES: @remoteField and @action exclude each other. Keep one of them.',
      'error Query.e (7:54) CONFLICTING_DIRECTIVES: @action and @upstream exclude each other. Keep one of them.',
      'error Query.g (8:9) TABLE_AS_REMOTE_TYPE: Action source "accounts" answers with "Order", but that type has @table. Use a type of its own for action source "accounts".',
      'error Query.h (9:9) TABLE_AS_REMOTE_TYPE: Action source "accounts" answers with "Order", but that type has @table. Use a type of its own for action source "accounts".',
      'error Query.h (9:22) CONFLICTING_DIRECTIVES: @select and @action exclude each other. Keep one of them.',
      `error Query.i (10:16) HOST_RESOLVER: The field has @action, but also a resolver of the host's. Remove the resolver, or @action.`,
      'error Subscription.s (12:34) MISPLACED_DIRECTIVE: @action cannot work here. Use it on a field of the query or mutation type.',
      'error Order.id (14:18) MISPLACED_DIRECTIVE: @action cannot work here. Use it on a field of the query or mutation type.',
      'error Order.product (15:42) WRONG_SOURCE_KIND: The source "accounts" is a handler of actions, but a remote schema is needed. Name a remote schema.',
    ],
  },
  {
    name: 'what an action answers',
    actions: ['accounts'],
    sdl: `
      type Query { a(in: Input @column(name: "x")): Out @action(source: "accounts"), gone: Lost @action(source: "accoun") }
      type Mutation { thing: Thing @action(source: "accounts"), node: Node @action(source: "accounts") }
      input Input @upstream(name: "In") { a: Int @upstream(name: "b"), e: E, in: Input }
      enum E { A @upstream(name: "a"), B }
      type Out @upstream(name: "Output") {
        id: ID! @upstream(name: "the id")
        e: E
        on: Boolean!
        mine: Int
        note(lang: String): String
        shop: Shop
        order: Order
        address: Address
        user: User @remoteRelationship(fieldMapping: {address: "id"})
        other: User @remoteRelationship(fieldMapping: {ide: "id"})
        named: User @remoteRelationship(fieldMapping: {mine: "id"})
        status: Order @remoteRelationship(fieldMapping: {e: "status"})
        state: State!
        opened: Order @remoteRelationship(fieldMapping: {state: "status"})
        flag: Order @remoteRelationship(fieldMapping: {on: "id"})
        product: Product @remoteRelationship(schema: "catalog", field: "product(sku: $id)")
        must: Product! @remoteRelationship(schema: "catalog", field: "product(sku: $id)")
        city: [Shop!] @remoteRelationship(schema: "catalog", field: "shops", variables: {c: "address.city"})
      }
      type Address { city: String!, zip: String }
      enum State { OPEN @upstream(name: "open"), PAID @upstream(name: "paid") }
      type Shop { id: ID!, zip: String }
      type Product { sku: ID! }
      type Lost { id: Int! @upstream(name: "x"), user: User @remoteRelationship(fieldMapping: {idd: "id"}) }
      union Thing = Cat | User
      interface Node { id: ID! }
      type Cat @upstream(name: "Felis") { lives: Int }
      type Order @table(source: "orders_db", name: "orders") { id: ID! }
      type User implements Node @table(source: "users_db", name: "users") { id: ID! }`,
    resolvers: ['Out.mine'],
    problems: [
      'error Query.gone (2:105) UNKNOWN_SOURCE: There is no source "accoun". Did you mean "accounts"? Add it to the option "sources", which has "orders_db", "users_db", "catalog" and "accounts".',
      'error Out.note (11:9) UNUSED_ARGUMENT: The field takes "lang", but is a member of what an action answers. Remove the arguments, or give the field a resolver or @remoteRelationship.',
      'error Out.order (13:9) TABLE_AS_REMOTE_TYPE: Action source "accounts" answers with "Order", but that type has @table. Use a type of its own for action source "accounts".',
      'error Out.user (15:55) INVALID_KEY_FIELD: "address" of "Out" cannot be a join key: it is an object (Address). Join by a field that is one plain value of the parent itself.',
      'error Out.other (16:56) UNKNOWN_PARENT_FIELD: The join key "ide" is not a field of "Out". Did you mean "id"? Name a field of "Out".',
      'error Out.named (17:56) INVALID_KEY_FIELD: "mine" of "Out" cannot be a join key: it is resolved by the host, not by action source "accounts". Join by a field that is one plain value of the parent itself.',
      'warning Out.status (18:23) NON_UNIQUE_TARGET: One row of table "public.orders" of "orders_db" is asked for by "status", which is not unique: the first by primary key is taken. Use columns that are unique together, or make the field a list.',
      'error Out.status (18:58) KEY_TYPE_MISMATCH: "e" is of type E, and can never match column "status" of table "public.orders" of "orders_db" ("public"."status"). Join fields whose types have values in common.',
      'warning Out.opened (20:23) NON_UNIQUE_TARGET: One row of table "public.orders" of "orders_db" is asked for by "status", which is not unique: the first by primary key is taken. Use columns that are unique together, or make the field a list.',
      'error Out.flag (21:56) KEY_TYPE_MISMATCH: "on" is of type Boolean, and can never match column "id" of table "public.orders" of "orders_db" (int4). Join fields whose types have values in common.',
      'warning Out.must (23:9) NON_NULL_RELATIONSHIP: The field is non-null (Product!), but "Query.product" of remote schema "catalog" may be null: that would null its parent as well. Make the field nullable: Product.',
      'error Out.city (24:90) UNUSED_DIRECTIVE_ARGUMENT: @remoteRelationship(variables.c:) is used by nothing: "$c" is not in the field. Remove it.',
      'error Shop.zip (28:28) UNKNOWN_REMOTE_FIELD: "Shop" of remote schema "catalog" has no field "zip". Name the field with @upstream(name: "…"), or give it a resolver or @remoteRelationship.',
      'error User (35:7) TABLE_AS_REMOTE_TYPE: Action source "accounts" answers with "User", but that type has @table. Use a type of its own for action source "accounts".',
    ],
  },
  {
    name: 'names that mean nothing to an action',
    actions: ['accounts'],
    sdl: `
      type Query { a(in: Input @column(name: "x")): Out @action(source: "accounts"), b: Thing @action(source: "accounts") }
      input Input @upstream(name: "In") { a: Int @upstream(name: "b"), e: E, in: Input }
      enum E { A @upstream(name: "a"), B }
      type Out @upstream(name: "Output") { id: ID! @upstream(name: "the id"), f: F, at: Address }
      type Address { city: String! @upstream(name: "town") }
      enum F @upstream(name: "G") { A @upstream(name: "a") }
      union Thing = Cat
      type Cat @upstream(name: "Felis") { lives: Int }`,
    problems: [
      'warning Query.a(in:) (2:40) UNUSED_DIRECTIVE: @column does nothing here: no table is behind it. Remove @column.',
      'warning Input (3:29) UNUSED_DIRECTIVE: @upstream does nothing here: no remote schema is behind it. Remove @upstream.',
      'warning Out (5:26) UNUSED_DIRECTIVE: @upstream does nothing here: no remote schema is behind it. Remove @upstream.',
      'warning F (7:24) UNUSED_DIRECTIVE: @upstream does nothing here: no remote schema is behind it. Remove @upstream.',
    ],
  },
];
