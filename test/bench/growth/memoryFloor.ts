/** The least that the joins of `memoryOurs.ts` hold, written by hand: columns as JSON, and a Map to join them. */
import type pg from 'pg';
import { measureLiveMemory, openWatchedPool, report } from './liveMemory.js';

type Columns = readonly (readonly unknown[])[];

const ORDERS = `
  select to_json(array[to_json(array_agg(id)), to_json(array_agg(total)), to_json(array_agg(placed_at)), to_json(array_agg(key))])::text
  from (select id, total, placed_at, KEY as key from orders order by id limit $1) o`;
const USERS = `
  select to_json(array[to_json(array_agg(id)), to_json(array_agg(name))])::text
  from users where id = any($1)`;
const PRODUCTS = 'query($skus: [ID!]!) { products(skus: $skus) { sku name } }';

let look = (): void => {};
const ordersDb = openWatchedPool(process.env.ORDERS_DB, () => look());
const usersDb = openWatchedPool(process.env.USERS_DB, () => look());

async function read(pool: pg.Pool, name: string, text: string, value: unknown): Promise<Columns> {
  const client = await pool.connect();
  try {
    const { rows } = await client.query({ name, text, values: [value], rowMode: 'array' });
    return JSON.parse(String(rows[0]?.[0]));
  } finally {
    client.release();
  }
}

async function readUsers(keys: readonly unknown[]): Promise<Map<unknown, object>> {
  const users = new Map<unknown, object>();
  for (const chunk of cut(keys, 10_000)) {
    const [ids = [], names = []] = await read(usersDb, 'users', USERS, chunk);
    look();
    for (const [i, id] of ids.entries()) users.set(id, { id, name: names[i] });
  }
  return users;
}

async function readProducts(keys: readonly unknown[]): Promise<Map<unknown, object>> {
  const answers = await Promise.all(
    cut(keys, 1_000).map(async (skus) => {
      const response = await fetch(process.env.CATALOG_URL ?? '', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: PRODUCTS, variables: { skus } }),
      });
      const { data } = JSON.parse(await response.text());
      look();
      return data.products as readonly { readonly sku: string }[];
    }),
  );
  return new Map(answers.flat().map((product) => [product.sku, product]));
}

function cut(keys: readonly unknown[], size: number): unknown[][] {
  return Array.from({ length: Math.ceil(keys.length / size) }, (_, i) => keys.slice(i * size, (i + 1) * size));
}

async function answer(limit: number, onLook: () => void): Promise<unknown> {
  look = onLook;
  const isRemote = process.env.JOIN === 'product';
  const text = ORDERS.replace('KEY', isRemote ? 'sku' : 'customer_id');
  const [ids = [], totals = [], dates = [], keys = []] = await read(ordersDb, 'orders', text, limit);
  look();
  const targets = await (isRemote ? readProducts : readUsers)([...new Set(keys)]);
  const orders = ids.map((id, i) => ({
    id,
    total: totals[i],
    placed_at: dates[i],
    target: targets.get(keys[i]) ?? null,
  }));
  look();
  return { orders };
}

report(await measureLiveMemory(answer, Number(process.env.LIMIT)));
