import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildSchema, type GraphQLSchema, graphql } from 'graphql';
import pg from 'pg';
import { startPostgres } from '../../examples/support/startPostgres.js';
import { addresses, orderItems, orders, products, profiles, users } from './cases.js';

export interface CountingSources {
  /** What contenders get: where the four sources are. */
  readonly env: Readonly<Record<string, string>>;
  /** The SQL statements and the number of upstream requests that `action` took. */
  count(action: () => Promise<void>): Promise<{ statements: readonly string[]; requests: number }>;
  stop(): Promise<void>;
}

/** Two databases and two GraphQL servers that hold the data of `cases.ts`. */
export async function startCountingSources(): Promise<CountingSources> {
  const log = createStatementLog();
  const postgres = await startPostgres({ databases: ['orders_db', 'users_db'], ...log.options });
  await fill(postgres.url('orders_db'), ORDERS_DB, { orders, order_items: orderItems });
  await fill(postgres.url('users_db'), USERS_DB, { users, addresses });
  const catalog = await serve(CATALOG, {
    products: ({ skus }: { skus: string[] }) => skus.map((sku) => products.find((product) => product.sku === sku)),
  });
  const profilesServer = await serve(PROFILES, {
    profiles: ({ user_ids }: { user_ids: number[] }) =>
      user_ids.map((id) => profiles.find(({ user_id }) => user_id === id)),
  });
  const requests = () => catalog.requests() + profilesServer.requests();
  const admin = new pg.Client({ connectionString: postgres.url('orders_db'), application_name: 'admin' });
  await admin.connect();

  return {
    env: {
      ORDERS_DB: postgres.url('orders_db'),
      USERS_DB: postgres.url('users_db'),
      CATALOG_URL: catalog.url,
      PROFILES_URL: profilesServer.url,
    },
    async count(action) {
      await log.take(admin);
      const requestsBefore = requests();
      await action();
      return { statements: await log.take(admin), requests: requests() - requestsBefore };
    },
    async stop() {
      catalog.close();
      profilesServer.close();
      await admin.end();
      await postgres.stop();
    },
  };
}

const ORDERS_DB = `
  create table orders(id int primary key, ordered_by_user_id int not null, product_sku text not null,
    total_cents int not null, placed_at timestamptz not null);
  create table order_items(order_id int not null references orders, line int not null, sku text not null,
    quantity int not null, primary key (order_id, line));`;
const USERS_DB = `
  create table users(id int primary key, name text not null, email text not null, country text not null);
  create table addresses(user_id int not null references users, city text not null, street text not null);`;

const CATALOG = buildSchema(`
  type Query { product(sku: ID!): Product  products(skus: [ID!]!): [Product]!  reviews(sku: ID!): [Review!]! }
  type Product { sku: ID! name: String! price: Int! reviews: [Review!]! }
  type Review { stars: Int! text: String! author_user_id: Int! }`);
const PROFILES = buildSchema(`
  type Query { profile(user_id: Int!): Profile  profiles(user_ids: [Int!]!): [Profile]! }
  type Profile { user_id: Int! bio: String! avatar: String! }`);

async function fill(connectionString: string, ddl: string, tables: Readonly<Record<string, object[]>>): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  await client.query(ddl);
  for (const [table, rows] of Object.entries(tables)) {
    const insert = `insert into ${table} select * from json_populate_recordset(null::${table}, $1)`;
    await client.query(insert, [JSON.stringify(rows)]);
  }
  await client.end();
}

/** A GraphQL server that counts its requests. */
async function serve(schema: GraphQLSchema, rootValue: object) {
  let requests = 0;
  const server = createServer(async (request, response) => {
    requests++;
    const body: Buffer[] = [];
    for await (const chunk of request) body.push(chunk);
    const { query, variables } = JSON.parse(Buffer.concat(body).toString());
    const answer = JSON.stringify(await graphql({ schema, rootValue, source: query, variableValues: variables }));
    response.setHeader('content-type', 'application/json').end(answer);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : undefined}/graphql`,
    requests: () => requests,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Reads statements from Postgres' own log; a statement of the admin's tells that all before it are in. */
function createStatementLog() {
  let log = '';
  return {
    options: {
      settings: { log_statement: 'all', log_line_prefix: '##%a##' },
      onLog: (chunk: string) => {
        log += chunk;
      },
    },
    async take(admin: pg.Client): Promise<string[]> {
      const mark = `mark ${process.hrtime.bigint()}`;
      await admin.query(`select '${mark}'`);
      while (!log.includes(`'${mark}'\n`)) await sleep(2);
      const statements = log
        .split(/^##/m)
        .filter((entry) => !entry.startsWith('admin##'))
        .flatMap((entry) => /LOG: {2}(?:statement|execute [^:]*): ([\s\S]*)/.exec(entry)?.[1]?.trim() ?? []);
      log = '';
      return statements;
    },
  };
}
