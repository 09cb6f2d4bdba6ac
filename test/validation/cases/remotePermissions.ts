import { buildSchema } from 'graphql';
import { readDirectives } from '../../../packages/core/src/schema/readDirectives.js';
import { checkDefinitions } from '../../../packages/core/src/validation/checkDefinitions.js';
import { schemaCatalog } from '../../support/catalogs.js';
import { print } from '../harness.js';

export interface PermissionCase {
  readonly name: string;
  /** By role. */
  readonly permissions: Readonly<Record<string, string>>;
  /** Roles that role "heir" inherits from. */
  readonly inherits?: readonly string[];
  readonly problems: readonly string[];
}

const upstream = `
  directive @cost(units: Int) on FIELD_DEFINITION | OBJECT
  schema { query: Root, mutation: Change }
  type Root {
    product(sku: ID!, lang: String = "en"): Product
    products(skus: [ID!]!, filter: Filter, kinds: [Kind!]): [Product!]!
    hits: [Hit!]
    node(id: ID!): Node
    at(place: Place! = {city: "Delft"}): Int
    raw(value: JSON, depth: [[Int]]): JSON
  }
  type Change { rate(sku: ID!, stars: Int!): Product }
  scalar JSON
  enum Kind { RETAIL OUTLET @deprecated }
  input Filter { sku: ID, kind: Kind!, near: Place, and: [Filter!], secret: Boolean! = true }
  input Place { city: String!, radius: Int = 5, exact: Boolean! = false }
  interface Node { id: ID! }
  interface Named implements Node { id: ID!, name(lang: String): String }
  type Product implements Node & Named @cost(units: 2) { id: ID!, sku: ID!, name(lang: String): String, kind: Kind, shop: Shop }
  type Shop implements Node { id: ID!, name: String! }
  union Hit = Product | Shop`;

export function checkPermissionCase({ permissions, inherits }: Omit<PermissionCase, 'name' | 'problems'>): string[] {
  const schema = buildSchema('type Query { own: Int }');
  const catalog = { ...schemaCatalog(upstream), permissions: new Map(Object.entries(permissions)) };
  const { definitions } = readDirectives(schema);
  const inheritedRoles = new Map(inherits && [['heir', inherits]]);
  const options = { session: true, inheritedRoles };
  const sources = new Map([['catalog', catalog]]);
  return checkDefinitions(definitions, schema, sources, () => true, new Map(), options).problems.map(print);
}

