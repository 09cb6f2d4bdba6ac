import { deepEqual, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { buildSchema } from 'graphql';
import type { Catalog } from '../../packages/core/src/model/catalog.js';
import { readKnownKeys } from '../../packages/core/src/planning/knownKeys.js';
import { remoteJoinsTypeDefs } from '../../packages/core/src/schema/directives.js';
import { readDirectives } from '../../packages/core/src/schema/readDirectives.js';
import { checkDefinitions } from '../../packages/core/src/validation/checkDefinitions.js';
import { schemaCatalog, table, tableCatalog } from '../support/catalogs.js';
import { planOf } from '../support/handModel.js';

const catalogs = new Map<string, Catalog>([
  ['shop', tableCatalog(table('shop', 'lots', { id: 'int4!', region: 'text', price: 'numeric', customer_id: 'int4' }))],
  ['ship', tableCatalog(table('ship', 'pallets', { id: 'int4!', lot_id: 'int4', region: 'text', price: 'numeric' }))],
  ['catalog', schemaCatalog('type Query { gift(lot: Int!): Gift } type Gift { name: String! }')],
]);

const schema = buildSchema(`
  ${remoteJoinsTypeDefs}
  type Query {
    lots(id: Int, region: String, price: String, limit: Int, where: LotFilter): [Lot!]! @select
    first(id: Int = 1): Lot @select
  }
  input LotFilter { _and: [LotFilter!], _or: [LotFilter!], id: IntFilter, region: StringFilter }
  input IntFilter { _eq: Int, _gt: Int }
  input StringFilter { _eq: String }
  type Lot @table(source: "shop", name: "lots") {
    id: Int!
    pallets: [Pallet!]! @remoteRelationship(fieldMapping: {id: "lot_id"})
    palletsThere: [Pallet!]! @remoteRelationship(fieldMapping: {id: "lot_id", region: "region"})
    palletsForIt: [Pallet!]! @remoteRelationship(fieldMapping: {price: "price"})
    customerPallets: [Pallet!]! @remoteRelationship(fieldMapping: {customer_id: "lot_id"})
    gift: Gift @remoteRelationship(schema: "catalog", field: "gift(lot: $id)")
  }
  type Pallet @table(source: "ship", name: "pallets") { id: Int! }
  type Gift { name: String! }`);

const { definitions } = readDirectives(schema);
const { model } = checkDefinitions(definitions, schema, catalogs, () => false, new Map());

/** The known keys of the field `root` by relationship, and whether the variables were looked at. */
function read(root: string, given: Readonly<Record<string, unknown>> = {}) {
  ok(model);
  const plan = planOf(model, `query ($id: Int, $region: String, $where: LotFilter) { root: ${root} }`, 'root');
  ok(plan.kind === 'rows');
  let isRead = false;
  const variables = new Proxy(given, {
    ownKeys(target) {
      isRead = true;
      return Reflect.ownKeys(target);
    },
  });
  const known = readKnownKeys(plan, variables, model.names);
  return { isRead, keys: Object.fromEntries([...known].map(([join, key]) => [join.relationship.fieldName, key])) };
}

test('Keys are what the rows will hold, part by part', () => {
  const keysOf = (...request: Parameters<typeof read>): unknown => read(...request).keys;
  deepEqual(keysOf('lots(id: 5) { pallets { id } gift { name } }'), { pallets: [5], gift: [5] });
  deepEqual(keysOf('lots(id: $id, region: $region) { palletsThere { id } }', { id: 5, region: 'n' }), {
    palletsThere: [5, 'n'],
  });
  const where = { _and: [{ id: { _gt: 1, _eq: 5 } }, { region: { _eq: 'n' } }] };
  deepEqual(keysOf('lots(where: $where) { palletsThere { id } }', { where }), { palletsThere: [5, 'n'] });
  deepEqual(keysOf('lots(where: {id: {_eq: $id}}) { gift { name } }', { id: 5 }), { gift: [5] });
  deepEqual(keysOf('first { gift { name } }'), { gift: [1] });
});

test('Of one source all keys are known, or none', () => {
  deepEqual(read('lots(id: 5) { pallets { id } customerPallets { id } gift { name } }').keys, { gift: [5] });
  deepEqual(read('lots(id: $id, region: $region) { pallets { id } palletsThere { id } }', { id: 5 }).keys, {});
});

const cases = [
  ['no arguments', 'lots { pallets { id } }'],
  ['no joins', 'lots(id: $id) { id }'],
  ['arguments of other columns', 'lots(region: $region, limit: 1) { pallets { id } }'],
  ['joins by other columns', 'lots(id: $id) { customerPallets { id } }'],
  ['arguments for one part of the key', 'lots(id: $id) { palletsThere { id } }'],
  ['numbers of many spellings', 'lots(price: "1.50") { palletsForIt { id } }'],
  ['conditions on other columns', 'lots(where: {region: {_eq: $region}}) { pallets { id } }'],
  ['conditions of which one holds', 'lots(where: {_or: [{id: {_eq: $id}}]}) { pallets { id } }'],
  ['a source that is asked for more later', 'lots(id: $id) { pallets { id } customerPallets { id } }'],
] as const;
for (const [what, root] of cases) {
  test(`Nothing of a request is read for a plan with ${what}`, () => {
    const variables = { id: 5, region: 'n' };
    deepEqual(read(root, variables), { isRead: false, keys: {} });
  });
}

test('An argument that is null, missing or no condition tells no key', () => {
  for (const id of [null, undefined]) deepEqual(read('lots(id: $id) { pallets { id } }', { id }).keys, {});
  deepEqual(read('lots(id: $id) { pallets { id } }').keys, {});
  for (const where of [null, {}, { id: {} }, { id: null }, { _and: null }, { _or: [{ id: { _eq: 5 } }] }]) {
    deepEqual(read('lots(where: $where) { pallets { id } }', { where }).keys, {}, JSON.stringify(where));
  }
});
