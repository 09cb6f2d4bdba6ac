import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { type GraphQLObjectType, type GraphQLResolveInfo, type GraphQLScalarType, graphql } from 'graphql';
import { attachResolvers, hostResolvedOf } from '../../packages/core/src/execution/attachResolvers.js';
import { createGeneration } from '../../packages/core/src/execution/requestScope.js';
import type { Answer, FetchRequest } from '../../packages/core/src/source.js';
import { createFakeSource, type FakeSource } from '../support/fakeSource.js';
import { createModel } from '../support/handModel.js';

const SDL = `
  type Query { things: [Thing!]! }
  type Thing {
    key: String, shout(lang: String = "en", n: Int): String, day: Day, any: Any, mood: Mood, owner: Owner, node: Node, id: Int
    byKey: Item, byShout: Item, byDay: Item, byMood: Item, byOwner: Item, byNode: Item, byHidden: Item, byAny: Item, always: Item
  }
  interface Node { day: Day }
  type Owner implements Node { day: Day, name: String }
  type Item { note: String }
  scalar Day
  scalar Any
  enum Mood { HAPPY SAD }`;

const KEYS = {
  byKey: 'key',
  byShout: 'shout',
  byDay: 'day',
  byMood: 'mood',
  byOwner: 'owner.name',
  byNode: 'node.day',
  byHidden: 'hidden',
  byAny: 'any',
};

type Resolve = (source: never, args: never, context: never, info: GraphQLResolveInfo) => unknown;

/** A schema whose host resolves `Query.things`, with items from a source that answers each key with itself. */
function start(things: readonly unknown[], resolvers: Readonly<Record<string, Resolve>> = {}) {
  const keyed = Object.entries(KEYS).map(
    ([name, key]) =>
      [
        `Thing.${name}`,
        {
          key: [key],
          remote: 'items',
          ...(name === 'byAny' && { form: { kind: 'json' as const, shape: 'any' as const } }),
        },
      ] as const,
  );
  const relationships = Object.fromEntries([...keyed, ['Thing.always', { key: [], remote: 'items' }]]);
  const model = createModel(SDL, { remotes: { items: ['Item'] }, relationships });
  const { schema } = model;
  const day = schema.getType('Day') as GraphQLScalarType;
  day.serialize = (value) => (value as Date).toISOString().slice(0, 10);
  for (const [coordinate, resolve] of Object.entries({ 'Query.things': () => things, ...resolvers })) {
    const [typeName = '', fieldName = ''] = coordinate.split('.');
    const field = (schema.getType(typeName) as GraphQLObjectType).getFields()[fieldName];
    if (field === undefined) throw new Error(`no field "${coordinate}"`);
    field.resolve = resolve as never;
  }
  const source = createFakeSource(answerKeys, 'graphql');
  attachResolvers(
    schema,
    createGeneration({ model, sources: new Map([['items', source]]), headers: () => ({}), signal: () => undefined }),
  );
  return { schema, source };
}

function answerKeys({ keys }: FetchRequest): Answer {
  const texts = keys?.columns[0] ?? ['constant'];
  return { kind: 'json', values: texts.map((key) => ({ _note: `item of ${key}` })) };
}

const keysOf = ({ calls }: FakeSource): unknown => calls.map((call) => call.map(({ keys }) => keys?.columns));

interface Case {
  readonly promise: string;
  readonly field: keyof typeof KEYS | 'always';
  readonly things: readonly unknown[];
  readonly resolvers?: Readonly<Record<string, Resolve>>;
  /** The keys sent, in one call; none where there is no call. */
  readonly sent: readonly unknown[];
}

