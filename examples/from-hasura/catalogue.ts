import { buildSchema } from 'graphql';
import { serveGraphql } from '../storefront/support/serveGraphql.js';

const schema = buildSchema(`
  type Query {
    "Products by their numbers"
    products(skus: [ID!]!): [Product!]!
    market(country: String!): Market
  }
  type Market { product(sku: ID!, currency: String): Product }
  "What is sold"
  type Product { sku: ID! name: String! price: Float! }
`);

const products = [
  { sku: 'KETTLE', name: 'Kettle', price: 39.9 },
  { sku: 'LAMP', name: 'Desk lamp', price: 24.5 },
  { sku: 'CHAIR', name: 'Chair', price: 119 },
  { sku: 'DESK', name: 'Desk', price: 249 },
  { sku: 'MUG', name: 'Mug', price: 8.25 },
];

serveGraphql(schema, {
  products: ({ skus }: { skus: string[] }) => products.filter((product) => skus.includes(product.sku)),
  market: ({ country }: { country: string }) => ({
    product({ sku, currency }: { sku: string; currency?: string }) {
      const product = products.find((each) => each.sku === sku);
      const rate = (country === 'NO' ? 1.25 : 1) * (currency === 'USD' ? 1.1 : 1);
      return product && { ...product, price: Math.round(product.price * rate * 100) / 100 };
    },
  }),
});
