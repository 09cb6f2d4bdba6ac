/** What metadata and the environment say that has no effect is a warning each: nothing is dropped in silence. */
import { deepEqual, rejects } from 'node:assert/strict';
import { test } from 'node:test';
import { createMetadataApi } from '@remote-joins/core';
import { type ShopParts, shopOf, startHasuraShop } from './hasuraShop.js';

const world = await startHasuraShop(test);

const secret = { HASURA_GRAPHQL_ADMIN_SECRET: 's3' };
const connection_info = { database_url: { from_env: 'DEFAULT_URL' } };
const orders = 'sources/0/tables/1';

/** By what is said, where it is told. */
const PARTS: Readonly<Record<string, readonly [parts: ShopParts, ...places: string[]]>> = {
  'names of root fields of streams': [
    { orders: { configuration: { custom_root_fields: { select_stream: 'stream' } } } },
    orders,
  ],
  'names of root fields of mutations': [
    { orders: { configuration: { custom_root_fields: { insert: 'add', delete_by_pk: 'drop' } } } },
    `${orders}/configuration/custom_root_fields/insert`,
    `${orders}/configuration/custom_root_fields/delete_by_pk`,
  ],
  'root fields of subscriptions': [
    {
      orders: {
        select_permissions: [
          { role: 'a', permission: { columns: '*', filter: {}, subscription_root_fields: ['select_stream'] } },
          { role: 'b', permission: { columns: '*', filter: {}, subscription_root_fields: [] } },
        ],
      },
    },
    `${orders}/select_permissions/0`,
  ],
  'permissions of mutations, event triggers, federation': [
    {
      orders: {
        insert_permissions: [{ role: 'a', permission: {} }],
        update_permissions: [{ role: 'a', permission: {} }],
        delete_permissions: [{ role: 'a', permission: {} }],
        event_triggers: [{ name: 'e' }],
        apollo_federation_config: { enable: 'v1' },
      },
    },
    ...[
      'insert_permissions',
      'update_permissions',
      'delete_permissions',
      'event_triggers',
      'apollo_federation_config',
    ].map((key) => `${orders}/${key}`),
  ],
  'the order of inserts': [
    {
      orders: {
        object_relationships: [
          {
            name: 'user',
            using: {
              manual_configuration: {
                remote_table: 'items',
                column_mapping: { id: 'id' },
                insertion_order: 'after_parent',
              },
            },
          },
        ],
      },
    },
    `${orders}/object_relationships/0/using/manual_configuration/insertion_order`,
  ],
  'settings of pools, all of a source at once': [
    {
      default: {
        configuration: {
          connection_info: {
            ...connection_info,
            isolation_level: 'serializable',
            pool_settings: {
              connection_lifetime: 600,
              idle_timeout: 180,
              max_connections: 5,
              pool_timeout: 3,
              retries: 1,
            },
          },
        },
      },
    },
    'sources/0',
  ],
  'replicas, templates and certificates': [
    {
      default: {
        configuration: {
          connection_info: { ...connection_info, ssl_configuration: { sslmode: 'verify-full' } },
          read_replicas: [{ database_url: 'postgres://replica/x' }],
          connection_template: { template: '{{ $.default }}' },
          connection_set: [{ name: 'a' }],
        },
      },
    },
    ...['connection_info/ssl_configuration', 'read_replicas', 'connection_template', 'connection_set'].map(
      (key) => `sources/0/configuration/${key}`,
    ),
  ],
  'other objects of a source': [
    {
      default: {
        query_tags: { disabled: false },
        health_check: { test: { sql: 'select 1' } },
        native_queries: [{ root_field_name: 'a' }],
        stored_procedures: [{ stored_procedure: 'b' }],
        logical_models: [{ name: 'c' }],
      },
    },
    ...['query_tags', 'health_check', 'native_queries', 'stored_procedures', 'logical_models'].map(
      (key) => `sources/0/${key}`,
    ),
  ],
  'an action that is asynchronous': [
    {
      more: {
        actions: [
          { name: 'a', definition: { kind: 'asynchronous', handler: '{{ACTIONS_URL}}', output_type: 'String' } },
        ],
      },
    },
    'actions/0',
  ],
  'all else that metadata can hold': [
    {
      more: {
        allowlist: [{ collection: 'a' }],
        api_limits: { disabled: false },
        backend_configs: { dataconnector: { a: { uri: 'http://a' } } },
        cron_triggers: [{ name: 'c' }],
        graphql_schema_introspection: { disabled_for_roles: ['a'] },
        metrics_config: { analyze_query_variables: true },
        network: { tls_allowlist: [{ host: 'a' }] },
        opentelemetry: { status: 'enabled' },
        query_collections: [{ name: 'a' }],
        rest_endpoints: [{ name: 'a' }],
      },
    },
    ...[
      'allowlist',
      'api_limits',
      'backend_configs',
      'cron_triggers',
      'graphql_schema_introspection',
      'metrics_config',
      'network',
      'opentelemetry',
      'query_collections',
      'rest_endpoints',
    ],
  ],
  nothing: [{}],
};

