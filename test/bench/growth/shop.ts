import { fork } from 'node:child_process';
import { once } from 'node:events';
import pg from 'pg';
import { startPostgres } from '../../../examples/support/startPostgres.js';

/** Orders and users in two databases, joined in both directions, and a catalog in a process of its own. */
export interface Shop {
  readonly ordersDb: string;
  readonly usersDb: string;
  readonly catalogUrl: string;
  stop(): Promise<void>;
}

export const typeDefs = `
  type Query { orders(limit: Int, offset: Int): [Order!]! @select }
  type Order @table(source: "orders_db", name: "orders") {
    id: Int!
    total: Int!
    sku: String!
    placed_at: String!
    customer: User @remoteRelationship(fieldMapping: {customer_id: "id"})
    product: Product
      @remoteRelationship(schema: "catalog", field: "products(skus: [$sku])", matchBy: {sku: "sku"})
  }
  type User @table(source: "users_db", name: "users") {
    id: Int!
    name: String!
    email: String!
    country: String!
    favourite: Order @remoteRelationship(fieldMapping: {favourite_order_id: "id"})
  }
  type Product { sku: ID! name: String! price: Int! }`;

/**
 * @param orders how many orders
 * @param users how many users; where there are as many as orders, every parent has a key of its own
 * @param refusedOrder the order whose product the catalog refuses
 */
export async function openShop({
  orders,
  users,
  refusedOrder,
}: {
  orders: number;
  users: number;
  refusedOrder?: number;
}): Promise<Shop> {
  const postgres = await startPostgres({ databases: ['orders_db', 'users_db'] });
  await execute(
    postgres.url('orders_db'),
    `create table orders (id int primary key, customer_id int not null, total int not null, sku text not null,
       placed_at timestamptz not null);
     insert into orders select n, n::bigint * 7 % ${users} + 1, n % 90000, 'SKU-' || n, '2026-01-01'::timestamptz + n * interval '1 minute'
       from generate_series(1, ${orders}) n;
     vacuum analyze orders;`,
  );
  await execute(
    postgres.url('users_db'),
    `create table users (id int primary key, name text not null, email text not null, country text not null,
       favourite_order_id int not null);
     insert into users select n, 'User ' || n, 'user' || n || '@example.com', 'NL', n::bigint * 3 % ${orders} + 1
       from generate_series(1, ${users}) n;
     vacuum analyze users;`,
  );
  const refused = refusedOrder === undefined ? [] : [`SKU-${refusedOrder}`];
  const catalog = fork(new URL('catalogProcess.ts', import.meta.url), refused, { execArgv: ['--import', 'tsx'] });
  const [catalogUrl] = await once(catalog, 'message');
  return {
    ordersDb: postgres.url('orders_db'),
    usersDb: postgres.url('users_db'),
    catalogUrl,
    async stop() {
      catalog.disconnect();
      await postgres.stop();
    },
  };
}

async function execute(connectionString: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    for (const statement of sql.split(';').filter((each) => each.trim() !== '')) await client.query(statement);
  } finally {
    await client.end();
  }
}
