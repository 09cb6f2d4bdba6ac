import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { mapSchema } from '@graphql-tools/utils';
import fastify from 'fastify';
import {
  buildSchema,
  extendSchema,
  type GraphQLSchema,
  introspectionFromSchema,
  parse,
  print,
  printSchema,
} from 'graphql';
import mercurius from 'mercurius';
import type { Definitions, Written } from '../../packages/core/src/schema/definitions.js';
import { directives, remoteJoinsTypeDefs } from '../../packages/core/src/schema/directives.js';
import { readDirectives } from '../../packages/core/src/schema/readDirectives.js';

const typeDefs = `
  type Query {
    orders(sku: String @column(name: "product_sku")): [Order!]! @select
    version: String @remoteField(schema: "catalog", field: "v")
    say: Int @action(source: "actions", name: "speak")
    shop: Shop! @namespace
  }
  type Order @table(source: "orders_db", name: "orders", schema: "shop") @permission(role: "guest", fields: "*") {
    id: ID! @column(name: "order_id")
    color: Color
    label: String @computed(function: "label", tableArgument: "it", sessionArgument: "who")
  }
  type Shop { orders: [Order!]! @select }
  enum Color { RED @upstream(name: "rot") @column(name: "red") }
  input Filter { minPrice: Int @upstream(name: "min_price") }
`;
const extension = `
  extend type Order
    @permission(
      role: "user"
      fields: ["id", "color"]
      filter: { owner: { _eq: { session: "x-hasura-user-id" } } }
      limit: 10
      aggregations: true
      rootFields: []
    ) {
    seller(lang: String): Product
      @remoteRelationship(
        schema: "catalog"
        field: "shop(kind: RETAIL) { seller(sku: $sku, at: $at) }"
        variables: { sku: "a.b", at: { header: "X-At" } }
        matchBy: { sku: "id" }
        batchSize: 5
      )
    items: [Order!]! @remoteRelationship(source: "orders_db", table: "orders", fieldMapping: { id: "order_id" })
  }
  type Product @upstream(name: "Produkt") { sku: ID! }
`;

/** All that was read, without its places. */
function read(schema: GraphQLSchema) {
  const { definitions, problems } = readDirectives(schema);
  assert.deepEqual(problems, []);
  return plain(definitions);
}

function plain(definitions: Definitions) {
  const {
    tables,
    selects,
    namespaces,
    computed,
    remoteFields,
    actions,
    relationships,
    permissions,
    columns,
    upstream,
  } = definitions;
  return {
    tables: [...tables.values()].map(({ typeName, source, name, schema }) => [
      typeName,
      ...values(source, name, schema),
    ]),
    selects: [...selects.keys()],
    namespaces: [...namespaces.keys()],
    computed: [...computed.values()].map((field) => [
      field.coordinate,
      ...values(field.function, field.tableArgument, field.sessionArgument),
    ]),
    actions: [...actions.values()].map((field) => [field.coordinate, ...values(field.source, field.name)]),
    remoteFields: [...remoteFields.values()].map((field) => [
      field.coordinate,
      ...values(field.schema, field.upstreamField),
    ]),
    relationships: [...relationships.values()].map((relationship) => ({
      coordinate: relationship.coordinate,
      target: values(relationship.source, relationship.table, relationship.schema),
      steps: relationship.template?.value.steps.map(({ name, args }) => [name, ...args.keys()]) ?? [],
      fieldMapping: entries(relationship.fieldMapping?.value),
      variables: entries(relationship.variables?.value),
      matchBy: entries(relationship.matchBy?.value),
      batchSize: relationship.batchSize?.value,
    })),
    permissions: [...permissions].map(([typeName, of]) => [
      typeName,
      ...of.map(({ role, fields, filter, limit, aggregations, rootFields }) => ({
        role: role.value,
        fields: values(...fields.value),
        filter: filter && print(filter.value),
        limit: limit?.value,
        aggregations: aggregations?.value,
        rootFields: rootFields && values(...rootFields.value),
      })),
    ]),
    columns: entries(columns),
    upstream: entries(upstream),
  };
}

const values = (...written: (Written<string> | undefined)[]) => written.map((one) => one?.value);
const entries = <T>(map: ReadonlyMap<string, Written<T>> = new Map()) =>
  [...map].map(([key, { value }]) => [key, value]);

