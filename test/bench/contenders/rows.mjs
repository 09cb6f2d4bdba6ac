// The SQL that one would write by hand for resolvers: a statement per level, with every column that the queries ask for.
import { openDatabase } from './clients.mjs';

const ORDER = 'id, total_cents as total, ordered_by_user_id, product_sku';
const ordersPage = `select ${ORDER} from orders where id > $1 order by id limit $2`;
const usersPage = 'select id, name from users where id > $1 order by id limit $2';
const usersByIds = 'select id, name from users where id = any($1)';
const itemsOfOrders = `
  select order_id, line, sku, quantity from order_items where order_id = any($1) order by order_id, line`;
const ordersOfUsers = (order) => `
  select o.* from unnest($1::int[]) u(id)
  cross join lateral (
    select ${ORDER} from orders where ordered_by_user_id = u.id order by ${order} limit $2
  ) o`;
const firstOrders = ordersOfUsers('id');
const latestOrders = ordersOfUsers('placed_at desc, id');

/** Both databases. Functions that take keys answer one value per key, in the keys' order. */
export function openRows(env) {
  const orders = openDatabase(env.ORDERS_DB);
  const users = openDatabase(env.USERS_DB);
  return {
    ordersPage: (after, limit) => orders.query(ordersPage, [after, limit]),
    usersPage: (after, limit) => users.query(usersPage, [after, limit]),
    async usersByIds(ids) {
      const byId = new Map();
      for (const row of await users.query(usersByIds, [ids])) byId.set(row.id, row);
      return ids.map((id) => byId.get(id) ?? null);
    },
    async ordersOfUsers(ids, { limit, latest }) {
      const rows = await orders.query(latest ? latestOrders : firstOrders, [ids, limit]);
      return groupBy(rows, 'ordered_by_user_id', ids);
    },
    async itemsOfOrders(ids) {
      return groupBy(await orders.query(itemsOfOrders, [ids]), 'order_id', ids);
    },
    close: () => Promise.all([orders.close(), users.close()]),
  };
}

function groupBy(rows, column, keys) {
  const groups = new Map(keys.map((key) => [key, []]));
  for (const row of rows) groups.get(row[column]).push(row);
  return keys.map((key) => groups.get(key));
}

/** Whether orders are asked for by date, the latest first. */
export const isLatest = ({ order_by }) => order_by?.[0]?.placed_at === 'desc';
