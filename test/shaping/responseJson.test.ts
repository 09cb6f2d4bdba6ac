import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { responseShape } from '../../packages/core/src/shaping/shape.js';
import { isSpliced } from '../../packages/core/src/shaping/shaper.js';
import { spliceOf } from '../../packages/core/src/shaping/spliceOf.js';
import { planOf } from '../support/handModel.js';
import { failed, model, splice } from '../support/spliceJson.js';

test('An answer for a response holds the response keys, serialised, and no mark of ours', () => {
  const query = '{ feed { kind: __typename ... on Image { link: url product { c: color __typename } } } }';
  const answer = [{ __typename: 'UpImage', url: 'u', product: { color: 'rouge' } }];
  const { value, clean } = splice(query, 'feed', answer, responseShape);
  deepEqual([value, clean], [[{ kind: 'Image', link: 'u', product: { c: 'RED', __typename: 'Product' } }], true]);
  const plan = planOf(model, '{ product { sku } }', 'product');
  const [built] = spliceOf(plan, model.names, responseShape).build({ kind: 'json', values: [{}] }, new Map());
  equal(isSpliced(built), false);
});

const unclean: readonly (readonly [what: string, query: string, path: string, answer: unknown])[] = [
  ['a leaf that does not fit', '{ product { sku } }', 'product', { sku: 1 }],
  ['an item that does not fit', '{ product { tags } }', 'product', { tags: ['a', 1] }],
  ['null where the leaf is non-null', '{ product { name } }', 'product', { name: null }],
  ['null where an item is non-null', '{ product { tags } }', 'product', { tags: [null] }],
  ['null where an object is non-null', '{ grid { sku } }', 'grid', [[null]]],
  ['null where a list is non-null', '{ product { related { sku } } }', 'product', {}],
  ['null where the root is non-null', '{ sure { sku } }', 'sure', null],
  ['an Error in the place of an object', '{ product { maker { name } } }', 'product', { maker: failed }],
  ['an Error in the place of a leaf', '{ product { sku } }', 'product', { sku: failed }],
  ['an Error in the place of a leaf that takes any value', '{ product { data } }', 'product', { data: failed }],
  ['an Error in the place of a root leaf that takes any value', '{ version }', 'version', failed],
  ['an Error in the place of the root', '{ product { sku } }', 'product', failed],
  ['a scalar where an object is due', '{ product { sku } }', 'product', 'x'],
  ['no list where one is due', '{ feed { id } }', 'feed', {}],
  ['null where a joined object is non-null', '{ product { sure { id } } }', 'product', { sku: null }],
  ['an unknown type', '{ feed { id } }', 'feed', [{ __typename: 'Nothing' }]],
]; // biome-ignore format: a table of cases
for (const [what, query, path, answer] of unclean) {
  test(`An answer for a response is not clean with ${what}`, () => {
    equal(splice(query, path, answer, responseShape).clean, false);
  });
}

test('An answer for a response is clean with nulls where they may be, and with empty lists', () => {
  const query = '{ product { sku name tags data maker { name } related { sku } } }';
  const answer = { sku: null, name: 'A', tags: [], data: { any: [null] }, maker: null, related: [] };
  deepEqual(splice(query, 'product', answer, responseShape), { value: answer, keys: {}, clean: true });
  deepEqual(splice('{ product { sku } }', 'product', null, responseShape), { value: null, keys: {}, clean: true });
});