/** What is said of role "user": `Root.hits (2:5) CODE: message remedy`, with the option that holds the SDL. */
function told(line: string): string {
  const [, coordinate = '', rest] = /^(\S+ )?\((.*)$/s.exec(line) ?? [];
  const option = 'sources.catalog.permissions.user';
  return `error ${option}${coordinate === '' ? ' ' : `: ${coordinate}`}(${option}:${rest}`;
}

const text = (sdl: string): Readonly<Record<string, string>> => ({ user: sdl });

/** What roles may see of a remote schema. */
export const cases: readonly PermissionCase[] = [
  {
    name: 'a part of the remote schema, presets in every place, and nothing at all',
    permissions: {
      nobody: 'type Root { hits: [Hit!] } union Hit = Shop type Shop { name: String! }',
      everybody: `${upstream.replace('@cost(units: 2)', '')} directive @preset(value: JSON) on ARGUMENT_DEFINITION`,
      user: `
        """Described."""
        schema { query: Root }
        type Root {
          product(sku: ID!, lang: String @preset(value: "x-hasura-lang")): Product
          products(
            skus: [ID!]! @preset(value: ["X-HASURA-sku", "a"])
            filter: Filter @preset(value: {kind: RETAIL, near: {city: "x-hasura-city"}, and: {kind: OUTLET}})
            kinds: [Kind!] @preset(value: "x-hasura-kinds")
          ): [Product!]!
          at(place: Place!): Int
          raw(value: JSON @preset(value: {a: ["x-hasura-a", 1, null]})): JSON
        }
        extend type Root { node(id: ID! @preset(value: "x-hasura-id", static: true)): Node @deprecated }
        scalar JSON @specifiedBy(url: "https://json.example")
        enum Kind { RETAIL OUTLET }
        input Filter { sku: ID, kind: Kind! @preset(value: RETAIL), near: Place, and: [Filter!] }
        input Place { city: String! @preset(value: "Delft"), radius: Int = 5 }
        interface Node { id: ID! }
        type Product implements Node { id: ID!, name(lang: String @preset(value: null)): String }`,
    },
    problems: [],
  },
  {
    name: 'syntax, each role alone',
    permissions: {
      'sales-eu': 'type Root {\n  hits: [Hit!]\n',
      user: 'type Root { a(b: Int @preset(value: $x)): Int }',
    },
    problems: [
      'error sources.catalog.permissions.sales-eu (sources.catalog.permissions.sales-eu:3:1) SYNTAX_ERROR: The SDL cannot be parsed: Expected Name, found <EOF>. Correct the syntax; nothing else of this SDL was checked.',
      told(
        '(1:37) SYNTAX_ERROR: The SDL cannot be parsed: Unexpected variable "$x" in constant value. Correct the syntax; nothing else of this SDL was checked.',
      ),
    ],
  },
  {
    name: 'no text, which lets the role see nothing',
    permissions: { user: '' },
    problems: [],
  },
  {
    name: 'a comment, which is no text',
    permissions: { user: '# nothing' },
    problems: [
      told(
        '(1:10) SYNTAX_ERROR: The SDL cannot be parsed: Unexpected <EOF>. Correct the syntax; nothing else of this SDL was checked.',
      ),
    ],
  },
  {
    name: 'no query root',
    permissions: text('type Query { a: Int } type Change { rate(sku: ID!, stars: Int!): Int }'),
    problems: [
      told(
        '(1:1) INVALID_SDL: The SDL has no query root. Define "type Root" with the root fields that the role may ask for.',
      ),
    ],
  },
  {
    name: 'what is defined twice, or not at all',
    permissions: text(`
      type Root { hits: [Hit!], product(sku: ID!, sku: ID!): Product, product: Product }
      union Hit = Shop | Shop
      type Shop { name: String! } type Shop { id: ID! }
      enum Kind { RETAIL RETAIL }
      input Filter { kind: Kind!, kind: Kind! @preset(value: RETAIL) @preset(value: RETAIL), value: JSON }
      schema { query: Root } schema { query: Root }`),
    problems: [
      told(
        'Root.product(sku:) (2:51) DUPLICATE_DEFINITION: Argument "Root.product(sku:)" can only be defined once. Keep one of them.',
      ),
      told('Root.product (2:62) UNKNOWN_TYPE: Unknown type "Product". Define the type, or name another.'),
      told(
        'Root.product (2:71) DUPLICATE_DEFINITION: Field "Root.product" can only be defined once. Keep one of them.',
      ),
      told('Root.product (2:80) UNKNOWN_TYPE: Unknown type "Product". Define the type, or name another.'),
      told('Shop (4:40) DUPLICATE_DEFINITION: There can be only one type named "Shop". Keep one of them.'),
      told(
        'Kind.RETAIL (5:26) DUPLICATE_DEFINITION: Enum value "Kind.RETAIL" can only be defined once. Keep one of them.',
      ),
      told('Filter.kind (6:35) DUPLICATE_DEFINITION: Field "Filter.kind" can only be defined once. Keep one of them.'),
      told(
        'Filter.kind (6:70) DUPLICATE_DEFINITION: The directive "@preset" can only be used once at this location. Keep one of them.',
      ),
      told('Filter.value (6:101) UNKNOWN_TYPE: Unknown type "JSON". Define the type, or name another.'),
      told('schema (7:30) INVALID_SDL: Must provide only one schema definition. Correct the SDL.'),
      told('schema (7:39) DUPLICATE_DEFINITION: There can be only one query type in schema. Keep one of them.'),
    ],
  },
  {
    name: 'directives',
    permissions: text(`
      directive @cost(units: Int) on FIELD_DEFINITION
      type Root @key(fields: "hits") { hits(a: Int @presett(value: 5)): [Hit!] @cost, product(sku: ID! @preset(value: "x-hasura-sku", statik: true)): Product @preset(value: 5) }
      union Hit = Shop
      type Shop { name: String! }
      type Product { sku: ID! @upstream(name: "id"), name: String }`),
    problems: [
      told('Root (3:17) UNKNOWN_DIRECTIVE: Unknown directive "@key". Remove it: only @preset means something here.'),
      told(
        'Root.hits(a:) (3:52) UNKNOWN_DIRECTIVE: Unknown directive "@presett". Remove it: only @preset means something here.',
      ),
      told(
        'Root.product(sku:) (3:135) UNKNOWN_DIRECTIVE_ARGUMENT: Unknown argument "statik" on directive "@preset". Did you mean "static"? Use only arguments that the directive has.',
      ),
      told(
        'Root.product (3:159) MISPLACED_DIRECTIVE: Directive "@preset" may not be used on FIELD_DEFINITION. Use the directive where its definition says.',
      ),
      told(
        'Product.sku (6:31) UNKNOWN_DIRECTIVE: Unknown directive "@upstream". Remove it: only @preset means something here.',
      ),
    ],
  },
  {
    name: 'directives that the remote schema has',
    permissions: text(`
      directive @cost(units: Int) on FIELD_DEFINITION
      type Root { hits: [Hit!] @cost(units: 1) }
      union Hit = Shop
      type Shop { name: String! @deprecated }`),
    problems: [
      told(
        '@cost (3:32) PERMISSION_NOT_SUBSET: The directive "@cost" limits nothing here. Remove it: only @preset means something here.',
      ),
    ],
  },
  {
    name: 'interfaces and empty types',
    permissions: text(`
      type Root { node(id: ID!): Node }
      interface Node { id: ID! }
      type Shop implements Node { name: String! }
      type Product`),
    problems: [
      told('Shop (4:7) INVALID_SDL: Interface field Node.id expected but Shop does not provide it. Correct the SDL.'),
      told('Product (5:7) INVALID_SDL: Type Product must define one or more fields. Correct the SDL.'),
    ],
  },
  {
    name: 'names and kinds that the remote schema does not have',
    permissions: text(`
      schema { query: Root, mutation: Root2, subscription: Root2 }
      type Root2 { hits: [Hit!] }
      type Root { hitz: [Hit!], product(sku: ID!, language: String, toString: Int): Product }
      union Hit = Product | Maker
      type Maker { id: ID! }
      type Product implements Own { sku: ID!, weight: Int, constructor: Int }
      interface Own { sku: ID! }
      enum Kind { RETAIL, RETAYL }
      input Filter { kind: Kind!, price: Int }
      input Shop { name: String! }
      scalar Date
      type Subscription { a: Int }`),
    problems: [
      told(
        'schema (2:7) PERMISSION_NOT_SUBSET: The mutation root is "Root2", not "Change" as in remote schema "catalog". Write the mutation root as it is there.',
      ),
      told(
        'schema (2:7) PERMISSION_NOT_SUBSET: Remote schema "catalog" has no subscription root "Root2". Remove it, or name one that is there.',
      ),
      told(
        'Root2 (3:7) PERMISSION_NOT_SUBSET: Remote schema "catalog" has no type "Root2". Did you mean "Root"? Remove it, or name one that is there.',
      ),
      told(
        'Root.hitz (4:19) PERMISSION_NOT_SUBSET: Type "Root" of remote schema "catalog" has no field "hitz". Did you mean "hits"? Remove it, or name one that is there.',
      ),
      told(
        'Root.product(language:) (4:51) PERMISSION_NOT_SUBSET: Field "Root.product" of remote schema "catalog" has no argument "language". Remove it, or name one that is there.',
      ),
      told(
        'Root.product(toString:) (4:69) PERMISSION_NOT_SUBSET: Field "Root.product" of remote schema "catalog" has no argument "toString". Remove it, or name one that is there.',
      ),
      told(
        'Hit (5:29) PERMISSION_NOT_SUBSET: Union "Hit" of remote schema "catalog" has no member "Maker". Remove it, or name one that is there.',
      ),
      told(
        'Maker (6:7) PERMISSION_NOT_SUBSET: Remote schema "catalog" has no type "Maker". Remove it, or name one that is there.',
      ),
      told(
        'Product (7:31) PERMISSION_NOT_SUBSET: Type "Product" of remote schema "catalog" has no interface "Own". Remove it, or name one that is there.',
      ),
      told(
        'Product.weight (7:47) PERMISSION_NOT_SUBSET: Type "Product" of remote schema "catalog" has no field "weight". Remove it, or name one that is there.',
      ),
      told(
        'Product.constructor (7:60) PERMISSION_NOT_SUBSET: Type "Product" of remote schema "catalog" has no field "constructor". Remove it, or name one that is there.',
      ),
      told(
        'Own (8:7) PERMISSION_NOT_SUBSET: Remote schema "catalog" has no type "Own". Remove it, or name one that is there.',
      ),
      told(
        'Kind.RETAYL (9:27) PERMISSION_NOT_SUBSET: Enum "Kind" of remote schema "catalog" has no value "RETAYL". Did you mean "RETAIL"? Remove it, or name one that is there.',
      ),
      told(
        'Filter.price (10:35) PERMISSION_NOT_SUBSET: Input object "Filter" of remote schema "catalog" has no field "price". Remove it, or name one that is there.',
      ),
      told(
        'Shop (11:7) PERMISSION_NOT_SUBSET: The kind of type is an input object, not an object type as in remote schema "catalog". Write the kind of type as it is there.',
      ),
      told(
        'Date (12:7) PERMISSION_NOT_SUBSET: Remote schema "catalog" has no type "Date". Remove it, or name one that is there.',
      ),
      told(
        'Subscription (13:7) PERMISSION_NOT_SUBSET: Remote schema "catalog" has no type "Subscription". Remove it, or name one that is there.',
      ),
    ],
  },
  {
    name: 'a query root that is another type',
    permissions: text('schema { query: Product } type Product { sku: ID! }'),
    problems: [
      told(
        'schema (1:1) PERMISSION_NOT_SUBSET: The query root is "Product", not "Root" as in remote schema "catalog". Write the query root as it is there.',
      ),
    ],
  },
  {
    name: 'types, nullability, defaults and what is required',
    permissions: text(`
      type Root {
        product(sku: ID, lang: String = "de"): Product!
        products(filter: Filter = {}): [Product!]
        at(place: Place! = {city: "Delft"}): Int
      }
      type Product { sku: String! }
      input Filter { sku: ID!, and: [Filter!], secret: Boolean! = false }
      input Place { city: String! = "Delft", radius: Int }`),
    problems: [
      told(
        'Root.product (3:9) PERMISSION_NOT_SUBSET: The type is Product!, not Product as in remote schema "catalog". Write the type as it is there.',
      ),
      told(
        'Root.product(sku:) (3:17) PERMISSION_NOT_SUBSET: The type is ID, not ID! as in remote schema "catalog". Write the type as it is there.',
      ),
      told(
        'Root.product(lang:) (3:26) PERMISSION_NOT_SUBSET: The default value is another than in remote schema "catalog". Write the default value as it is there, or leave it out.',
      ),
      told(
        'Root.products (4:9) PERMISSION_NOT_SUBSET: The type is [Product!], not [Product!]! as in remote schema "catalog". Write the type as it is there.',
      ),
      told(
        'Root.products (4:9) PERMISSION_NOT_SUBSET: Field "Root.products" of remote schema "catalog" requires "skus" ([ID!]!), which is left out. Add it; with @preset where the role may not give it.',
      ),
      told(
        'Product.sku (7:22) PERMISSION_NOT_SUBSET: The type is String!, not ID! as in remote schema "catalog". Write the type as it is there.',
      ),
      told(
        'Filter (8:7) PERMISSION_NOT_SUBSET: Input object "Filter" of remote schema "catalog" requires "kind" (Kind!), which is left out. Add it; with @preset where the role may not give it.',
      ),
      told(
        'Filter.sku (8:22) PERMISSION_NOT_SUBSET: The type is ID!, not ID as in remote schema "catalog". Write the type as it is there.',
      ),
      told(
        'Filter.secret (8:48) PERMISSION_NOT_SUBSET: The default value is another than in remote schema "catalog". Write the default value as it is there, or leave it out.',
      ),
      told(
        'Place.city (9:21) PERMISSION_NOT_SUBSET: The default value is another than in remote schema "catalog". Write the default value as it is there, or leave it out.',
      ),
    ],
  },
  {
    name: 'presets that are no values',
    permissions: text(`
      type Root {
        product(sku: ID! @preset(value: null), lang: String @preset(value: 5, static: "yes")): Product
        products(
          skus: [ID!]! @preset(value: [1, RETAIL])
          filter: Filter @preset(value: {kynd: RETAIL, sku: "x-hasura-sku", near: {radius: "x-hasura-radius", city: 5}})
          kinds: [Kind!] @preset(value: "RETAIL")
        ): [Product!]!
        node(id: ID! @preset(value: ["a"])): Node
        at(place: Place! @preset(value: "x-hasura-place")): Int
        raw(value: JSON @preset(value: {a: "x-hasura-a"}), depth: [[Int]] @preset(value: "x-hasura-depth")): JSON
      }
      type Product { sku: ID!, kind: Kind }
      interface Node { id: ID! }
      scalar JSON
      enum Kind { RETAIL }
      input Filter { sku: ID, kind: Kind! @preset(value: OUTLET), near: Place @preset(value: 5) }
      input Place { city: String!, radius: Int @preset(value: {a: 1}), exact: Boolean! @preset }`),
    problems: [
      told('Root.product(sku:) (3:26) INVALID_PRESET: The preset is not a value of ID!. Give a value of ID!.'),
      told('Root.product(lang:) (3:61) INVALID_PRESET: "static" is no boolean. Write true or false.'),
      told('Root.products(skus:) (5:24) INVALID_PRESET: The preset is not a value of ID!. Give a value of [ID!]!.'),
      told(
        'Root.products(filter:) (6:26) INVALID_PRESET: The preset has "kynd", but input object "Filter" has no such field. Did you mean "kind"? Give a value of Filter.',
      ),
      told(
        'Root.products(filter:) (6:26) INVALID_PRESET: The preset is not a value of String!. Give a value of Filter.',
      ),
      told(
        'Root.products(filter:) (6:26) INVALID_PRESET: The preset lacks "kind", which input object "Filter" requires. Give a value of Filter.',
      ),
      told(
        'Root.products(kinds:) (7:26) INVALID_PRESET: The preset is not a value of Kind!: enum values are written without quotes. Give a value of [Kind!].',
      ),
      told(
        'Root.node(id:) (9:22) INVALID_PRESET: The preset is not a value of ID!: it is a list. Give a value of ID!.',
      ),
      told(
        'Root.at(place:) (10:26) INVALID_PRESET: A session variable cannot be a value of Place!. Give a value of Place!.',
      ),
      told(
        'Root.raw(depth:) (11:75) INVALID_PRESET: A session variable cannot be a value of [[Int]]. Give a value of [[Int]].',
      ),
      told('Filter.kind (17:43) INVALID_PRESET: The preset is not a value of Kind!. Give a value of Kind!.'),
      told('Filter.near (17:79) INVALID_PRESET: The preset is not a value of Place. Give a value of Place.'),
      told(
        'Place.radius (18:48) INVALID_PRESET: The preset is not a value of Int: it is an object. Give a value of Int.',
      ),
      told('Place.exact (18:88) INVALID_PRESET: The preset has no "value". Give a value of Boolean!.'),
    ],
  },
  {
    name: 'presets of an interface and of its types',
    permissions: text(`
      type Root { node(id: ID!): Node }
      interface Node { id: ID! }
      interface Named implements Node { id: ID!, name(lang: String @preset(value: "en")): String }
      type Product implements Node & Named { id: ID!, name(lang: String): String }`),
    problems: [
      told(
        'Product.name(lang:) (5:60) INVALID_PRESET: The argument has a preset in interface "Named", but none here. Give both a preset, or none.',
      ),
    ],
  },
  {
    name: 'presets of types alone',
    permissions: text(`
      type Root { node(id: ID!): Node }
      interface Node { id: ID! }
      interface Named implements Node { id: ID!, name(lang: String): String }
      type Product implements Node & Named { id: ID!, name(lang: String @preset(value: "en")): String }`),
    problems: [
      told(
        'Product.name(lang:) (5:60) INVALID_PRESET: The argument has a preset here, but none in interface "Named". Give both a preset, or none.',
      ),
    ],
  },
  {
    name: 'roles that inherit what is written in another way',
    permissions: {
      a: 'type Root { hits: [Hit!] product(lang: String @preset(value: "en"), sku: ID!): Product } type Product { sku: ID!, "Its name." name: String } union Hit = Product',
      b: 'union Hit = Product type Product { name: String @deprecated, sku: ID! } schema { query: Root } type Root { product(sku: ID!, lang: String @preset(value: "en", static: true)): Product, hits: [Hit!] }',
    },
    inherits: ['a', 'b'],
    problems: [],
  },
  {
    name: 'roles that inherit different parts',
    permissions: {
      a: 'type Root { at(place: Place!): Int, hits: [Hit!] } union Hit = Shop type Shop { id: ID! } input Place { city: String! }',
      b: 'type Root { at(place: Place!): Int } input Place { city: String! }',
    },
    inherits: ['a', 'b'],
    problems: [
      'error sources.catalog.permissions.heir CONFLICTING_PERMISSIONS: Role "heir" inherits from "a" and "b", which have different parts of remote schema "catalog". Give the role SDL of its own, an empty one to let it see nothing: sources.catalog.permissions.heir.',
    ],
  },
  {
    name: 'roles that inherit different parts, the heir closed',
    permissions: {
      a: 'type Root { at(place: Place!): Int } input Place { city: String! }',
      b: 'type Root { hits: [Hit!] } union Hit = Shop type Shop { id: ID! }',
      heir: '',
    },
    inherits: ['a', 'b'],
    problems: [],
  },
  {
    name: 'roles that inherit different presets',
    permissions: {
      a: 'type Root { product(sku: ID! @preset(value: "x-hasura-a")): Product } type Product { sku: ID! }',
      b: 'type Root { product(sku: ID! @preset(value: "x-hasura-a")): Product } type Product { sku: ID! }',
      c: 'type Root { product(sku: ID! @preset(value: "x-hasura-b")): Product } type Product { sku: ID! }',
    },
    inherits: ['a', 'b', 'c'],
    problems: [
      'error sources.catalog.permissions.heir CONFLICTING_PERMISSIONS: Role "heir" inherits from "a", "b" and "c", which have different presets of remote schema "catalog". Give the role SDL of its own, an empty one to let it see nothing: sources.catalog.permissions.heir.',
    ],
  },
];
