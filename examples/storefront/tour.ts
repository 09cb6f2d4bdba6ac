export interface Stop {
  readonly title: string;
  readonly query: string;
}

/** What the example asks of both hosts, in this order. */
export const tour: readonly Stop[] = [
  {
    title: 'From one database to everything else',
    query: `
      query {
        orders(where: {status: {_neq: CANCELLED}}, orderBy: [{placedOn: desc}], limit: 2) {
          placedOn
          status
          total
          customer {
            name
            orders(orderBy: [{placedOn: desc}], limit: 2) { id total }
          }
          deliverTo { street city }
          items {
            quantity
            product {
              name
              reviews(first: 1) {
                stars
                author { name favourite { name } }
              }
            }
            stock { available }
          }
        }
      }`,
  },
  {
    title: 'From a GraphQL server to another one, and from there to a database',
    query: `
      query {
        products(skus: ["LAMP", "MUG"]) {
          name
          price
          reviews { text author { name } }
        }
      }`,
  },
  {
    title: 'From the result of a mutation of this server',
    query: `
      mutation {
        addToCart(sku: "KETTLE", quantity: 2) {
          owner { name }
          lines { quantity product { name price } }
        }
      }`,
  },
];
