import { checkTypeDefs } from '../../../packages/core/src/validation/checkTypeDefs.js';
import type { TypeDefs } from '../../../packages/core/src/validation/parseTypeDefs.js';
import { catalogs, print } from '../harness.js';

export interface TypeDefsCase {
  readonly name: string;
  readonly typeDefs: TypeDefs;
  readonly problems: readonly string[];
}

export function checkTypeDefsCase({ typeDefs }: Pick<TypeDefsCase, 'typeDefs'>): string[] {
  return checkTypeDefs({ typeDefs, catalogs, env: {} }).problems.map(print);
}

/** What a host refuses while it builds the schema, and what cannot be told without one. */
export const cases: readonly TypeDefsCase[] = [
  {
    name: 'syntax',
    typeDefs: `
      type Query { orders: [Order!]! @select`,
    problems: [
      'error typeDefs (2:45) SYNTAX_ERROR: The SDL cannot be parsed: Expected Name, found <EOF>. Correct the syntax; nothing else of this SDL was checked.',
    ],
  },
  {
    name: 'which of several texts',
    typeDefs: ['type Query { a: Int }', 'type Order {\n  id: ID!!\n}', 'type User {'],
    problems: [
      'error typeDefs[1] (typeDefs[1]:2:10) SYNTAX_ERROR: The SDL cannot be parsed: Expected Name, found "!". Correct the syntax; nothing else of this SDL was checked.',
      'error typeDefs[2] (typeDefs[2]:1:12) SYNTAX_ERROR: The SDL cannot be parsed: Expected Name, found <EOF>. Correct the syntax; nothing else of this SDL was checked.',
    ],
  },
  {
    name: 'unknown directives, types and arguments',
    typeDefs: [
      'type Query { orders: [Order!]! @select, user(id: Idd): Usr }',
      `
      type Order @tabel(source: "orders_db") { id: ID! @column(nam: "id") @deprecated(why: "old"), sku: ID @select }
      directive @own(a: Int!) on OBJECT
      extend type Query @own { x: Int @own(a: 5) }`,
    ],
    problems: [
      'error Query.user(id:) (typeDefs[0]:1:50) UNKNOWN_TYPE: Unknown type "Idd". Did you mean "ID" or "Int"? Define the type, or name another.',
      'error Query.user (typeDefs[0]:1:56) UNKNOWN_TYPE: Unknown type "Usr". Define the type, or name another.',
      'error Order (typeDefs[1]:2:18) UNKNOWN_DIRECTIVE: Unknown directive "@tabel". Define the directive, or remove it.',
      'error Order.id (typeDefs[1]:2:56) MISSING_DIRECTIVE_ARGUMENT: Directive "@column" argument "name" of type "String!" is required, but it was not provided. Give the directive this argument.',
      'error Order.id (typeDefs[1]:2:64) UNKNOWN_DIRECTIVE_ARGUMENT: Unknown argument "nam" on directive "@column". Did you mean "name"? Use only arguments that the directive has.',
      'error Order.id (typeDefs[1]:2:87) UNKNOWN_DIRECTIVE_ARGUMENT: Unknown argument "why" on directive "@deprecated". Use only arguments that the directive has.',
      'error Query (typeDefs[1]:4:25) MISSING_DIRECTIVE_ARGUMENT: Directive "@own" argument "a" of type "Int!" is required, but it was not provided. Give the directive this argument.',
      'error Query.x (typeDefs[1]:4:39) MISPLACED_DIRECTIVE: Directive "@own" may not be used on FIELD_DEFINITION. Use the directive where its definition says.',
    ],
  },
  {
    name: 'unknown and missing directive arguments',
    typeDefs: `
      type Query @own { orders: [Order!]! @select }
      directive @own(a: Int!) on OBJECT
      type Order @table(nam: "orders") { id: ID! @deprecated(why: "old") }`,
    problems: [
      'error Query (2:18) MISSING_DIRECTIVE_ARGUMENT: Directive "@own" argument "a" of type "Int!" is required, but it was not provided. Give the directive this argument.',
      'error Order (4:18) MISSING_DIRECTIVE_ARGUMENT: @table lacks its argument "source". Add source: "…".',
      'error Order (4:25) UNKNOWN_DIRECTIVE_ARGUMENT: @table has no argument "nam". Did you mean "name"? Use only "source", "name" and "schema".',
      'error Order.id (4:62) UNKNOWN_DIRECTIVE_ARGUMENT: Unknown argument "why" on directive "@deprecated". Use only arguments that the directive has.',
    ],
  },
  {
    name: 'directives in places that their definition does not allow',
    typeDefs: `
      type Query @select { orders: [Order!]! @select }
      type Order @table(source: "orders_db", name: "orders") { id: ID! }`,
    problems: ['error Query (2:18) MISPLACED_DIRECTIVE: @select cannot work here. Use it on FIELD_DEFINITION.'],
  },
  {
    name: 'a directive of ours with a slip in its name, once',
    typeDefs: `
      type Query { orders: [Order!]! @select }
      type Order @table(source: "orders_db", name: "orders") @permision(role: "user", fields: "*") { id: ID! }`,
    problems: [
      'error Order (3:62) UNKNOWN_DIRECTIVE: Unknown directive "@permision". Define the directive, or remove it.',
    ],
  },
  {
    name: 'duplicates',
    typeDefs: `
      type Query { a: Int, a: Int, b(x: Int, x: Int): Int }
      type Order @table(source: "orders_db", source: "users_db") { id: ID! }
      type Order { id: ID! }
      enum Color { RED, RED }`,
    problems: [
      'error Query.a (2:28) DUPLICATE_DEFINITION: Field "Query.a" can only be defined once. Keep one of them.',
      'error Query.b(x:) (2:46) DUPLICATE_DEFINITION: Argument "Query.b(x:)" can only be defined once. Keep one of them.',
      'error Order (3:46) DUPLICATE_DEFINITION: There can be only one argument named "source". Keep one of them.',
      'error Order (4:12) DUPLICATE_DEFINITION: There can be only one type named "Order". Keep one of them.',
      'error Order.id (4:20) DUPLICATE_DEFINITION: Field "Order.id" can only be defined once. Keep one of them.',
      'error Color.RED (5:25) DUPLICATE_DEFINITION: Enum value "Color.RED" can only be defined once. Keep one of them.',
    ],
  },
  {
    name: 'what GraphQL itself refuses',
    typeDefs: `
      type Query { orders: [Order!]! @select }
      type Order implements Node @table(source: "orders_db", name: "orders") { product_sku: String! }
      interface Node { id: ID! }`,
    problems: [
      'error Order (3:7) INVALID_SDL: Interface field Node.id expected but Order does not provide it. Correct the SDL.',
    ],
  },
  {
    name: 'types that are defined in several texts, as Apollo Server merges them',
    typeDefs: [
      'type Query { orders: [Order!]! @select }',
      'type Query { order(id: ID!): Order @select }\ntype Order @table(source: "orders_db", name: "orders") { id: ID! totl: Int @column(name: "totl") }',
    ],
    problems: [
      'error Order.totl (typeDefs[1]:2:84) UNKNOWN_COLUMN: Field "Order.totl" is column "totl", which table "public.orders" of "orders_db" does not have. Did you mean "total"? Name a column of the table.',
    ],
  },
  {
    name: 'extensions of what is not there, as hosts do',
    typeDefs: [
      'type Query { orders: [Order!]! @select } type Order @table(source: "orders_db", name: "orders") { id: ID! }',
      'extend type Order { more: Int }\nextend type Oder { total: Int }\nextend input Filter { a: Int }',
    ],
    problems: [
      'error Oder (typeDefs[1]:2:13) UNKNOWN_TYPE: Cannot extend type "Oder" because it is not defined. Did you mean "Order"? Define the type, or extend another.',
      'error Filter (typeDefs[1]:3:14) UNKNOWN_TYPE: Cannot extend type "Filter" because it is not defined. Define the type, or extend another.',
    ],
  },
  {
    name: 'nothing of a federation subgraph',
    typeDefs: `
      extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])
      type Query { orders: [Order!]! @select }
      type Order @key(fields: "id") @table(source: "orders_db", name: "orders") { id: ID! }
      extend type User @key(fields: "id") { id: ID! }`,
    problems: [],
  },
  {
    name: 'fields that a resolver may serve',
    typeDefs: `
      type Query { orders: [Order!]! @select, version: String!, product(sku: ID!): Product @remoteField(schema: "catalog") }
      type Order @table(source: "orders_db", name: "orders") { id: ID!, label: String!, note: Note }
      type Note { text: String! }
      type Product { sku: ID!, label: String! }`,
    problems: [
      'warning Order.label (3:73) UNJUDGED_FIELD: The field is no column of table "public.orders" of "orders_db"; whether a resolver serves it cannot be told from SDL alone. Make sure that it has a resolver.',
      'warning Order.note (3:89) UNJUDGED_FIELD: The field has an object type, but is not joined; whether a resolver serves it cannot be told from SDL alone. Make sure that it has a resolver.',
      'warning Product.label (5:32) UNJUDGED_FIELD: The field is no field of "Product" in remote schema "catalog"; whether a resolver serves it cannot be told from SDL alone. Make sure that it has a resolver.',
    ],
  },
];
