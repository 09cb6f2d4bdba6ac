/**
 * How the cost of a join grows with the number of parents, and the cost of a query with its depth:
 *
 *     npm run bench:scaling
 *
 * Every parent has a key of its own, so that no answer is cheap because keys repeat.
 */
import { postgres, remoteSchema } from '@remote-joins/core';
import { openAsking } from './growth/ask.js';
import { type Cost, measureCost } from './growth/cost.js';
import { describeMachine, formatNumber, toTable } from './growth/markdown.js';
import { createPostgresClock } from './growth/postgresClock.js';
import { openShop, typeDefs } from './growth/shop.js';
import { watchSource } from './growth/watchSource.js';

const PARENTS = [10, 100, 1_000, 10_000, 100_000];
const DEPTHS = [0, 1, 2, 3, 4, 5, 6];
const DEPTH_PARENTS = 100;

const joins = {
  'without a join': '',
  'database to database': 'customer { id name email }',
  'database to remote schema': 'product { sku name price }',
};

const most = Math.max(...PARENTS);
const shop = await openShop({ orders: most, users: most });
const readPostgres = await createPostgresClock(shop.ordersDb);
let calls = 0;
const count = (): void => {
  calls++;
};
const { prepare, close } = await openAsking(typeDefs, {
  orders_db: watchSource(postgres({ connectionString: shop.ordersDb }), count),
  users_db: watchSource(postgres({ connectionString: shop.usersDb }), count),
  catalog: watchSource(remoteSchema({ url: shop.catalogUrl }), count),
});
try {
  console.log(`${describeMachine()}\n`);
  for (const [name, join] of Object.entries(joins)) console.log(`## ${name}\n\n${await measureParents(join)}\n`);
  console.log(`## Depth: ${DEPTH_PARENTS} parents, alternating databases\n\n${await measureDepths()}`);
} finally {
  await close();
  await shop.stop();
}

async function measureParents(join: string): Promise<string> {
  const ask = prepare(`query($n: Int!) { orders(limit: $n) { id total ${join} } }`);
  const rows: string[][] = [];
  for (const n of PARENTS) {
    const { calls, own, postgres } = await measure(() => ask({ n }));
    rows.push([formatNumber(n, 0), formatNumber(calls, 0), formatNumber(own, 2), micros(own, n), micros(postgres, n)]);
  }
  return toTable(['parents', 'calls', 'own CPU ms', 'own µs per parent', 'Postgres µs per parent'], rows);
}

async function measureDepths(): Promise<string> {
  const rows: string[][] = [];
  for (const depth of DEPTHS) {
    const ask = prepare(`{ orders(limit: ${DEPTH_PARENTS}) { ${nest(depth)} } }`);
    const { calls, own, postgres } = await measure(() => ask());
    const levels = depth + 1;
    rows.push([
      formatNumber(depth, 0),
      formatNumber(calls, 0),
      formatNumber(own, 2),
      micros(own, levels),
      micros(postgres, levels),
    ]);
  }
  return toTable(['joins deep', 'calls', 'own CPU ms', 'own µs per level', 'Postgres µs per level'], rows);
}

/** Orders, their customers, the customers' favourite orders, and so on. */
function nest(depth: number, isOrder = true): string {
  const leaves = isOrder ? 'id total' : 'id name';
  if (depth === 0) return leaves;
  return `${leaves} ${isOrder ? 'customer' : 'favourite'} { ${nest(depth - 1, !isOrder)} }`;
}

async function measure(ask: () => Promise<unknown>): Promise<Cost & { readonly calls: number }> {
  calls = 0;
  await ask();
  const taken = calls;
  return { ...(await measureCost(ask, readPostgres)), calls: taken };
}

/** Of milliseconds for many, the microseconds of one. */
function micros(milliseconds: number | undefined, many: number): string {
  return formatNumber(milliseconds === undefined ? undefined : (milliseconds / many) * 1000, 2);
}
