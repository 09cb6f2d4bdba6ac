import { deepEqual, equal, ok } from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { RemoteJoinsError } from '../../packages/core/src/error/RemoteJoinsError.js';
import type { FetchRequest } from '../../packages/core/src/source.js';
import { remoteSchema } from '../../packages/core/src/sources/graphql/index.js';
import {
  argument,
  contextOf,
  createPlan,
  integer,
  key,
  keysOf,
  list,
  nested,
  object,
  select,
  selectAbstract,
  step,
  text,
} from '../support/remotePlan.js';
import { startFaultServer } from '../support/remoteServer.js';

/** Stands for an Error with this code where a value could be. */
const FAILED = 'SOURCE_ERROR';
const INVALID = 'SOURCE_INVALID_RESPONSE';

/** What requests are answered when the remote schema sends this body: values with errors as their codes. */
async function decode(t: TestContext, requests: readonly FetchRequest[], body: unknown): Promise<unknown[]> {
  const server = await startFaultServer(t, (_, response) => {
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  const source = remoteSchema({ url: server.url });
  t.after(source.close);
  const answers = await source.fetch(requests, contextOf());
  return answers.map((answer) => {
    if (answer instanceof Error) return codeOf(answer);
    ok(answer.kind === 'json');
    return answer.values.map(withCodes);
  });
}

function withCodes(value: unknown): unknown {
  if (value instanceof Error) return codeOf(value);
  if (Array.isArray(value)) return value.map(withCodes);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withCodes(member)]));
}

function codeOf(error: Error): string {
  ok(error instanceof RemoteJoinsError);
  ok(!JSON.stringify([error.message, error.extensions, error.cause]).includes('CNRY'));
  return error.code;
}

const path = [step('shop'), step('product', argument('sku', 'ID!', key()))];
const productPlan = createPlan({
  type: 'Product',
  key: [text],
  path,
  selection: select('Product', 'name', nested('tags', '[String!]'), nested('brand', 'Brand', select('Brand', 'name'))),
});
const a = { name: 'A', tags: ['x', 'y'], brand: { name: 'Acme' } };
const errorAt = (...errorPath: unknown[]) => ({
  message: 'CNRY-message',
  extensions: { code: 'CNRY-code', http: { status: 301 } },
  ...(errorPath.length > 0 && { path: errorPath }),
});
const two = { plan: productPlan, keys: keysOf('a', 'b') };
const shops = (first: unknown, second: unknown) => ({ _0_0: { product: first }, _0_1: { product: second } });

