import type { Contents } from './contents.js';

// ── Data: 40 orders of 12 users for 7 skus, of which the catalog does not know one ──────────────────────────────

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i + 1);
const skuOf = (n: number) => `SKU-${n}`;

const users = numbers(12).map((id) => ({
  id,
  name: `User "${id}" Ünïcode`,
  email: `user${id}@example.com`,
  country: 'DE',
}));
const orders = numbers(40).map((id) => ({
  id,
  ordered_by_user_id: ((id * 5) % 11) + 1, // nothing for user 12
  product_sku: skuOf(((id * 3) % 7) + 1),
  total_cents: 500 + id * 37,
  placed_at: `2025-03-${String(1 + ((id * 7) % 9)).padStart(2, '0')}T12:00:00Z`, // with ties
}));
const orderItems = orders.flatMap(({ id }) =>
  numbers(id % 4).map((line) => ({ order_id: id, line, sku: skuOf(line), quantity: id + line })),
);
const addresses = users.map(({ id }) => ({ user_id: id, city: `City ${id}`, street: `${id} Main Street` }));
const products = numbers(6).map((n) => ({
  sku: skuOf(n),
  name: `Product ${n} – deluxe`,
  price: 100 * n,
  reviews: numbers(n % 4).map((i) => ({ stars: i + 1, text: `Review ${i}`, author_user_id: n + i * 2 })),
}));
const profiles = numbers(9).map((id) => ({
  user_id: id,
  bio: `Bio of user ${id}`,
  avatar: `https://cdn.example/${id}.png`,
}));

/** What the four sources hold. */
export const contents: Contents = { users, addresses, orders, order_items: orderItems, products, profiles };

// ── What the answers must be ────────────────────────────────────────────────────────────────────────────────────

const userById = (id: number) => users.find((user) => user.id === id);
const productBySku = (sku: string) => products.find((product) => product.sku === sku);
const ordersOf = (userId: number) => orders.filter((order) => order.ordered_by_user_id === userId);
const nameOf = (id: number) => pick(userById(id), ['name']);

function pick<T extends object, K extends keyof T>(object: T | undefined, names: readonly K[]): Pick<T, K> | null {
  if (object === undefined) return null;
  return Object.fromEntries(names.map((name) => [name, object[name]])) as Pick<T, K>;
}

const pageOf = <T extends { id: number }>(rows: readonly T[], { n, after }: { n: number; after: number }) =>
  rows.filter(({ id }) => id > after).slice(0, n);
const page = { n: 10, after: 3 };
const skus = [skuOf(6), skuOf(2), skuOf(99), skuOf(3), skuOf(2)];

/** Each query with variables, and its whole answer. */
export const cases = [
  {
    id: 'Q1',
    about: 'orders → users',
    variables: { n: 3, after: 20 },
    data: {
      orders: pageOf(orders, { n: 3, after: 20 }).map(({ id, total_cents: total, ordered_by_user_id }) => ({
        id,
        total,
        ordered_by_user: pick(userById(ordered_by_user_id), ['id', 'name']),
      })),
    },
  },
  {
    id: 'Q1',
    about: 'orders → users, every row',
    variables: { n: 1000, after: 0 },
    data: {
      orders: orders.map(({ id, total_cents: total, ordered_by_user_id }) => ({
        id,
        total,
        ordered_by_user: pick(userById(ordered_by_user_id), ['id', 'name']),
      })),
    },
  },
  {
    id: 'Q2',
    about: 'users → their latest five orders',
    variables: page,
    data: {
      users: pageOf(users, page).map(({ id, name }) => ({
        id,
        name,
        orders: ordersOf(id)
          .toSorted((a, b) => b.placed_at.localeCompare(a.placed_at) || a.id - b.id)
          .slice(0, 5)
          .map(({ id, total_cents: total }) => ({ id, total })),
      })),
    },
  },
  ...[page, { n: 1000, after: 0 }].map((variables) => ({
    id: 'Q3',
    about: `orders → catalog, up to ${variables.n}`,
    variables,
    data: {
      orders: pageOf(orders, variables).map(({ id, product_sku }) => ({
        id,
        product: pick(productBySku(product_sku), ['sku', 'name', 'price']),
      })),
    },
  })),
  {
    id: 'Q4',
    about: 'users → orders → catalog → users',
    variables: page,
    data: {
      users: pageOf(users, page).map(({ id, name }) => ({
        name,
        orders: ordersOf(id)
          .slice(0, 5)
          .map(({ id, product_sku }) => {
            const product = productBySku(product_sku);
            const reviews = product?.reviews.map(({ stars, author_user_id }) => ({
              stars,
              author: nameOf(author_user_id),
            }));
            return { id, product: product ? { name: product.name, reviews } : null };
          }),
      })),
    },
  },
  {
    id: 'Q5',
    about: 'catalog → profiles',
    variables: { skus },
    data: {
      products: skus.map((sku) => {
        const reviews = productBySku(sku)?.reviews.map(({ stars, author_user_id }) => ({
          stars,
          authorProfile: pick(
            profiles.find((profile) => profile.user_id === author_user_id),
            ['bio'],
          ),
        }));
        return reviews ? { sku, reviews } : null;
      }),
    },
  },
  {
    id: 'Q6',
    about: 'orders → items in one database',
    variables: page,
    data: {
      orders: pageOf(orders, page).map(({ id, total_cents: total }) => ({
        id,
        total,
        items: orderItems
          .filter((item) => item.order_id === id)
          .map(({ line, sku, quantity }) => ({ line, sku, quantity })),
      })),
    },
  },
];
