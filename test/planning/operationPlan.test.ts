import { deepEqual, equal, notEqual, throws } from 'node:assert/strict';
import { test } from 'node:test';
import { defaultFieldResolver, type GraphQLResolveInfo, graphqlSync } from 'graphql';
import { createOperationPlanner, type OperationPlan } from '../../packages/core/src/planning/operationPlan.js';
import { createModel, infoOf } from '../support/handModel.js';

const model = createModel(
  `type Query { orders: [Order!]!, node: Node, nodes: [Node!]! }
   interface Node { id: Int }
   type User implements Node { id: Int, friend: Person, orders: [Order!]! }
   type Group implements Node { id: Int, friend: Person, members: [User] }
   type Person { name: String, orders: [Order!]!, best: Person }
   type Order { id: Int!, total: Int }`,
  {
    tables: { Order: { source: 'db', columns: 'id int4!, total int4, person_id int4' } },
    relationships: { 'Person.orders': { key: { name: 'person_id' } }, 'User.orders': { key: { id: 'person_id' } } },
  },
);
const { schema } = model;

/** What graphql-js tells a resolver at each response path: `nodes.0.friend`. */
function infosOf(
  query: string,
  rootValue: unknown,
  variableValues: Record<string, unknown> = {},
): Map<string, GraphQLResolveInfo> {
  const infos = new Map<string, GraphQLResolveInfo>();
  const { errors } = graphqlSync({
    schema,
    source: query,
    rootValue,
    variableValues,
    fieldResolver: (source, args, context, info) => {
      const keys: (string | number)[] = [];
      for (let at: GraphQLResolveInfo['path'] | undefined = info.path; at !== undefined; at = at.prev)
        keys.unshift(at.key);
      infos.set(keys.join('.'), info);
      return defaultFieldResolver(source, args, context, info);
    },
  });
  deepEqual(errors, undefined);
  return infos;
}

const info = (infos: ReadonlyMap<string, GraphQLResolveInfo>, path: string): GraphQLResolveInfo => {
  const found = infos.get(path);
  if (found === undefined) throw new Error(`nothing was resolved at "${path}"`);
  return found;
};

type Path = GraphQLResolveInfo['path'];
/** The same as graphql-jit tells it: no type names in the path, and nodes that are skipped among `fieldNodes`. */
function asJit(given: GraphQLResolveInfo, skipped: readonly GraphQLResolveInfo[] = []): GraphQLResolveInfo {
  const strip = (path: Path): Path => ({ key: path.key, prev: path.prev && strip(path.prev), typename: undefined });
  return {
    ...given,
    path: strip(given.path),
    fieldNodes: [...skipped.flatMap(({ fieldNodes }) => fieldNodes), ...given.fieldNodes],
  };
}

const person = (name: string): object => ({ name, orders: [], best: { name: 'best', orders: [] } });
const user = { __typename: 'User', id: 1, friend: person('u'), orders: [] };
const group = { __typename: 'Group', id: 2, friend: person('g'), members: [user] };

/** What is selected below the field that is found for an info. */
function selectedBelow(plan: OperationPlan, at: GraphQLResolveInfo): readonly string[] {
  const order = schema.getType('Order') as never;
  return [...plan.selections.below(plan.find(at), order).keys()];
}

test('Every field of an operation is found by what graphql-js tells its resolver', () => {
  const query =
    '{ orders { id } nodes { id ... on User { friend { orders { id } best { x: orders { total } } } } ...G } } fragment G on Group { members { friend { n: name } } friend { orders { total } } }';
  const infos = infosOf(query, { orders: [{ id: 1 }], nodes: [user, group] });
  const plan = createOperationPlanner(model)(info(infos, 'orders'));
  for (const [path, each] of infos) {
    const { parentType, fieldName, responseKey, nodes } = plan.find(each);
    deepEqual(
      [parentType, fieldName, responseKey, [...nodes]],
      [each.parentType, each.fieldName, each.path.key, [...each.fieldNodes]],
      path,
    );
  }
  deepEqual(selectedBelow(plan, info(infos, 'nodes.0.friend.orders')), ['id']);
  deepEqual(selectedBelow(plan, info(infos, 'nodes.1.friend.orders')), ['total']);
  deepEqual(selectedBelow(plan, info(infos, 'nodes.0.friend.best.x')), ['total']);
});

test('A field is one object at all list positions, so that what hangs on it is shared', () => {
  const infos = infosOf('{ nodes { id friend: id } }', { nodes: [user, user, group] });
  const plan = createOperationPlanner(model)(info(infos, 'nodes'));
  equal(plan.find(info(infos, 'nodes.0.id')), plan.find(info(infos, 'nodes.1.id')));
  notEqual(plan.find(info(infos, 'nodes.0.id')), plan.find(info(infos, 'nodes.2.id')));
  notEqual(plan.find(info(infos, 'nodes.0.id')), plan.find(info(infos, 'nodes.0.friend')));
});

