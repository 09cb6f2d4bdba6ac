// The workload of the bench under permissions that leave every answer as it is: what is measured is what roles cost.
import { openSources, typeDefs } from '../workload.mjs';

export const roleNames = Array.from({ length: Number(process.env.ROLES) }, (_, index) => `role${index}`);

/** By which column the rows of a table are filtered. All rows pass. */
const columns = { orders: 'id', order_items: 'order_id', users: 'id', addresses: 'user_id' };

/** Roles ask for rows in two ways, so that not all have the same statements; every second may not select all. */
const toPermissions = (table) =>
  roleNames
    .map((role, index) => {
      const operator = index % 2 === 0 ? '_gt' : '_gte';
      const fields = index % 2 === 1 && table === 'addresses' ? '["city"]' : '["*"]';
      const filter = `{${columns[table]}: {${operator}: "X-Hasura-After"}}`;
      return `@permission(role: "${role}", fields: ${fields}, filter: ${filter})`;
    })
    .join('\n    ');

const governedTypeDefs = typeDefs.replace(
  /@table\(.*name: "(\w+)"\)/g,
  (directive, table) => `${directive}\n    ${toPermissions(table)}`,
);

const parts = {
  catalog: `
    type Query { products(skus: [ID!]!): [Product]! }
    type Product { sku: ID! name: String! price: Int! reviews: [Review!]! }
    type Review { stars: Int! text: String! author_user_id: Int! }`,
  profiles: `
    type Query { profiles(user_ids: [Int!]!): [Profile]! }
    type Profile { user_id: Int! bio: String! avatar: String! }`,
};

const session = ({ headers }) => ({ role: headers['x-role'], variables: { 'x-hasura-after': '0' } });

/** SDL and options of the plugin: with roles where the environment says so. */
export function toWorkload({ postgres, remoteSchema }, env) {
  if (env.ROLES === '0') return { typeDefs, options: { sources: openSources({ postgres, remoteSchema }, env) } };
  const remote = (name, url) => {
    const permissions = Object.fromEntries(roleNames.map((role) => [role, parts[name]]));
    return remoteSchema({ url, permissions });
  };
  const sources = {
    ...openSources({ postgres, remoteSchema }, env),
    catalog: remote('catalog', env.CATALOG_URL),
    profiles: remote('profiles', env.PROFILES_URL),
  };
  return { typeDefs: governedTypeDefs, options: { sources, session } };
}
