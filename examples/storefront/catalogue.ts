import { buildSchema } from 'graphql';
import { serveGraphql } from './support/serveGraphql.js';

const schema = buildSchema(`
  type Query {
    product(sku: ID!): Product
    products(skus: [ID!]!): [Product!]!
    warehouse(site: Site!): Warehouse!
  }
  type Product { sku: ID! name: String! price: Float! }
  type Warehouse { stock(sku: ID!, reserved: Boolean!): Stock }
  type Stock { available: Int! }
  enum Site { NORTH SOUTH }
`);

const products = [
  { sku: 'KETTLE', name: 'Kettle', price: 39.9 },
  { sku: 'LAMP', name: 'Desk lamp', price: 24.5 },
  { sku: 'CHAIR', name: 'Chair', price: 119 },
  { sku: 'DESK', name: 'Desk', price: 249 },
  { sku: 'MUG', name: 'Mug', price: 8.25 },
];
const stock = {
  NORTH: new Map([['KETTLE', 7], ['LAMP', 12], ['MUG', 140]]), // biome-ignore format: a table
  SOUTH: new Map([['CHAIR', 3], ['DESK', 1]]), // biome-ignore format: a table
};

serveGraphql(schema, {
  product: ({ sku }: { sku: string }) => products.find((product) => product.sku === sku),
  products: ({ skus }: { skus: string[] }) => products.filter((product) => skus.includes(product.sku)),
  warehouse: ({ site }: { site: keyof typeof stock }) => ({
    stock({ sku }: { sku: string }) {
      const available = stock[site].get(sku);
      return available === undefined ? null : { available };
    },
  }),
});
