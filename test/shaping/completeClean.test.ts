// biome-ignore-all lint/suspicious/noThenProperty: a field of GraphQL may be called so
/** What is handed to graphql-js, and what of graphql-js it counts on. */
import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import {
  buildSchema,
  defaultFieldResolver,
  type ExecutionResult,
  execute,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLScalarType,
  isObjectType,
  parse,
} from 'graphql';
import { completeClean, hasError } from '../../packages/core/src/shaping/completeClean.js';
import { createObjectFactory, isSpliced } from '../../packages/core/src/shaping/shaper.js';

const schema = buildSchema(`
  scalar JSON
  type Query { rows: [Row!], grid: [[Row]], anything: JSON, nodes: [Node] }
  interface Node { id: Int }
  type Row implements Node { id: Int, name: String!, twin: Row, rows: [Row!], then: Row, data: JSON }
`);

const Row = schema.getType('Row') as GraphQLObjectType;

/** An object for an executor, as it is made from an answer. */
const parent = (members: Readonly<Record<string, unknown>>): object =>
  createObjectFactory(Object.keys(members))(...Object.values(members));

/** Executes a query whose root fields are these; `resolved` tells the fields whose resolvers were called. */
function run(query: string, parents: Record<string, unknown>, responses: Record<string, unknown>) {
  const resolved: string[] = [];
  const rootValue = Object.fromEntries(
    Object.entries(parents).map(([name, value]) => [
      name,
      (_args: unknown, _context: unknown, { returnType, path }: GraphQLResolveInfo) =>
        completeClean(value, responses[path.key], returnType),
    ]),
  );
  const result = execute({
    schema,
    document: parse(query),
    rootValue,
    fieldResolver: (source, args, context, info) => {
      if (isObjectType(info.parentType)) resolved.push(pathOf(info.path));
      return defaultFieldResolver(source, args, context, info);
    },
  }) as ExecutionResult;
  const { data, errors = [] } = JSON.parse(JSON.stringify(result));
  return { data, paths: errors.map(({ path }: { path: string[] }) => path.join('.')), resolved, raw: result.data };
}

function pathOf({ prev, key }: GraphQLResolveInfo['path']): string {
  return prev === undefined ? String(key) : `${pathOf(prev)}.${key}`;
}

const wrong = new Error('wrong');

test('graphql-js takes complete items as they are, and walks the others at their own places', () => {
  const parents = {
    rows: [parent({ id: 1, name: 'a' }), parent({ id: 2, name: wrong }), parent({ id: 3, name: 'c' })],
  };
  const responses = {
    rows: [
      { key: 1, name: 'a' },
      { key: 2, name: wrong },
      { key: 3, name: 'c' },
    ],
  };
  const { data, paths, resolved } = run('{ rows { key: id name } nodes { id } }', parents, responses);
  deepEqual(data, { rows: null, nodes: null });
  deepEqual(paths, ['rows.1.name']);
  deepEqual(resolved, ['rows', 'rows.1.key', 'rows.1.name', 'nodes']);
});

test('A complete item is the very object of the response', () => {
  const made = { id: 1 };
  const { raw } = run('{ nodes { id } }', { nodes: [parent({ id: 1 })] }, { nodes: [made] });
  const nodes = raw?.nodes as readonly unknown[] | undefined;
  equal(nodes?.[0], made);
});

test('Lists below a row that is walked are walked by the same rule, under the key of the response', () => {
  const inner = [parent({ id: 2, name: 'b' }), parent({ id: 3, name: null })];
  const parents = { nodes: [parent({ __typename: 'Row', id: 1, twin: parent({ id: 4, rows: inner }), rows: inner })] };
  const made = [
    { id: 2, name: 'b' },
    { id: 3, name: wrong },
  ];
  const responses = { nodes: [{ id: 1, t: { r: made }, one: made, two: made }] };
  const query =
    '{ nodes { id ... on Row { t: twin { r: rows { id name } } one: rows { id name } two: rows { id name } } } }';
  const { data, paths, resolved } = run(query, parents, responses);
  deepEqual(data, { nodes: [{ id: 1, t: { r: null }, one: null, two: null }] });
  deepEqual(paths, ['nodes.0.t.r.1.name', 'nodes.0.one.1.name', 'nodes.0.two.1.name']);
  equal(
    resolved.some((path) => path.includes('.0.name')),
    false,
  );
});