for (const [what, [parts, ...places]] of Object.entries(PARTS)) {
  test(`Metadata with ${what}: a warning for each`, async () => {
    const { problems } = await world.read(shopOf(parts), { compat: 'hasura', env: secret });
    deepEqual(
      problems.map(({ severity, code, coordinate }) => `${severity} ${code} ${coordinate}`).sort(),
      places.map((place) => `warning METADATA_NOT_SUPPORTED metadata#/${place}`).sort(),
    );
  });
}

for (const [name, value] of [
  ['HASURA_GRAPHQL_AUTH_HOOK', 'https://CNRY'],
  ['HASURA_GRAPHQL_JWT_SECRETS', '["CNRY"]'],
  ['HASURA_GRAPHQL_ENABLE_ALLOWLIST', 'true'],
  ['HASURA_GRAPHQL_ENABLE_APOLLO_FEDERATION', 'true'],
  ['HASURA_GRAPHQL_V1_BOOLEAN_NULL_COLLAPSE', 'true'],
  ['HASURA_GRAPHQL_DEFAULT_NAMING_CONVENTION', 'CNRY'],
] as const) {
  test(`The setting ${name}: a warning without its value, where it is on`, async () => {
    const { problems } = await world.read(shopOf(), { env: { ...secret, [name]: value } });
    deepEqual(
      problems.map(({ severity, code, coordinate }) => `${severity} ${code} ${coordinate}`),
      [`warning METADATA_NOT_SUPPORTED env#/${name}`],
    );
    deepEqual(JSON.stringify(problems).includes('CNRY'), false);
    const off = await world.read(shopOf(), { env: { ...secret, [name]: name.endsWith('CONVENTION') ? '' : 'false' } });
    deepEqual(off.problems, []);
  });
}

const governed = shopOf({
  orders: { select_permissions: [{ role: 'clerk', permission: { columns: '*', filter: {} } }] },
  more: { inherited_roles: [{ role_name: 'chief', role_set: ['clerk'] }] },
});
const NO_SECRET = {
  code: 'METADATA_NO_ADMIN_SECRET',
  severity: 'warning',
  coordinate: 'env#/HASURA_GRAPHQL_ADMIN_SECRET',
  message: "There are permissions, but no admin secret: every request is an admin's that names no role, as in Hasura.",
  remedy:
    'Set "HASURA_GRAPHQL_ADMIN_SECRET", or give a function of your own as "session" beside the options that are made here.',
};

for (const [what, metadata, env, problems] of [
  ['permissions without an admin secret', governed, {}, [NO_SECRET]],
  ['permissions with an empty one', governed, { HASURA_GRAPHQL_ADMIN_SECRET: '' }, [NO_SECRET]],
  ['permissions with an admin secret', governed, secret, []],
  ['permissions with one under its old name', governed, { HASURA_GRAPHQL_ACCESS_KEY: 's3' }, []],
  ['no permissions', shopOf(), {}, []],
] as const) {
  test(`That everybody is an admin is a warning, once, where there are permissions: ${what}`, async () => {
    deepEqual((await world.read(metadata, { strict: true, env })).problems, problems);
    if (what !== 'no permissions') {
      const api = await createMetadataApi({ metadata, env: { ...world.env, ...env }, adminSecret: 'of calls' });
      await api.close();
      deepEqual(api.problems, problems);
    }
  });
}

for (const name of ['JWT_SECRET', 'JWT_SECRETS', 'AUTH_HOOK', 'UNAUTHORIZED_ROLE', 'ADMIN_SECRETS']) {
  test(`The setting HASURA_GRAPHQL_${name} without an admin secret stops the start, as in Hasura`, async () => {
    await rejects(world.read(shopOf(), { env: { [`HASURA_GRAPHQL_${name}`]: 'x' } }), {
      code: 'INVALID_OPTIONS',
      message: `HASURA_GRAPHQL_${name} needs HASURA_GRAPHQL_ADMIN_SECRET: without it every request would be an admin's.`,
    });
  });
}
