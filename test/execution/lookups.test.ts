/** Filters of permissions that go through relationships to other databases. */
import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { RemoteJoinsError } from '../../packages/core/src/error/RemoteJoinsError.js';
import { fetchPlan } from '../../packages/core/src/execution/fetchPlan.js';
import { createGeneration, createScope } from '../../packages/core/src/execution/requestScope.js';
import type { ElsewhereFilter, Filter, FilterOperand } from '../../packages/core/src/model/permission.js';
import type { SessionVariable } from '../../packages/core/src/model/session.js';
import type { Column, Table } from '../../packages/core/src/model/table.js';
import { spliceFetched } from '../../packages/core/src/shaping/fetched.js';
import { postgres } from '../../packages/core/src/sources/postgres/index.js';
import { createModel, INT, infoOf } from '../support/handModel.js';
import { createDatabase } from '../support/postgres.js';
import { createRecordingPool } from '../support/recordingPool.js';
import { asSession } from '../support/rowsSource.js';

const sdl = `
  type Query { notes: [Note!]! persons: [Person!]! tags: [Tag!]! }
  type Note { id: Int! person: Int author: Person tags: [Tag!]! }
  type Person { id: Int! notes: [Note!]! }
  type Tag { id: Int! note: Int }
  type Many { id: Int! }
`;
const noteDb = await createDatabase(
  test,
  `create table notes (id int primary key, person int);
   insert into notes values (1, 1), (2, 2), (3, 3), (4, null);
   create table tags (id int primary key, note int);
   insert into tags values (1, 1), (2, 1), (3, 3);`,
);
const personDb = await createDatabase(
  test,
  `create table persons (id int primary key, org text);
   insert into persons values (1, 'a'), (2, 'a'), (3, 'b');
   create table manys (id int primary key);
   insert into manys select generate_series(1, 100001);`,
);
const notes = createRecordingPool(test, noteDb);
const persons = createRecordingPool(test, personDb);
const sources = new Map([
  ['notes', postgres({ pool: notes.pool })],
  ['persons', postgres({ pool: persons.pool })],
]);

type Tables = ReadonlyMap<string, Table>;

const columnOf = (tables: Tables, at: string): Column => {
  const [type = '', name = ''] = at.split('.');
  const column = tables.get(type)?.columns.get(name);
  if (column === undefined) throw new Error(`no column "${at}"`);
  return column;
};

/** `elsewhere(tables, 'Note.person', 'Person.id', filter)` */
function elsewhere(tables: Tables, from: string, to: string, filter: Filter): ElsewhereFilter {
  const table = tables.get(to.split('.')[0] ?? '');
  if (table === undefined) throw new Error('no table');
  const keys = [{ parent: columnOf(tables, from), target: columnOf(tables, to), form: INT }];
  return { kind: 'elsewhere', coordinate: 'Hidden.relationship', table, keys, filter };
}

const compare = (column: Column, operator: '_eq' | '_lte', operand: FilterOperand): Filter => ({
  kind: 'compare',
  column,
  operator,
  operand,
});
const session = (name: string): FilterOperand => ({ kind: 'session', name });
const everyone: Filter = { kind: 'and', filters: [] };

type Permit = (tables: Tables) => Readonly<Record<string, { readonly filter: Filter }>>;

/** Answers a query, and tells what each database was sent. */
async function ask(query: string, permissions: Permit, variables: Readonly<Record<string, SessionVariable>> = {}) {
  notes.statements.length = 0;
  persons.statements.length = 0;
  const model = createModel(sdl, {
    tables: {
      Note: { source: 'notes', columns: 'id int4!, person int4' },
      Tag: { source: 'notes', columns: 'id int4!, note int4' },
      Person: { source: 'persons', columns: 'id int4!, org text' },
      Many: { source: 'persons', columns: 'id int4!' },
    },
    relationships: {
      'Note.author': { key: { person: 'id' } },
      'Note.tags': { key: { id: 'note' }, unique: false },
      'Person.notes': { key: { id: 'person' }, unique: false },
    },
    permissions,
  });
  const generation = createGeneration({
    model,
    sources,
    headers: () => ({}),
    signal: () => undefined,
    session: () => asSession(variables),
  });
  const scope = await createScope(generation, {}, infoOf(model.schema, query));
  const values = [...scope.plan.selections.root.values()].map(async (field) => {
    const [value] = spliceFetched(await fetchPlan(scope, scope.plan.root(field)), model.names);
    return [field.responseKey, value] as const;
  });
  return {
    data: toPlain(Object.fromEntries(await Promise.all(values))),
    // Those of connections that are opened side by side arrive in any order.
    notes: notes.statements.map(show).sort(),
    persons: persons.statements.map(show).sort(),
  };
}

