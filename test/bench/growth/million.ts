import pg from 'pg';

/** The tables of `plans.ts`: a million orders of a hundred thousand users, with three million items. No list is indexed. */
export const tables = `
  create table users (id int primary key, name text not null, country text not null);
  insert into users select n, 'User ' || n, 'C' || n % 50 from generate_series(1, 100000) n;

  create table orders (id int primary key, user_id int not null, status text not null, total int not null,
    first_line int not null, placed_at timestamptz not null);
  insert into orders select n, (n::bigint * 48271 % 100000) + 1, case when n % 50 = 0 then 'open' else 'done' end,
      n % 90000, n % 3 + 1, '2025-01-01'::timestamptz + (n::bigint * 69621 % 1000003) * interval '1 minute'
    from generate_series(1, 1000000) n;

  create table items (order_id int, line int, sku text not null, quantity int not null, primary key (order_id, line));
  insert into items select n / 3 + 1, n % 3 + 1, 'SKU-' || n % 5000, n % 9 + 1 from generate_series(0, 2999999) n;

  create table letters (id int primary key, user_id int not null, about uuid not null);
  insert into letters select n, n, md5(n::text)::uuid from generate_series(1, 100000) n;
  create table topics (code text primary key, title text not null);
  insert into topics select md5(n::text)::uuid::text, 'Topic ' || n from generate_series(1, 100000) n;

  vacuum analyze`;

/** Three sources over one database, so that its tables can be joined both inside one statement and by keys. */
export const typeDefs = `
  type Query {
    orders(where: OrderWhere, order_by: OrderBy, limit: Int): [Order!]! @select
    users(limit: Int): [User!]! @select
    letters(limit: Int): [Letter!]! @select
  }
  type Order @table(source: "orders_db", name: "orders") {
    id: Int!
    total: Int!
    customer: User @remoteRelationship(fieldMapping: {user_id: "id"})
    buyer: Buyer @remoteRelationship(fieldMapping: {user_id: "id"})
    first: Item @remoteRelationship(fieldMapping: {id: "order_id", first_line: "line"})
    lines(limit: Int): [Line!]! @remoteRelationship(fieldMapping: {id: "order_id"})
  }
  type Buyer @table(source: "orders_db", name: "users") { name: String! }
  type Line @table(source: "orders_db", name: "items") { sku: String! quantity: Int! }
  type User @table(source: "users_db", name: "users") {
    id: Int!
    name: String!
    orders(where: OrderWhere, order_by: OrderBy, limit: Int): [Order!]! @remoteRelationship(fieldMapping: {id: "user_id"})
    anyOrder: Order @remoteRelationship(fieldMapping: {id: "user_id"})
  }
  type Item @table(source: "items_db", name: "items") { sku: String! quantity: Int! }
  type Letter @table(source: "users_db", name: "letters") {
    id: Int!
    topic: Topic @remoteRelationship(fieldMapping: {about: "code"})
  }
  type Topic @table(source: "items_db", name: "topics") { title: String! }
  input OrderWhere { status: Texts, total: Ints, lines: LineWhere, _or: [OrderWhere!] }
  input LineWhere { sku: Texts }
  input Texts { _eq: String }
  input Ints { _eq: Int, _gt: Int }
  input OrderBy { placed_at: Direction, total: Direction }
  enum Direction { asc desc }`;

export async function run(connectionString: string, statements: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    for (const statement of statements.split(';')) await client.query(statement);
  } finally {
    await client.end();
  }
}
