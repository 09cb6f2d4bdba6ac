// One schema stitched of four: the databases as small schemas of this process with root fields that take many keys, and
// the remote schemas as they are. Joins are delegated in batches.
import { batchDelegateToSchema } from '@graphql-tools/batch-delegate';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { stitchSchemas } from '@graphql-tools/stitch';
import DataLoader from 'dataloader';
import { buildSchema, GraphQLList, print } from 'graphql';
import { openRemote } from './clients.mjs';
import { isLatest, openRows } from './rows.mjs';

const inputs = /* GraphQL */ `
  input ById { id: IntComparison }
  input IntComparison { _gt: Int }
`;
const orderInputs = /* GraphQL */ `
  input OrderBy { id: Direction, placed_at: Direction }
  enum Direction { asc desc }
`;

const openOrders = (rows) => ({
  schema: makeExecutableSchema({
    typeDefs: /* GraphQL */ `
      type Query {
        orders(where: ById, limit: Int): [Order!]!
        ordersOfUsers(user_ids: [Int!]!, order_by: [OrderBy!], limit: Int): [[Order!]!]!
      }
      type Order { id: Int! total: Int! ordered_by_user_id: Int! product_sku: ID! items: [OrderItem!]! }
      type OrderItem { line: Int! sku: String! quantity: Int! }
      ${inputs}
      ${orderInputs}
    `,
    resolvers: {
      Query: {
        orders: (_, { where, limit }) => rows.ordersPage(where.id._gt, limit),
        ordersOfUsers: (_, { user_ids, limit, order_by }) =>
          rows.ordersOfUsers(user_ids, { limit, latest: isLatest({ order_by }) }),
      },
      Order: { items: (order, _, { items }) => items.load(order.id) },
    },
  }),
});

const openUsers = (rows) => ({
  schema: makeExecutableSchema({
    typeDefs: /* GraphQL */ `
      type Query { users(where: ById, limit: Int): [User!]!  usersByIds(ids: [Int!]!): [User]! }
      type User { id: Int! name: String! }
      ${inputs}
    `,
    resolvers: {
      Query: {
        users: (_, { where, limit }) => rows.usersPage(where.id._gt, limit),
        usersByIds: (_, { ids }) => rows.usersByIds(ids),
      },
    },
  }),
});

const attachRemote = (sdl, remote) => ({
  schema: buildSchema(sdl),
  executor: ({ document, variables }) => remote.ask(print(document), variables),
});

const CATALOG = /* GraphQL */ `
  type Query { products(skus: [ID!]!): [Product]! }
  type Product { sku: ID! name: String! price: Int! reviews: [Review!]! }
  type Review { stars: Int! text: String! author_user_id: Int! }
`;
const PROFILES = /* GraphQL */ `
  type Query { profiles(user_ids: [Int!]!): [Profile]! }
  type Profile { user_id: Int! bio: String! avatar: String! }
`;

/** The stitched schema, and the context of a request. */
export function openStitched(env) {
  const rows = openRows(env);
  const [catalogServer, profilesServer] = [openRemote(env.CATALOG_URL), openRemote(env.PROFILES_URL)];
  const [orders, users] = [openOrders(rows), openUsers(rows)];
  const [catalog, profiles] = [attachRemote(CATALOG, catalogServer), attachRemote(PROFILES, profilesServer)];
  const userById = join(users, 'usersByIds', (ids) => ({ ids }));

  const schema = stitchSchemas({
    subschemas: [orders, users, catalog, profiles],
    typeDefs: /* GraphQL */ `
      extend type Order { ordered_by_user: User  product: Product }
      extend type User { orders(order_by: [OrderBy!], limit: Int): [Order!]! }
      extend type Review { author: User  authorProfile: Profile }
    `,
    resolvers: {
      Order: {
        ordered_by_user: below('{ ordered_by_user_id }', userById, 'ordered_by_user_id'),
        product: below(
          '{ product_sku }',
          join(catalog, 'products', (skus) => ({ skus })),
          'product_sku',
        ),
      },
      User: {
        orders: below(
          '{ id }',
          join(orders, 'ordersOfUsers', (user_ids, args) => ({ user_ids, ...args })),
          'id',
        ),
      },
      Review: {
        author: below('{ author_user_id }', userById, 'author_user_id'),
        authorProfile: below(
          '{ author_user_id }',
          join(profiles, 'profiles', (user_ids) => ({ user_ids })),
          'author_user_id',
        ),
      },
    },
  });

  const createContext = () => ({ items: new DataLoader(rows.itemsOfOrders) });
  const close = () => Promise.all([rows.close(), catalogServer.close(), profilesServer.close()]);
  return { schema, createContext, close };
}

const below = (selectionSet, ask, keyField) => ({
  selectionSet,
  resolve: (parent, args, context, info) => ask(parent[keyField], args, context, info),
});

/** Asks a root field that takes many keys and answers one value for each. */
const join = (schema, fieldName, argsFromKeys) => (key, args, context, info) =>
  batchDelegateToSchema({
    schema,
    fieldName,
    key,
    argsFromKeys: (keys) => argsFromKeys(keys, args),
    returnType: new GraphQLList(info.returnType),
    context,
    info,
  });