const placed: [promise: string, body: unknown, values: unknown][] = [
  ['Data without errors is passed on', { data: shops(a, null) }, [a, null]],
  ['Null in the middle of a path is null', { data: { _0_0: null, _0_1: { product: a } } }, [null, a]],
  [
    'An error is at the position it names',
    { data: shops({ ...a, name: null }, a), errors: [errorAt('_0_0', 'product', 'name')] },
    [{ ...a, name: FAILED }, a],
  ],
  [
    'An error below an object is inside of it',
    { data: shops({ ...a, brand: { name: null } }, a), errors: [errorAt('_0_0', 'product', 'brand', 'name')] },
    [{ ...a, brand: { name: FAILED } }, a],
  ],
  [
    'An error below what became null is at the null',
    { data: shops({ ...a, brand: null }, null), errors: [errorAt('_0_0', 'product', 'brand', 'name')] },
    [{ ...a, brand: FAILED }, null],
  ],
  [
    'An error below a path that became null is at its key',
    { data: { _0_0: { product: a }, _0_1: null }, errors: [errorAt('_0_1', 'product', 'name')] },
    [a, FAILED],
  ],
  [
    'An error in a list is at its item, also where the server writes numbers as text',
    { data: shops({ ...a, tags: ['x', null] }, a), errors: [errorAt('_0_0', 'product', 'tags', '1')] },
    [{ ...a, tags: ['x', FAILED] }, a],
  ],
  [
    'An error at a position that has data replaces it',
    { data: shops(a, a), errors: [errorAt('_0_0', 'product', 'name')] },
    [{ ...a, name: FAILED }, a],
  ],
  [
    'An error at a step of the path that has data is at its key',
    { data: shops(a, a), errors: [errorAt('_0_1')] },
    [a, FAILED],
  ],
  [
    'An error below what was not asked for is at the nearest position that was',
    {
      data: shops(a, { ...a, other: null }),
      errors: [
        errorAt('_0_1', 'product', 'other'),
        errorAt('_0_0', 'product', 'tags', 7),
        errorAt('_0_0', 'product', 'name', 'x'),
      ],
    },
    [{ ...a, tags: FAILED, name: FAILED }, FAILED],
  ],
  ['An error beside the path is at its key', { data: shops(a, a), errors: [errorAt('_0_1', 'other')] }, [a, FAILED]],
  [
    'An error without a path is at every key without a value',
    { data: shops(null, a), errors: [errorAt()] },
    [FAILED, a],
  ],
  [
    'An error with a path that leads nowhere is at every key without a value',
    { data: shops(null, a), errors: [errorAt('_7'), { path: 'no' }, 'text', null, { path: [{}] }] },
    [FAILED, a],
  ],
  ['An error without a path fails all where every key has a value', { data: shops(a, a), errors: [errorAt()] }, FAILED],
  ['Errors without data fail all', { errors: [errorAt()] }, FAILED],
  ['Errors with null data fail all', { data: null, errors: [errorAt('_0_0')] }, FAILED],
  ['An empty list of errors is none', { data: shops(a, a), errors: [] }, [a, a]],
  ['Null errors are none', { data: shops(a, a), errors: null }, [a, a]],

  ['An alias that is missing fails its key', { data: { _0_0: { product: a } } }, [a, INVALID]],
  ['A step of the path that is missing fails its key', { data: { _0_0: {}, _0_1: { product: a } } }, [INVALID, a]],
  [
    'A field that is missing fails alone',
    { data: shops({ tags: null, brand: null }, a) },
    [{ tags: null, brand: null, name: INVALID }, a],
  ],
  ['A list in the middle of a path fails its key', { data: { _0_0: [a], _0_1: { product: a } } }, [INVALID, a]],
  [
    'A scalar where an object is due fails alone',
    { data: shops(5, { ...a, brand: 'Acme' }) },
    [INVALID, { ...a, brand: INVALID }],
  ],
  [
    'A list where an object is due fails alone',
    { data: shops([a], { ...a, brand: [] }) },
    [INVALID, { ...a, brand: INVALID }],
  ],
  [
    'A scalar where a list is due fails alone',
    { data: shops({ ...a, tags: 'x' }, { ...a, tags: {} }) },
    [
      { ...a, tags: INVALID },
      { ...a, tags: INVALID },
    ],
  ],
];
for (const [promise, body, values] of placed) {
  test(promise, async (t) => {
    deepEqual(await decode(t, [two], body), [values]);
  });
}

test('Two errors below one another are one, at the upper', async (t) => {
  const errors = [
    errorAt('_0_0', 'product', 'brand', 'name'),
    errorAt('_0_0', 'product'),
    errorAt('_0_0', 'product', 'name'),
  ];
  deepEqual(await decode(t, [two], { data: shops(a, a), errors }), [[FAILED, a]]);
});

test('Only the plans without a value meet an error without a path', async (t) => {
  const time = createPlan({ type: 'String', path: [step('time')] });
  const body = { data: { _0: 'noon', _1: null }, errors: [errorAt()] };
  deepEqual(await decode(t, [{ plan: time }, { plan: time }], body), [['noon'], [FAILED]]);
});

const list2 = createPlan({ type: '[[Item!]]!', path: [step('grid')], selection: select('Item', 'n') });

test('Lists of lists are read through', async (t) => {
  const body = { data: { _0: [[{ n: 1 }, null], null, 'x'] }, errors: [errorAt('_0', 0, 1), errorAt('_0', 1, 4, 'n')] };
  deepEqual(await decode(t, [{ plan: list2 }], body), [[[[{ n: 1 }, FAILED], FAILED, INVALID]]]);
});

