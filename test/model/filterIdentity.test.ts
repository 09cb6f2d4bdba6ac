import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filterIdentity } from '../../packages/core/src/model/filterIdentity.js';
import type { Filter, FilterOperand } from '../../packages/core/src/model/permission.js';
import type { Column } from '../../packages/core/src/model/table.js';
import { table } from '../support/catalogs.js';

const one = table('db', 'one', { id: 'int4!', ref: 'int4!' });
const sameName = table('db', 'one', { id: 'int4!', ref: 'int4!' }, { schema: 'other' });
const far = table('far', 'one', { id: 'int4!', ref: 'int4!' });
const column = (name: string): Column => {
  const found = one.columns.get(name);
  assert.ok(found);
  return found;
};
const id = column('id');
const ref = column('ref');
const INT4 = { kind: 'integer', min: 0, max: 9 } as const;

const compare = (operand: FilterOperand, operator: '_eq' | '_in' = '_eq', of = id): Filter => ({
  kind: 'compare',
  column: of,
  operator,
  operand,
});
const constant = (value: unknown): FilterOperand => ({ kind: 'constant', value });
const five = compare(constant(5));

/** Filters of which no two say the same. */
const filters: readonly Filter[] = [
  five,
  compare(constant('5')),
  compare(constant(5), '_in'),
  compare(constant([5]), '_in'),
  compare(constant(5), '_eq', ref),
  compare({ kind: 'session', name: '5' }),
  compare(constant(['session', 5])),
  compare(constant({ kind: 'compare', column: id })),
  { kind: 'null', column: id, isNull: true },
  { kind: 'null', column: id, isNull: false },
  { kind: 'null', column: ref, isNull: true },
  { kind: 'columns', column: id, operator: '_ceq', other: ref, out: 0 },
  { kind: 'columns', column: id, operator: '_cne', other: ref, out: 0 },
  { kind: 'columns', column: id, operator: '_ceq', other: id, out: 0 },
  { kind: 'columns', column: id, operator: '_ceq', other: ref, out: 1 },
  { kind: 'compare', column: id, operator: '_eq', operand: constant(5), cast: true },
  { kind: 'not', filter: five },
  { kind: 'and', filters: [] },
  { kind: 'or', filters: [] },
  { kind: 'and', filters: [five] },
  { kind: 'and', filters: [five, five] },
  { kind: 'and', filters: [{ kind: 'and', filters: [five] }, five] },
  { kind: 'exists', table: one, mapping: [], filter: five },
  { kind: 'exists', table: sameName, mapping: [], filter: five },
  { kind: 'exists', table: one, mapping: [{ parent: id, target: ref }], filter: five },
  { kind: 'exists', table: one, mapping: [{ parent: ref, target: id }], filter: five },
  { kind: 'exists', table: one, mapping: [], filter: { kind: 'not', filter: five } },
  { kind: 'elsewhere', coordinate: 'A.b', table: far, keys: [{ parent: id, target: ref, form: INT4 }], filter: five },
  { kind: 'elsewhere', coordinate: 'A.b', table: one, keys: [{ parent: id, target: ref, form: INT4 }], filter: five },
];

test('Filters have one identity where they say the same, and never another', () => {
  const identities = filters.map(filterIdentity);
  assert.equal(new Set(identities).size, filters.length);
  assert.deepEqual(structuredClone(filters).map(filterIdentity), identities);
});
