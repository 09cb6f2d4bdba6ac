// The workload's orders, items and users on Apollo Server, with SDL that was written by hand or generated, as SDL says.
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import {
  fromHasuraMetadata,
  postgres,
  remoteJoins,
  remoteJoinsTypeDefs,
  remoteSchema,
  typeDefsFromDatabase,
} from '@remote-joins/apollo';
import { openSources, queries, typeDefs } from '../workload.mjs';

export const name = `generated-${process.env.SDL}`;

const page = 'limit: $n, where: {id: {_gt: $after}}';
const orders = '{ id total: total_cents';

/** The same queries by the names of the database: the same answers. */
const generatedQueries = {
  ...queries,
  Q1: `query($n: Int!, $after: Int!) { orders(${page}) ${orders} ordered_by_user { id name } } }`,
  Q2: `query($n: Int!, $after: Int!) { users(${page}) { id name orders(limit: 5, order_by: [{placed_at: desc}]) ${orders} } } }`,
  Q6: `query($n: Int!, $after: Int!) { orders(${page}) ${orders} items { line sku quantity } } }`,
};
const isGenerated = ['database', 'metadata'].includes(process.env.SDL);
export const harness = { queries: isGenerated ? generatedQueries : queries };

const added = /* GraphQL */ `
  extend type Query {
    users(where: ById, limit: Int): [User!]! @select
  }
  extend type orders {
    ordered_by_user: User @remoteRelationship(fieldMapping: {ordered_by_user_id: "id"})
    items: [order_items!]! @remoteRelationship(fieldMapping: {id: "order_id"})
  }
  type User @table(source: "users_db", name: "users") {
    id: Int!
    name: String!
    orders(order_by: [orders_order_by!], limit: Int): [orders!]! @remoteRelationship(fieldMapping: {id: "ordered_by_user_id"})
  }
  input ById { id: Int_comparison_exp }
`;

const column = (name) => ({ schema: 'public', name });
const toSource = (source, table, kind, mapping) => ({
  to_source: { source, table: column(table), relationship_type: kind, field_mapping: mapping },
});
const database = (name, variable, tables) => ({
  name,
  kind: 'postgres',
  // As the servers written by hand have it; metadata that does not say so has none.
  configuration: { connection_info: { database_url: { from_env: variable }, use_prepared_statements: true } },
  tables,
});
const metadata = {
  version: 3,
  sources: [
    database('orders_db', 'ORDERS_DB', [
      {
        table: column('orders'),
        array_relationships: [
          {
            name: 'items',
            using: {
              manual_configuration: { remote_table: column('order_items'), column_mapping: { id: 'order_id' } },
            },
          },
        ],
        remote_relationships: [
          {
            name: 'ordered_by_user',
            definition: toSource('users_db', 'users', 'object', { ordered_by_user_id: 'id' }),
          },
        ],
      },
      { table: column('order_items') },
    ]),
    database('users_db', 'USERS_DB', [
      {
        table: column('users'),
        remote_relationships: [
          { name: 'orders', definition: toSource('orders_db', 'orders', 'array', { id: 'ordered_by_user_id' }) },
        ],
      },
    ]),
  ],
};

/** What metadata always brings: a session, and roles, of which an admin is none. */
const governed = typeDefs.replace('name: "orders")', 'name: "orders") @permission(role: "clerk", fields: ["id"])');
const session = () => ({ role: 'admin', admin: true, variables: {} });

const written = {
  hand: async (env) => ({ texts: [typeDefs], options: { sources: openSources({ postgres, remoteSchema }, env) } }),
  roles: async (env) => ({
    texts: [governed],
    options: { sources: openSources({ postgres, remoteSchema }, env), session },
  }),
  async database(env) {
    const { orders_db, users_db } = openSources({ postgres, remoteSchema }, env);
    const generated = await typeDefsFromDatabase({ name: 'orders_db', source: orders_db });
    return { texts: [generated, added], options: { sources: { orders_db, users_db } } };
  },
  async metadata(env) {
    const { typeDefs: text, resolvers, options } = await fromHasuraMetadata({ metadata, env });
    return { texts: [text], resolvers, options };
  },
};

export async function start({ port, env }) {
  const { texts, resolvers, options } = await written[env.SDL](env);
  const server = new ApolloServer({
    typeDefs: [remoteJoinsTypeDefs, ...texts],
    resolvers,
    plugins: [remoteJoins(options)],
  });
  const { url } = await startStandaloneServer(server, { listen: { port, host: '127.0.0.1' } });
  return { url, stop: () => server.stop() };
}