test('Without type names in the path a field is found by its nodes, whichever type comes first', () => {
  for (const [more, less] of [
    ['User', 'Group'],
    ['Group', 'User'],
  ]) {
    const query = `{ nodes { ... on Node { __typename } ... on User { ...F } ... on Group { ...F } ... on ${more} { friend { orders { total } } } } }
      fragment F on Node { ... on User { friend { orders { id } } } ... on Group { friend { orders { id } } } }`;
    const infos = infosOf(query, { nodes: [more === 'User' ? user : group, less === 'User' ? user : group] });
    const plan = createOperationPlanner(model)(info(infos, 'nodes'));
    deepEqual(selectedBelow(plan, asJit(info(infos, 'nodes.0.friend.orders'))).toSorted(), ['id', 'total'], more);
    deepEqual(selectedBelow(plan, asJit(info(infos, 'nodes.1.friend.orders'))), ['id'], more);
  }
});

test('Fields of a shared fragment are found for each type although only some of its nodes are the same', () => {
  const query = `{ nodes { ... on User { friend { ...O } } ... on Group { friend { ...O orders { total } } } } } fragment O on Person { orders { id } }`;
  const infos = infosOf(query, { nodes: [user, group] });
  const plan = createOperationPlanner(model)(info(infos, 'nodes'));
  deepEqual(selectedBelow(plan, asJit(info(infos, 'nodes.0.friend.orders'))), ['id']);
  deepEqual(selectedBelow(plan, asJit(info(infos, 'nodes.1.friend.orders'))), ['id', 'total']);
});

test('Nodes that are skipped in this execution are not asked for, although graphql-jit lists them', () => {
  const query = `query ($on: Boolean!) { nodes { ... on User { friend { orders { id } ... @include(if: $on) { orders { total } } } }
    ... on Group { friend { orders { total } } } } }`;
  const root = { nodes: [user, group] };
  const planner = createOperationPlanner(model);
  const shown = infosOf(query, root, { on: true });
  const hidden = infosOf(query, root, { on: false });
  const path = 'nodes.0.friend.orders';
  // graphql-jit compiles the document once: nodes and operation are the same in every execution.
  const jit = asJit({ ...info(shown, path), variableValues: { on: false } });
  const plan = planner(jit);
  deepEqual(selectedBelow(plan, jit), ['id']);
  deepEqual(selectedBelow(planner(info(hidden, path)), info(hidden, path)), ['id']);
  deepEqual(selectedBelow(planner(info(shown, path)), info(shown, path)), ['id', 'total']);
});

test('A plan is made once per operation and values of @skip and @include, whatever other variables hold', () => {
  const query = `query ($on: Boolean, $off: Boolean, $name: String) { orders @include(if: $on) { ...F } } fragment F on Order { id @skip(if: $off) }`;
  const planner = createOperationPlanner(model);
  const operation = infoOf(schema, query);
  const plan = (variableValues: Record<string, unknown>): OperationPlan => planner({ ...operation, variableValues });
  const first = plan({ on: true, off: false, name: 'a' });
  equal(plan({ name: 'b', off: false, on: true }), first);
  notEqual(plan({ on: true, off: true }), first);
  notEqual(plan({ on: false, off: false }), first);
  notEqual(planner({ ...infoOf(schema, query), variableValues: { on: true, off: false } }), first);
  notEqual(createOperationPlanner(model)({ ...operation, variableValues: { on: true, off: false } }), first);
});

test('Plans of one operation are bounded: of many sets of conditions the oldest is planned anew', () => {
  const names = Array.from({ length: 7 }, (_, i) => `v${i}`);
  const query = `query (${names.map((name) => `$${name}: Boolean!`)}) { orders { ${names.map((name) => `${name}: id @skip(if: $${name})`)} } }`;
  const planner = createOperationPlanner(model);
  const operation = infoOf(schema, query);
  const plan = (number: number): OperationPlan => {
    const variableValues = Object.fromEntries(names.map((name, bit) => [name, ((number >> bit) & 1) === 1]));
    return planner({ ...operation, variableValues });
  };
  const [first, second] = [plan(0), plan(1)];
  for (let number = 2; number < 64; number++) plan(number);
  deepEqual([plan(0) === first, plan(1) === second], [true, true]);
  plan(64);
  deepEqual([plan(1) === second, plan(0) === first], [true, false]);
});

test('The fetch plan of a root field or relationship is made once', () => {
  const infos = infosOf('{ orders { id } nodes { ... on User { orders { id } } } }', { orders: [], nodes: [user] });
  const plan = createOperationPlanner(model)(info(infos, 'orders'));
  const [root, join] = ['orders', 'nodes.0.orders'].map((path) => plan.find(info(infos, path)));
  if (root === undefined || join === undefined) throw new Error('not found');
  equal(plan.root(root), plan.root(root));
  equal(plan.join(join), plan.join(join));
  deepEqual([plan.join(join).keys, plan.join(join).relationship.coordinate], [[{ kind: 'host' }], 'User.orders']);
  throws(() => plan.root(join), /"User.orders" is no root field/);
});
