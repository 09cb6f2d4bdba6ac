import { deepEqual, equal } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { printSchema, stripIgnoredCharacters } from 'graphql';
import type { Catalog } from '../../packages/core/src/model/catalog.js';
import type { Model } from '../../packages/core/src/model/model.js';
import { findHiddenCoordinates } from '../../packages/core/src/roles/hiddenCoordinates.js';
import { buildVisibleSchema } from '../../packages/core/src/roles/visibleSchema.js';
import { remoteJoinsTypeDefs } from '../../packages/core/src/schema/directives.js';
import { table, tableCatalog } from '../support/catalogs.js';
import { governedModel, type RoleWords } from '../support/roleModel.js';

const orders = table('orders_db', 'orders', { id: 'int4!', total: 'int4!', status: 'text!', user_id: 'int4!' });
const items = table('orders_db', 'items', { id: 'int4!', order_id: 'int4!', sku: 'text!' });
const users = table('users_db', 'users', { id: 'int4!', name: 'text!', email: 'text' });
const catalogs = new Map<string, Catalog>([
  ['orders_db', tableCatalog(orders, items)],
  ['users_db', tableCatalog(users)],
]);

const directives = printed(remoteJoinsTypeDefs);

function printed(sdl: string): string {
  return stripIgnoredCharacters(sdl.replaceAll(/"""[\s\S]*?"""|^\s*"[^"\n]*"$/gm, ''));
}

/** What is left of an SDL for a role, without our own directives. */
function schemaFor(model: Model, role: string): string {
  const hidden = findHiddenCoordinates(model.schema, model, model.permissions?.roles.get(role));
  const text = printed(printSchema(buildVisibleSchema(model.schema, { hidden, required: new Set() })));
  equal(directives.split('directive').length, text.split('directive').length);
  return text.slice(text.lastIndexOf('scalar RemoteJoins')).replace(/^scalar RemoteJoins\w+ ?/, '');
}

/** The role's schema of an SDL is another SDL, to the letter. */
function leaves(sdl: string, words: RoleWords | undefined, left: string, resolvers: readonly string[] = []): void {
  const model = governedModel(sdl, catalogs, words === undefined ? { other: {} } : { user: words }, resolvers);
  const expected = governedModel(left, catalogs, { all: everything }, resolvers);
  equal(schemaFor(model, 'user'), schemaFor({ ...expected, permissions: undefined } as never, 'user'));
}

const everything: RoleWords = {};

const ORDERS = `
  orders(where: OrderFilter, order_by: [OrderOrder!], distinct_on: [OrderColumn!], limit: Int): [Order!]! @select
  order(id: Int!): Order @select`;
const SDL = `
  type Query { hello: String ${ORDERS} users: [User!]! @select me: User }
  type Order @table(source: "orders_db", name: "orders") {
    id: Int! total: Int! status: String!
    user: User @remoteRelationship(fieldMapping: {user_id: "id"})
    items(where: ItemFilter): [Item!]! @remoteRelationship(fieldMapping: {id: "order_id"})
  }
  type Item @table(source: "orders_db", name: "items") { id: Int! sku: String! }
  type User @table(source: "users_db", name: "users") { id: Int! name: String! email: String greeting: String }
  input OrderFilter { _and: [OrderFilter!] _not: OrderFilter id: IntIs total: IntIs items: ItemFilter }
  input ItemFilter { _or: [ItemFilter!] sku: TextIs }
  input OrderOrder { id: Way total: Way }
  input IntIs { _eq: Int }
  input TextIs { _eq: String }
  enum OrderColumn { id total }
  enum Way { asc desc }`;

test("Types that a role sees in part hold none of the author's text, which tells of the rest", () => {
  const model = governedModel(SDL, catalogs, { user: { tables: { Order: 'id' } } }, [
    'Query.hello',
    'Query.me',
    'User.greeting',
  ]);
  const hidden = findHiddenCoordinates(model.schema, model, model.permissions?.roles.get('user'));
  const visible = buildVisibleSchema(model.schema, { hidden, required: new Set() });
  const made = Object.values(visible.getTypeMap()).filter((type) => type !== model.schema.getType(type.name));
  deepEqual(
    made.map(({ name, astNode, extensionASTNodes }) => [name, astNode, extensionASTNodes]),
    ['Query', 'Order', 'OrderFilter', 'OrderOrder', 'OrderColumn'].map((name) => [name, undefined, []]),
  );
  const members = made.flatMap((type) => ('getFields' in type ? Object.values(type.getFields()) : []));
  deepEqual(
    members.flatMap(({ name, astNode }) => (astNode === undefined ? [] : [name])),
    [],
  );
});

describe('The schema of a role lacks', () => {
  const resolvers = ['Query.hello', 'Query.me', 'User.greeting'];

  test('nothing of what is granted as a whole', () => {
    const all = { Order: 'id total status', Item: 'id sku', User: 'id name email greeting' };
    leaves(SDL, { tables: all }, SDL, resolvers);
  });

  test('all tables, and what leads to them, where nothing is granted', () => {
    for (const words of [{}, undefined]) leaves(SDL, words, 'type Query { hello: String }', resolvers);
  });

  test('columns that are not granted, wherever they are selected, compared, ordered by or told apart by', () => {
    const left = SDL.replace('total: Int! ', '')
      .replace('total: IntIs ', '')
      .replace('id: Way total: Way', 'id: Way')
      .replace('{ id total }', '{ id }');
    const tables = { Order: 'id status', Item: 'id sku', User: 'id name email greeting' };
    leaves(SDL, { tables }, left, resolvers);
  });

  test('relationships to tables that are not granted, also in conditions, with the types that only they used', () => {
    const tables = { Order: 'id total status', User: 'id name email greeting' };
    const left = SDL.replace(/ +items\(.*\n/, '')
      .replace(/ +type Item .*\n/, '')
      .replace(/ +input ItemFilter .*\n/, '')
      .replace(/ +input TextIs .*\n/, '')
      .replace(' items: ItemFilter', '');
    leaves(SDL, { tables }, left, resolvers);
  });

  test('a field by a column that is not granted, where that argument is required', () => {
    const tables = { Order: 'total status', Item: 'id sku', User: 'id name email greeting' };
    const left = SDL.replace('order(id: Int!): Order @select', '')
      .replace('  id: Int! total: Int! status', '  total: Int! status')
      .replace('id: IntIs ', '')
      .replace('{ id: Way total', '{ total')
      .replace('{ id total }', '{ total }');
    leaves(SDL, { tables }, left, resolvers);
  });

  test('root fields that are not granted, while relationships stay', () => {
    const user = { see: 'id name email greeting', rootFields: new Set<string>() };
    const tables = { Order: 'id total status', Item: 'id sku', User: user };
    leaves(SDL, { tables }, SDL.replace(' users: [User!]! @select', ''), resolvers);
  });

  test('fields of own resolvers on a table type, where they are not granted', () => {
    const tables = { Order: 'id total status', Item: 'id sku', User: 'id name email' };
    leaves(SDL, { tables }, SDL.replace(' greeting: String', ''), resolvers);
  });

  test('an input type as a whole, where no condition of it is left', () => {
    const tables = { Order: 'status', Item: 'id', User: 'id' };
    const left = `
      type Query { hello: String orders(limit: Int): [Order!]! @select users: [User!]! @select me: User }
      type Order @table(source: "orders_db", name: "orders") {
        status: String! user: User @remoteRelationship(fieldMapping: {user_id: "id"})
        items: [Item!]! @remoteRelationship(fieldMapping: {id: "order_id"}) }
      type Item @table(source: "orders_db", name: "items") { id: Int! }
      type User @table(source: "users_db", name: "users") { id: Int! }`;
    leaves(SDL, { tables }, left, resolvers);
  });
});

describe('The schema of a role keeps of an interface', () => {
  const sdl = `
    type Query { orders: [Order!]! @select users: [User!]! @select node: Node }
    interface Node { id: Int! name: String }
    type Order implements Node @table(source: "orders_db", name: "orders") { id: Int! name: String @column(name: "status") }
    type User implements Node @table(source: "users_db", name: "users") { id: Int! name: String }`;
  const resolvers = ['Query.node'];

  test('the fields that all have which implement it for the role', () => {
    const left = sdl.replace('interface Node { id: Int! name: String }', 'interface Node { id: Int! }');
    leaves(
      sdl,
      { tables: { Order: 'id', User: 'id name' } },
      left.replace(' name: String @column(name: "status")', ''),
      resolvers,
    );
  });

  test('all fields, where those that lack one are hidden', () => {
    const left = sdl.replace(' users: [User!]! @select', '').replace(/type User .*/, '');
    leaves(sdl, { tables: { Order: 'id name' } }, left, resolvers);
  });

  test('nothing, where no field is left or nothing implements it', () => {
    const left = `
      type Query { orders: [Order!]! @select users: [User!]! @select }
      type Order @table(source: "orders_db", name: "orders") { id: Int! }
      type User @table(source: "users_db", name: "users") { name: String }`;
    leaves(sdl, { tables: { Order: 'id', User: 'name' } }, left, resolvers);
    leaves(sdl, {}, 'type Query', resolvers);
  });
});

describe('The schema of a role lacks of the own types of a host', () => {
  const sdl = `
    type Query { viewer: Viewer! search: [Hit!]! }
    type Viewer { name: String! salary: Int orders: [Order!]! boss: Viewer }
    type Order @table(source: "orders_db", name: "orders") { id: Int! }
    type Page { title: String }
    union Hit = Order | Page`;
  const resolvers = ['Query.viewer', 'Query.search', 'Viewer.orders'];

  test('the fields that are not granted, and those whose type is hidden', () => {
    const left = `
      type Query { viewer: Viewer! search: [Hit!]! }
      type Viewer { name: String! boss: Viewer }
      type Page { title: String }
      union Hit = Page`;
    leaves(sdl, { hostTypes: { Viewer: 'name orders boss' } }, left, resolvers);
  });

  test('nothing, where they are not governed', () => {
    leaves(sdl, { tables: { Order: 'id' } }, sdl, resolvers);
  });
});