/** Plain objects, and errors as texts. */
function toPlain(value: unknown): unknown {
  if (value instanceof RemoteJoinsError) {
    const { limit } = value.extensions;
    return `${value.code}${limit === undefined ? '' : ` (${String(limit)})`}: ${value.message}`;
  }
  if (Array.isArray(value)) return value.map(toPlain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, toPlain(each)]));
}

/** What a statement reads, without the texts of its answer. */
function show({ text, values }: { readonly text: string; readonly values: readonly unknown[] }): unknown {
  return [/from \((select .*)\) s0$/.exec(text)?.[1] ?? text, values.map(sortKeys)];
}

/** Keys that are read come in any order. */
function sortKeys(value: unknown): unknown {
  const [, keys] = /^\{(.*)\}$/.exec(String(value)) ?? [];
  return keys === undefined ? value : `{${keys.split(',').sort().join()}}`;
}

const ofOrg: Permit = (tables) => ({
  Note: {
    filter: elsewhere(
      tables,
      'Note.person',
      'Person.id',
      compare(columnOf(tables, 'Person.org'), '_eq', session('x-org')),
    ),
  },
});

const lookup =
  'select distinct t0."id" as c0 from "public"."persons" t0 where t0."org" = $1::text and t0."id" is not null limit $2::int8';
const found = (row: string, number: number) =>
  `exists (select from unnest($${number}::int4[]) f(k0) where ${row}."person" = f.k0)`;

test('keys of another database are read once per request, however often a filter on them is met', async () => {
  deepEqual(
    await ask('{ notes { id } again: notes { person } persons { id notes { id } } }', ofOrg, { 'x-org': 'a' }),
    {
      data: {
        notes: [{ id: 1 }, { id: 2 }],
        again: [{ person: 1 }, { person: 2 }],
        persons: [
          { id: 1, notes: [{ id: 1 }] },
          { id: 2, notes: [{ id: 2 }] },
          { id: 3, notes: [] },
        ],
      },
      notes: [
        [
          `select k.n as c0, t0."id" as c1 from unnest($1::int4[]) with ordinality k(k0, n) join "public"."notes" t0 on t0."person" = k.k0 where ${found('t0', 2)} order by k.n, t0."id"`,
          ['{1,2,3}', '{1,2}'],
        ],
        [`select t0."id" as c0 from "public"."notes" t0 where ${found('t0', 1)} order by t0."id"`, ['{1,2}']],
        [`select t0."person" as c0 from "public"."notes" t0 where ${found('t0', 1)} order by t0."id"`, ['{1,2}']],
      ],
      persons: [
        [lookup, ['a', 100_001]],
        ['select t0."id" as c0 from "public"."persons" t0 order by t0."id"', []],
      ],
    },
  );
});

test('another request reads its own', async () => {
  const { data, persons: sent } = await ask('{ notes { id } }', ofOrg, { 'x-org': 'b' });
  deepEqual([data, sent], [{ notes: [{ id: 3 }] }, [[lookup, ['b', 100_001]]]]);
});

test('equal filters of several tables, which bring equal keys, are read once', async () => {
  const both: Permit = (tables) => {
    const inOrg = () => compare(columnOf(tables, 'Person.org'), '_eq', session('x-org'));
    return {
      Note: { filter: elsewhere(tables, 'Note.person', 'Person.id', inOrg()) },
      Tag: { filter: elsewhere(tables, 'Tag.id', 'Person.id', inOrg()) },
    };
  };
  const { data, persons: sent } = await ask('{ notes { id } tags { id } }', both, { 'x-org': 'b' });
  deepEqual([data, sent], [{ notes: [{ id: 3 }], tags: [{ id: 3 }] }, [[lookup, ['b', 100_001]]]]);
});

