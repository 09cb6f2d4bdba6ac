import type { Contents } from '../contents.js';

const USERS = 5_000;
const ORDERS = 20_000;
const PRODUCTS = 2_000;
/** Every twentieth product that is ordered and every twentieth profile does not exist. */
const MISSING = 20;

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

/** The same number for the same input, with no pattern that an index or a batch could gain from. */
const scatter = (n: number, below: number) => (Math.imul(n, 2_654_435_761) >>> 8) % below;

const timeOf = (minutes: number) => new Date(Date.UTC(2025, 0, 1, 0, minutes)).toISOString();
export const skuOf = (n: number) => `SKU-${n}`;

/** 20,000 orders with 60,000 items, 5,000 users with an address each, 1,900 products and 4,750 profiles. */
export function generateContents(): Contents {
  return {
    orders: numbers(ORDERS).map((id) => ({
      id,
      ordered_by_user_id: 1 + scatter(id, USERS),
      product_sku: skuOf(1 + scatter(id + ORDERS, PRODUCTS)),
      total_cents: 500 + scatter(id + 2 * ORDERS, 100_000),
      placed_at: timeOf(scatter(id + 3 * ORDERS, 500_000)),
    })),
    order_items: numbers(ORDERS).flatMap((order_id) =>
      numbers(1 + (order_id % 5)).map((line) => ({
        order_id,
        line,
        sku: skuOf(1 + scatter(order_id * 5 + line, PRODUCTS)),
        quantity: 1 + (line % 3),
      })),
    ),
    users: numbers(USERS).map((id) => ({ id, name: `User ${id}`, email: `user${id}@example.com`, country: 'NL' })),
    addresses: numbers(USERS).map((id) => ({ user_id: id, city: `City ${id % 100}`, street: `${id} Main Street` })),
    ...generateRemoteContents(),
  };
}

/** What the two GraphQL servers know. */
export function generateRemoteContents(): Pick<Contents, 'products' | 'profiles'> {
  const exists = (n: number) => n % MISSING !== 0;
  return {
    products: numbers(PRODUCTS)
      .filter(exists)
      .map((n) => ({
        sku: skuOf(n),
        name: `Product ${n}, made to last`,
        price: 100 + scatter(n, 10_000),
        reviews: numbers(scatter(n, 5)).map((i) => ({
          stars: 1 + (i % 5),
          text: `Review ${i} of product ${n}: does what it says.`,
          author_user_id: 1 + scatter(n * 5 + i, USERS),
        })),
      })),
    profiles: numbers(USERS)
      .filter(exists)
      .map((id) => ({ user_id: id, bio: `Bio of user ${id}`, avatar: `https://cdn.example/${id}.png` })),
  };
}
