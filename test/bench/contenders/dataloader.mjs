// Resolvers that batch with DataLoader, as one would write them by hand for any GraphQL server.
import DataLoader from 'dataloader';
import { askForData, openRemote } from './clients.mjs';
import { isLatest, openRows } from './rows.mjs';

export const typeDefs = /* GraphQL */ `
  type Query {
    orders(where: ById, limit: Int): [Order!]!
    users(where: ById, limit: Int): [User!]!
    products(skus: [ID!]!): [Product]!
  }

  type Order { id: Int! total: Int! ordered_by_user: User product: Product items: [OrderItem!]! }
  type OrderItem { line: Int! sku: String! quantity: Int! }
  type User { id: Int! name: String! orders(order_by: [OrderBy!], limit: Int): [Order!]! }
  type Product { sku: ID! name: String! price: Int! reviews: [Review!]! }
  type Review { stars: Int! text: String! author: User authorProfile: Profile }
  type Profile { bio: String! avatar: String! }

  input ById { id: IntComparison }
  input IntComparison { _gt: Int }
  input OrderBy { id: Direction, placed_at: Direction }
  enum Direction { asc desc }
`;

export const resolvers = {
  Query: {
    orders: (_, { where, limit }, { rows }) => rows.ordersPage(where.id._gt, limit),
    users: (_, { where, limit }, { rows }) => rows.usersPage(where.id._gt, limit),
    products: (_, { skus }, { products }, info) => products(info).loadMany(skus),
  },
  Order: {
    ordered_by_user: (order, _, { users }) => users.load(order.ordered_by_user_id),
    product: (order, _, { products }, info) => products(info).load(order.product_sku),
    items: (order, _, { items }) => items.load(order.id),
  },
  User: {
    orders: (user, args, { orders }) => orders(args).load(user.id),
  },
  Review: {
    author: (review, _, { users }) => users.load(review.author_user_id),
    authorProfile: (review, _, { profiles }) => profiles.load(review.author_user_id),
  },
};

const product = 'query($skus: [ID!]!) { products(skus: $skus) { sku name price } }';
const productAndReviews =
  'query($skus: [ID!]!) { products(skus: $skus) { sku name price reviews { stars text author_user_id } } }';
const profile = 'query($ids: [Int!]!) { profiles(user_ids: $ids) { user_id bio avatar } }';

/** The sources, and the context of a request: loaders of its own. */
export function openSources(env) {
  const rows = openRows(env);
  const catalog = openRemote(env.CATALOG_URL);
  const profiles = openRemote(env.PROFILES_URL);

  const createContext = () => ({
    rows,
    users: new DataLoader(rows.usersByIds),
    items: new DataLoader(rows.itemsOfOrders),
    profiles: new DataLoader(async (ids) => (await askForData(profiles, profile, { ids })).profiles),
    orders: loaderPer(
      (args) => `${args.limit} ${isLatest(args)}`,
      (args) => (ids) => rows.ordersOfUsers(ids, { limit: args.limit, latest: isLatest(args) }),
    ),
    // Reviews are the larger part of a product: they are asked for where they are selected.
    products: loaderPer(
      (info) => (selects(info, 'reviews') ? productAndReviews : product),
      (_, query) => async (skus) => (await askForData(catalog, query, { skus })).products,
    ),
  });
  const close = () => Promise.all([rows.close(), catalog.close(), profiles.close()]);
  return { createContext, close };
}

/** One loader for each way to ask. */
function loaderPer(nameOf, createBatch) {
  const loaders = new Map();
  return (asked) => {
    const name = nameOf(asked);
    if (!loaders.has(name)) loaders.set(name, new DataLoader(createBatch(asked, name)));
    return loaders.get(name);
  };
}

const selects = ({ fieldNodes }, name) =>
  fieldNodes.some(({ selectionSet }) => selectionSet.selections.some((node) => node.name?.value === name));