test('a filter in another database may itself go to another, and there is no row where there is no key', async () => {
  const tagged: Permit = (tables) => {
    const hasNote = elsewhere(
      tables,
      'Person.id',
      'Note.person',
      compare(columnOf(tables, 'Note.id'), '_lte', { kind: 'constant', value: 2 }),
    );
    const author = elsewhere(tables, 'Note.person', 'Person.id', hasNote);
    const nobody = elsewhere(tables, 'Note.person', 'Person.id', { kind: 'or', filters: [] });
    return { Note: { filter: { kind: 'or', filters: [author, nobody] } } };
  };
  const { data, notes: sent, persons: asked } = await ask('{ notes { id } }', tagged);
  deepEqual(data, { notes: [{ id: 1 }, { id: 2 }] });
  deepEqual(sent, [
    [
      'select distinct t0."person" as c0 from "public"."notes" t0 where t0."id" <= $1::int4 and t0."person" is not null limit $2::int8',
      [2, 100_001],
    ],
    [
      `select t0."id" as c0 from "public"."notes" t0 where (${found('t0', 1)} or ${found('t0', 2)}) order by t0."id"`,
      ['{1,2}', '{}'],
    ],
  ]);
  deepEqual(asked, [
    [
      'select distinct t0."id" as c0 from "public"."persons" t0 where exists (select from unnest($1::int4[]) f(k0) where t0."id" = f.k0) and t0."id" is not null limit $2::int8',
      ['{1,2}', 100_001],
    ],
    [
      'select distinct t0."id" as c0 from "public"."persons" t0 where false and t0."id" is not null limit $1::int8',
      [100_001],
    ],
  ]);
});

const many: (most: number) => Permit = (most) => (tables) => ({
  Note: {
    filter: elsewhere(
      tables,
      'Note.id',
      'Many.id',
      compare(columnOf(tables, 'Many.id'), '_lte', { kind: 'constant', value: most }),
    ),
  },
});

test('a filter on a hundred thousand keys holds, and one on more fails its field', async () => {
  deepEqual((await ask('{ notes { id } }', many(100_000))).data, { notes: [1, 2, 3, 4].map((id) => ({ id })) });
  const { data, notes: sent } = await ask('{ notes { id } tags { id } }', many(100_001));
  deepEqual(data, {
    notes:
      'LIMIT_EXCEEDED (keys): Field "Query.notes" has no answer of source "notes": What may be seen of field "Query.notes" depends on another source, which gave no answer: ' +
      "It has more than 100000 keys to filter by. Narrow the filter of the role's permission.",
    tags: [{ id: 1 }, { id: 2 }, { id: 3 }],
  });
  deepEqual(sent, [['select t0."id" as c0 from "public"."tags" t0 order by t0."id"', []]]);
});

test('where the keys cannot be had, what depends on them fails and nothing else, and no hidden name is told', async () => {
  const tagsOf: Permit = (tables) => ({
    Tag: {
      filter: elsewhere(
        tables,
        'Tag.id',
        'Person.id',
        compare(columnOf(tables, 'Person.org'), '_eq', session('x-org')),
      ),
    },
  });
  const lacking =
    'depends on another source, which gave no answer: The session has no variable "x-org". Have the option "session" give it.';
  deepEqual(await ask('{ notes { id tags { id } } tags { id } }', tagsOf), {
    data: {
      notes: [1, 2, 3, 4].map((id) => ({ id, tags: `FORBIDDEN: What may be seen of field "Note.tags" ${lacking}` })),
      tags: `FORBIDDEN: Field "Query.tags" has no answer of source "notes": What may be seen of field "Query.tags" ${lacking}`,
    },
    notes: [
      [
        'with s0 as (select row_number() over () - 1 as n, q.* from (select t0."id" as c0, t0."id" as k1_0 from "public"."notes" t0 order by t0."id") q) ' +
          `select to_json(array[(select to_json(array[to_json(coalesce(array_agg(s0.c0), '{}'))]) from s0), (select to_json(array[to_json(coalesce(array_agg(s1.c0), '{}')), to_json(coalesce(array_agg(s1.c1), '{}'))]) from (select s0.n as c0, t1."id" as c1 from s0 join "public"."tags" t1 on t1."note" = s0.k1_0 where false order by s0.n, t1."id") s1)])::text`,
        [],
      ],
    ],
    persons: [],
  });
});

test('a filter that depends on nothing elsewhere asks nobody', async () => {
  const { persons: sent } = await ask('{ notes { id } }', () => ({ Note: { filter: everyone } }));
  deepEqual(sent, []);
});