test('An object of an abstract place is read by its type, and fails where it has none that can be here', async (t) => {
  const selection = selectAbstract('Pet', { Cat: ['lives'], Dog: [nested('breed', 'Breed', select('Breed', 'name'))] });
  const plan = createPlan({ type: '[Pet]', path: [step('pets')], selection });
  const cat = { __typename: 'Cat', lives: 9 };
  const pets = [
    cat,
    { __typename: 'Dog', breed: 'x' },
    { __typename: 'Fish' },
    { lives: 9 },
    { __typename: '__proto__' },
  ];
  deepEqual(await decode(t, [{ plan }], { data: { _0: pets } }), [
    [[cat, { __typename: 'Dog', breed: INVALID }, INVALID, INVALID, INVALID]],
  ]);
});

test('Members called __proto__ or constructor are members like others', async (t) => {
  const selection = select(
    'Thing',
    '__proto__',
    'constructor',
    nested('hasOwnProperty', 'Thing', select('Thing', 'toString')),
  );
  const plan = createPlan({ type: 'Thing', path: [step('thing')], selection });
  const whole = '{"__proto__":{"polluted":1},"constructor":"c","hasOwnProperty":{"toString":"t"}}';
  const [[value] = []] = (await decode(t, [{ plan }], `{"data":{"_0":${whole}}}`)) as unknown[][];
  equal(JSON.stringify(value), whole);
  deepEqual(await decode(t, [{ plan }], '{"data":{"_0":{"hasOwnProperty":{}}}}'), [
    [JSON.parse(`{"hasOwnProperty":{"toString":"${INVALID}"},"__proto__":"${INVALID}","constructor":"${INVALID}"}`)],
  ]);
  equal('polluted' in {}, false);
});

test('An answer or an error path made of __proto__ changes nothing', async (t) => {
  const body =
    '{"__proto__":{"data":{}},"data":{"__proto__":{"product":null},"_0_0":{"__proto__":{"product":{}}},"_0_1":{"product":null}},' +
    '"errors":[{"path":["__proto__","polluted"]},{"path":["_0_1","__proto__"]},{"path":["constructor","prototype","polluted"]}]}';
  deepEqual(await decode(t, [two], body), [FAILED]);
  equal('polluted' in {}, false);
});

test('A custom scalar deeper than 64 levels fails alone, however deep', async (t) => {
  const plan = createPlan({ type: 'Thing', path: [step('thing')], selection: select('Thing', 'json', 'name') });
  for (const [depth, json] of [
    [64, undefined],
    [65, INVALID],
    [5_000, INVALID],
  ] as const) {
    const body = `{"data":{"_0":{"json":${'['.repeat(depth)}${']'.repeat(depth)},"name":"n"}}}`;
    const [[value] = []] = (await decode(t, [{ plan }], body)) as { json: unknown; name: string }[][];
    equal(value?.name, 'n');
    if (json === undefined) ok(Array.isArray(value?.json));
    else equal(value?.json, json);
  }
});

test('An error path that is a hundred thousand levels deep is no path', async (t) => {
  const errorPath = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  const body = `{"data":{"_0":null},"errors":[{"path":${errorPath}}]}`;
  deepEqual(await decode(t, [{ plan: list2 }], body), [[FAILED]]);
});

test('A place of objects that is a list a hundred thousand levels deep fails alone', async (t) => {
  const body = `{"data":{"_0":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`;
  deepEqual(await decode(t, [{ plan: list2 }], body), [[[[INVALID]]]]);
});

// matchBy

const bulkPath = [step('products', argument('skus', '[ID!]!', list(key())))];
const matchBy = [{ part: 0, field: 'sku' }];
const one = createPlan({ type: 'Product', key: [text], path: bulkPath, matchBy, selection: select('Product', 'name') });
const many = createPlan({
  type: '[Product]',
  key: [text],
  path: bulkPath,
  matchBy,
  selection: select('Product', 'name'),
});
const item = (sku: unknown, name: string) => ({ _m0: sku, name });
const keys = keysOf('a', 'b', 'c');

