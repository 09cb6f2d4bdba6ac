// What both contenders serve, and how they are asked: orders and users in two Postgres databases, a catalog and profiles
// behind GraphQL. The queries answer what the harness's own queries answer, whose variables they take.

export const typeDefs = /* GraphQL */ `
  type Query {
    orders(where: ById, order_by: [OrderBy!], limit: Int): [Order!]! @select
    users(where: ById, order_by: [UserBy!], limit: Int): [User!]! @select
    products(skus: [ID!]!): [Product]! @remoteField(schema: "catalog")
  }

  type Order @table(source: "orders_db", name: "orders") {
    id: Int!
    total: Int! @column(name: "total_cents")
    placed_at: String!
    ordered_by_user_id: Int!
    product_sku: String!
    ordered_by_user: User @remoteRelationship(fieldMapping: {ordered_by_user_id: "id"})
    product: Product
      @remoteRelationship(schema: "catalog", field: "products(skus: [$product_sku])", matchBy: {product_sku: "sku"})
    items: [OrderItem!]! @remoteRelationship(fieldMapping: {id: "order_id"})
  }

  type OrderItem @table(source: "orders_db", name: "order_items") {
    line: Int!
    sku: String!
    quantity: Int!
  }

  type User @table(source: "users_db", name: "users") {
    id: Int!
    name: String!
    email: String!
    country: String!
    orders(order_by: [OrderBy!], limit: Int): [Order!]! @remoteRelationship(fieldMapping: {id: "ordered_by_user_id"})
    addresses: [Address!]! @remoteRelationship(fieldMapping: {id: "user_id"})
  }

  type Address @table(source: "users_db", name: "addresses") {
    city: String!
    street: String!
  }

  type Product {
    sku: ID!
    name: String!
    price: Int!
    reviews: [Review!]!
  }

  type Review {
    stars: Int!
    text: String!
    author_user_id: Int!
    author: User @remoteRelationship(fieldMapping: {author_user_id: "id"})
    authorProfile: Profile
      @remoteRelationship(
        schema: "profiles"
        field: "profiles(user_ids: [$author_user_id])"
        matchBy: {author_user_id: "user_id"}
      )
  }

  type Profile {
    user_id: Int!
    bio: String!
    avatar: String!
  }

  input ById { id: IntComparison }
  input IntComparison { _gt: Int }
  input OrderBy { id: Direction, placed_at: Direction }
  input UserBy { id: Direction }
  enum Direction { asc desc }
`;

const page = 'limit: $n, where: {id: {_gt: $after}}';

export const queries = {
  Q1: `query($n: Int!, $after: Int!) { orders(${page}) { id total ordered_by_user { id name } } }`,
  Q2: `query($n: Int!, $after: Int!) { users(${page}) { id name orders(limit: 5, order_by: [{placed_at: desc}]) { id total } } }`,
  Q3: `query($n: Int!, $after: Int!) { orders(${page}) { id product { sku name price } } }`,
  Q4: `query($n: Int!, $after: Int!) { users(${page}) { name orders(limit: 5) { id product { name reviews { stars author { name } } } } } }`,
  Q5: 'query($skus: [ID!]!) { products(skus: $skus) { sku reviews { stars authorProfile { bio } } } }',
  Q6: `query($n: Int!, $after: Int!) { orders(${page}) { id total items { line sku quantity } } }`,
};

/** Where the four sources are, made of what the host's package exports. */
export const openSources = ({ postgres, remoteSchema }, env) => ({
  orders_db: postgres({ connectionString: env.ORDERS_DB }),
  users_db: postgres({ connectionString: env.USERS_DB }),
  catalog: remoteSchema({ url: env.CATALOG_URL }),
  profiles: remoteSchema({ url: env.PROFILES_URL }),
});
