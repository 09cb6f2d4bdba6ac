import type { Case } from '../harness.js';

/** `@computed`, and the functions that such fields call. */
export const cases: readonly Case[] = [
  {
    name: 'computed fields of every kind',
    sdl: `
      type Query {
        orders(where: OrderFilter, order_by: OrderSort): [Order!]! @select
        search(q: String!, most: Float @column(name: "least"), where: OrderFilter): [Order!]! @computed(function: "search")
        shop: Shop! @namespace
      }
      type Shop { found(args: Search!, limit: Int): [Order!]! @computed(function: "public.search") }
      input Search { q: String!, least: String }
      type Order @table(source: "orders_db", name: "orders")
        @permission(role: "clerk", fields: ["id", "label", "weight"], filter: {weight: {_gt: 1}}, rootFields: ["search", "Shop.found"]) {
        id: Int!
        label(lang: String): String @computed(function: "label")
        plain: String @computed(function: "label")
        note(w: String @column(name: "word")): String @computed(function: "note", tableArgument: "it", sessionArgument: "who")
        weight: Float @computed(function: "weighs")
        mood: Mood @computed(function: "mood_of")
        lines(limit: Int, order_by: [ItemSort!]): [Item!]! @computed(function: "lines")
        twin: Order @remoteRelationship(fieldMapping: {id: "weight"})
      }
      type Item @table(source: "orders_db", name: "items") @permission(role: "clerk", fields: ["*"]) { sku: String! }
      type Invoice @table(source: "orders_db", schema: "billing", name: "invoices") { paid: Boolean @computed(function: "billing.paid") }
      enum Mood { open paid }
      input OrderFilter { weight: FloatIs }
      input FloatIs { _gt: Float }
      input OrderSort { weight: Direction }
      input ItemSort { sku: Direction }
      enum Direction { asc desc }`,
    problems: [
      'warning Order.twin (18:21) NON_UNIQUE_TARGET: One row of table "public.orders" of "orders_db" is asked for by "public.weighs([null])", which is not unique: the first by primary key is taken. Use columns that are unique together, or make the field a list.',
    ],
  },
  {
    name: 'computed fields whose function is not as it must be',
    sdl: `
      type Query {
        orders: [Order!]! @select
        a: [Order!]! @computed(function: "lines")
        b(q: String): Order @computed(function: "search")
        c(q: String, where: Int): [Order!]! @computed(function: "search", tableArgument: "q")
        d(q: Int): [Order!]! @computed(function: "serch")
        e: [Order!]! @computed(function: "search")
        f(q: String): [Product!]! @computed(function: "search")
        g(q: String): [Order!]! @computed(function: "search") @select
        h(q: String): [Order!]! @computed(function: "search")
      }
      type Product { sku: ID! }
      type Mutation { a(q: String): [Order!]! @computed(function: "search") }
      type Other { a: String @computed(function: "label") }
      type Order @table(source: "orders_db", name: "orders") {
        a: String @computed(function: "lable")
        b: String @computed(function: "label", tableArgument: "lang")
        c(langue: String): String @computed(function: "label")
        d: String @computed(function: "note", tableArgument: "it")
        e(word: String): String @computed(function: "note", tableArgument: "it", sessionArgument: "word")
        f(word: String): String @computed(function: "note", tableArgument: "it", sessionArgument: "whom")
        g: String @computed(function: "odd")
        h: String @computed(function: "both")
        i: String @computed(function: "touch")
        j: [String] @computed(function: "tags_of")
        k: String @computed(function: "one_line")
        l: [Item!]! @computed(function: "one_line")
        m: [Item!]! @computed(function: "weighs")
        n: Item @computed(function: "lines")
        o: [Product!]! @computed(function: "lines")
        p(lang: Int): Boolean! @computed(function: "label")
        q: Mood @computed(function: "mood_of")
        r: Int @computed(function: "weighs") @column(name: "weight")
        s: String @computed(function: "billing.paid")
        t: [User!]! @computed(function: "lines")
        u: String @computed(function: "label")
      }
      type Item @table(source: "orders_db", name: "items") { sku: String! }
      type User @table(source: "users_db", name: "users") { id: Int! }
      enum Mood { open }`,
    resolvers: ['Query.h', 'Order.u'],
    problems: [
      'error Query.a (4:32) UNKNOWN_FUNCTION: Database "orders_db" has no function "lines" that answers rows of table "public.orders" of "orders_db". Name one whose arguments are all plain ones, with its schema where that is not the default.',
      "error Query.b (5:29) INVALID_COMPUTED: A computed field is a list of a type with @table, but the field's type is Order. Give it such a type.",
      'error Query.c(where:) (6:22) INVALID_TABLE_ARGUMENT: "where" must be an input object, but is Int. Declare an input object whose fields are columns, such as {id: {_eq: Int}}.',
      'error Query.c (6:75) INVALID_COMPUTED: @computed(tableArgument:) has no meaning at the root: there is no row. Remove the argument.',
      'error Query.d (7:40) UNKNOWN_FUNCTION: Database "orders_db" has no function "serch" that answers rows of table "public.orders" of "orders_db". Did you mean "search"? Name one whose arguments are all plain ones, with its schema where that is not the default.',
      'error Query.e (8:22) INVALID_COMPUTED: Function "public.search" needs its argument "q", which nobody gives. Declare an argument "q" of the field, or give it a default in the database.',
      'error Query.f (9:35) MISSING_TABLE: The field points to a table, but its type "Product" has no @table. Add @table(source: "…") to "Product".',
      'error Query.g (10:33) CONFLICTING_DIRECTIVES: @select and @computed exclude each other. Keep one of them.',
      "error Query.h (11:33) HOST_RESOLVER: The field has @computed, but also a resolver of the host's. Remove the resolver, or @computed.",
      'error Mutation.a (14:47) MISPLACED_DIRECTIVE: @computed cannot work here. Use it on a field of a type with @table, or of the query type.',
      'error Other.a (15:30) MISPLACED_DIRECTIVE: @computed cannot work here. Use it on a field of a type with @table, or of the query type.',
      'error Order.a (17:29) UNKNOWN_FUNCTION: Database "orders_db" has no function "lable" that takes a row of table "public.orders" of "orders_db". Did you mean "label"? Name one whose arguments are all plain ones, with its schema where that is not the default.',
      'error Order.b (18:29) UNKNOWN_FUNCTION: Database "orders_db" has no function "label" that takes a row of table "public.orders" of "orders_db" as "lang". Name one whose arguments are all plain ones, with its schema where that is not the default.',
      'error Order.c(langue:) (19:11) INVALID_COMPUTED: Function "public.label" has no argument "langue" to be given. Did you mean "lang"? Name one of its arguments, with @column(name: "…") where the names differ, or remove it.',
      'error Order.d (20:19) INVALID_COMPUTED: Function "public.note" needs its argument "word", which nobody gives. Declare an argument "word" of the field, or give it a default in the database.',
      'error Order.d (20:19) INVALID_COMPUTED: Function "public.note" needs its argument "who", which nobody gives. Declare an argument "who" of the field, or give it a default in the database.',
      'error Order.e(word:) (21:11) INVALID_COMPUTED: Function "public.note" has no argument "word" to be given. Name one of its arguments, with @column(name: "…") where the names differ, or remove it.',
      'error Order.e (21:33) INVALID_COMPUTED: Function "public.note" needs its argument "who", which nobody gives. Declare an argument "who" of the field, or give it a default in the database.',
      'error Order.e (21:82) INVALID_COMPUTED: The session is a JSON object, but argument "word" of function "public.note" is text. Name an argument of type json or jsonb, or leave it out.',
      'error Order.f (22:33) INVALID_COMPUTED: Function "public.note" needs its argument "who", which nobody gives. Declare an argument "who" of the field, or give it a default in the database.',
      'error Order.f (22:82) INVALID_COMPUTED: Function "public.note" has no such argument for the session. Name an argument of type json or jsonb, or leave it out.',
      'error Order.g (23:19) INVALID_COMPUTED: Function "public.odd" has an argument without a name. Give it a name in the database.',
      'error Order.h (24:29) INVALID_COMPUTED: There are several functions "public.both" that each take a row of table "public.orders" of "orders_db". Rename the one that is meant: calls could not tell it apart.',
      'error Order.i (25:29) INVALID_COMPUTED: Function "public.touch" is volatile: it may change something, or answer otherwise each time. Declare it stable or immutable in the database, if that is what it is.',
      'error Order.j (26:21) INVALID_COMPUTED: Function "public.tags_of" answers many values, but the field\'s type is [String]. Name a function that answers one value.',
      'error Order.k (27:19) INVALID_COMPUTED: Function "public.one_line" answers rows, but the field\'s type is String. Name a function that answers one value.',
      'error Order.l (28:21) INVALID_COMPUTED: Function "public.one_line" does not answer a set of rows of table "public.items" of "orders_db". Name a function that "returns setof" the table.',
      'error Order.m (29:21) INVALID_COMPUTED: Function "public.weighs" does not answer a set of rows of table "public.items" of "orders_db". Name a function that "returns setof" the table.',
      "error Order.n (30:17) INVALID_COMPUTED: A computed field is a leaf, or a list of a type with @table, but the field's type is Item. Give it such a type.",
      'error Order.o (31:24) MISSING_TABLE: The field points to a table, but its type "Product" has no @table. Add @table(source: "…") to "Product".',
      'error Order.p (32:9) COLUMN_TYPE_MISMATCH: The type Boolean! does not fit what function "public.label" answers, which is text. Use String, ID or a custom scalar.',
      'warning Order.p (32:9) WRONG_NULLABILITY: The type is Boolean!, but what function "public.label" answers may be null. Use Boolean.',
      'error Order.p(lang:) (32:11) COLUMN_TYPE_MISMATCH: The type Int does not fit argument "lang" of function "public.label", which is text. Use String, ID or a custom scalar.',
      'error Order.r (34:54) CONFLICTING_DIRECTIVES: @computed and @column exclude each other. Keep one of them.',
      'error Order.s (35:29) UNKNOWN_FUNCTION: Database "orders_db" has no function "billing.paid" that takes a row of table "public.orders" of "orders_db". Name one whose arguments are all plain ones, with its schema where that is not the default.',
      'error Order.t (36:21) INVALID_COMPUTED: Function "public.lines" does not answer a set of rows of table "public.users" of "users_db". Name a function that "returns setof" the table.',
      "error Order.u (37:19) HOST_RESOLVER: The field has @computed, but also a resolver of the host's. Remove the resolver, or @computed.",
      'warning Mood (41:7) MISSING_ENUM_VALUE: The enum lacks "paid" of type "public"."status" of "orders_db": such a value becomes an error. Add the values, renamed with @column or @upstream where need be.',
    ],
  },
  {
    name: 'what is computed with more than the row, where a column is needed',
    sdl: `
      type Query { orders(where: OrderFilter, order_by: OrderSort): [Order!]! @select }
      type Order @table(source: "orders_db", name: "orders") @permission(role: "clerk", fields: ["lines"]) {
        label(lang: String): String @computed(function: "label")
        lines: [Item!]! @computed(function: "lines")
        item: Item @remoteRelationship(fieldMapping: {label: "sku"})
      }
      type Item @table(source: "orders_db", name: "items") { sku: String! }
      input OrderFilter { label: TextIs }
      input TextIs { _eq: String }
      input OrderSort { label: Direction }
      enum Direction { asc desc }`,
    problems: [
      'error Order (3:98) INVALID_PERMISSION: "Order.lines" is joined from somewhere else: who may see both ends of it sees it. Remove "lines" from fields.',
      'error Order.item (6:55) INVALID_KEY_FIELD: "label" of "Order" cannot be a join key: it is computed from arguments. Join by a field that is one plain value of the parent itself.',
      'error OrderFilter.label (9:27) UNKNOWN_COLUMN: Input field "OrderFilter.label" is column "label", which table "public.orders" of "orders_db" does not have. Name a column of the table.',
      'error OrderSort.label (11:25) UNKNOWN_COLUMN: Input field "OrderSort.label" is column "label", which table "public.orders" of "orders_db" does not have. Name a column of the table.',
    ],
  },
  {
    name: 'relationships whose key is computed from the session, as conditions',
    sdl: `
      type Query { orders(where: OrderFilter): [Order!]! @select }
      type Order @table(source: "orders_db", name: "orders") @permission(role: "clerk", fields: ["id"], filter: {items: {sku: {_eq: "a"}}}) {
        id: Int!
        mine: String @computed(function: "mine", sessionArgument: "who")
        items: [Item!]! @remoteRelationship(fieldMapping: {mine: "sku"})
      }
      type Item @table(source: "orders_db", name: "items") { sku: String! }
      input OrderFilter { items: ItemFilter }
      input ItemFilter { sku: TextIs }
      input TextIs { _eq: String }`,
    problems: [
      'error Order (3:114) INVALID_FILTER: "filter.items" of role "clerk" is a condition on relationship "Order.items", whose key is computed from the session. Remove it: conditions reach through relationships that join columns of rows only.',
      'error OrderFilter.items (9:27) INVALID_TABLE_ARGUMENT: "OrderFilter.items" is a condition on relationship "Order.items", which cannot be used here: its key is computed from the session. Remove it: conditions reach only through relationships of the same database.',
    ],
  },
];