const cases: readonly Case[] = [
  {
    promise: 'Distinct keys of all parents leave as one call, nulls and missing ones not at all',
    field: 'byKey',
    things: [{ key: 'b' }, { key: null }, { key: 'a' }, {}, { key: 'b' }, { key: '' }],
    sent: ['b', 'a', ''],
  },
  {
    promise: 'A key is read as its resolver tells it, later or at once, with the defaults of its arguments',
    field: 'byShout',
    things: [{ word: 'a' }, { word: 'b' }],
    resolvers: {
      'Thing.shout': async ({ word }: { word: string }, args: object) =>
        word === 'a' ? `${word} ${JSON.stringify(args)}` : 'now',
    },
    sent: ['a {"lang":"en"}', 'now'],
  },
  {
    promise: 'A key that its resolver cannot tell is no key, and changes nobody else',
    field: 'byShout',
    things: [{ word: 'throws' }, { word: 'fails' }, { word: 'ok' }],
    resolvers: {
      'Thing.shout': ({ word }: { word: string }) => {
        if (word === 'throws') throw new Error('no key');
        return word === 'fails' ? new Error('no key either') : word;
      },
    },
    sent: ['ok'],
  },
  {
    promise: 'A key leaves as its type serialises it, and a value that its type refuses is no key',
    field: 'byDay',
    things: [{ day: new Date(Date.UTC(2024, 1, 29, 23)) }, { day: 'no day' }],
    sent: ['2024-02-29'],
  },
  {
    promise: 'A key of any JSON is what the host tells, and an Error is none',
    field: 'byAny',
    things: [{ any: 7 }, { any: new Error('x') }, { any: null }, { any: '7' }],
    sent: [7, '7'],
  },
  {
    promise: 'An enum key is a value of its type',
    field: 'byMood',
    things: [{ mood: 'HAPPY' }, { mood: 'happy' }],
    sent: ['HAPPY'],
  },
  {
    promise: 'A path is followed through the resolvers of its objects',
    field: 'byOwner',
    things: [
      { owner: { first: 'Ann' } },
      { owner: null },
      { owner: Promise.resolve({ first: 'Bob' }) },
      { owner: new Error('x') },
    ],
    resolvers: {
      'Owner.name': ({ first }: { first: string }, _args, _context, { parentType, fieldName }) =>
        `${parentType.name}.${fieldName} ${first}`,
    },
    sent: ['Owner.name Ann', 'Owner.name Bob'],
  },
  {
    promise: 'A path through an interface reads the field there, not one of the same name above it',
    field: 'byNode',
    things: [{ node: { day: new Date(0) } }],
    resolvers: { 'Thing.day': () => new Date(1e12) },
    sent: ['1970-01-01'],
  },
  {
    promise: 'A key that the SDL does not have is read from the object, or called',
    field: 'byHidden',
    things: [{ hidden: 'a' }, { hidden: () => 'b' }, { hidden: { not: 'a key' } }],
    sent: ['a', 'b'],
  },
  {
    promise: 'Objects of the host that have the field already are joined all the same',
    field: 'byKey',
    things: [{ key: 'a', byKey: { note: 'not this' } }],
    sent: ['a'],
  },
  { promise: 'Without any key no call is made', field: 'byKey', things: [{ key: null }, { key: 'a\0' }], sent: [] },
];
for (const { promise, field, things, resolvers, sent } of cases) {
  test(promise, async () => {
    const { schema, source } = start(things, resolvers);
    const { data, errors } = await graphql({ schema, source: `{ things { ${field} { note } } }` });
    deepEqual(errors, undefined);
    const { things: found } = data as unknown as { things: Record<string, { note: string } | null>[] };
    const notes = found.map((thing) => thing[field]?.note).filter((note) => note !== undefined);
    deepEqual(
      [new Set(notes), keysOf(source)],
      [new Set(sent.map((key) => `item of ${key}`)), sent.length === 0 ? [] : [[[sent]]]],
    );
  });
}

test('Each parent gets what belongs to its key', async () => {
  const { schema } = start([{ key: 'b' }, { key: null }, { key: 'a' }, { key: 'b' }]);
  const { data } = await graphql({ schema, source: '{ things { byKey { note } } }' });
  const notes = ['item of b', null, 'item of a', 'item of b'];
  deepEqual(JSON.parse(JSON.stringify(data)), { things: notes.map((note) => ({ byKey: note && { note } })) });
});

test('A relationship without a key is asked for once, for all parents', async () => {
  const { schema, source } = start([{}, {}, {}]);
  const { data } = await graphql({ schema, source: '{ things { always { note } } }' });
  deepEqual(JSON.parse(JSON.stringify(data)), { things: Array(3).fill({ always: { note: 'item of constant' } }) });
  deepEqual(keysOf(source), [[[]]]);
});

test('Relationships of one level and one source leave as one call, aliases among them', async () => {
  const { schema, source } = start([{ key: 'a', hidden: 'h' }]);
  await graphql({ schema, source: '{ things { byKey { note } again: byKey { n: note } byHidden { note } } }' });
  deepEqual(keysOf(source), [[[['a']], [['a']], [['h']]]]);
});

test('Attaching once more replaces what was attached, and what the host put around it stays', async () => {
  const { schema, source } = start([{ key: 'a' }]);
  const next = start([{ key: 'a' }]);
  const other = createFakeSource(() => ({ kind: 'json', values: [{ _note: 'other' }] }), 'graphql');
  const model = createModel(SDL, {
    remotes: { items: ['Item'] },
    relationships: { 'Thing.byKey': { key: ['key'], remote: 'items' } },
  });
  const parts = { sources: new Map([['items', other]]), headers: () => ({}), signal: () => undefined };
  const field = (next.schema.getType('Thing') as GraphQLObjectType).getFields().byKey;
  const attached = field?.resolve;
  const seen: unknown[] = [];
  if (field === undefined) throw new Error('no field');
  field.resolve = (...call) => {
    seen.push(call[0]);
    return attached?.(...call);
  };
  attachResolvers(next.schema, createGeneration({ ...parts, model }));
  deepEqual(['Thing.byKey', 'Query.things'].map(hostResolvedOf(next.schema)), [false, true]);
  for (const each of [schema, next.schema]) await graphql({ schema: each, source: '{ things { byKey { note } } }' });
  deepEqual([source.calls.length, next.source.calls.length, other.calls.length], [1, 0, 1]);
  deepEqual(seen, [{ key: 'a' }]);
});
