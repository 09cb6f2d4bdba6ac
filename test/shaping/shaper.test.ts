import { deepEqual, equal, ok, throws } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import {
  createObjectFactory,
  createRowShaper,
  isSpliced,
  type RowMember,
} from '../../packages/core/src/shaping/shaper.js';
import { toPlain } from '../support/plain.js';

const NO_CODE = '--disallow-code-generation-from-strings';
const isWithoutCode = process.execArgv.includes(NO_CODE);

const column = (key: string, index: number): RowMember => ({ kind: 'column', key, column: index });
const object = (key: string, presence: number, ...members: RowMember[]): RowMember => ({
  kind: 'object',
  key,
  presence,
  members,
});

/** Names that GraphQL allows, special keys, and names that nothing must ever be made code of. */
const NAMES = [
  'id', '_', 'class', 'arguments', 'this', '__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'then',
  'customer a', 'customer __proto__', '__proto__ __proto__',
  '', ' ', 'a b c', 'a-b', '0', 'é', 'a"b', "a'b", 'a`b', 'a\\', 'a\nb', 'a\u2028b', '"] = 1; throw 0; //', '`+${', 'a\0',
]; // biome-ignore format: a table of names

test('An object has the members it was made of, in their order, as its own, whatever their names are', () => {
  for (const names of [NAMES, ...NAMES.map((name) => [name])]) {
    const made = createObjectFactory(names)(...names.keys());
    const byOrder = Object.keys(Object.fromEntries(names.map((name) => [name, 0])));
    deepEqual(Object.keys(made), byOrder);
    deepEqual(new Map(Object.entries(made)), new Map(byOrder.map((name) => [name, names.indexOf(name)])));
  }
});

test('A member is written, listed and deleted like that of any object', () => {
  for (const name of NAMES) {
    const made = createObjectFactory([name])(1);
    const expected = { value: 1, writable: true, enumerable: true, configurable: true };
    deepEqual(Object.getOwnPropertyDescriptor(made, name), expected, name);
  }
});

test('Code is made of no name but those of GraphQL, alone or in pairs', (t) => {
  const original = globalThis.Function;
  t.after(() => {
    globalThis.Function = original;
  });
  const texts: string[] = [];
  globalThis.Function = new Proxy(original, {
    construct(target, parts: string[]) {
      texts.push(parts.at(-1) ?? '');
      return Reflect.construct(target, parts);
    },
  });
  for (const name of NAMES) {
    createObjectFactory([name]);
    createRowShaper([column(name, 0), object(name, 1, column(name, 2))]);
  }
  const safe = /^[_A-Za-z][_0-9A-Za-z]*( [_A-Za-z][_0-9A-Za-z]*)?$/;
  const written = texts.flatMap((text) => text.match(/"(?:[^"\\]|\\.)*"/g) ?? []).map((literal) => JSON.parse(literal));
  deepEqual(
    new Set(written.filter((name) => name !== 'use strict')),
    new Set(isWithoutCode ? [] : NAMES.filter((name) => safe.test(name))),
  );
});

test('A member named __proto__ holds its value and changes no prototype', () => {
  const value = { polluted: true };
  const made = createObjectFactory(['__proto__', 'a'])(value, 1);
  equal(Object.getOwnPropertyDescriptor(made, '__proto__')?.value, value);
  equal('polluted' in made, false);
  equal('polluted' in {}, false);
  equal(made instanceof Object, true);
});

test('Thousands of members fit into one object', () => {
  const names = Array.from({ length: 3000 }, (_, i) => `field_${i}`);
  deepEqual(
    Object.entries(createObjectFactory(names)(...names)),
    names.map((name) => [name, name]),
  );
});

test('An object without members is an object', () => {
  deepEqual(toPlain(createObjectFactory([])()), {});
  deepEqual(createRowShaper([])(2, []).map(toPlain), [{}, {}]);
});

test('Objects made here are told from all others, and their copies are no longer ours', () => {
  const made = createObjectFactory(['a'])(1);
  const [row] = createRowShaper([column('a', 0)])(1, [[1]]);
  deepEqual([made, row].map(isSpliced), [true, true]);
  const others = [{ ...made }, structuredClone(made), {}, [], null, undefined, 'a', 1, () => made, Object.create(null)];
  deepEqual(
    others.map(isSpliced),
    others.map(() => false),
  );
  deepEqual(JSON.stringify([made, row]), '[{"a":1},{"a":1}]');
});

test('Rows are made of columns, with nested objects where their presence is true and null elsewhere', () => {
  const shape = createRowShaper([
    column('id', 0),
    object('customer', 2, column('name', 3), object('address a', 4, column('city', 5), column('city again', 5))),
    { kind: 'constant', key: '__typename', value: 'Order' },
    column('total', 1),
  ]);
  const rows = shape(4, [
    [1, 2, 3, 4],
    [10, null, undefined, 40],
    [true, false, true, null],
    ['Ann', 'no', null, 'no'],
    [true, true, false, true],
    ['Ulm', 'no', 'no', 'no'],
  ]);
  deepEqual(rows.map(toPlain), [
    {
      id: 1,
      customer: { name: 'Ann', 'address a': { city: 'Ulm', 'city again': 'Ulm' } },
      __typename: 'Order',
      total: 10,
    },
    { id: 2, customer: null, __typename: 'Order', total: null },
    { id: 3, customer: { name: null, 'address a': null }, __typename: 'Order', total: undefined },
    { id: 4, customer: null, __typename: 'Order', total: 40 },
  ]);
  deepEqual(Object.keys(rows[0] ?? {}), ['id', 'customer', '__typename', 'total']);
});

test('Nested objects are told as ours too, and each is an object of its own', () => {
  const rows = createRowShaper([object('a', 0, column('b', 1))])(2, [[true, true], [1, 1]]); // biome-ignore format: two columns
  const [first, second] = rows.map((row) => Object.values(row)[0]);
  deepEqual([first, second].map(isSpliced), [true, true]);
  ok(first !== second);
});

test('Rows with members of any name are made alike', () => {
  const members = [...NAMES.map((name, i) => column(name, i)), object('below"', 0, column('__proto__', 1))];
  const names = NAMES.map((_, i) => [i === 0 ? true : i]);
  const [row] = createRowShaper(members)(1, names);
  const expected = [...NAMES.map((name, i) => [name, i === 0 ? true : i] as const)];
  deepEqual(toPlain(row), Object.fromEntries([...expected, ['below"', Object.fromEntries([['__proto__', 1]])]]));
});

if (isWithoutCode) {
  test('This platform refuses to make code from text', () => {
    throws(() => new Function('return 1'), EvalError);
  });
} else {
  test('Every promise of this file holds where code from text is refused', () => {
    const { NODE_TEST_CONTEXT: _, ...env } = process.env;
    const { status, stdout } = spawnSync(
      process.execPath,
      [NO_CODE, '--import', 'tsx', fileURLToPath(import.meta.url)],
      { env, encoding: 'utf8' },
    );
    equal(status, 0, stdout);
    ok(stdout.includes('This platform refuses to make code from text'), stdout);
  });
}
