import assert from 'node:assert/strict';
import { test } from 'node:test';
import { didYouMean } from '../../packages/core/src/schema/suggest.js';

const cases: readonly (readonly [written: string, names: readonly string[], suggestion: string])[] = [
  ['user_idd', ['id', 'user_id', 'total'], ' Did you mean "user_id"?'],
  ['productSku', ['product_sku', 'id'], ' Did you mean "product_sku"?'],
  ['oredrs', ['orders', 'order', 'users'], ' Did you mean "orders" or "order"?'],
  ['a1', ['a2', 'a3', 'a4', 'a5'], ' Did you mean "a2", "a3" or "a4"?'],
  ['x', ['orders'], ''],
  ['orders', [], ''],
  ['sku', ['sku'], ''],
  ['sku', ['sku', 'skus'], ' Did you mean "skus"?'],
];

for (const [written, names, suggestion] of cases) {
  test(`"${written}" among ${JSON.stringify(names)} is answered with${suggestion || ' nothing'}`, () => {
    assert.equal(didYouMean(written, names), suggestion);
  });
}
