import { defineConfig } from '@remote-joins/cli';

export default defineConfig({
  typeDefs: 'schema',
  metadata: 'metadata',
  operations: 'operations',
  maxCalls: 5,
  sources: {
    orders_db: { kind: 'postgres', connectionString: { env: 'ORDERS_DB' } },
    users_db: { kind: 'postgres', connectionString: { env: 'USERS_DB' } },
    catalogue: {
      kind: 'remoteSchema',
      url: { env: 'CATALOGUE_URL' },
      permissions: { customer: 'permissions/customer.graphql', support: 'permissions/support.graphql' },
    },
    reviews: { kind: 'remoteSchema', url: { env: 'REVIEWS_URL' } },
  },
});
