import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { parse, print } from 'graphql';
import type { Host } from '../storefront/host.js';
import { indent, report, toText, type Visit } from '../storefront/report.js';
import { type Observed, takeCalls } from '../storefront/support/observed.js';
import { postQuery } from '../storefront/support/postQuery.js';
import { startRemoteServer } from '../storefront/support/startRemoteServer.js';
import { startPostgres } from '../support/startPostgres.js';
import { type Open, withOpened } from '../support/withOpened.js';
import { startApollo } from './apollo.js';
import { adminSecret, readMetadata } from './host.js';
import { startMercurius } from './mercurius.js';
import { observeDatabase } from './observeDatabase.js';
import { startActions } from './startActions.js';
import { type Person, people, questions, tour } from './tour.js';

const sdl = fileHere('schema.graphql');

await withOpened(run);

async function run(open: Open): Promise<void> {
  const server = await open(startPostgres({ databases: ['shop', 'people'] }));
  const shop = await open(observeDatabase(server.url('shop'), fileHere('shop.sql')));
  const people = await open(observeDatabase(server.url('people'), fileHere('people.sql')));
  const catalogue = await open(startRemoteServer(fileHere('catalogue.ts')));
  const reviews = await open(startRemoteServer(fileHere('reviews.ts')));
  const actions = await open(startActions());
  const env = {
    SHOP_DB: shop.url,
    PEOPLE_DB: people.url,
    CATALOGUE_URL: catalogue.url,
    REVIEWS_URL: reviews.url,
    ACTIONS_URL: actions.url,
  };

  const { typeDefs, problems } = await readMetadata(env);
  if (process.argv.includes('--write')) await writeFile(sdl, typeDefs);
  const layOut = (text: string): string => print(parse(text));
  const remedy = 'schema.graphql is not what the metadata says: write it with --write, then npm run format.';
  assert.equal(layOut(typeDefs), layOut(await readFile(sdl, 'utf8')), remedy);
  console.log('The SDL that the metadata stands for is in schema.graphql. What of it has no effect:\n');
  for (const { coordinate, message } of problems) console.log(indent(`${coordinate}\n  ${message}`));

  const hosts = [await open(startApollo(env)), await open(startMercurius(env))] as const;
  const sources = { shop, people, catalogue, reviews, actions };
  await takeCalls(sources); // those of the start, which ask what the sources hold
  console.log('');
  for (const [number, { title, query }] of tour.entries()) {
    const visit = await askBoth(hosts, 'admin', query, sources);
    console.log(`${report(`${number + 1}. ${title}`, query, visit)}\n`);
  }
  for (const query of questions) {
    console.log(`${query}\n`);
    for (const who of ['customer', 'support', 'manager'] as const) {
      console.log(`${indent(printVisit(who, await askBoth(hosts, who, query, sources)))}\n`);
    }
  }
  console.log('Apollo Server and Mercurius gave the same answers, with the same calls.');
}

type Sources = Readonly<Record<string, Observed>>;

async function askBoth([apollo, mercurius]: readonly [Host, Host], who: Person, query: string, sources: Sources) {
  const visit = await ask(apollo, who, query, sources);
  assert.deepEqual(await ask(mercurius, who, query, sources), visit, 'Both hosts say the same, with the same calls.');
  return visit;
}

async function ask(host: Host, who: Person, query: string, sources: Sources): Promise<Visit> {
  const headers = { 'x-hasura-admin-secret': adminSecret, ...people[who] };
  const { data, errors } = await postQuery(host.url, query, { headers });
  return { answer: errors?.map(({ message }) => message) ?? data, calls: await takeCalls(sources) };
}

function printVisit(who: Person, { answer, calls }: Visit): string {
  const counts = Object.entries(calls).flatMap(([name, { length }]) => (length === 0 ? [] : [`${length} to ${name}`]));
  return `${who}, ${counts.length === 0 ? 'nothing was asked' : counts.join(', ')}:\n${indent(toText(answer))}`;
}

function fileHere(name: string): URL {
  return new URL(name, import.meta.url);
}
