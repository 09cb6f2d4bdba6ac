/**
 * What large answers hold in memory, beside the least that the same joins hold when they are written by hand:
 *
 *     npm run bench:memory
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { LiveMemory } from './growth/liveMemory.js';
import { describeMachine, formatNumber, toTable } from './growth/markdown.js';
import { openShop } from './growth/shop.js';

const ORDERS = 100_000;
const CASES = [
  { name: 'orders with their 10,000 users', users: 10_000, join: 'customer' },
  { name: 'orders with a user each', users: 100_000, join: 'customer' },
  { name: 'orders with a product each, of a remote schema', users: 10, join: 'product' },
];

console.log(`${describeMachine()}\n`);
for (const { name, users, join } of CASES) {
  const shop = await openShop({ orders: ORDERS, users });
  const env = { ORDERS_DB: shop.ordersDb, USERS_DB: shop.usersDb, CATALOG_URL: shop.catalogUrl, JOIN: join };
  try {
    const floor = await measure('memoryFloor.ts', env);
    const ours = await measure('memoryOurs.ts', env);
    const rows = [
      toRow('before', floor.idle, ours.idle),
      toRow('at its peak, beyond that', floor.peak - floor.idle, ours.peak - ours.idle),
      toRow('the answer alone', floor.complete - floor.idle, ours.complete - ours.idle),
    ];
    console.log(`## ${formatNumber(ORDERS, 0)} ${name}\n`);
    console.log(`${toTable(['live memory, MB', 'by hand', 'ours', 'ratio'], rows)}\n`);
  } finally {
    await shop.stop();
  }
}

async function measure(file: string, env: Readonly<Record<string, string>>): Promise<LiveMemory> {
  const child = fork(new URL(`growth/${file}`, import.meta.url), {
    execArgv: ['--expose-gc', '--import', 'tsx'],
    env: { ...process.env, ...env, LIMIT: String(ORDERS) },
  });
  const [memory] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error(`${file} ended without a report.`))),
  ]);
  return memory;
}

function toRow(what: string, floor: number, ours: number): string[] {
  const megabytes = (bytes: number): string => formatNumber(bytes / 2 ** 20, 1);
  return [what, megabytes(floor), megabytes(ours), formatNumber(ours / floor, 2)];
}
