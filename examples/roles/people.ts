/** Who asks, by the headers they send. */
export const people = {
  customer: { 'x-hasura-role': 'customer', 'x-hasura-user-id': '1' },
  support: { 'x-hasura-role': 'support' },
  admin: {},
} as const;

export type Person = keyof typeof people;

/** What support sees of the catalogue is not what customers see. It is closed to any other role. */
export const cataloguePermissions = {
  customer: `
    type Query { product(sku: ID!): Product }
    type Product { name: String! price: Float! }`,
  support: `
    type Query { product(sku: ID!): Product }
    type Product { sku: ID! name: String! }`,
};

export const adminSecret = 'a secret of this example';
