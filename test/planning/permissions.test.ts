/** What a role may see of tables, in plans. */
import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import type { Filter, TablePermission } from '../../packages/core/src/model/permission.js';
import type { Occurrence, RowObject, RowsPlan } from '../../packages/core/src/planning/fetchPlan.js';
import { type Described, describePlan } from '../support/describePlan.js';
import { createModel, joinsOf, type ModelParts, planOf } from '../support/handModel.js';

const everyone: Filter = { kind: 'and', filters: [] };
const redacted = (...names: string[]) => ({ redactedColumns: new Map(names.map((name) => [name, everyone])) });

const modelOf = (permissions: Readonly<Record<string, Partial<TablePermission>>>) =>
  createModel(
    `type Query { orders: [Order!]! }
     type Order { id: Int!, ref: String, customer: User, items: [Item!]!, product: Product, city: City }
     type User { id: Int!, orders: [Order!]! }
     type Item { sku: String! }
     type City { id: Int!, orders: [Order!]! }
     type Product { name: String }`,
    {
      tables: {
        Order: { source: 'db', columns: 'id int4!, ref text, customer_id int4, city_id int4' },
        User: { source: 'db', columns: 'id int4!, name text' },
        Item: { source: 'db', columns: 'id int4!, sku text!, order_id int4!' },
        City: { source: 'cities', columns: 'id int4!, name text' },
      },
      remotes: { catalog: ['Product'] },
      relationships: {
        'Order.customer': { key: { customer_id: 'id' } },
        'Order.items': { key: { id: 'order_id' }, unique: false },
        'Order.product': { key: ['ref'], remote: 'catalog' },
        'Order.city': { key: { city_id: 'id' } },
        'User.orders': { key: { id: 'customer_id' }, unique: false },
        'City.orders': { key: { id: 'city_id' }, unique: false },
      },
      permissions: () => permissions,
    } satisfies ModelParts,
  );

function rowsOf(plan: unknown): RowsPlan {
  if (typeof plan !== 'object' || plan === null || !('kind' in plan) || plan.kind !== 'rows')
    throw new Error('no rows');
  return plan as RowsPlan;
}

/** Every table of a plan and of what it joins: its field, and the type whose permission it has. */
function permitted({ sets, joins }: RowsPlan): readonly string[] {
  const show = ({ coordinate, permission, objects }: Occurrence): readonly string[] => [
    `${coordinate} as ${permission?.typeName}`,
    ...objects.flatMap(show),
  ];
  const below = joins.flatMap(({ fetch }) => (fetch.kind === 'rows' ? permitted(fetch) : []));
  return [...sets.flatMap(({ object }) => show(object.occurrence)), ...below];
}

test('every place of a table has the permission of its type', () => {
  const model = modelOf({ Order: {}, User: {}, Item: {}, City: {} });
  const query =
    '{ orders { id customer { id orders { id items { sku } } } city { id orders { id customer { id } } } } }';
  deepEqual(permitted(rowsOf(planOf(model, query, 'orders'))), [
    'Query.orders as Order',
    'Order.customer as User',
    'User.orders as Order',
    'Order.items as Item',
    'Order.city as City',
    'City.orders as Order',
    'Order.customer as User',
  ]);
});

test('a model without permissions makes plans without', () => {
  const plan = rowsOf(planOf(modelOf({}), '{ orders { id } }', 'orders'));
  equal('permission' in (plan.sets[0]?.object.occurrence ?? {}), false);
});

const query = '{ orders { ref product { name } city { id } } }';

test('a field whose value is its join key, too, is one column with it where the role sees all of it', () => {
  const plan = rowsOf(planOf(modelOf({ Order: {}, City: {} }), query, 'orders'));
  const [set] = describePlan(plan).sets as Described[];
  deepEqual(set?.columns, ['t0.ref', 'key t0.city_id']);
  deepEqual(columnsOf(plan, 'Order.city'), [['link'], { id: 0 }]);
});

test('a field that the role sees in some rows is a column of its own, which may be null, beside the key', () => {
  const plan = rowsOf(planOf(modelOf({ Order: redacted('ref'), City: redacted('id') }), query, 'orders'));
  const [set] = describePlan(plan).sets as Described[];
  deepEqual(set?.columns, ['t0.ref', 'key t0.ref', 'key t0.city_id']);
  deepEqual(columnsOf(plan, 'Order.city'), [['link', 't0.id'], { id: 1 }]);
  deepEqual(notNullOf(rowsOf(joinsOf(plan)['Order.city']?.fetch).sets[0]?.object), { id: false });
});

function columnsOf(plan: RowsPlan, join: string): unknown {
  const [set] = describePlan(rowsOf(joinsOf(plan)[join]?.fetch)).sets as Described[];
  return [set?.columns, set?.object];
}

function notNullOf(object: RowObject | undefined): unknown {
  const leaves = object?.fields.flatMap((field) => (field.kind === 'leaf' ? [field.leaf] : [])) ?? [];
  return Object.fromEntries(leaves.map(({ fieldName, column }) => [fieldName, column.notNull]));
}
