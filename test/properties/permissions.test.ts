/**
 * What a role sees is what its filter says, at every place of a statement: random filters over random rows, for sessions
 * that lack variables or have odd ones. REMOTE_JOINS_PROPERTY_RUNS and REMOTE_JOINS_PROPERTY_SEED as in `roads.test.ts`.
 */
import { deepEqual, ok } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import pg from 'pg';
import { RemoteJoinsError } from '../../packages/core/src/error/RemoteJoinsError.js';
import { createLookups } from '../../packages/core/src/execution/lookups.js';
import { tableKey } from '../../packages/core/src/model/catalog.js';
import type { KeyForm } from '../../packages/core/src/model/keyForm.js';
import type { SessionVariable } from '../../packages/core/src/model/session.js';
import type { FetchContext } from '../../packages/core/src/source.js';
import { createFilters, elsewhere, exists, type FilterParts } from '../support/filters.js';
import { createPlanner, keysOf, type RowsPlanParts, setsOf } from '../support/rowsPlan.js';
import { asSession, createRowsScene } from '../support/rowsSource.js';
import { faultsOf, type Reference, type Row, visibleRows } from '../support/visibleRows.js';

const runs = Number(process.env.REMOTE_JOINS_PROPERTY_RUNS ?? 1);
const seed = Number(process.env.REMOTE_JOINS_PROPERTY_SEED ?? (runs === 1 ? 1 : Date.now() % 2 ** 31));

const scene = await createRowsScene(test, {
  ddl: `
    create table notes (id int primary key, owner int, n int, t text);
    create table people (id int primary key, owner int, n int, t text);
  `,
});
const client = new pg.Client({ connectionString: scene.connectionString });
client.on('error', () => {}); // the database is dropped with everybody in it
await client.connect();
test.after(() => client.end());

const integer: KeyForm = { kind: 'integer', min: -(2 ** 31), max: 2 ** 31 - 1 };
const filterOf = createFilters(scene.catalog);
const table = scene.catalog.tables.get(tableKey('public', 'notes'));
if (table === undefined) throw new Error('no table');

const lists: ReadonlyMap<string, readonly (string | null)[]> = new Map([
  ['{1,2}', ['1', '2']],
  ['{}', []],
  ['{a,"b"}', ['a', 'b']],
  ['[1, "3"]', ['1', '3']],
  ['["a"]', ['a']],
  ['{1,NULL}', ['1', null]],
]);
const variable: fc.Arbitrary<SessionVariable> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('1', '2', '3') },
  fc.constantFrom('a', 'b', '', "'", 'a\0', ...lists.keys()),
  fc.subarray(['1', '2', 'a']),
);
const sessions = fc.record({ 'x-a': variable, 'x-b': variable }, { requiredKeys: [] });

const integers = fc.integer({ min: 1, max: 4 });
const texts = fc.constantFrom('a', 'b', '', "'", '{1,2}');
const rows = fc.uniqueArray(
  fc.record({ id: integers, owner: fc.option(integers), n: fc.option(integers), t: fc.option(texts) }),
  { selector: ({ id }) => id, maxLength: 4 },
);

const fromSession = fc.constantFrom({ session: 'x-a' }, { session: 'x-b' });
const operands = (values: fc.Arbitrary<unknown>) => fc.oneof({ weight: 3, arbitrary: values }, fromSession);
const comparisons = (values: fc.Arbitrary<unknown>, operators: readonly string[]) =>
  fc.oneof(
    fc.tuple(fc.constantFrom(...operators), operands(values)).map(([operator, operand]) => ({ [operator]: operand })),
    fc
      .tuple(fc.constantFrom('_in', '_nin'), operands(fc.array(values, { maxLength: 2 })))
      .map(([operator, operand]) => ({ [operator]: operand })),
    fc.boolean().map((_is_null) => ({ _is_null })),
  );
const equality = ['_eq', '_neq'];

const { filter } = fc.letrec<{ filter: FilterParts }>((tie) => ({
  filter: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    comparisons(integers, [...equality, '_gt', '_gte', '_lt', '_lte']).map((n): FilterParts => ({ n })),
    comparisons(texts, equality).map((t): FilterParts => ({ t })),
    fc.array(tie('filter'), { maxLength: 2 }).map((_or): FilterParts => ({ _or })),
    fc.array(tie('filter'), { maxLength: 2 }).map((_and): FilterParts => ({ _and })),
    tie('filter').map((_not): FilterParts => ({ _not })),
    tie('filter').map((where): FilterParts => ({ there: exists('people', { owner: 'id' }, where) })),
    tie('filter').map((where): FilterParts => ({ there: exists('notes', {}, where) })),
    tie('filter').map((where): FilterParts => ({ there: elsewhere('people', { owner: 'id' }, [integer], where) })),
    tie('filter').map(
      (where): FilterParts => ({ there: elsewhere('notes', { n: 'n', t: 't' }, [integer, { kind: 'text' }], where) }),
    ),
  ),
}));

async function fill(table: string, all: readonly Row[]): Promise<void> {
  await client.query(`delete from ${table}`);
  await client.query(`insert into ${table} select * from json_populate_recordset(null::${table}, $1)`, [
    JSON.stringify(all),
  ]);
}

