import { buildSchema } from 'graphql';
import { serveGraphql } from '../storefront/support/serveGraphql.js';

const schema = buildSchema(`
  type Query { reviews(of: ID!, first: Int): [Review!]! }
  type Review { stars: Int! text: String! by: Int }
`);

const reviews = [
  { of: 'KETTLE', stars: 5, text: 'Boils.', by: 2 },
  { of: 'KETTLE', stars: 4, text: 'Loud, but fast.', by: 3 },
  { of: 'LAMP', stars: 5, text: 'Bright.', by: 1 },
  { of: 'MUG', stars: 3, text: 'Holds tea.', by: null },
];

serveGraphql(schema, {
  reviews: ({ of, first }: { of: string; first?: number }) =>
    reviews.filter((review) => review.of === of).slice(0, first ?? reviews.length),
});
