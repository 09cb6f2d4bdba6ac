import { buildSchema } from 'graphql';
import { serveGraphql } from './support/serveGraphql.js';

const schema = buildSchema(`
  type Query { reviews(sku: ID!, first: Int): [Review!]! }
  type Review { stars: Int! text: String! authorId: Int! }
`);

const reviews = [
  { sku: 'KETTLE', stars: 5, text: 'Boils before I finish a sentence.', authorId: 1 },
  { sku: 'LAMP', stars: 4, text: 'Warm light, short cable.', authorId: 2 },
  { sku: 'LAMP', stars: 5, text: 'Bought a second one.', authorId: 1 },
  { sku: 'CHAIR', stars: 2, text: 'It computes, but it does not halt squeaking.', authorId: 3 },
  { sku: 'MUG', stars: 5, text: 'Chained mine to the radiator.', authorId: 3 },
];

serveGraphql(schema, {
  reviews: ({ sku, first }: { sku: string; first?: number }) =>
    reviews.filter((review) => review.sku === sku).slice(0, first ?? reviews.length),
});