/** What is told where something cannot be asked for: its code, for the field or for the one below it. */
async function ask(parts: RowsPlanParts, reference: Reference, relations: Relations, keys?: ReturnType<typeof keysOf>) {
  const session = asSession(reference.session);
  const sdl =
    'type Query { people(where: Where): Int } input Where { notes: Notes } input Notes { id: Ids } input Ids { _eq: Int }';
  const plan = createPlanner(scene.catalog, sdl, relations).plan(parts);
  const context: Partial<FetchContext> = {
    session,
    lookup: createLookups(async (lookup) => {
      const [found] = await scene.fetch([{ plan: lookup }], context);
      if (found === undefined || found instanceof Error) throw found;
      return found;
    }),
  };
  const [answer] = await scene.fetch([{ plan, ...(keys && { keys }) }], context);
  const [failure] = answer !== undefined && 'failures' in answer ? [...(answer.failures?.values() ?? [])] : [];
  const error = answer instanceof Error ? answer : failure;
  if (plan.match === 'key' && answer !== undefined && 'sets' in answer) {
    // Rows that are told by their key come in no order.
    return { code: undefined, sets: answer.sets.map((columns) => columns.map((column) => [...column].sort())) };
  }
  return { code: error instanceof RemoteJoinsError ? error.code : undefined, sets: setsOf(answer) };
}

type Relations = NonNullable<Parameters<typeof createPlanner>[2]>;

interface Place {
  readonly name: string;
  readonly parts: (permission: NonNullable<RowsPlanParts['permission']>) => RowsPlanParts;
  readonly keys?: ReturnType<typeof keysOf>;
  readonly relations?: (permission: NonNullable<RowsPlanParts['permission']>) => Relations;
  /** The sets of the answer. */
  readonly expected: (seen: readonly Row[], people: readonly Row[]) => unknown;
}

const byId = (all: readonly Row[]): readonly Row[] => [...all].sort((a, b) => Number(a.id) - Number(b.id));
const ids = (all: readonly Row[]): unknown => all.map(({ id }) => id);

const places: readonly Place[] = [
  {
    name: 'a root field',
    parts: (permission) => ({ table: 'notes', leaves: { id: 'Int!' }, permission }),
    expected: (seen) => [[ids(seen)]],
  },
  {
    name: 'rows by key',
    parts: (permission) => ({
      table: 'notes', match: 'key', unique: true, list: false, key: { id: integer }, leaves: {}, permission,
    }),
    keys: keysOf(1, 2, 3, 4),
    expected: (seen) => [[ids(seen)]],
  },
  {
    name: 'lists by key',
    parts: (permission) => ({ table: 'notes', match: 'ordinal', key: { owner: integer }, leaves: { id: 'Int!' }, permission }),
    keys: keysOf(4, 3, 2, 1),
    expected: (seen) => {
      const found = [4, 3, 2, 1].flatMap((key, n) => seen.filter(({ owner }) => owner === key).map(({ id }) => [n, id]));
      return [[found.map(([n]) => n), found.map(([, id]) => id)]];
    },
  },
  {
    name: 'lists and objects below other rows',
    parts: (permission) => ({
      table: 'people',
      leaves: { id: 'Int!' },
      lists: [{ table: 'notes', on: { id: 'owner' }, leaves: { id: 'Int!' }, permission }],
      objects: [{ table: 'notes', on: { id: 'id' }, leaves: { id: 'Int!' }, permission }],
    }),
    expected: (seen, people) => {
      const has = people.map(({ id }) => seen.some((note) => note.id === id));
      const below = people.flatMap((person, n) => seen.filter(({ owner }) => owner === person.id).map(({ id }) => [n, id]));
      return [
        [ids(people), has, people.map(({ id }, n) => (has[n] ? id : null))],
        [below.map(([n]) => n), below.map(([, id]) => id)],
      ];
    },
  },
  {
    name: 'a condition of a client',
    parts: () => ({ table: 'people', leaves: { id: 'Int!' }, field: 'people(where: {notes: {}})' }),
    relations: (permission) => ({ 'Where.notes': ['notes', 'id', 'owner', permission] }),
    expected: (seen, people) => [[ids(people.filter(({ id }) => seen.some(({ owner }) => owner === id)))]],
  },
]; // biome-ignore format: a table

const property = fc.asyncProperty(rows, rows, filter, sessions, async (notes, people, parts, session) => {
  await fill('notes', notes);
  await fill('people', people);
  const written = filterOf('notes', parts);
  const reference: Reference = { rows: { notes: byId(notes), people: byId(people) }, session, lists };
  const faults = faultsOf(reference, written);
  for (const { name, parts: partsOf, relations, keys, expected } of places) {
    const permission = { filter: written };
    const { code, sets } = await ask(partsOf(permission), reference, relations?.(permission) ?? {}, keys);
    if (faults.size > 0) {
      ok(code !== undefined && faults.has(code), `${name}: ${code}, not ${[...faults]}`);
      continue;
    }
    const seen = visibleRows(reference, table, written);
    deepEqual([code, sets], [undefined, expected(seen, byId(people))], name);
  }
});

test(`Rows that are seen are those for which the filter surely holds (seed ${seed})`, async () => {
  await fc.assert(property, { seed, numRuns: 100 * runs });
});
