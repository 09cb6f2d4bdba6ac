import { deepEqual } from 'node:assert/strict';
import { attachRemoteJoins, postgres, remoteJoinsTypeDefs } from '@remote-joins/core';
import { buildSchema, graphql } from 'graphql';
import pg from 'pg';
import { startPostgres } from '../../../examples/support/startPostgres.js';
import { formatNumber, toTable } from '../growth/markdown.js';
import { median } from '../measure/figures.js';

const TABLES = 150;
const ROLES = 50;
const COLUMNS = ['id', 'parent_id', 'owner', 'title', 'body', 'price', 'state', 'note'] as const;

const roleNames = Array.from({ length: ROLES }, (_, index) => `role${index}`);
const tableNumbers = Array.from({ length: TABLES }, (_, index) => index);

/** Two types for each table, each joined to the one before. Every role sees its own three quarters of the tables, but the first. */
function toTypeDefs(isGoverned: boolean): string {
  const roots = tableNumbers.map((n) => `t${n}(where: W${n}, limit: Int): [T${n}!]! @select`);
  const types = tableNumbers.map((n) => {
    const seeing = roleNames.filter((_, role) => isGoverned && (n === 0 || (n + role) % 4 !== 0));
    const permissions = seeing.map((role) => {
      const fields = COLUMNS.filter((column) => column !== 'parent_id' && column !== 'owner');
      return `@permission(role: "${role}", fields: ${JSON.stringify(fields)}, filter: {owner: {_eq: "X-Hasura-User-Id"}})`;
    });
    return `
      type T${n} @table(source: "db", name: "t${n}") ${permissions.join(' ')} {
        ${COLUMNS.map((column) => `${column}: ${/id$|owner|price/.test(column) ? 'Int' : 'String'}`).join(' ')}
        parent: T${Math.max(n - 1, 0)} @remoteRelationship(fieldMapping: {parent_id: "id"})
      }
      input W${n} { id: Ints title: Texts parent: W${Math.max(n - 1, 0)} _and: [W${n}!] _or: [W${n}!] }`;
  });
  return `type Query { ${roots.join(' ')} } input Ints { _eq: Int _in: [Int!] } input Texts { _eq: String } ${types.join('')}`;
}

const ddl = tableNumbers.map(
  (n) =>
    `create table t${n} (id int primary key, parent_id int, owner int, title text, body text, price int, state text, note text);`,
);

/** Time and memory of a start with fifty roles over three hundred types, and of the first request in each role. */
export async function measureStart(): Promise<string> {
  const server = await startPostgres({ databases: ['big'] });
  try {
    const connectionString = server.url('big');
    const client = new pg.Client({ connectionString });
    await client.connect();
    await client.query(ddl.join('\n'));
    await client.query('insert into t0 values (1, 1, 7)');
    await client.end();
    await measureSchema(connectionString, false); // for the compiler
    const open = await measureSchema(connectionString, false);
    const governed = await measureSchema(connectionString, true);
    return toTable(
      [`${2 * TABLES} types`, 'start, ms of own CPU', 'memory, MB', 'first requests, ms each', 'memory of each, MB'],
      [
        ['without roles', ...open],
        [`${ROLES} roles`, ...governed],
      ],
    );
  } finally {
    await server.stop();
  }
}

async function measureSchema(connectionString: string, isGoverned: boolean): Promise<string[]> {
  const typeDefs = remoteJoinsTypeDefs + toTypeDefs(isGoverned);
  const before = heap();
  const schema = buildSchema(typeDefs); // the author's own, with the nodes of all permissions
  const built = heap();
  const cpu = process.cpuUsage();
  const joins = await attachRemoteJoins(schema, {
    sources: { db: postgres({ connectionString }) },
    ...(isGoverned && { session: ({ context }) => ({ role: context?.role, variables: { 'x-hasura-user-id': '7' } }) }),
  });
  const start = since(cpu);
  const attached = heap();
  const first: number[] = [];
  for (const role of roleNames) {
    const begin = process.cpuUsage();
    const answer = await graphql({ schema, source: '{ t0 { id parent { id } } }', contextValue: { role } });
    first.push(since(begin));
    deepEqual(JSON.parse(JSON.stringify(answer)), { data: { t0: [{ id: 1, parent: { id: 1 } }] } });
  }
  const asked = heap();
  await joins.close();
  const each = (asked - attached) / ROLES;
  return [
    formatNumber(start, 0),
    `${formatNumber((attached - built) / 2 ** 20, 1)} (SDL ${formatNumber((built - before) / 2 ** 20, 1)})`,
    formatNumber(median(first), 1),
    formatNumber(each / 2 ** 20, 2),
  ];
}

/** Milliseconds of CPU of this process. */
function since(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Live bytes. */
function heap(): number {
  globalThis.gc?.();
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
