import assert from 'node:assert/strict';
import { buildClientSchema, type GraphQLSchema, getIntrospectionQuery, type IntrospectionQuery } from 'graphql';
import type { Host } from '../storefront/host.js';
import { describe, indent, toText, type Visit } from '../storefront/report.js';
import { type Observed, takeCalls } from '../storefront/support/observed.js';
import { openDatabase } from '../storefront/support/openDatabase.js';
import { type Answer, postQuery } from '../storefront/support/postQuery.js';
import { startRemoteServer } from '../storefront/support/startRemoteServer.js';
import { startPostgres } from '../support/startPostgres.js';
import { type Open, withOpened } from '../support/withOpened.js';
import { startApollo } from './apollo.js';
import { startMercurius } from './mercurius.js';
import { adminSecret, type Person, people } from './people.js';
import { sideBySide } from './sideBySide.js';

/** The first is what each of them may ask; of the others, some ask for what does not exist for some. */
const queries = [
  '{ orders { id customer { name } items { quantity product { name } } } }',
  '{ orders { id total items { product { price } } } }',
  '{ users { name orders { id note } } }',
];

type Sources = Readonly<Record<string, Observed>>;

await withOpened(run);

async function run(open: Open): Promise<void> {
  const server = await open(startPostgres({ databases: ['orders_db', 'users_db'] }));
  const orders_db = await open(openDatabase(server.url('orders_db'), storefront('orders_db.sql')));
  const users_db = await open(openDatabase(server.url('users_db'), storefront('users_db.sql')));
  const catalogue = await open(startRemoteServer(storefront('catalogue.ts')));
  const places = { ordersDb: orders_db.pool, usersDb: users_db.pool, catalogueUrl: catalogue.url };
  const hosts = [await open(startApollo(places)), await open(startMercurius(places))] as const;
  const sources = { orders_db, users_db, catalogue };
  await takeCalls(sources); // those of the start, which check the schema against the sources

  const schemas = await Promise.all(names().map(async (who) => [who, await introspect(hosts[0], who)] as const));
  console.log(`What exists for whom:\n\n${indent(sideBySide(Object.fromEntries(schemas), 36))}\n`);
  for (const [number, query] of queries.entries()) {
    console.log(`${number + 1}. ${query}\n`);
    for (const who of names()) {
      const [apollo, mercurius] = hosts;
      const visit = await ask(apollo, who, query, sources);
      assert.deepEqual(
        await ask(mercurius, who, query, sources),
        visit,
        'Both hosts say the same, with the same calls.',
      );
      console.log(`${indent(printVisit(who, visit, number === 0))}\n`);
    }
  }
  console.log('Apollo Server and Mercurius gave the same answers, with the same calls.');
}

function names(): readonly Person[] {
  return ['customer', 'support', 'admin'];
}

function printVisit(who: Person, { answer, calls }: Visit, withSql: boolean): string {
  const counts = Object.entries(calls).flatMap(([name, { length }]) => (length === 0 ? [] : [`${length} to ${name}`]));
  const [first] = calls.orders_db ?? [];
  const asked = withSql && first !== undefined ? [`orders_db is asked:\n${indent(describe(first))}`] : [];
  const took = counts.length === 0 ? 'nothing was asked' : counts.join(', ');
  return [`${who}, ${took}:`, indent(toText(answer)), ...asked].join('\n');
}

async function ask(host: Host, who: Person, query: string, sources: Sources): Promise<Visit> {
  const { data, errors } = await post(host, who, query);
  return { answer: errors?.map(({ message }) => message) ?? data, calls: await takeCalls(sources) };
}

async function introspect(host: Host, who: Person): Promise<GraphQLSchema> {
  const { data } = await post(host, who, getIntrospectionQuery({ descriptions: false }));
  return buildClientSchema(data as IntrospectionQuery);
}

function post(host: Host, who: Person, query: string): Promise<Answer> {
  return postQuery(host.url, query, { headers: { 'x-hasura-admin-secret': adminSecret, ...people[who] } });
}

function storefront(name: string): URL {
  return new URL(`../storefront/${name}`, import.meta.url);
}
