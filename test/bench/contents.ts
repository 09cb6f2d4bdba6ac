/** What the four sources hold: rows of the tables of both databases, and what the two GraphQL servers know. */
export interface Contents {
  readonly orders: readonly {
    readonly id: number;
    readonly ordered_by_user_id: number;
    readonly product_sku: string;
    readonly total_cents: number;
    readonly placed_at: string;
  }[];
  readonly order_items: readonly {
    readonly order_id: number;
    readonly line: number;
    readonly sku: string;
    readonly quantity: number;
  }[];
  readonly users: readonly {
    readonly id: number;
    readonly name: string;
    readonly email: string;
    readonly country: string;
  }[];
  readonly addresses: readonly { readonly user_id: number; readonly city: string; readonly street: string }[];
  readonly products: readonly Product[];
  readonly profiles: readonly Profile[];
}

export interface Product {
  readonly sku: string;
  readonly name: string;
  readonly price: number;
  readonly reviews: readonly { readonly stars: number; readonly text: string; readonly author_user_id: number }[];
}

export interface Profile {
  readonly user_id: number;
  readonly bio: string;
  readonly avatar: string;
}

const ORDERS_DB = `
  create table orders(id int primary key, ordered_by_user_id int not null, product_sku text not null,
    total_cents int not null, placed_at timestamptz not null);
  create index on orders(ordered_by_user_id);
  create table order_items(order_id int not null references orders, line int not null, sku text not null,
    quantity int not null, primary key (order_id, line));`;
const USERS_DB = `
  create table users(id int primary key, name text not null, email text not null, country text not null);
  create table addresses(user_id int references users, city text, street text not null, primary key (user_id, city));`;

/** The tables of each database, and their rows in an order that their references allow. */
export const toDatabases = ({ orders, order_items, users, addresses }: Contents) => ({
  orders_db: { ddl: ORDERS_DB, tables: { orders, order_items } },
  users_db: { ddl: USERS_DB, tables: { users, addresses } },
});

/** The SDL of each GraphQL server, and its root fields: one value per key, in the order of the keys. */
export function toRemotes({ products, profiles }: Pick<Contents, 'products' | 'profiles'>) {
  const bySku = new Map(products.map((product) => [product.sku, product]));
  const byUser = new Map(profiles.map((profile) => [profile.user_id, profile]));
  return {
    catalog: {
      typeDefs: `
        type Query { products(skus: [ID!]!): [Product]! }
        type Product { sku: ID! name: String! price: Int! reviews: [Review!]! }
        type Review { stars: Int! text: String! author_user_id: Int! }`,
      root: { products: ({ skus }: { skus: string[] }) => skus.map((sku) => bySku.get(sku)) },
    },
    profiles: {
      typeDefs: `
        type Query { profiles(user_ids: [Int!]!): [Profile]! }
        type Profile { user_id: Int! bio: String! avatar: String! }`,
      root: { profiles: ({ user_ids }: { user_ids: number[] }) => user_ids.map((id) => byUser.get(id)) },
    },
  };
}