test('A member that is a choice between aliases is asked as before', () => {
  const row = parent({ id: 1, 'twin a': parent({ id: 2 }), 'twin b': wrong, twin: choose });
  function choose(this: Record<string, unknown>, _args: unknown, _context: unknown, { path }: GraphQLResolveInfo) {
    return this[`twin ${path.key}`];
  }
  const responses = { nodes: [{ id: 1, a: { id: 2 }, b: wrong }] };
  const { data, paths } = run(
    '{ nodes { id ... on Row { a: twin { id } b: twin { id } } } }',
    { nodes: [Object.assign(row, { __typename: 'Row' })] },
    responses,
  );
  deepEqual(data, { nodes: [{ id: 1, a: { id: 2 }, b: null }] });
  deepEqual(paths, ['nodes.0.b']);
});

test('What has no counterpart in the response is left to graphql-js', () => {
  const row = parent({ id: 1, name: 'a' });
  const query = '{ rows { id name } grid { id } }';
  for (const rows of [undefined, null, wrong, 'x', {}, []]) {
    const { data, resolved } = run(
      query,
      { rows: [row], grid: [[row], row, null] },
      { rows, grid: [{}, [wrong], wrong] },
    );
    deepEqual([data.rows, data.grid[2], resolved.includes('rows.0.name')], [[{ id: 1, name: 'a' }], null, true]);
  }
});

test('The value of a scalar is left as it is, whatever it holds', () => {
  const value = [{ a: [1] }];
  equal(completeClean(value, value, schema.getType('JSON') as GraphQLScalarType), value);
  const row = parent({ name: wrong, data: value });
  const { data } = run(
    '{ nodes { ... on Row { data twin { id } name } } }',
    { nodes: [parent({ __typename: 'Row', twin: row, data: value, name: 'a' })] },
    { nodes: [{ data: value, twin: wrong, name: 'a' }] },
  );
  deepEqual(data, { nodes: [{ data: [{ a: [1] }], twin: { id: null }, name: 'a' }] });
});

test('Objects that are walked are still told from those of the host, and are no promises', async () => {
  const then = parent({ id: 2, name: wrong });
  const walked = completeClean(parent({ id: 1, then }), { id: 1, then: { id: 2, name: wrong } }, Row);
  equal(isSpliced(walked), true);
  equal(((await walked) as { readonly then: unknown }).then, then);
});

test('Whoever looks at a list, or waits for its items, finds the parents', async () => {
  const parents = [parent({ id: 1 }), parent({ id: 2, rows: wrong })];
  const list = completeClean(parents, [{ id: 1 }, { rows: wrong }], Row) as unknown[];
  deepEqual([Array.isArray(list), list.length, list[0], list[1]], [true, 2, parents[0], parents[1]]);
  deepEqual(
    [list.map((item) => item), list.slice(1).length, JSON.stringify(list)],
    [parents, 1, JSON.stringify(parents)],
  );
  const [first, second] = await Promise.all(list);
  deepEqual([first, (second as { id: number }).id], [parents[0], 2]);
});

test('An Error is found at any depth of what was made, and looked for nowhere else', () => {
  deepEqual([null, undefined, 0, 'Error', {}, [], [[{ a: [null, { b: 1 }] }]]].map(hasError), Array(7).fill(false));
  deepEqual([wrong, [wrong], { a: wrong }, [[{ a: [null, { b: wrong }] }]]].map(hasError), Array(4).fill(true));
  const ofHost = Object.assign(new Date(0), { broken: wrong });
  equal(hasError([ofHost, new Map([[1, wrong]])]), false);
});
