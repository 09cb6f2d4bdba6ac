import { deepEqual, equal, notEqual, throws } from 'node:assert/strict';
import { test } from 'node:test';
import { buildSchema, type GraphQLNamedType, Kind, type OperationDefinitionNode, parse, printType } from 'graphql';
import { RemoteJoinsError } from '../../packages/core/src/error/RemoteJoinsError.js';
import { createViews, type View } from '../../packages/core/src/execution/views.js';
import type { Catalog } from '../../packages/core/src/model/catalog.js';
import { relaxInputs, restoreInputs } from '../../packages/core/src/roles/presetInputs.js';
import { table, tableCatalog } from '../support/catalogs.js';
import { infoOf } from '../support/handModel.js';
import { governedModel } from '../support/roleModel.js';

const orders = table('db', 'orders', { id: 'int4!', total: 'int4!', user_id: 'int4!' });
const users = table('db', 'users', { id: 'int4!', name: 'text!' });
const catalogs = new Map<string, Catalog>([['db', tableCatalog(orders, users)]]);

const model = governedModel(
  `type Query { hello: String orders(where: OrderFilter): [Order!]! @select users: [User!]! @select }
   type Order @table(source: "db", name: "orders") { id: Int! total: Int! user: User @remoteRelationship(fieldMapping: {user_id: "id"}) }
   type User @table(source: "db", name: "users") { id: Int! name: String! }
   input OrderFilter { _not: OrderFilter id: IntIs total: IntIs user: UserFilter }
   input UserFilter { name: TextIs }
   input IntIs { _eq: Int }
   input TextIs { _eq: String }`,
  catalogs,
  {
    clerk: { tables: { Order: { see: 'id', limit: 3 }, User: { see: 'id name', limit: 5 } } },
    boss: { tables: { Order: 'id total', User: 'id name' } },
    twin: { tables: { Order: 'id', User: 'id name' } },
    packer: { tables: { Order: 'id' } },
  },
  ['Query.hello'],
);
const views = createViews(model.schema, model);
const as = (role: string, admin = false): View => views.of({ role, admin });

const messages = (view: View, query: string): readonly string[] =>
  view.validate(parse(query)).map(({ message }) => message);

/** What a role gets planned of an operation that the host validated on the whole schema. */
function planFor(view: View, query: string) {
  return view.plan(infoOf(model.schema, query));
}

test('A view is kept for each role that is known; all others share that of nobody, and no name makes an admin', () => {
  equal(as('clerk'), as('clerk'));
  notEqual(as('clerk'), as('boss'));
  equal(as('stranger'), as(''));
  equal(as('admin'), views.nobody);
  equal(as('boss', true), as('', true));
  equal(as('', true).schema, model.schema);
  equal(as('', true).model.permissions, model.permissions);
});

test('Roles that see the same share a schema, and no model', () => {
  equal(as('clerk').schema, as('twin').schema);
  notEqual(as('clerk').model, as('twin').model);
  deepEqual(
    [as('clerk').model.tables.get('Order')?.permission?.limit, as('twin').model.tables.get('Order')?.permission?.limit],
    [3, undefined],
  );
});

test('A document is validated on the schema of the role, in words that suggest nothing', () => {
  const query = '{ orders { total } }';
  deepEqual(messages(as('boss'), query), []);
  deepEqual(messages(as('', true), query), []);
  deepEqual(messages(as('clerk'), query), ['Cannot query field "total" on type "Order".']);
  deepEqual(messages(as('clerk'), query.replace('total', 'totally')), [
    'Cannot query field "totally" on type "Order".',
  ]);
  deepEqual(messages(as('clerk'), '{ orders { idd } }'), ['Cannot query field "idd" on type "Order".']);
  deepEqual(messages(as(''), query), ['Cannot query field "orders" on type "Query".']);
  deepEqual(messages(as(''), '{ hello }'), []);
  const [error] = as('clerk').validate(parse(query));
  equal(error?.stack, `GraphQLError: ${error?.message}`);
});

