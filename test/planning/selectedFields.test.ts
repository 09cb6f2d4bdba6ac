import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { buildSchema, type GraphQLObjectType, getNamedType, isObjectType } from 'graphql';
import {
  type OperationSelections,
  possibleTypes,
  type SelectedField,
  selectFields,
} from '../../packages/core/src/planning/selectedFields.js';
import { infoOf } from '../support/handModel.js';

const schema = buildSchema(`
  type Query { node: Node, nodes: [Node!]!, user: User, any: Any }
  type Mutation { add: User }
  interface Node { id: ID! }
  interface Named implements Node { id: ID!, name: String }
  type User implements Node & Named { id: ID!, name: String, friend(first: Int): User, pet: Pet }
  type Pet implements Node { id: ID!, owner: User }
  union Any = User | Pet
`);

function select(query: string, variables: Record<string, unknown> = {}): OperationSelections {
  const { operation, fragments } = infoOf(schema, query);
  return selectFields({ schema, operation, fragments, variables });
}

type Tree = { readonly [key: string]: Tree | string };

/** The selections as nested objects: response key → field name, or object type → what is below. */
function toTree(selections: OperationSelections, fields = selections.root): Tree {
  return Object.fromEntries([...fields].map(([key, field]) => [key, below(selections, field)]));
}

function below(selections: OperationSelections, field: SelectedField): Tree | string {
  const types = possibleTypes(schema, field);
  if (types.length === 0) return field.fieldName;
  const trees = types.map((type) => [
    `${field.fieldName}: ${type.name}`,
    toTree(selections, selections.below(field, type)),
  ]);
  return Object.fromEntries(trees);
}

const user = schema.getType('User') as GraphQLObjectType;
const rootField = (selections: OperationSelections, key: string): SelectedField => {
  const field = selections.root.get(key);
  ok(field);
  return field;
};

test('Fields stand under their response keys, in the order of the selection', () => {
  deepEqual(toTree(select('{ b: user { name } user { id } a: user { n: name } }')), {
    b: { 'user: User': { name: 'name' } },
    user: { 'user: User': { id: 'id' } },
    a: { 'user: User': { n: 'name' } },
  });
  deepEqual([...select('{ b: user { name } user { id } a: user { n: name } }').root.keys()], ['b', 'user', 'a']);
});

test('Fields of one response key are one field with all their nodes', () => {
  const selections = select(
    '{ user { id } ...Q user { pet { id } } } fragment Q on Query { user { name pet { owner { id } } } }',
  );
  equal(rootField(selections, 'user').nodes.length, 3);
  deepEqual(toTree(selections), {
    user: {
      'user: User': {
        id: 'id',
        name: 'name',
        pet: { 'pet: Pet': { owner: { 'owner: User': { id: 'id' } }, id: 'id' } },
      },
    },
  });
});

test('Of a fragment on a type, interface or union, only the objects that have that type see the fields', () => {
  const query = `{ node { id ...on User { a: name } ...on Named { b: name } ...on Any { __typename } ...on Pet { owner { id } } ...F } }
    fragment F on Node { ...on Node { c: id } }`;
  deepEqual(toTree(select(query)), {
    node: {
      'node: User': { id: 'id', a: 'name', b: 'name', __typename: '__typename', c: 'id' },
      'node: Pet': { id: 'id', __typename: '__typename', owner: { 'owner: User': { id: 'id' } }, c: 'id' },
    },
  });
});

test('The selections below two aliases of one field are their own', () => {
  deepEqual(toTree(select('{ a: any { ...on User { name } } b: any { ...on Pet { id } } }')), {
    a: { 'any: User': { name: 'name' }, 'any: Pet': {} },
    b: { 'any: User': {}, 'any: Pet': { id: 'id' } },
  });
});

const conditional = `query ($yes: Boolean!, $no: Boolean!) { user {
  a: id @include(if: $yes) b: id @include(if: $no) c: id @skip(if: $yes) d: id @skip(if: $no)
  e: id @include(if: $yes) @skip(if: $yes) f: id @include(if: true) g: id @skip(if: true)
  ... @include(if: $no) { h: id } ... @skip(if: $no) { i: id } ...F @skip(if: $yes) ...F @include(if: $yes) ...G @skip(if: $yes)
} } fragment F on User { j: id @include(if: $no) k: id } fragment G on User { l: id }`;

test('What @skip and @include leave out is not selected, on fields, fragments and spreads, whatever their order', () => {
  const keys = (variables: Record<string, unknown>): unknown => {
    const selections = select(conditional, variables);
    return [...selections.below(rootField(selections, 'user'), user).keys()].join('');
  };
  equal(keys({ yes: true, no: false }), 'adfik');
  equal(keys({ yes: false, no: true }), 'bcfhjkl');
});

test('A field whose every node is left out does not exist; a node left out is not among the nodes', () => {
  const selections = select(
    'query ($no: Boolean!) { user @include(if: $no) { id } a: user { id } a: user @include(if: $no) { name } }',
    { no: false },
  );
  deepEqual(toTree(selections), { a: { 'user: User': { id: 'id' } } });
  equal(rootField(selections, 'a').nodes.length, 1);
});

test('A field knows its definition, its parent type and its arguments as written', () => {
  const selections = select('mutation { add { first: friend(first: 1) { id } } }');
  const [field] = selections.below(rootField(selections, 'add'), user).values();
  equal(field?.parentType, user);
  equal(field?.definition, user.getFields().friend);
  deepEqual(
    field?.nodes.map((node) => node.arguments?.map(({ name }) => name.value)),
    [['first']],
  );
});

test('What is asked for again is the same object, and is expanded once', () => {
  const selections = select('{ user { pet { id } } }');
  const field = rootField(selections, 'user');
  equal(selections.below(field, user), selections.below(field, user));
});

test('Names and fragments that do not exist are left to the host', () => {
  deepEqual(toTree(select('{ nonsense constructor user { toString id ...Missing } }')), {
    user: { 'user: User': { id: 'id' } },
  });
});

test('Fragments that double at every level are expanded in linear time', () => {
  const depth = 300;
  const chain = Array.from(
    { length: depth },
    (_, i) => `fragment F${i} on User { ...F${i + 1} ...F${i + 1} friend { ...F${i + 1} } friend { ...F${i + 1} } }`,
  );
  const started = performance.now();
  const selections = select(`{ user { ...F0 } user { ...F0 } } ${chain.join('\n')} fragment F${depth} on User { id }`);
  let field: SelectedField | undefined = rootField(selections, 'user');
  let levels = 0;
  for (; field !== undefined && levels < 20; levels++) field = selections.below(field, user).get('friend');
  equal(levels, 20);
  ok(performance.now() - started < 2000, `${performance.now() - started} ms`);
});

test('Fragments that hold themselves, in an operation that nobody validated, come to an end', () => {
  deepEqual(toTree(select('{ user { ...A } } fragment A on User { id ...B } fragment B on User { name ...A }')), {
    user: { 'user: User': { id: 'id', name: 'name' } },
  });
});

test('The possible types of a field are those of its named type, and none for a leaf', () => {
  const selections = select('{ nodes { id } any { ...on User { name } } user { name } }');
  const names = [...selections.root.values()].map((field) => possibleTypes(schema, field).map(({ name }) => name));
  deepEqual(names, [['User', 'Pet'], ['User', 'Pet'], ['User']]); // biome-ignore format: a field a list
  const [name] = selections.below(rootField(selections, 'user'), user).values();
  deepEqual(name && possibleTypes(schema, name), []);
  ok(isObjectType(getNamedType(rootField(selections, 'user').definition.type)));
});
