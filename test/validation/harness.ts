import { buildSchema } from 'graphql';
import { type Problem, printProblem } from '../../packages/core/src/error/problem.js';
import type { Catalog } from '../../packages/core/src/model/catalog.js';
import { remoteJoinsTypeDefs } from '../../packages/core/src/schema/directives.js';
import { readDirectives } from '../../packages/core/src/schema/readDirectives.js';
import { sortProblems } from '../../packages/core/src/schema/report.js';
import { checkDefinitions } from '../../packages/core/src/validation/checkDefinitions.js';
import { schemaCatalog, table, tableCatalog, withFunctions } from '../support/catalogs.js';

/** One fault of an author's, and all that is said of it. */
export interface Case {
  readonly name: string;
  readonly sdl: string;
  /** `severity coordinate (line:column) CODE: message remedy` */
  readonly problems: readonly string[];
  /** Coordinates of fields that the host resolves. */
  readonly resolvers?: readonly string[];
  readonly failures?: Readonly<Record<string, Error>>;
  readonly inheritedRoles?: Readonly<Record<string, readonly string[]>>;
  /** Whether the option `session` is given: as if it were, where left out. */
  readonly session?: boolean;
  /** Further sources: handlers of actions, by name. */
  readonly actions?: readonly string[];
  /** Whether graphql-js would refuse the SDL, but a host that skips its validation would not. */
  readonly unvalidated?: boolean;
}

const orders = table(
  'orders_db',
  'orders',
  {
    id: 'int4!',
    product_sku: 'text!',
    ordered_by_user_id: 'int4!',
    approved_by: 'int4',
    status: 'status(open|paid|shipped)!',
    total: 'numeric!',
    weight: 'float8',
    express: 'bool!',
    tags: 'text[]!',
    details: 'json',
    placed_at: 'timestamptz!',
    tracking: 'uuid',
    area: 'other',
  },
  { uniqueKeys: [['tracking']] },
);
const items = table('orders_db', 'items', { order_id: 'int4!', sku: 'text!' }, { primaryKey: ['order_id', 'sku'] });
const log = table('orders_db', 'log', { order_id: 'int4!', line: 'text' }, { primaryKey: [] });
const totals = table('orders_db', 'totals', { user_id: 'int4', total: 'numeric' }, { primaryKey: [], isView: true });
const things = table('orders_db', 'things', {
  id: 'int4!',
  data: 'jsonb',
  shape: 'point',
  shapes: 'point[]',
  labels: 'text[]',
  note: 'text',
  more: 'json',
});
const invoices = table('orders_db', 'invoices', { id: 'int4!' }, { schema: 'billing' });
const users = table('users_db', 'users', { id: 'int4!', name: 'text!', email: 'text', token: 'uuid!' });

export const catalogs: ReadonlyMap<string, Catalog> = new Map<string, Catalog>([
  [
    'orders_db',
    withFunctions(
      tableCatalog(orders, items, log, totals, invoices, things),
      'label(orders, lang text =) text',
      'note(word text, it orders, who json) text',
      'mine(orders, who json) text',
      'weighs(orders) numeric',
      'mood_of(orders) status(open|paid)',
      'lines(orders) setof items',
      'one_line(orders) items',
      'tags_of(orders) setof text',
      'odd(orders, int4) text',
      'both(orders) text',
      'both(orders, lang text) text',
      'volatile touch(orders) text',
      'search(q text, least numeric =) setof orders',
      'billing.paid(invoices) bool',
      'total_of(totals) numeric',
    ),
  ],
  ['users_db', tableCatalog(users)],
  [
    'catalog',
    schemaCatalog(`
      type Query {
        product(sku: ID!, lang: String): Product
        products(skus: [ID!]!): [Product]!
        search(filter: ProductFilter!, limit: Int = 10): [Product!]!
        byWeight(grams: Int!): Product
        shop(kind: ShopKind!): Shop!
        shops: [Shop!]!
        item(id: ID!): Item
        items(ids: [ID!]!): [Item!]!
        version: String!
        raw(value: JSON): String
      }
      type Mutation { rate(sku: ID!, stars: Int!): Product }
      scalar JSON
      enum ShopKind { RETAIL OUTLET }
      input ProductFilter { sku: ID, kind: ShopKind!, near: Place }
      input Place { city: String!, radius: Int }
      type Product { sku: ID!, name(lang: String): String, weight: Int!, color: Color, tags: [String], maker: Shop, price(currency: String!): Float }
      enum Color { RED BLUE }
      type Shop { id: ID!, name: String!, seller(sku: ID!, lang: String): Seller }
      type Seller { id: ID!, rating: Float }
      union Item = Product | Shop
    `),
  ],
]);

/** What is said of an SDL, a line per problem. */
export function check({
  sdl,
  resolvers = [],
  failures = {},
  inheritedRoles = {},
  session = true,
  actions = [],
  unvalidated = false,
}: Omit<Case, 'name' | 'problems'>): string[] {
  const schema = buildSchema(`${remoteJoinsTypeDefs}\n${sdl}`, { assumeValidSDL: unvalidated });
  const read = readDirectives(schema);
  const handlers = actions.map((name): [string, Catalog] => [name, { kind: 'action' }]);
  const present = new Map([...catalogs, ...handlers].filter(([name]) => failures[name] === undefined));
  const checked = checkDefinitions(
    read.definitions,
    schema,
    present,
    (coordinate) => resolvers.includes(coordinate),
    new Map(Object.entries(failures)),
    { session, inheritedRoles: new Map(Object.entries(inheritedRoles)), env: { REGION: 'eu' } },
  );
  return sortProblems([...read.problems, ...checked.problems]).map(print);
}

export function print(problem: Problem): string {
  return `${problem.severity} ${printProblem(problem)}`;
}
