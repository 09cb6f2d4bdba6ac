import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { ApolloServer } from '@apollo/server';
import { remoteJoins, remoteJoinsTypeDefs } from '@remote-joins/apollo';
import { Fetched } from '../../packages/core/src/shaping/fetched.js';
import { startWorld } from '../support/world.js';

const typeDefs = `
  type Query { people: [Person!]! @select, host: Person }
  type Person @table(source: "db", name: "people") {
    id: Int!
    pet: Pet @remoteRelationship(schema: "pets", field: "pet(of: $id)")
  }
  type Pet {
    name: String!
    owner: Int
    keeper: Person @remoteRelationship(source: "db", table: "people", fieldMapping: {owner: "id"})
  }
`;

const world = await startWorld(test, {
  databases: { db: 'create table people (id int primary key); insert into people values (1), (2);' },
  remotes: {
    pets: {
      typeDefs: 'type Query { pet(of: ID!): Pet } type Pet { name: String!, owner: Int }',
      resolvers: {
        Query: { pet: (_: unknown, { of }: { of: string }) => ({ name: `p${of}`, owner: 3 - Number(of) }) },
      },
    },
  },
});

const roads = [
  { road: 'the short road', shortRoad: true, query: '{ people { id pet { name keeper { id } } } }', fetched: 3 },
  { road: 'an executor', shortRoad: false, query: '{ people { id pet { name keeper { id } } } }', fetched: 3 },
  { road: 'an executor, from an object of the host', shortRoad: true, query: '{ host { pet { name } } }', fetched: 1 },
];

for (const { road, shortRoad, query, fetched } of roads) {
  test(`Once its tree is made, nothing that was fetched is held any longer: by ${road}`, async (t) => {
    const held: Fetched[] = [];
    const hold = (one: Fetched): void => {
      held.push(one);
      for (const { chunks } of one.joins.values()) chunks.forEach(hold);
    };
    const letGo = Fetched.prototype.letGo;
    t.mock.method(Fetched.prototype, 'letGo', function record(this: Fetched) {
      if (!held.includes(this)) hold(this);
      letGo.call(this);
    });
    const server = new ApolloServer({
      typeDefs: [remoteJoinsTypeDefs, typeDefs],
      resolvers: { Query: { host: () => ({ id: 1 }) } },
      plugins: [remoteJoins({ sources: world.sources(), shortRoad })],
    });
    await server.start();
    t.after(() => server.stop());
    const { body } = await server.executeOperation({ query });
    const { errors } = body.kind === 'single' ? body.singleResult : { errors: 'no answer' };
    deepEqual(errors, undefined);
    deepEqual(
      held.map(({ answer, joins }) => [answer, joins.size]),
      Array.from({ length: fetched }, () => [undefined, 0]),
    );
  });
}
