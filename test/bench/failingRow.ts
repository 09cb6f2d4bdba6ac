/**
 * What one row that fails among a thousand costs, on both hosts, against the same answer without it:
 *
 *     npm run bench:failing-row
 *
 * A thousand orders of a database, their products from a remote schema in one document; the remote refuses one of them.
 * Measured from the document to the text of the answer; rounds of both queries alternate.
 */
import { ApolloServer } from '@apollo/server';
import { remoteJoins as apolloJoins } from '@remote-joins/apollo';
import { postgres, remoteJoinsTypeDefs, remoteSchema } from '@remote-joins/core';
import { remoteJoins as mercuriusJoins } from '@remote-joins/mercurius';
import Fastify from 'fastify';
import mercurius from 'mercurius';
import { measureCost } from './growth/cost.js';
import { describeMachine, formatNumber, toTable } from './growth/markdown.js';
import { openShop, typeDefs } from './growth/shop.js';

const ROWS = 1000;
const ROUNDS = 5;

type Ask = (query: string) => Promise<string>;

const shop = await openShop({ orders: ROWS + 1, users: ROWS + 1, refusedOrder: ROWS + 1 });
const sources = () => ({
  orders_db: postgres({ connectionString: shop.ordersDb }),
  users_db: postgres({ connectionString: shop.usersDb }),
  catalog: remoteSchema({ url: shop.catalogUrl }),
});
const SDL = [remoteJoinsTypeDefs, typeDefs];

const apollo = new ApolloServer({ typeDefs: SDL, plugins: [apolloJoins({ sources: sources() })] });
await apollo.start();
const app = Fastify();
app.register(mercurius, { schema: SDL, jit: 1 });
app.register(mercuriusJoins, { sources: sources() });
await app.ready();

const hosts: Readonly<Record<string, Ask>> = {
  'Apollo Server': async (query) => {
    const { body } = await apollo.executeOperation({ query });
    return JSON.stringify(body.kind === 'single' && body.singleResult);
  },
  'Mercurius, jit': async (query) => JSON.stringify(await app.graphql(query)),
};
const read = (offset: number) =>
  `{ orders(limit: ${ROWS}, offset: ${offset}) { id total product { sku name price } } }`;
const clean = read(0);
const failing = read(1);

try {
  console.log(`${describeMachine()}\n`);
  const rows: string[][] = [];
  for (const [host, ask] of Object.entries(hosts)) {
    checkAnswers(await ask(clean), await ask(failing));
    const ratios: number[] = [];
    const costs: number[][] = [[], []];
    for (let round = 0; round < ROUNDS; round++) {
      const [without, one] = [await cost(ask, clean), await cost(ask, failing)];
      costs[0]?.push(without);
      costs[1]?.push(one);
      ratios.push(one / without);
    }
    const spread = `${formatNumber(Math.min(...ratios), 2)}-${formatNumber(Math.max(...ratios), 2)}`;
    const [without = [], one = []] = costs;
    rows.push([host, ...[without, one, ratios].map((each) => formatNumber(median(each), 2)), spread]);
  }
  console.log(toTable(['host', 'clean, own CPU ms', 'one row fails, own CPU ms', 'ratio', 'spread'], rows));
} finally {
  await apollo.stop();
  await app.close();
  await shop.stop();
}

async function cost(ask: Ask, query: string): Promise<number> {
  return (
    await measureCost(
      () => ask(query),
      () => undefined,
    )
  ).own;
}

function checkAnswers(whole: string, partial: string): void {
  if (whole.includes('"errors"')) throw new Error('The clean answer has errors.');
  const { data, errors } = JSON.parse(partial);
  if (errors?.length !== 1 || data.orders.length !== ROWS) throw new Error('One row of the other answer has to fail.');
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
