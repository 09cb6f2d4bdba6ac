import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { RemoteJoinsError } from '../../packages/core/src/error/RemoteJoinsError.js';
import type { TablePermission } from '../../packages/core/src/model/permission.js';
import type { SessionVariable } from '../../packages/core/src/model/session.js';
import { compileSQL } from '../../packages/core/src/sources/postgres/compileSQL.js';
import { hasFixedShape } from '../../packages/core/src/sources/postgres/fixedShape.js';
import { type ReadCall, readCall } from '../../packages/core/src/sources/postgres/readCall.js';
import { placesToRead, readShape } from '../../packages/core/src/sources/postgres/readShape.js';
import { createFilters, exists } from '../support/filters.js';
import { contextOf, createPlanner } from '../support/rowsPlan.js';
import { asSession, createRowsScene } from '../support/rowsSource.js';

const parts = {
  ddl: 'create table notes (id int primary key, user_id int, title text, size bigint, tags text[], meta jsonb); create table users (id int primary key, name text);',
  sdl: `
    type Query { notes(where: Where, limit: Int, offset: Int, order_by: [Order!], distinct_on: [Columns!], id: Int, title: String, tags: [String!]): Int }
    input Where { _and: [Where!] _or: [Where!] _not: Where id: Ints title: Texts tags: Lists meta: Jsons user: UserWhere }
    input UserWhere { name: Texts }
    input Ints { _eq: Int _in: [Int] _is_null: Boolean }
    input Texts { _eq: String _in: [String] _is_null: Boolean }
    input Lists { _eq: [String] }
    input Jsons { _eq: JSON }
    enum Columns { id user_id }
    input Order { id: Direction user_id: Direction }
    enum Direction { asc desc }
  `,
  relations: { 'Where.user': ['users', 'user_id', 'id'] },
} as const;
const scene = await createRowsScene(test, parts);
const planner = createPlanner(scene.catalog, parts.sdl, parts.relations);
const planOf = (field: string, permission?: Partial<TablePermission>) =>
  planner.plan({ table: 'notes', leaves: { id: 'Int!' }, field, ...(permission && { permission }) });

/** Whether what a field asks for is told by the document alone, all but values. */
const fields: readonly (readonly [field: string, isFixed: boolean])[] = [
  ['notes', true],
  ['notes(limit: $a, offset: $b)', true],
  ['notes(id: $a, title: $c)', true],
  ['notes(title: "x\\u0000")', true],
  ['notes(limit: -1)', true],
  ['notes(where: {id: {_eq: $a}, title: {_in: $d}}, limit: 5)', true],
  ['notes(where: {_or: [{id: {_eq: $a}}, {_not: {title: {_eq: $c}}}], _and: {user: {name: {_eq: $c}}}})', true],
  ['notes(where: {title: {_is_null: true}, tags: {_eq: $d}}, order_by: [{id: desc}], distinct_on: [id])', true],
  ['notes(where: {meta: {_eq: $e}})', true],
  ['notes(tags: $d)', true],
  ['notes(where: $where)', false],
  ['notes(where: {_and: $whereList})', false],
  ['notes(where: {_not: $where})', false],
  ['notes(where: {id: $ints})', false],
  ['notes(where: {title: {_is_null: $yes}})', false],
  ['notes(where: {id: {_in: [$a, $b]}})', false],
  ['notes(where: {meta: {_eq: {x: [$e]}}})', false],
  ['notes(order_by: [{id: $way}])', false],
  ['notes(order_by: $order)', false],
  ['notes(distinct_on: $columns)', false],
];

const requests: readonly Readonly<Record<string, unknown>>[] = [
  {},
  {
    a: 1,
    b: 2,
    c: 'Ann',
    d: ['x', 'y'],
    e: { deep: [1] },
    yes: true,
    way: 'desc',
    columns: ['id'],
    order: [{ id: 'asc' }],
  },
  {
    a: 7,
    b: 0,
    c: "O'Neill",
    d: [],
    e: 'text',
    yes: false,
    way: 'asc',
    columns: ['user_id'],
    order: [{ user_id: 'desc' }],
  },
  { where: { id: { _eq: 1 } }, whereList: [{ id: { _eq: 1 } }], ints: { _in: [1, 2] } },
  { where: { title: { _eq: 'x' } }, whereList: [{ title: { _is_null: true } }], ints: { _is_null: false } },
  { a: null, b: null, c: null, d: null, e: null, where: null, whereList: null, ints: null, yes: null, way: null },
  { a: -1, b: -5, c: 'a\0b', d: ['\ud800'], e: ['\ud800'] },
  { a: 1, c: 'Ann' },
  { b: 3, d: ['x', null] },
];

function outcome(read: () => Pick<ReadCall, 'statement' | 'values'>): unknown {
  try {
    const { statement, values } = read();
    return { text: statement.text, slots: statement.slots, values };
  } catch (error) {
    if (!(error instanceof RemoteJoinsError)) throw error;
    return `${error.code}: ${error.message}`;
  }
}

for (const [field, isFixed] of fields) {
  test(`${field} is read ${isFixed ? 'once, all but its values' : 'anew for each request'}, and means the same`, () => {
    const plan = planOf(field);
    equal(
      placesToRead(plan).every(({ occurrence }) => hasFixedShape(occurrence)),
      isFixed,
    );
    // Twice, so that nothing of one request is left for the next.
    for (const variables of [...requests, ...requests]) {
      const anew = (): ReturnType<Parameters<typeof outcome>[0]> => {
        const fresh = planOf(field);
        const shape = readShape(fresh, contextOf({ variables }));
        return { statement: compileSQL(fresh, shape), values: shape.values };
      };
      deepEqual(
        outcome(() => readCall(plan, contextOf({ variables }))),
        outcome(anew),
        JSON.stringify(variables),
      );
    }
  });
}

const filterOf = createFilters(scene.catalog);
const permission: Partial<TablePermission> = {
  filter: filterOf('notes', {
    user_id: { _eq: { session: 'x-user' } },
    _or: [
      { title: { _in: { session: 'x-titles' } } },
      { user: exists('users', { user_id: 'id' }, { name: { _in: ['Ann', 'Bob'] } }) },
    ],
  }),
  limit: 3,
  redactedColumns: new Map([['id', filterOf('notes', { title: { _neq: { session: 'x-title' } } })]]),
};

const sessions: readonly Readonly<Record<string, SessionVariable>>[] = [
  { 'x-user': '1', 'x-titles': '{a,b}', 'x-title': 'c' },
  { 'x-user': "2'; --", 'x-titles': ['d'], 'x-title': '' },
  { 'x-user': '1', 'x-title': 'c' },
  { 'x-user': ['1'], 'x-titles': 'x', 'x-title': 'c' },
  { 'x-user': '\0', 'x-titles': '[1]', 'x-title': 'c' },
  {},
];

for (const [field] of fields) {
  test(`${field} is read so under a permission too, whoever asks`, () => {
    const plan = planOf(field, permission);
    for (const session of [...sessions, ...sessions].map(asSession)) {
      for (const variables of requests) {
        const context = contextOf({ variables, session });
        const anew = (): ReturnType<Parameters<typeof outcome>[0]> => {
          const fresh = planOf(field, permission);
          const shape = readShape(fresh, context);
          return { statement: compileSQL(fresh, shape), values: shape.values };
        };
        deepEqual(
          outcome(() => readCall(plan, context)),
          outcome(anew),
          JSON.stringify([...session.variables, variables]),
        );
      }
    }
  });
}
