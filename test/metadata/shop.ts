import { toRemote, toSource } from './relationships.js';

/** Metadata in which everything that is read occurs, as `export_metadata` writes it. Secrets in it begin with CNRY. */
export function shopMetadata() {
  return {
    version: 3,
    sources: [
      {
        name: 'default',
        kind: 'postgres',
        configuration: {
          connection_info: {
            database_url: { from_env: 'ORDERS_DB' },
            isolation_level: 'read-committed',
            use_prepared_statements: true,
            pool_settings: {
              connection_lifetime: 600,
              idle_timeout: 180,
              max_connections: 50,
              pool_timeout: 5,
              retries: 1,
              total_max_connections: 100,
            },
          },
        },
        customization: {
          root_fields: { namespace: 'shop', prefix: 'a_', suffix: '_z' },
          type_names: { prefix: 'Shop', suffix: 'Row' },
          naming_convention: 'graphql-default',
        },
        tables: [
          {
            table: { schema: 'public', name: 'orders' },
            configuration: {
              custom_name: 'Order',
              comment: 'What was ordered',
              custom_column_names: { sku: 'sku', note: 'remark' },
              column_config: { sku: { custom_name: 'productSku' }, total: { comment: 'In cents' } },
              custom_root_fields: {
                select: 'orders',
                select_by_pk: { name: 'order', comment: 'One order' },
                insert: null,
              },
            },
            object_relationships: [
              { name: 'customer', using: { foreign_key_constraint_on: 'customer_id' } },
              { name: 'shop', using: { foreign_key_constraint_on: ['country', 'shop_id'] }, comment: 'Its shop' },
              {
                name: 'invoice',
                using: {
                  foreign_key_constraint_on: { table: { schema: 'billing', name: 'invoices' }, column: 'order_id' },
                },
              },
              {
                name: 'status_info',
                using: {
                  manual_configuration: {
                    remote_table: 'status',
                    column_mapping: { status: 'value' },
                    insertion_order: null,
                  },
                },
              },
            ],
            array_relationships: [
              {
                name: 'items',
                using: { foreign_key_constraint_on: { table: 'items', columns: ['order_country', 'order_id'] } },
              },
              {
                name: 'siblings',
                using: {
                  manual_configuration: {
                    remote_table: { schema: 'public', name: 'orders' },
                    column_mapping: { customer_id: 'customer_id', shop_id: 'shop_id' },
                  },
                },
              },
            ],
            computed_fields: [
              {
                name: 'age',
                definition: {
                  function: { schema: 'public', name: 'order_age' },
                  table_argument: 'row',
                  session_argument: 'session',
                },
                comment: 'In days',
              },
            ],
            remote_relationships: [
              toSource('user', 'object', { schema: 'public', name: 'users' }, { customer_id: 'id' }, 'users_db'),
              toRemote('product', ['sku', 'country'], {
                shop: {
                  arguments: { kind: 'RETAIL', open: true },
                  field: {
                    products: { arguments: { where: { skus: ['$sku'], country: '$country' }, limit: 1.5 } },
                  },
                },
              }),
              {
                name: 'weather',
                definition: {
                  remote_schema: 'catalog',
                  hasura_fields: ['country'],
                  remote_field: { weather: { arguments: { country: '$country' } } },
                },
              },
            ],
            select_permissions: [
              {
                role: 'user',
                permission: {
                  columns: ['id', 'sku'],
                  computed_fields: ['age'],
                  filter: {
                    _and: [
                      { customer_id: { _eq: 'X-Hasura-User-Id' } },
                      { _not: { customer: { banned: { _eq: true } } } },
                      { _exists: { _table: { schema: 'public', name: 'status' }, _where: { value: 'open' } } },
                    ],
                  },
                  limit: 20,
                  allow_aggregations: true,
                  query_root_fields: ['select', 'select_aggregate'],
                  subscription_root_fields: [],
                },
                comment: null,
              },
              { role: 'auditor', permission: { columns: '*', filter: {} } },
            ],
          },
          { table: { schema: 'public', name: 'items' } },
          { table: { schema: 'public', name: 'status' }, is_enum: true },
          { table: { schema: 'billing', name: 'invoices' } },
        ],
        functions: [
          {
            function: { schema: 'public', name: 'search_orders' },
            configuration: {
              exposed_as: 'query',
              session_argument: 'session',
              custom_name: 'searchOrders',
              custom_root_fields: { function: 'findOrders', function_aggregate: { name: 'findOrdersAggregate' } },
            },
            permissions: [{ role: 'user' }],
            comment: 'Full text',
          },
          { function: 'top_orders' },
        ],
      },
      {
        name: 'users_db',
        kind: 'postgres',
        configuration: { connection_info: { database_url: 'postgresql://hasura:{{CNRY_PASSWORD}}@users/users' } },
        tables: [{ table: 'users' }],
      },
      {
        name: 'archive',
        kind: 'citus',
        configuration: {
          connection_info: {
            database_url: {
              connection_parameters: {
                username: 'a@b',
                password: 'CNRY/1',
                host: 'archive',
                port: 5432,
                database: 'a b',
              },
            },
          },
        },
        tables: [],
      },
    ],
    remote_schemas: [
      {
        name: 'catalog',
        definition: {
          url: 'https://{{CATALOG_HOST}}:{{ CATALOG_PORT }}/graphql',
          timeout_seconds: 10,
          forward_client_headers: true,
          headers: [
            { name: 'x-version', value: 'CNRY-2 {{STAGE}}' },
            { name: 'authorization', value_from_env: 'CATALOG_TOKEN' },
          ],
          customization: {
            root_fields_namespace: 'catalog',
            type_names: { prefix: 'Catalog', suffix: '', mapping: { Product: 'Item' } },
            field_names: [{ parent_type: 'Product', prefix: 'p_', mapping: { sku: 'code' } }],
          },
        },
        comment: 'What we sell',
        permissions: [{ role: 'user', definition: { schema: 'type Query { version: String @preset(value: "1") }' } }],
        remote_relationships: [
          {
            type_name: 'Product',
            relationships: [toSource('orders', 'array', 'orders', { sku: 'sku' }, 'default')],
          },
        ],
      },
      { name: 'news', definition: { url_from_env: 'NEWS_URL' } },
    ],
    actions: [
      {
        name: 'login',
        definition: {
          kind: 'synchronous',
          type: 'mutation',
          handler: 'https://{{AUTH_HOST}}/login',
          forward_client_headers: true,
          headers: [{ name: 'x-key', value_from_env: 'AUTH_KEY' }],
          timeout: 5,
          arguments: [
            { name: 'name', type: 'String!' },
            { name: 'options', type: '[LoginOptions!]', description: 'What else' },
          ],
          output_type: 'Token',
        },
        permissions: [{ role: 'anonymous' }],
        comment: 'Gives a token',
      },
    ],
    custom_types: {
      objects: [
        {
          name: 'Token',
          description: 'Of one session',
          fields: [
            { name: 'token', type: 'String!' },
            { name: 'userId', type: 'Int!', description: 'Whose' },
          ],
          relationships: [
            {
              name: 'user',
              type: 'object',
              source: 'users_db',
              remote_table: { schema: 'public', name: 'users' },
              field_mapping: { userId: 'id' },
            },
          ],
        },
      ],
      input_objects: [{ name: 'LoginOptions', fields: [{ name: 'kind', type: 'LoginKind' }] }],
      scalars: [{ name: 'Instant' }],
      enums: [{ name: 'LoginKind', values: [{ value: 'PASSWORD' }, { value: 'KEY', description: 'By key' }] }],
    },
    inherited_roles: [
      { role_name: 'manager', role_set: ['user', 'auditor'] },
      { role_name: 'boss', role_set: ['manager', 'anonymous'] },
    ],
  };
}
