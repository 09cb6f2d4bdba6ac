import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import type { Column } from '../../packages/core/src/model/table.js';
import type { FetchPlan, RemotePlan, RowsPlan } from '../../packages/core/src/planning/fetchPlan.js';
import { createModel, type ModelParts, planOf, type RelationshipParts } from '../support/handModel.js';

const KINDS = [
  'int2',
  'int4',
  'int8',
  'numeric',
  'float8',
  'text',
  'varchar',
  'bpchar',
  'citext',
  'uuid',
  'bool',
  'date',
  'enum',
];

/** The plan of `Host.rows`, whose target is a table with one column of each kind. */
function planRows(relationship: RelationshipParts, { type = 'Row', call = 'rows' } = {}): RowsPlan {
  const model = createModel(
    `type Query { host: Host } type Host { rows(limit: Int, name: String): ${type} } type Row { id: Int }`,
    {
      tables: {
        Row: { source: 'db', columns: ['id int4!', ...KINDS.map((kind) => `${kind}_key ${kind}`)].join(', ') },
      },
      relationships: { 'Host.rows': relationship },
    },
  );
  return planOf(model, `{ host { ${call} { id } } }`, 'host.rows') as RowsPlan;
}

test('Rows are looked up by value where JavaScript is sure to tell the values of the column apart', () => {
  const matches = KINDS.map((kind) => [kind, planRows({ key: { key: `${kind}_key` } }).match]);
  const byKey = ['int2', 'int4', 'int8', 'uuid', 'text', 'varchar'];
  deepEqual(
    Object.fromEntries(matches),
    Object.fromEntries(KINDS.map((kind) => [kind, byKey.includes(kind) ? 'key' : 'ordinal'])),
  );
});

const ordinal: readonly (readonly [what: string, plan: RowsPlan])[] = [
  ['a list', planRows({ key: { key: 'id' } }, { type: '[Row!]!' })],
  ['a column that is not unique', planRows({ key: { key: 'id' }, unique: false })],
  ['a key of several parts', planRows({ key: { a: 'id', b: 'int8_key' } })],
  ['no key at all', planRows({ key: {} })],
  ['a limit', planRows({ key: { key: 'id' } }, { call: 'rows(limit: 1)' })],
];
for (const [what, { match }] of ordinal)
  test(`Rows come back by argument id for ${what}`, () => equal(match, 'ordinal'));

test('An argument that narrows no rows per parent leaves the look-up by value', () => {
  equal(planRows({ key: { key: 'id' } }, { call: 'rows(name: "a")' }).match, 'key');
});

test('A text column that holds equal texts as different, or different ones as equal, is matched by the database', () => {
  const model = createModel('type Query { host: Host } type Host { row: Row } type Row { id: Int }', {
    tables: { Row: { source: 'db', columns: 'id int4!, name text' } },
    relationships: { 'Host.row': { key: { key: 'name' } } },
  });
  const name = model.tables.get('Row')?.table.columns.get('name') as { -readonly [part in keyof Column]: Column[part] };
  equal((planOf(model, '{ host { row { id } } }', 'host.row') as RowsPlan).match, 'key');
  name.deterministic = false;
  equal((planOf(model, '{ host { row { id } } }', 'host.row') as RowsPlan).match, 'ordinal');
});

test('A plan for rows says what its keys are compared with', () => {
  const plan = planRows({ key: { a: 'id', b: 'text_key' } }, { type: '[Row!]' });
  deepEqual(
    [
      plan.source,
      plan.coordinate,
      plan.list,
      plan.unique,
      plan.keyColumns.map(({ name }) => name),
      plan.key.map(({ name }) => name),
    ],
    ['db', 'Host.rows', true, true, ['id', 'text_key'], ['a', 'b']],
  );
});

const parts: ModelParts = {
  tables: { User: { source: 'db', columns: 'id int4!' } },
  remotes: { catalog: ['Product'] },
  roots: { 'Query.products': 'catalog', 'Query.codes': 'catalog' },
  relationships: {
    'Host.product': { key: ['sku', 'shop.id'], remote: 'catalog' },
    'Host.products': { key: [], remote: 'catalog' },
  },
};
const model = createModel(
  `type Query { host: Host, user: User, users: [User], products(first: Int!): [[Product]!]!, codes: [String!] }
   type Host { product(lang: String): Product, products: [Product!]! }
   type User { id: Int } type Product { name: String }`,
  parts,
);

test('A plan for a remote relationship holds its path, its key and the arguments of the client', () => {
  const plan = planOf(model, '{ host { product(lang: "en") { name } } }', 'host.product') as RemotePlan;
  deepEqual(
    [plan.kind, plan.source, plan.operation, plan.coordinate, plan.list, plan.key.map(({ name }) => name)],
    ['remote', 'catalog', 'query', 'Host.product', false, ['sku', 'shop.id']],
  );
  deepEqual(
    plan.target.path.map(({ field }) => field),
    ['_product'],
  );
  deepEqual([plan.args?.coordinate, plan.args?.node.arguments?.length], ['Host.product', 1]);
});

test('Whether a field is a list is told by its type, whatever its wrappers', () => {
  const lists = (['users', 'user', 'products', 'codes'] as const).map((name) => {
    const selection = name === 'codes' ? '' : '{ __typename }';
    const plan: FetchPlan = planOf(model, `{ ${name} ${name === 'products' ? '(first: 1)' : ''} ${selection} }`, name);
    return [name, plan.list];
  });
  deepEqual(Object.fromEntries(lists), { users: true, user: false, products: true, codes: true });
});
