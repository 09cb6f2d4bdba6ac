/** A process for `timeZone.test.ts` to start in another time zone: answers one query on stdout. */
import { createServer } from 'node:http';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { attachRemoteJoins, postgres, remoteJoinsTypeDefs, remoteSchema } from '@remote-joins/core';
import { GraphQLScalarType, graphql } from 'graphql';

const typeDefs = `
  scalar Instant
  scalar Day
  type Query {
    events: [Event!]! @select
    since(where: event_bool_exp): [Event!]! @select
  }
  type Event @table(source: "db", name: "events") {
    id: Int!
    day: Day!
    at: String!
    atz: String!
    ts: String!
    tstz: Instant!
    tstzText: String! @column(name: "tstz")
    dayRow: DayRow @remoteRelationship(source: "other", table: "days", fieldMapping: {day: "day"})
    moment: Moment @remoteRelationship(source: "other", table: "moments", fieldMapping: {tstz: "at"})
    local: [Moment!]! @remoteRelationship(source: "other", table: "moments", fieldMapping: {ts: "local"})
    remote: Remote @remoteRelationship(schema: "remote", field: "echo(at: $tstz, day: $day)")
  }
  type DayRow @table(source: "other", name: "days") { note: String! }
  type Moment @table(source: "other", name: "moments") { note: String! }
  type Remote { text: String! }
  input event_bool_exp { tstz: instant_exp day: day_exp }
  input instant_exp { _gte: Instant }
  input day_exp { _eq: Day }`;

/** Scalars whose internal form is a `Date`: they must leave as they are serialised, in no time zone of the process. */
const resolvers = {
  Instant: new GraphQLScalarType({
    name: 'Instant',
    serialize: (value) => (value instanceof Date ? value.toISOString() : value),
    parseValue: (value) => new Date(String(value)),
  }),
  Day: new GraphQLScalarType({
    name: 'Day',
    serialize: (value) => (value instanceof Date ? value.toISOString().slice(0, 10) : value),
    parseValue: (value) => new Date(`${value}T00:00:00Z`),
  }),
};

const server = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  const { query, variables } = JSON.parse(body);
  const data = Object.fromEntries(
    Array.from(query.matchAll(/(_0_\d+|_0): echo\(at: \$(\w+), day: \$(\w+)\)/g), ([, alias, at, day]: string[]) => [
      alias,
      { text: `${variables[at ?? '']} ${variables[day ?? '']}` },
    ]),
  );
  response.end(JSON.stringify({ data }));
}).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
const address = server.address();
const port = typeof address === 'object' ? address?.port : 0;

const connectionString = process.argv[2] ?? '';
const schema = makeExecutableSchema({ typeDefs: [remoteJoinsTypeDefs, typeDefs], resolvers });
const joins = await attachRemoteJoins(schema, {
  sources: {
    db: postgres({ connectionString }),
    other: postgres({ connectionString }),
    remote: remoteSchema({
      url: `http://127.0.0.1:${port}/`,
      schema: 'scalar Any type Query { echo(at: String!, day: String!): Remote } type Remote { text: String! }',
    }),
  },
});
const answer = await graphql({
  schema,
  source: `query ($at: Instant!, $day: Day!) {
    events { day at atz ts tstz tstzText dayRow { note } moment { note } local { note } remote { text } }
    since(where: {tstz: {_gte: $at}}) { id }
    on: since(where: {day: {_eq: $day}}) { id }
  }`,
  variableValues: { at: '2000-01-01T00:00:00Z', day: '2024-02-29' },
});
console.log(JSON.stringify(answer));
await joins.close();
server.close();
server.closeAllConnections();
