import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ApolloServer } from '@apollo/server';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { mapSchema } from '@graphql-tools/utils';
import fastify from 'fastify';
import { buildSchema, type GraphQLSchema, parse, Source } from 'graphql';
import mercurius from 'mercurius';
import { remoteJoinsTypeDefs } from '../../packages/core/src/schema/directives.js';
import { createLocate } from '../../packages/core/src/schema/locations.js';

const query = `type Query {
  orders: [Order!]! @select
}`;
const order = `
type Order @table(source: "orders_db") {
  id: ID!
}`;

/** Where the author finds `Query.orders` and `Order.id`. */
function locate(schema: GraphQLSchema) {
  const at = createLocate(schema);
  const id = schema.getType('Order')?.astNode;
  return [
    at(schema.getQueryType()?.getFields().orders?.astNode ?? undefined),
    at((id && 'fields' in id && id.fields?.[0]) || undefined),
  ];
}

const apart = [
  { line: 2, column: 3, text: '"type Query {"' },
  { line: 3, column: 3, text: '"type Order @table(source: "orders_db") {"' },
];

describe("A place is one in the author's own text", () => {
  test('where one text stands alone', () => {
    const schema = makeExecutableSchema({ typeDefs: [remoteJoinsTypeDefs, query + order] });
    assert.deepEqual(locate(schema), [
      { line: 2, column: 3 },
      { line: 5, column: 3 },
    ]);
  });

  test('where the author joined the texts', () => {
    assert.deepEqual(locate(buildSchema(`${remoteJoinsTypeDefs}\n${query}${order}`)), [
      { line: 2, column: 3 },
      { line: 5, column: 3 },
    ]);
    assert.deepEqual(locate(buildSchema(`${query}${order}\n${remoteJoinsTypeDefs}`)), [
      { line: 2, column: 3 },
      { line: 5, column: 3 },
    ]);
  });

  test('where Mercurius joined the texts', async (t) => {
    const app = fastify();
    t.after(() => app.close());
    await app.register(mercurius, { schema: [remoteJoinsTypeDefs, query + order] });
    await app.ready();
    assert.deepEqual(locate(app.graphql.schema), [
      { line: 2, column: 3 },
      { line: 5, column: 3 },
    ]);
  });

  test('where Apollo Server parsed each text alone, and says which', async (t) => {
    let schema: GraphQLSchema | undefined;
    const server = new ApolloServer({
      typeDefs: [remoteJoinsTypeDefs, query, order],
      plugins: [
        {
          async serverWillStart(service) {
            schema = service.schema;
          },
        },
      ],
    });
    t.after(() => server.stop());
    await server.start();
    assert.deepEqual(schema && locate(schema), apart);
  });

  test('after a transformer made a new schema', () => {
    const schema = makeExecutableSchema({ typeDefs: [remoteJoinsTypeDefs, query, order] });
    assert.deepEqual(locate(mapSchema(schema, {})), apart);
  });

  test('where the texts have names', () => {
    const named = parse(new Source(order, 'order.graphql', { line: 10, column: 1 }));
    const schema = makeExecutableSchema({
      typeDefs: [remoteJoinsTypeDefs, parse(new Source(query, 'query.graphql')), named],
    });
    assert.deepEqual(locate(schema), [
      { line: 2, column: 3, text: 'query.graphql' },
      { line: 12, column: 3, text: 'order.graphql' },
    ]);
  });

  test('or none, where the host dropped the places', () => {
    const schema = buildSubgraphSchema([{ typeDefs: parse(remoteJoinsTypeDefs) }, { typeDefs: parse(query + order) }]);
    assert.deepEqual(locate(schema), [undefined, undefined]);
  });
});
