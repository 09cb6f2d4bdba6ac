import type { Stop } from '../storefront/tour.js';

/** Who asks, by the headers that Hasura knows. */
export const people = {
  admin: {},
  customer: { 'x-hasura-role': 'customer', 'x-hasura-user-id': '1', 'x-hasura-currency': 'USD' },
  support: { 'x-hasura-role': 'support' },
  manager: { 'x-hasura-role': 'manager', 'x-hasura-user-id': '1', 'x-hasura-currency': 'EUR' },
} as const;

export type Person = keyof typeof people;

/** What an admin asks of both hosts, in this order: each kind of relationship. */
export const tour: readonly Stop[] = [
  {
    title: 'From a database to another one and to a remote schema, and on from there',
    query: `
      query {
        orders(order_by: {id: desc}, where: {status: {_neq: CANCELLED}}, limit: 2) {
          id
          total
          customer { name favourite { name price } }
          deliver_to { street city }
          items(order_by: {line: asc}) {
            quantity
            product { name price reviews(first: 1) { stars text author { name } } }
          }
        }
      }`,
  },
  {
    title: 'From a remote schema to a database, to another remote schema and to aggregates',
    query: `
      query {
        catalogue_products(skus: ["LAMP", "MUG"]) {
          name
          reviews { text author { name } }
          sales_aggregate { aggregate { count sum { quantity } } nodes { order { placedOn } } }
        }
      }`,
  },
  {
    title: 'From a row to the aggregate of another database',
    query: `
      query {
        users(order_by: {id: asc}) {
          name
          orders_aggregate(where: {status: {_eq: OPEN}}) { aggregate { count max { placedOn total } avg { total } } }
        }
      }`,
  },
  {
    title: 'From an action to a table, and on from there',
    query: `
      mutation {
        checkout(sku: "LAMP", quantity: 2) {
          note
          order { total customer { name } }
          items(order_by: {line: asc}) { product { name } }
        }
      }`,
  },
];

/** What each of the people asks; some of it does not exist for some. */
export const questions: readonly string[] = [
  '{ orders(order_by: {id: asc}) { id status customer { name } } }',
  '{ orders(order_by: {id: asc}) { total items(order_by: {line: asc}) { quantity product { price } } } }',
  '{ orders_aggregate { aggregate { count sum { total } } } }',
  '{ users { name } }',
];