const matched: [promise: string, plan: typeof one, data: unknown, errors: unknown[], values: unknown][] = [
  [
    'Items are matched by key: moved, repeated, missing, unknown and null ones are right all the same',
    one,
    [item('c', '1'), null, item('z', '2'), item('a', '3'), item('a', '4'), item(null, '5')],
    [],
    [item('a', '3'), undefined, item('c', '1')],
  ],
  [
    'A list relationship gets all matches in the order of the answer',
    many,
    [item('c', '1'), item('a', '3'), item('c', '4')],
    [],
    [[item('a', '3')], [], [item('c', '1'), item('c', '4')]],
  ],
  ['A number in the answer matches its text form', one, [item(5, '1')], [], [undefined, undefined, undefined]],
  ['Null for the list is null for all', one, null, [], [null, null, null]],
  ['No list is an error for all', one, item('a', '1'), [], [INVALID, INVALID, INVALID]],
  [
    'An error below an item is in the item',
    one,
    [{ ...item('a', '1'), name: null }],
    [errorAt('_0', 0, 'name')],
    [{ _m0: 'a', name: FAILED }, undefined, undefined],
  ],
  [
    'An item that failed is reported at every key without a match',
    one,
    [item('a', '1'), null],
    [errorAt('_0', 1, 'name')],
    [item('a', '1'), FAILED, FAILED],
  ],
  [
    'An item whose match field failed is reported at every key without a match',
    many,
    [item('a', '1'), item(null, '2')],
    [errorAt('_0', 1, '_m0')],
    [[item('a', '1')], FAILED, FAILED],
  ],
  [
    'An item without the match field is reported at every key without a match',
    one,
    [item('a', '1'), { name: '2' }],
    [],
    [item('a', '1'), INVALID, INVALID],
  ],
  [
    'An item that is no object is reported at every key without a match',
    one,
    [item('a', '1'), 5],
    [],
    [item('a', '1'), INVALID, INVALID],
  ],
  [
    'An error without a path is reported at every key without a match',
    many,
    [item('a', '1')],
    [errorAt()],
    [[item('a', '1')], FAILED, FAILED],
  ],
  ['An error of the list is for all', one, null, [errorAt('_0')], [FAILED, FAILED, FAILED]],
];
for (const [promise, plan, data, errors, values] of matched) {
  test(`matchBy: ${promise}`, async (t) => {
    deepEqual(await decode(t, [{ plan, keys }], { data: { _0: data }, errors }), [values]);
  });
}

test('matchBy: keys are compared in their canonical form', async (t) => {
  const plan = createPlan({ type: 'P', key: [integer], path: bulkPath, matchBy, selection: select('P', 'name') });
  const items = [item('2', 'x'), item('01', 'y'), item(3, 'z')];
  deepEqual(await decode(t, [{ plan, keys: keysOf(1, 2, 3) }], { data: { _0: items } }), [
    [undefined, item('2', 'x'), item(3, 'z')],
  ]);
});

test('matchBy: parts of a composite key never run into one another', async (t) => {
  const template = list(object({ a: key(0), b: key(1) }));
  const plan = createPlan({
    type: 'P',
    key: [text, text],
    path: [step('pairs', argument('pairs', '[Pair!]!', template))],
    matchBy: [
      { part: 0, field: 'a' },
      { part: 1, field: 'b' },
    ],
    selection: select('P', 'name'),
  });
  const tuples = keysOf(['x', 'y,z'], ['x,y', 'z'], ['x', ''], ['', 'x']);
  const items = [
    { _m0: 'x,y', _m1: 'z', name: '1' },
    { _m0: 'x', _m1: 'y,z', name: '0' },
  ];
  deepEqual(await decode(t, [{ plan, keys: tuples }], { data: { _0: items } }), [
    [items[1], items[0], undefined, undefined],
  ]);
});
