// A plan per query: one call per level, rows as columns of JSON, levels joined through a Map.
import { askForData, openDatabase, openRemote } from './clients.mjs';

/** One row of one value: the columns of all rows, each as a JSON array. */
const columns = (names, from) =>
  `select to_json(array[${names.map((name) => `coalesce(to_json(array_agg(${name})), '[]')`)}]) as columns from ${from}`;

const page = (names, table) =>
  columns(names, `(select ${names} from ${table} where id > $1 order by id limit $2) page`);
/** The orders of many users, each with its user's place among the keys. */
const ordersOf = (names, order) =>
  columns(
    ['n', ...names],
    `(select u.n, o.* from unnest($1::int[]) with ordinality u(id, n) cross join lateral
       (select ${names} from orders where ordered_by_user_id = u.id order by ${order} limit 5) o) found`,
  );

const SQL = {
  ordersAndUsers: page(['id', 'total_cents', 'ordered_by_user_id'], 'orders'),
  ordersAndSkus: page(['id', 'product_sku'], 'orders'),
  users: page(['id', 'name'], 'users'),
  usersByIds: columns(['id', 'name'], 'users where id = any($1)'),
  latestOrders: ordersOf(['id', 'total_cents'], 'placed_at desc, id'),
  firstOrders: ordersOf(['id', 'product_sku'], 'id'),
  ordersAndItems: `
    with page as (select row_number() over (order by id) as n, id, total_cents from orders where id > $1 order by id limit $2)
    select to_json(array[
      (${columns(['id', 'total_cents'], 'page')}),
      (${columns(
        ['n', 'line', 'sku', 'quantity'],
        `(select n, line, sku, quantity from page join order_items on order_id = id order by n, line) items`,
      )})
    ]) as columns`,
};

const productQuery = 'query($skus: [ID!]!) { products(skus: $skus) { sku name price } }';
const reviewsQuery = (fields) =>
  `query($skus: [ID!]!) { products(skus: $skus) { ${fields} reviews { stars author_user_id } } }`;
const namedReviews = reviewsQuery('name');
const reviewsOfSkus = reviewsQuery('sku');
const bioQuery = 'query($ids: [Int!]!) { profiles(user_ids: $ids) { bio } }';

/** The plan of each query takes its variables and answers its data. */
export function openPlans(env) {
  const ordersDb = openDatabase(env.ORDERS_DB);
  const usersDb = openDatabase(env.USERS_DB);
  const catalog = openRemote(env.CATALOG_URL);
  const profiles = openRemote(env.PROFILES_URL);
  const read = async (database, sql, values) => (await database.query(sql, values))[0].columns;

  async function usersById(ids, toUser) {
    const [found, names] = await read(usersDb, SQL.usersByIds, [distinct(ids)]);
    return new Map(found.map((id, i) => [id, toUser(id, names[i])]));
  }

  async function productsBySku(skus, query) {
    const keys = distinct(skus);
    const { products } = await askForData(catalog, query, { skus: keys });
    return new Map(keys.map((sku, i) => [sku, products[i]]));
  }

  const plans = {
    async Q1({ after, n }) {
      const [ids, totals, userIds] = await read(ordersDb, SQL.ordersAndUsers, [after, n]);
      const users = await usersById(userIds, (id, name) => ({ id, name }));
      const toOrder = (id, i) => ({ id, total: totals[i], ordered_by_user: users.get(userIds[i]) ?? null });
      return { orders: ids.map(toOrder) };
    },
    async Q2({ after, n }) {
      const [ids, names] = await read(usersDb, SQL.users, [after, n]);
      const [parents, orderIds, totals] = await read(ordersDb, SQL.latestOrders, [ids]);
      const users = ids.map((id, i) => ({ id, name: names[i], orders: [] }));
      for (let i = 0; i < orderIds.length; i++)
        users[parents[i] - 1].orders.push({ id: orderIds[i], total: totals[i] });
      return { users };
    },
    async Q3({ after, n }) {
      const [ids, skus] = await read(ordersDb, SQL.ordersAndSkus, [after, n]);
      const products = await productsBySku(skus, productQuery);
      return { orders: ids.map((id, i) => ({ id, product: products.get(skus[i]) })) };
    },
    async Q4({ after, n }) {
      const [ids, names] = await read(usersDb, SQL.users, [after, n]);
      const [parents, orderIds, skus] = await read(ordersDb, SQL.firstOrders, [ids]);
      const products = await productsBySku(skus, namedReviews);
      const authors = await usersById(authorsOf(products.values()), (_, name) => ({ name }));
      const finished = mapValues(products, ({ name, reviews }) => ({
        name,
        reviews: reviews.map((review) => ({ stars: review.stars, author: authors.get(review.author_user_id) ?? null })),
      }));
      const users = names.map((name) => ({ name, orders: [] }));
      for (let i = 0; i < orderIds.length; i++)
        users[parents[i] - 1].orders.push({ id: orderIds[i], product: finished.get(skus[i]) });
      return { users };
    },
    async Q5({ skus }) {
      const products = await productsBySku(skus, reviewsOfSkus);
      const ids = distinct(authorsOf(products.values()));
      const bios = ids.length === 0 ? [] : (await askForData(profiles, bioQuery, { ids })).profiles;
      const byId = new Map(ids.map((id, i) => [id, bios[i]]));
      const finished = mapValues(products, ({ sku, reviews }) => ({
        sku,
        reviews: reviews.map((review) => ({ stars: review.stars, authorProfile: byId.get(review.author_user_id) })),
      }));
      return { products: skus.map((sku) => finished.get(sku)) };
    },
    async Q6({ after, n }) {
      const [[ids, totals], [parents, lines, skus, quantities]] = await read(ordersDb, SQL.ordersAndItems, [after, n]);
      const orders = ids.map((id, i) => ({ id, total: totals[i], items: [] }));
      for (let i = 0; i < lines.length; i++)
        orders[parents[i] - 1].items.push({ line: lines[i], sku: skus[i], quantity: quantities[i] });
      return { orders };
    },
  };
  return {
    plans,
    close: () => Promise.all([ordersDb.close(), usersDb.close(), catalog.close(), profiles.close()]),
  };
}

const distinct = (keys) => [...new Set(keys)];

function* authorsOf(products) {
  for (const product of products) for (const review of product?.reviews ?? []) yield review.author_user_id;
}

/** Keys that are known of nothing stay null. */
const mapValues = (map, change) => new Map(Array.from(map, ([key, value]) => [key, value && change(value)]));
