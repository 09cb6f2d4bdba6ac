import type { Case } from '../harness.js';

/** Remote fields, the types below them, and templates. */
export const cases: readonly Case[] = [
  {
    name: 'root fields',
    sdl: `
      type Query {
        version: String! @remoteField(schema: "catalog")
        prodct(sku: ID!): Product @remoteField(schema: "catalog")
        item: Product @remoteField(schema: "catalog", field: "products")
        weigh(grams: Int): Product @remoteField(schema: "catalog", field: "byWeight")
        one(sku: ID!): Product! @remoteField(schema: "catalog", field: "product")
        find(sku: Int!, language: String @upstream(name: "language")): Product @remoteField(schema: "catalog", field: "product")
        listed(sku: [ID!]!): Product @remoteField(schema: "catalog", field: "product")
        users: Product @remoteField(schema: "users_db")
      }
      type Mutation { rate(sku: ID!, stars: Int!): Product @remoteField(schema: "catalog"), version: String! @remoteField(schema: "catalog") }
      type Product { sku: ID! }`,
    problems: [
      'error Query.prodct (4:35) UNKNOWN_REMOTE_FIELD: "Query" of remote schema "catalog" has no field "prodct". Did you mean "product" or "products"? Name a field of it.',
      'error Query.item (5:9) MISSING_REMOTE_ARGUMENT: Field "Query.products" requires "skus" ([ID!]!), which nothing gives. Give "skus" a value, or declare it here with the type [ID!]!.',
      'error Query.item (5:9) REMOTE_TYPE_MISMATCH: The type is Product, but "Query.products" of remote schema "catalog" is [Product]!. Use [Product]!.',
      'error Query.weigh(grams:) (6:15) REMOTE_ARGUMENT_MISMATCH: The type is Int, but upstream it is Int!, which takes no null. Use Int!.',
      'error Query.one (7:9) WRONG_NULLABILITY: The type is Product!, but "Query.product" of remote schema "catalog" is Product, which may be null. Use Product.',
      `error Query.find(language:) (8:52) UNKNOWN_REMOTE_ARGUMENT: The remote schema's field "Query.product" has no "language". Remove it, or use its upstream name (in the SDL with @upstream).`,
      'error Query.listed(sku:) (9:16) REMOTE_ARGUMENT_MISMATCH: The type is [ID!]!, but upstream it is ID!. Use ID!.',
      'error Query.users (10:37) WRONG_SOURCE_KIND: The source "users_db" is a database, but a remote schema is needed. Name a remote schema.',
      'error Mutation.version (12:110) UNKNOWN_REMOTE_FIELD: "Mutation" of remote schema "catalog" has no field "version". Name a field of it.',
    ],
  },
  {
    name: 'types below',
    sdl: `
      type Query { product(sku: ID!): Product @remoteField(schema: "catalog") }
      type Product {
        sku: Int!
        title: String
        label: String @upstream(name: "nam")
        weight: String!
        color: Farbe
        tags: [String!]
        maker: Maker
        price: Float
        name(lang: String!, size: Int): String!
        computed: String
        cost(currency: Currency!): ID @upstream(name: "price")
      }
      enum Farbe @upstream(name: "Color") { ROT @upstream(name: "RED"), BLUE, GREEN }
      enum Currency { EUR }
      type Maker @upstream(name: "Maker") { id: ID! }`,
    resolvers: ['Product.computed'],
    problems: [
      'error Product.sku (4:9) REMOTE_TYPE_MISMATCH: The type is Int!, but "Product.sku" of remote schema "catalog" is ID!. Use ID!.',
      'error Product.title (5:9) UNKNOWN_REMOTE_FIELD: "Product" of remote schema "catalog" has no field "title". Name the field with @upstream(name: "…"), or give it a resolver or @remoteRelationship.',
      'error Product.label (6:33) UNKNOWN_REMOTE_FIELD: "Product" of remote schema "catalog" has no field "nam". Did you mean "name"? Name a field of it.',
      'error Product.weight (7:9) REMOTE_TYPE_MISMATCH: The type is String!, but "Product.weight" of remote schema "catalog" is Int!. Use Int!.',
      'error Product.tags (9:9) WRONG_NULLABILITY: The type is [String!], but "Product.tags" of remote schema "catalog" is [String], which may be null. Use [String].',
      'error Product.price (11:9) MISSING_REMOTE_ARGUMENT: Field "Product.price" requires "currency" (String!), which nothing gives. Give "currency" a value, or declare it here with the type String!.',
      'error Product.name (12:9) WRONG_NULLABILITY: The type is String!, but "Product.name" of remote schema "catalog" is String, which may be null. Use String.',
      `error Product.name(size:) (12:29) UNKNOWN_REMOTE_ARGUMENT: The remote schema's field "Product.name" has no "size". Remove it, or use its upstream name (in the SDL with @upstream).`,
      'error Product.cost (14:9) REMOTE_TYPE_MISMATCH: The type is ID, but "Product.price" of remote schema "catalog" is Float. Use Float.',
      'error Product.cost(currency:) (14:14) REMOTE_ARGUMENT_MISMATCH: The type is Currency!, but upstream it is String!. Use String!.',
      'error Farbe.GREEN (16:79) UNKNOWN_ENUM_VALUE: "GREEN" is not a value of enum "Color" upstream. Remove the value, or name the one it stands for with @column (database) or @upstream (remote schema).',
      'error Maker (18:28) UNKNOWN_REMOTE_TYPE: Remote schema "catalog" has no type "Maker". Name a type of it with @upstream(name: "…").',
    ],
  },
  {
    name: 'an enum that lacks values',
    sdl: `
      type Query { product(sku: ID!): Product @remoteField(schema: "catalog") }
      type Product { color: Color }
      enum Color { BLUE }`,
    problems: [
      'warning Color (4:7) MISSING_ENUM_VALUE: The enum lacks "RED" of enum "Color" upstream: such a value becomes an error. Add the values, renamed with @column or @upstream where need be.',
    ],
  },
  {
    name: 'unions and tables',
    sdl: `
      type Query { item(id: ID!): Item @remoteField(schema: "catalog"), other(id: ID!): Other @remoteField(schema: "catalog", field: "item") }
      union Item = Product | Seller
      union Other @upstream(name: "Item") = Product | Shop
      type Product @table(source: "orders_db", name: "items") { sku: ID! }
      type Seller { id: ID! }
      type Shop { maker: Product, id: ID! }`,
    problems: [
      'warning Item (3:7) MISSING_POSSIBLE_TYPE: "Item" of remote schema "catalog" may answer "Shop", which is no possible type here: such an object becomes an error. Add an object type for "Shop", renamed with @upstream where need be.',
      'error Product (5:7) TABLE_AS_REMOTE_TYPE: Remote schema "catalog" answers with "Product", but that type has @table. Use a type of its own for remote schema "catalog".',
      'error Seller (6:7) UNKNOWN_REMOTE_TYPE: Remote schema "catalog" has no type "Seller" that "Item" may be. Name a type of it with @upstream(name: "…").',
      'error Shop.maker (7:19) UNKNOWN_REMOTE_FIELD: "Shop" of remote schema "catalog" has no field "maker". Name the field with @upstream(name: "…"), or give it a resolver or @remoteRelationship.',
    ],
  },
  {
    name: 'a table reached as a remote type',
    sdl: `
      type Query { product(sku: ID!): Product @remoteField(schema: "catalog") }
      type Product @table(source: "orders_db", name: "items") { sku: ID! }`,
    problems: [
      'error Query.product (2:20) TABLE_AS_REMOTE_TYPE: Remote schema "catalog" answers with "Product", but that type has @table. Use a type of its own for remote schema "catalog".',
    ],
  },
  {
    name: 'input objects',
    sdl: `
      type Query {
        search(filter: ProductFilter!): [Product!]! @remoteField(schema: "catalog")
        find(filter: Partial!): [Product!]! @remoteField(schema: "catalog", field: "search")
        shop(kind: Kind!): Shop! @remoteField(schema: "catalog")
      }
      input ProductFilter { sku: Int, kind: ShopKind, near: Place, name: String }
      input Partial @upstream(name: "ProductFilter") { sku: ID }
      input Place { city: String!, radius: Float }
      enum ShopKind { RETAIL, MARKET }
      enum Kind { RETAIL }
      type Product { sku: ID! }
      type Shop { id: ID! }`,
    problems: [
      'error Query.shop(kind:) (5:14) REMOTE_ARGUMENT_MISMATCH: The type is Kind!, but upstream it is ShopKind!. Use ShopKind!, or a type of your own with @upstream(name: "ShopKind").',
      'error ProductFilter.kind (7:39) REMOTE_ARGUMENT_MISMATCH: The type is ShopKind, but upstream it is ShopKind!, which takes no null. Use ShopKind!.',
      `error ProductFilter.name (7:68) UNKNOWN_REMOTE_ARGUMENT: The remote schema's input object "ProductFilter" has no "name". Remove it, or use its upstream name (in the SDL with @upstream).`,
      'error Partial (8:7) MISSING_REMOTE_ARGUMENT: Input object "ProductFilter" requires "kind" (ShopKind!), which nothing gives. Give "kind" a value, or declare it here with the type ShopKind!.',
      'error Place.radius (9:36) REMOTE_ARGUMENT_MISMATCH: The type is Float, but upstream it is Int. Use Int.',
      'error ShopKind.MARKET (10:31) UNKNOWN_ENUM_VALUE: "MARKET" is not a value of enum "ShopKind" upstream. Remove the value, or name the one it stands for with @column (database) or @upstream (remote schema).',
    ],
  },
  {
    name: 'paths',
    sdl: `
      type Query { orders: [Order!]! @select }
      type Order @table(source: "orders_db", name: "orders") {
        id: ID!
        a: Product @remoteRelationship(schema: "catalogue", field: "product(sku: $id)")
        b: Product @remoteRelationship(schema: "users_db", field: "product(sku: $id)")
        c: Product @remoteRelationship(schema: "catalog", field: "produkt(sku: $id)")
        d: Seller @remoteRelationship(schema: "catalog", field: "shop(kind: RETAIL) { sellr(sku: $id) }")
        e: String @remoteRelationship(schema: "catalog", field: "shops { name }")
        f: String @remoteRelationship(schema: "catalog", field: "version { name }")
        g: String @remoteRelationship(schema: "catalog", field: "product(sku: $id)")
        h: Product @remoteRelationship(schema: "catalog", field: "products(skus: [$id])")
        i: [Product!]! @remoteRelationship(schema: "catalog", field: "products(skus: [$id])")
        j: Item @remoteRelationship(schema: "catalog", field: "item(id: $id) { sku }")
      }
      type Product { sku: ID! }
      type Seller { id: ID! }
      union Item = Product
      `,
    problems: [
      'error Order.a (5:40) UNKNOWN_SOURCE: There is no source "catalogue". Did you mean "catalog"? Add it to the option "sources", which has "orders_db", "users_db" and "catalog".',
      'error Order.b (6:40) WRONG_SOURCE_KIND: The source "users_db" is a database, but a remote schema is needed. Name a remote schema.',
      'error Order.c (7:59) UNKNOWN_REMOTE_FIELD: "Query" of remote schema "catalog" has no field "produkt". Did you mean "product" or "products"? Name a field of it.',
      'error Order.d (8:58) UNKNOWN_REMOTE_FIELD: "Shop" of remote schema "catalog" has no field "sellr". Did you mean "seller"? Name a field of it.',
      'error Order.e (9:58) LIST_IN_PATH: "Query.shops" of remote schema "catalog" is a list ([Shop!]!), but not the last field of the path. End the path there, or take a path of single objects.',
      'error Order.f (10:58) REMOTE_TYPE_MISMATCH: "Query.version" of remote schema "catalog" is String!, which has no fields to go on to. End the path there.',
      'error Order.g (11:9) REMOTE_TYPE_MISMATCH: The type is String, but "Query.product" of remote schema "catalog" is Product. Use Product, or a type of your own with @upstream(name: "Product").',
      'error Order.h (12:9) REMOTE_TYPE_MISMATCH: The type is Product, but "Query.products" of remote schema "catalog" is [Product]!. Use [Product]!, or matchBy where the list holds the results of many keys.',
      'error Order.i (13:9) WRONG_NULLABILITY: The type is [Product!]!, but "Query.products" of remote schema "catalog" is [Product]!, which may be null. Use [Product]!.',
      'error Order.j (14:56) UNKNOWN_REMOTE_FIELD: "Item" of remote schema "catalog" has no field "sku". Name a field of it.',
    ],
  },
  {
    name: 'arguments of a path',
    sdl: `
      type Query { orders: [Order!]! @select }
      type Order @table(source: "orders_db", name: "orders") {
        id: ID!
        a: Product @remoteRelationship(schema: "catalog", field: "product(skuu: $id)")
        b: Seller @remoteRelationship(schema: "catalog", field: "shop { seller(sku: $id) }")
        c(sku: ID): Product @remoteRelationship(schema: "catalog", field: "product")
        d(sku: ID!, lang: Int): Product @remoteRelationship(schema: "catalog", field: "product")
        e(sku: ID!): Product @remoteRelationship(schema: "catalog", field: "product(sku: $id)")
        f(size: Int): Product @remoteRelationship(schema: "catalog", field: "product(sku: $id)")
        g: [Product!] @remoteRelationship(schema: "catalog", field: "search(filter: {sku: $id, kinds: RETAIL})")
        h(filter: Rest!): [Product!] @remoteRelationship(schema: "catalog", field: "search(filter: {kind: RETAIL, near: {city: \\"Bern\\"}})")
        i(filter: Clash!): [Product!] @remoteRelationship(schema: "catalog", field: "search(filter: {kind: RETAIL, sku: $id})")
        j: Product @remoteRelationship(schema: "catalog", field: "product(sku: [$id])")
      }
      input Rest @upstream(name: "ProductFilter") { sku: ID, near: RestPlace }
      input RestPlace @upstream(name: "Place") { radius: Int }
      input Clash @upstream(name: "ProductFilter") { kind: ShopKind, near: RestPlace }
      enum ShopKind { RETAIL }
      type Product { sku: ID! }
      type Seller { id: ID! }`,
    problems: [
      'error Order.a (5:59) MISSING_REMOTE_ARGUMENT: Field "Query.product" requires "sku" (ID!), which nothing gives. Give "sku" a value, or declare it here with the type ID!.',
      `error Order.a (5:59) UNKNOWN_REMOTE_ARGUMENT: The remote schema's field "Query.product" has no "skuu". Did you mean "sku"? Remove it, or use its upstream name (in the SDL with @upstream).`,
      'error Order.b (6:58) MISSING_REMOTE_ARGUMENT: Field "Query.shop" requires "kind" (ShopKind!), which nothing gives. Give "kind" a value, or declare it here with the type ShopKind!.',
      'error Order.c(sku:) (7:11) REMOTE_ARGUMENT_MISMATCH: The type is ID, but upstream it is ID!, which takes no null. Use ID!.',
      'error Order.d(lang:) (8:21) REMOTE_ARGUMENT_MISMATCH: The type is Int, but upstream it is String. Use String.',
      'error Order.e(sku:) (9:11) TEMPLATE_CLASH: "Order.e(sku:)" would be filled by the caller, but the template fills it already. Remove it here, or from the template.',
      `error Order.f(size:) (10:11) UNKNOWN_REMOTE_ARGUMENT: The remote schema's field "Query.product" has no "size". Remove it, or use its upstream name (in the SDL with @upstream).`,
      'error Order.g (11:62) MISSING_REMOTE_ARGUMENT: Input object "ProductFilter" requires "kind" (ShopKind!), which nothing gives. Give "kind" a value, or declare it here with the type ShopKind!.',
      `error Order.g (11:62) UNKNOWN_REMOTE_ARGUMENT: The remote schema's input object "ProductFilter" has no "kinds". Did you mean "kind"? Remove it, or use its upstream name (in the SDL with @upstream).`,
      'error Order.i(filter:) (13:11) TEMPLATE_CLASH: "Order.i(filter:)" would be filled by the caller, but the template fills it already. Remove it here, or from the template.',
      'error Order.j (14:59) LIST_MISMATCH: "sku" is given a list, but its type is ID!. Give the value without brackets.',
      'error RestPlace (17:7) MISSING_REMOTE_ARGUMENT: Input object "Place" requires "city" (String!), which nothing gives. Give "city" a value, or declare it here with the type String!.',
    ],
  },
  {
    name: 'constants',
    sdl: `
      type Query { orders: [Order!]! @select }
      type Order @table(source: "orders_db", name: "orders") {
        id: ID!
        a: Shop @remoteRelationship(schema: "catalog", field: "shop(kind: RETAL)")
        b: Shop @remoteRelationship(schema: "catalog", field: "shop(kind: \\"RETAIL\\")")
        c: Product @remoteRelationship(schema: "catalog", field: "byWeight(grams: 1.5)")
        d: Product @remoteRelationship(schema: "catalog", field: "byWeight(grams: 9999999999)")
        e: Product @remoteRelationship(schema: "catalog", field: "product(sku: null)")
        f: Product @remoteRelationship(schema: "catalog", field: "product(sku: true)")
        g: Product @remoteRelationship(schema: "catalog", field: "product(sku: {id: $id})")
        h: [Product] @remoteRelationship(schema: "catalog", field: "products(skus: [1, \\"x\\", null])")
        i: String @remoteRelationship(schema: "catalog", field: "raw(value: {a: [1, $id], b: null})")
        j: [Product!] @remoteRelationship(schema: "catalog", field: "search(filter: RETAIL)")
      }
      type Product { sku: ID! }
      type Shop { id: ID! }`,
    problems: [
      'error Order.a (5:56) INVALID_CONSTANT: RETAL is not a value of ShopKind!. Did you mean "RETAIL"? Give a value of that type.',
      'error Order.b (6:56) INVALID_CONSTANT: "RETAIL" is not a value of ShopKind!: enum values are written without quotes. Give a value of that type.',
      'error Order.c (7:59) INVALID_CONSTANT: 1.5 is not a value of Int!. Give a value of that type.',
      'error Order.d (8:59) INVALID_CONSTANT: 9999999999 is not a value of Int!. Give a value of that type.',
      'error Order.e (9:59) INVALID_CONSTANT: null is not a value of ID!. Give a value of that type.',
      'error Order.f (10:59) INVALID_CONSTANT: true is not a value of ID!. Give a value of that type.',
      'error Order.g (11:59) INVALID_CONSTANT: {id: $id} is not a value of ID!. Give a value of that type.',
      'error Order.h (12:61) INVALID_CONSTANT: null is not a value of ID!. Give a value of that type.',
      'error Order.j (14:62) INVALID_CONSTANT: RETAIL is not a value of ProductFilter!. Give a value of that type.',
    ],
  },
  {
    name: 'variables',
    sdl: `
      type Query { orders: [Order!]! @select }
      type Order @table(source: "orders_db", name: "orders") {
        id: ID!
        express: Boolean!
        details: Details
        a: Product @remoteRelationship(schema: "catalog", field: "product(sku: $idd)")
        b: Product @remoteRelationship(schema: "catalog", field: "product(sku: $sku)", variables: {sku: "productSku", other: "id"}, fieldMapping: {id: "id"})
        c: Product @remoteRelationship(schema: "catalog", field: "byWeight(grams: $express)")
        d: Product @remoteRelationship(schema: "catalog", field: "byWeight(grams: $x)", variables: {x: {header: "X-Weight"}})
        e: Product @remoteRelationship(schema: "catalog", field: "byWeight(grams: $x)", variables: {x: {env: "REGION"}})
        f: Product @remoteRelationship(schema: "catalog", field: "product(sku: $x)", variables: {x: {env: "REGIO"}})
        g(lang: String, language: Int): Product @remoteRelationship(schema: "catalog", field: "product(sku: $id, lang: $l)", variables: {l: {argument: "langu"}})
        h(sku: ID): Product @remoteRelationship(schema: "catalog", field: "product(sku: $s)", variables: {s: {argument: "sku"}})
        i: Shop @remoteRelationship(schema: "catalog", field: "shop(kind: $k)", variables: {k: {value: MARKET}})
        j: Product @remoteRelationship(schema: "catalog", field: "product(sku: $city)", variables: {city: "details.city"})
        k: Shop @remoteRelationship(schema: "catalog", field: "shop(kind: $status)")
        l: Shop @remoteRelationship(schema: "catalog", field: "shop(kind: $x)", variables: {x: {env: "REGION"}})
        m: Product @remoteRelationship(schema: "catalog", field: "byWeight(grams: $x)", variables: {x: {session: "X-Weight"}})
        n: [Product!] @remoteRelationship(schema: "catalog", field: "search(filter: $x)", variables: {x: {session: "X-Filter"}})
        o: [Product] @remoteRelationship(schema: "catalog", field: "products(skus: $x)", variables: {x: {session: "X-Skus"}})
        p: Product @remoteRelationship(schema: "catalog", field: "product(sku: $id)", variables: {x: {session: "x-none"}})
        q: Product @remoteRelationship(schema: "catalog", field: "product(sku: $s)", variables: {s: {notNull: "product_sku"}})
        r: Product @remoteRelationship(schema: "catalog", field: "product(sku: $id)", variables: {s: {notNull: "product_skuu"}, d: {notNull: "details.city"}, e: {notNull: 1}, f: {notNul: "id"}})
        s: String! @remoteRelationship(schema: "catalog", field: "version", variables: {s: {notNull: "tracking"}})
        t: Product @remoteRelationship(schema: "catalog", field: "product(sku: $id)", variables: {s: {notNull: "product_skuu"}, d: {notNull: "details.city"}})
      }
      type Details { city: String }
      type Product { sku: ID! }
      type Shop { id: ID! }`,
    resolvers: ['Order.details'],
    problems: [
      'error Order.a (7:59) UNKNOWN_VARIABLE: "$idd" is not in variables, and neither a field of "Order" nor a column of table "public.orders" of "orders_db". Did you mean "id"? Use a parent field, or add idd to variables.',
      'error Order.b (8:100) UNKNOWN_PARENT_FIELD: The join key "productSku" is neither a field of "Order" nor a column of table "public.orders" of "orders_db". Did you mean "product_sku"? Name a field of "Order".',
      'error Order.b (8:119) UNUSED_DIRECTIVE_ARGUMENT: @remoteRelationship(variables.other:) is used by nothing: "$other" is not in the field. Remove it.',
      'error Order.b (8:133) UNUSED_DIRECTIVE_ARGUMENT: @remoteRelationship(fieldMapping:) is used by nothing: a relationship to a remote field has none. Remove it.',
      'error Order.c (9:59) KEY_TYPE_MISMATCH: "express" is of type bool, and can never match type Int! of remote schema "catalog". Join fields whose types have values in common.',
      'error Order.d (10:101) INVALID_CONSTANT: the header "X-Weight" is not a value of Int!. Give a value of that type.',
      'error Order.e (11:101) INVALID_CONSTANT: the environment variable "REGION" is not a value of Int!. Give a value of that type.',
      'error Order.f (12:98) ENVIRONMENT_VARIABLE_UNSET: The environment variable "REGIO" is not set. Set REGIO before the server starts.',
      `error Order.g(language:) (13:25) UNKNOWN_REMOTE_ARGUMENT: The remote schema's field "Query.product" has no "language". Remove it, or use its upstream name (in the SDL with @upstream).`,
      'error Order.g (13:138) UNKNOWN_ARGUMENT: The field has no argument "langu". Did you mean "lang" or "language"? Declare the argument: g(langu: …).',
      'error Order.h(sku:) (14:11) REMOTE_ARGUMENT_MISMATCH: The type is ID, but upstream it is ID!, which takes no null. Use ID!.',
      'error Order.i (15:93) INVALID_CONSTANT: MARKET is not a value of ShopKind!. Give a value of that type.',
      'error Order.j (16:101) INVALID_KEY_FIELD: "details.city" of "Order" cannot be a join key: it is a path, but a column has no fields. Join by a field that is one plain value of the parent itself.',
      'error Order.k (17:56) KEY_TYPE_MISMATCH: "status" is of type "public"."status", and can never match type ShopKind! of remote schema "catalog". Join fields whose types have values in common.',
      'error Order.l (18:93) INVALID_CONSTANT: the environment variable "REGION" is not a value of ShopKind!. Give a value of that type.',
      'error Order.n (20:103) INVALID_CONSTANT: the session variable "X-Filter" is not a value of ProductFilter!. Give a value of that type.',
      'error Order.p (22:99) UNUSED_DIRECTIVE_ARGUMENT: @remoteRelationship(variables.x:) is used by nothing: "$x" is not in the field. Remove it.',
      'error Order.q (23:98) UNUSED_DIRECTIVE_ARGUMENT: @remoteRelationship(variables.s.notNull:) is used by nothing: "$s" is in the field, which is null already where "$s" is. Write s: "product_sku".',
      'error Order.r (24:172) INVALID_DIRECTIVE_ARGUMENT: @remoteRelationship(variables.e.notNull:) must be a path of field names, but is 1. Write an object whose values are "a.path.in.the.parent", {session: "…"}, {header: "…"}, {env: "…"}, {argument: "…"}, {value: …} or {notNull: "a.path"}.',
      'error Order.r (24:180) INVALID_DIRECTIVE_ARGUMENT: @remoteRelationship(variables.f:) has an unknown key "notNul". Did you mean "notNull"? Write an object whose values are "a.path.in.the.parent", {session: "…"}, {header: "…"}, {env: "…"}, {argument: "…"}, {value: …} or {notNull: "a.path"}.',
      'warning Order.s (25:9) NON_NULL_RELATIONSHIP: The field is non-null (String!), but its key "s" may be null: that would null its parent as well. Make the field nullable: String.',
      'error Order.t (26:99) UNKNOWN_PARENT_FIELD: The join key "product_skuu" is neither a field of "Order" nor a column of table "public.orders" of "orders_db". Did you mean "product_sku"? Name a field of "Order".',
      'error Order.t (26:129) INVALID_KEY_FIELD: "details.city" of "Order" cannot be a join key: it is a path, but a column has no fields. Join by a field that is one plain value of the parent itself.',
    ],
  },
  {
    name: 'keys of parents of a remote schema',
    sdl: `
      type Query { product(sku: ID!): Product @remoteField(schema: "catalog") }
      type Product {
        code: ID! @upstream(name: "sku")
        computed: ID!
        orders: [Order!]! @remoteRelationship(fieldMapping: {code: "product_sku"})
        hidden: [Order!]! @remoteRelationship(fieldMapping: {weight: "id"})
        a: [Order!]! @remoteRelationship(fieldMapping: {cod: "product_sku"})
        b: [Order!]! @remoteRelationship(fieldMapping: {computed: "product_sku"})
        c: [Order!]! @remoteRelationship(fieldMapping: {tags: "product_sku"})
        d: [Order!]! @remoteRelationship(fieldMapping: {maker: "product_sku"})
        e: [Order!]! @remoteRelationship(fieldMapping: {price: "id"})
        f: [Order!]! @remoteRelationship(fieldMapping: {weight: "tracking"})
        g: Seller @remoteRelationship(schema: "catalog", field: "shop(kind: RETAIL) { seller(sku: $maker) }", variables: {maker: "maker.id"})
      }
      type Seller { id: ID! }
      type Order @table(source: "orders_db", name: "orders") { id: ID! }`,
    resolvers: ['Product.computed'],
    problems: [
      'error Product.a (8:57) UNKNOWN_PARENT_FIELD: The join key "cod" is neither a field of "Product" nor one of "Product" in remote schema "catalog". Did you mean "code"? Name a field of "Product".',
      'error Product.b (9:57) INVALID_KEY_FIELD: "computed" of "Product" cannot be a join key: it is resolved by the host, not by remote schema "catalog". Join by a field that is one plain value of the parent itself.',
      'error Product.c (10:57) INVALID_KEY_FIELD: "tags" of "Product" cannot be a join key: it is a list ([String]). Join by a field that is one plain value of the parent itself.',
      'error Product.d (11:57) INVALID_KEY_FIELD: "maker" of "Product" cannot be a join key: it is an object (Shop). Join by a field that is one plain value of the parent itself.',
      'error Product.e (12:57) INVALID_KEY_FIELD: "price" of "Product" cannot be a join key: it needs its argument "currency". Join by a field that is one plain value of the parent itself.',
      'error Product.f (13:57) KEY_TYPE_MISMATCH: "weight" is of type Int, and can never match column "tracking" of table "public.orders" of "orders_db" (uuid). Join fields whose types have values in common.',
    ],
  },
  {
    name: 'matchBy',
    sdl: `
      type Query { orders: [Order!]! @select }
      type Order @table(source: "orders_db", name: "orders") {
        id: ID!
        a: Product @remoteRelationship(schema: "catalog", field: "product(sku: $id)", matchBy: {id: "sku"})
        b: Product @remoteRelationship(schema: "catalog", field: "products(skus: $id)", matchBy: {id: "sku"})
        c: Product @remoteRelationship(schema: "catalog", field: "products(skus: [$id, \\"x\\"])", matchBy: {id: "sku"})
        d: Product @remoteRelationship(schema: "catalog", field: "products(skus: [$id])", matchBy: {sku: "sku"})
        e: Product @remoteRelationship(schema: "catalog", field: "products(skus: [$id])", matchBy: {id: "ssku"})
        f: Product @remoteRelationship(schema: "catalog", field: "products(skus: [$id])", matchBy: {id: "tags"})
        g: Product @remoteRelationship(schema: "catalog", field: "products(skus: [$id])", matchBy: {id: "name"})
        h: Item @remoteRelationship(schema: "catalog", field: "items(ids: [$id])", matchBy: {id: "sku"})
        i: Shop @remoteRelationship(schema: "catalog", field: "products(skus: [$id])", matchBy: {id: "sku"})
        j: Product @remoteRelationship(schema: "catalog", field: "products(skus: [$id])", matchBy: {id: "weight"})
        k: [Product!]! @remoteRelationship(schema: "catalog", field: "products(skus: [$id])", matchBy: {id: "sku"}, batchSize: -1)
        l: Product @remoteRelationship(schema: "catalog", field: "products(skus: [\\"1\\"])", matchBy: {}, batchSize: 5)
      }
      union Item = Product | Shop
      type Product { sku: ID! }
      type Shop { id: ID! }`,
    problems: [
      'error Order.a (5:87) INVALID_MATCH_BY: matchBy cannot work. "Query.product" answers Product, not a list of results. Remove matchBy, or use a field that takes and answers a list.',
      'error Order.b (6:89) INVALID_MATCH_BY: matchBy cannot work. No one-element list holds all its variables. Put the variables into one list with one element, such as products(skus: [$sku]).',
      'error Order.c (7:98) INVALID_MATCH_BY: matchBy cannot work. No one-element list holds all its variables. Put the variables into one list with one element, such as products(skus: [$sku]).',
      'error Order.d (8:91) INVALID_MATCH_BY: matchBy cannot work. It does not say which result field holds "$id". Add id: "…" to matchBy.',
      'error Order.d (8:101) INVALID_MATCH_BY: matchBy cannot work. "sku" is not used as "$sku" in the field. Name only variables of the field.',
      'error Order.e (9:101) INVALID_MATCH_BY: matchBy cannot work. "Product" of remote schema "catalog" has no field "ssku". Did you mean "sku"? Name a field of the result.',
      'error Order.f (10:101) INVALID_MATCH_BY: matchBy cannot work. "Product.tags" is [String], so results cannot be matched by it. Name a leaf field of the result.',
      'error Order.g (11:101) INVALID_MATCH_BY: matchBy cannot work. "Product.name" takes arguments, so results cannot be matched by it. Name a leaf field of the result.',
      'error Order.h (12:84) INVALID_MATCH_BY: matchBy cannot work. "Query.items" answers the union "Item", which has no fields to match by. Remove matchBy, or use a field that answers objects.',
      'error Order.i (13:9) REMOTE_TYPE_MISMATCH: The type is Shop, but "Query.products" of remote schema "catalog" holds Product. Use Product, or a type of your own with @upstream(name: "Product").',
      'error Order.k (15:117) INVALID_BATCH_SIZE: batchSize must be at least 1, but is -1. Use a positive number, or leave batchSize out.',
      'error Order.l (16:93) INVALID_MATCH_BY: matchBy cannot work. No one-element list holds all its variables. Put the variables into one list with one element, such as products(skus: [$sku]).',
    ],
  },
  {
    name: 'keys of input objects and custom scalars',
    sdl: `
      type Query { orders: [Order!]! @select }
      type Order @table(source: "orders_db", name: "orders") {
        id: Int!
        found: [Product!]! @remoteRelationship(schema: "catalog", field: "search(filter: $id)")
        seen: [Product!]! @remoteRelationship(schema: "catalog", field: "search(filter: $details)")
        near: [Product!]! @remoteRelationship(schema: "catalog", field: "search(filter: {kind: RETAIL, near: $tracking})")
        raw: String @remoteRelationship(schema: "catalog", field: "raw(value: $id)")
        tagged: String @remoteRelationship(schema: "catalog", field: "raw(value: $tags)")
        named: Product @remoteRelationship(schema: "catalog", field: "product(sku: $tags)")
      }
      type Product { sku: ID! }`,
    problems: [
      'error Order.found (5:67) KEY_TYPE_MISMATCH: "id" is of type int4, and can never match type ProductFilter! of remote schema "catalog". Join fields whose types have values in common.',
      'error Order.near (7:66) KEY_TYPE_MISMATCH: "tracking" is of type uuid, and can never match type Place of remote schema "catalog". Join fields whose types have values in common.',
      'error Order.named (10:63) INVALID_KEY_FIELD: "tags" of "Order" cannot be a join key: it is of type text[]. Join by a field that is one plain value of the parent itself.',
    ],
  },
];