test('Variables are checked on the schema of the role', () => {
  const query = 'query ($where: OrderFilter) { orders(where: $where) { id } }';
  const operation = parse(query).definitions.find(
    (node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION,
  );
  if (operation === undefined) throw new Error('no operation');
  const check = (view: View, where: unknown): readonly string[] =>
    view.checkVariables(operation, { where }).map(({ message }) => message);
  deepEqual(check(as('boss'), { total: { _eq: 1 } }), []);
  deepEqual(check(as('clerk'), { id: { _eq: 1 } }), []);
  deepEqual(check(as('clerk'), { _not: { total: { _eq: 1 } } }), [
    'Variable "$where" got invalid value { total: { _eq: 1 } } at "where._not"; Field "total" is not defined by type "OrderFilter".',
  ]);
});

test('What a role may not see is planned for nobody, although the host executes the schema that has it', () => {
  equal(planFor(as('boss'), '{ orders { id total } }').selections.root.size, 1);
  throws(
    () => planFor(as('clerk'), '{ orders { id total } }'),
    new RemoteJoinsError('GRAPHQL_VALIDATION_FAILED', 'Cannot query field "total" on type "Order".'),
  );
  throws(
    () => planFor(as('clerk'), 'fragment F on Order { total } { orders { ...F } }'),
    new RemoteJoinsError('GRAPHQL_VALIDATION_FAILED', 'Cannot query field "total" on type "Order".'),
  );
  throws(() => planFor(as(''), '{ users { id } }'), RemoteJoinsError);
});

test('Fragments of other operations of a document do not stand in the way of one', () => {
  const query =
    'query A { orders { ...F } } query B { users { ...G } } fragment F on Order { id } fragment G on User { id }';
  const info = infoOf(model.schema, query);
  equal(as('clerk').plan({ ...info, operation: firstOperation(query) }).selections.root.size, 1);
});

function firstOperation(query: string): OperationDefinitionNode {
  const [operation] = parse(query).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('no operation');
  return operation;
}

test("A role's model holds its root fields and relationships, with what they lead to", () => {
  const names = ({ model: { tables, rootFields, relationships } }: View) => ({
    tables: [...tables.keys()],
    rootFields: [...rootFields.keys()],
    relationships: [...relationships.keys()],
  });
  const all = {
    tables: ['Order', 'User'],
    rootFields: ['Query.orders', 'Query.users'],
    relationships: ['Order.user'],
  };
  deepEqual(names(as('', true)), all);
  deepEqual(names(as('boss')), all);
  deepEqual(names(as('packer')), { tables: ['Order'], rootFields: ['Query.orders'], relationships: [] });
  deepEqual(names(as('')), { tables: [], rootFields: [], relationships: [] });
});

test("A role's model holds its arguments, with the permissions of what conditions look for", () => {
  const root = as('clerk').model.rootFields.get('Query.orders');
  const where = root?.kind === 'table' ? root.arguments.where?.input : undefined;
  deepEqual([...(where?.fields.keys() ?? [])], ['_not', 'id', 'user']);
  deepEqual(where?.hidden, new Set(['total']));
  const user = where?.fields.get('user');
  equal(user?.kind === 'relationship' && user.permission?.limit, 5);
  const not = where?.fields.get('_not');
  equal(not?.kind === 'not' && not.input, where);
});

test('Inputs that are preset for some role are optional to the host, and required of roles that must give them', () => {
  const schema = buildSchema('type Query { a(tenant: ID!, other: ID!): Int } input Box { size: Int! }');
  const type = (from: { getType(name: string): GraphQLNamedType | undefined }, name: string): string => {
    const found = from.getType(name);
    return found ? printType(found).replaceAll(/\s+/g, ' ') : 'none';
  };
  const required = relaxInputs(schema, ['Query.a(tenant:)', 'Box.size', 'Query.b(x:)', 'Box']);
  deepEqual(required, new Set(['Query.a(tenant:)', 'Box.size']));
  deepEqual(
    [type(schema, 'Query'), type(schema, 'Box')],
    ['type Query { a(tenant: ID, other: ID!): Int }', 'input Box { size: Int }'],
  );
  const governed = {
    ...model,
    schema,
    permissions: model.permissions,
    tables: new Map(),
    rootFields: new Map(),
    relationships: new Map(),
  };
  const admin = createViews(schema, governed, required).of({ role: '', admin: true });
  deepEqual(
    [type(admin.schema, 'Query'), type(admin.schema, 'Box')],
    ['type Query { a(tenant: ID!, other: ID!): Int }', 'input Box { size: Int! }'],
  );
  restoreInputs(schema);
  deepEqual(
    [type(schema, 'Query'), type(schema, 'Box')],
    ['type Query { a(tenant: ID!, other: ID!): Int }', 'input Box { size: Int! }'],
  );
});