const expected = {
  tables: [['Order', 'orders_db', 'orders', 'shop']],
  selects: ['Query.orders', 'Shop.orders'],
  namespaces: ['Query.shop'],
  computed: [['Order.label', 'label', 'it', 'who']],
  actions: [['Query.say', 'actions', 'speak']],
  remoteFields: [['Query.version', 'catalog', 'v']],
  relationships: [
    {
      coordinate: 'Order.seller',
      target: [undefined, undefined, 'catalog'],
      steps: [
        ['shop', 'kind'],
        ['seller', 'sku', 'at'],
      ],
      fieldMapping: [],
      variables: [
        ['sku', { kind: 'path', path: ['a', 'b'] }],
        ['at', { kind: 'header', name: 'X-At' }],
      ],
      matchBy: [['sku', 'id']],
      batchSize: 5,
    },
    {
      coordinate: 'Order.items',
      target: ['orders_db', 'orders', undefined],
      steps: [],
      fieldMapping: [['id', 'order_id']],
      variables: [],
      matchBy: [],
      batchSize: undefined,
    },
  ],
  permissions: [
    [
      'Order',
      {
        role: 'guest',
        fields: ['*'],
        filter: undefined,
        limit: undefined,
        aggregations: undefined,
        rootFields: undefined,
      },
      {
        role: 'user',
        fields: ['id', 'color'],
        filter: '{owner: {_eq: {session: "x-hasura-user-id"}}}',
        limit: 10,
        aggregations: true,
        rootFields: [],
      },
    ],
  ],
  columns: [
    ['Query.orders(sku:)', 'product_sku'],
    ['Order.id', 'order_id'],
    ['Color.RED', 'red'],
  ],
  upstream: [
    ['Color.RED', 'rot'],
    ['Filter.minPrice', 'min_price'],
    ['Product', 'Produkt'],
  ],
};

/** The order of types in a schema is its builder's own. */
function sorted(definitions: { readonly columns: readonly unknown[]; readonly upstream: readonly unknown[] }) {
  const sort = <T>(list: readonly T[]) => [...list].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  return { ...definitions, columns: sort(definitions.columns), upstream: sort(definitions.upstream) };
}

describe('Directives are read, whoever built the schema:', () => {
  test('graphql-js, with an extension', () => {
    const schema = extendSchema(buildSchema(remoteJoinsTypeDefs + typeDefs), parse(extension));
    assert.deepEqual(sorted(read(schema)), sorted(expected));
  });

  test('graphql-tools, and a transformer after it', () => {
    const schema = makeExecutableSchema({ typeDefs: [remoteJoinsTypeDefs, typeDefs, extension] });
    assert.deepEqual(sorted(read(schema)), sorted(expected));
    assert.deepEqual(sorted(read(mapSchema(schema, {}))), sorted(expected));
  });

  test('buildSubgraphSchema', () => {
    const texts = [remoteJoinsTypeDefs, typeDefs, extension];
    const schema = buildSubgraphSchema(texts.map((text) => ({ typeDefs: parse(text) })));
    assert.deepEqual(sorted(read(schema)), sorted(expected));
  });

  test('Mercurius', async (t) => {
    const app = fastify();
    t.after(() => app.close());
    await app.register(mercurius, { schema: [remoteJoinsTypeDefs, typeDefs, extension] });
    await app.ready();
    assert.deepEqual(sorted(read(app.graphql.schema)), sorted(expected));
  });
});

test('Our directives can be printed, and introspected by tools', () => {
  const schema = buildSchema(`${remoteJoinsTypeDefs} type Query { a: Int }`);
  const again = buildSchema(printSchema(schema));
  assert.equal(printSchema(again), printSchema(schema));
  assert.equal(introspectionFromSchema(schema).__schema.directives.length, schema.getDirectives().length);
});

test('What the reader expects of a directive is what its SDL says', () => {
  assert.deepEqual(
    [...directives].map(([name, args]) => [
      name,
      ...[...args.values()].map((arg) => `${arg.name}: ${arg.kind}${arg.required ? '!' : ''}`),
    ]),
    [
      ['table', 'source: string!', 'name: string', 'schema: string'],
      ['column', 'name: string!'],
      ['select'],
      ['aggregate', 'relationship: string'],
      ['remoteField', 'schema: string!', 'field: string'],
      ['action', 'source: string!', 'name: string'],
      ['namespace'],
      ['computed', 'function: string!', 'tableArgument: string', 'sessionArgument: string'],
      ['upstream', 'name: string!'],
      [
        'remoteRelationship',
        'source: string',
        'table: string',
        'schema: string',
        'field: string',
        'entity: string',
        'fieldMapping: fieldMapping',
        'variables: variables',
        'matchBy: fieldMapping',
        'batchSize: int',
      ],
      [
        'permission',
        'role: string!',
        'fields: strings!',
        'filter: where',
        'limit: int',
        'aggregations: boolean',
        'rootFields: strings',
      ],
    ],
  );
});

test('The SDL of the directives is plain ASCII, since hosts cut names out of it', () => {
  // One character beyond Latin-1, and V8 keeps that text, and answers that are made with names out of it, in two bytes each:
  // on Mercurius an answer of a thousand rows cost a third more.
  assert.match(remoteJoinsTypeDefs, /^[\n\x20-\x7e]*$/);
});
