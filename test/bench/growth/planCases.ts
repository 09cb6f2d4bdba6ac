/** A query, and the one of its statements whose plan is looked at. */
export interface PlanCase {
  readonly name: string;
  readonly query: string;
  /** Whose last statement is meant. */
  readonly source: 'orders_db' | 'users_db' | 'items_db';
  /** What is indexed besides the primary keys, `table (columns)`, one after the other; empty for nothing. */
  readonly indexes: readonly string[];
}

const NOTHING = '';
const BY_USER = 'orders (user_id)';

const latest = (users: number) =>
  `{ users(limit: ${users}) { orders(limit: 5, order_by: {placed_at: desc}) { id total } } }`;

export const planCases: readonly PlanCase[] = [
  {
    name: 'object by unique key, 1,000 keys',
    query: '{ orders(limit: 1000) { customer { name } } }',
    source: 'users_db',
    indexes: [NOTHING],
  },
  {
    name: 'object by unique key, 10,000 keys',
    query: '{ orders(limit: 10000) { customer { name } } }',
    source: 'users_db',
    indexes: [NOTHING],
  },
  {
    name: 'object by composite key, 1,000 keys',
    query: '{ orders(limit: 1000) { first { sku } } }',
    source: 'items_db',
    indexes: [NOTHING],
  },
  {
    name: 'object by composite key, 10,000 keys',
    query: '{ orders(limit: 10000) { first { sku } } }',
    source: 'items_db',
    indexes: [NOTHING],
  },
  {
    name: 'object of which there are several rows, 1,000 keys',
    query: '{ users(limit: 1000) { anyOrder { id } } }',
    source: 'orders_db',
    indexes: [BY_USER],
  },
  {
    name: 'object by uuid keys of a text column, 1,000 keys',
    query: '{ letters(limit: 1000) { topic { title } } }',
    source: 'items_db',
    indexes: [NOTHING, 'topics (lower(code))'],
  },
  {
    name: 'list, 1,000 keys',
    query: '{ users(limit: 1000) { orders { id total } } }',
    source: 'orders_db',
    indexes: [NOTHING, BY_USER],
  },
  {
    name: 'list, 10,000 keys',
    query: '{ users(limit: 10000) { orders { id total } } }',
    source: 'orders_db',
    indexes: [BY_USER],
  },
  {
    name: 'list, the latest five of each of 10 keys',
    query: latest(10),
    source: 'orders_db',
    indexes: [NOTHING, BY_USER],
  },
  {
    name: 'list, the latest five of each of 1,000 keys',
    query: latest(1000),
    source: 'orders_db',
    indexes: [BY_USER, 'orders (user_id, placed_at desc)', 'orders (user_id, placed_at desc, id)'],
  },
  {
    name: 'list below a list, 1,000 keys',
    query: '{ users(limit: 1000) { orders { id lines { sku } } } }',
    source: 'orders_db',
    indexes: [BY_USER],
  },
  {
    name: 'list of the same database, 1,000 parents',
    query: '{ orders(limit: 1000) { id lines { sku } } }',
    source: 'orders_db',
    indexes: [NOTHING],
  },
  {
    name: 'list of the same database, the first two of each of 1,000 parents',
    query: '{ orders(limit: 1000) { id lines(limit: 2) { sku } } }',
    source: 'orders_db',
    indexes: [NOTHING],
  },
  {
    name: 'object of the same database, 1,000 parents',
    query: '{ orders(limit: 1000) { id buyer { name } } }',
    source: 'orders_db',
    indexes: [NOTHING],
  },
  {
    name: 'root with where, order_by and limit',
    query: '{ orders(where: {status: {_eq: "open"}}, order_by: {placed_at: desc}, limit: 50) { id total } }',
    source: 'orders_db',
    indexes: [NOTHING, 'orders (status)', 'orders (status, placed_at desc, id)'],
  },
  {
    name: 'root with where on a list, and limit',
    query: '{ orders(where: {lines: {sku: {_eq: "SKU-77"}}}, limit: 50) { id } }',
    source: 'orders_db',
    indexes: [NOTHING, 'items (sku)'],
  },
];
