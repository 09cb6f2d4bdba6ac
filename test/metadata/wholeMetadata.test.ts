import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { check } from './harness.js';
import { shopMetadata } from './shop.js';

const { metadata, lines, inconsistent } = await check(shopMetadata());

/** What is at a path of the shop's checked metadata. */
function at(...path: readonly (string | number)[]): unknown {
  return path.reduce((value, step) => Object(value)[step], metadata);
}
/** The same without some members. */
function without(value: unknown, ...keys: readonly string[]): unknown {
  return Object.fromEntries(Object.entries(Object(value)).filter(([key]) => !keys.includes(key)));
}

test('Of sound metadata nothing is said, and nothing is left out', () => {
  deepEqual([lines, inconsistent], [[], []]);
});

test('A source has its connection, with the environment still symbolic, and its customization', () => {
  deepEqual(without(at('sources', 0), 'tables', 'functions'), {
    name: 'default',
    kind: 'postgres',
    connection: {
      databaseUrl: { parts: [{ kind: 'variable', name: 'ORDERS_DB' }] },
      usePreparedStatements: true,
      isolationLevel: 'read-committed',
      maxConnections: 50,
      totalMaxConnections: 100,
      idleTimeoutSeconds: 180,
      poolTimeoutSeconds: 5,
      connectionLifetimeSeconds: 600,
      retries: 1,
    },
    customization: {
      rootFields: { prefix: 'a_', suffix: '_z' },
      typeNames: { prefix: 'Shop', suffix: 'Row' },
      rootFieldsNamespace: 'shop',
      namingConvention: 'graphql-default',
    },
  });
});

test('Parameters of a connection are a URL, and templates are parts of one', () => {
  deepEqual(
    [1, 2].map((source) => at('sources', source, 'connection', 'databaseUrl', 'parts')),
    [
      [
        { kind: 'text', text: 'postgresql://hasura:' },
        { kind: 'variable', name: 'CNRY_PASSWORD' },
        { kind: 'text', text: '@users/users' },
      ],
      [{ kind: 'text', text: 'postgresql://a%40b:CNRY%2F1@archive:5432/a%20b' }],
    ],
  );
});

test('A table has its names: of itself, its columns (the newer form before the older), and its root fields', () => {
  const parts = [
    'objectRelationships',
    'arrayRelationships',
    'computedFields',
    'remoteRelationships',
    'selectPermissions',
  ];
  deepEqual(without(at('sources', 0, 'tables', 0), ...parts), {
    table: { schema: 'public', name: 'orders' },
    isEnum: false,
    columns: { sku: { customName: 'productSku' }, note: { customName: 'remark' }, total: { comment: 'In cents' } },
    rootFields: { select: { name: 'orders' }, select_by_pk: { name: 'order', comment: 'One order' } },
    customName: 'Order',
    comment: 'What was ordered',
  });
});

test('A table of which nothing is said has nothing', () => {
  deepEqual(at('sources', 0, 'tables', 2), {
    table: { schema: 'public', name: 'status' },
    isEnum: true,
    columns: {},
    rootFields: {},
    objectRelationships: [],
    arrayRelationships: [],
    computedFields: [],
    remoteRelationships: [],
    selectPermissions: [],
  });
});

test('Relationships are by foreign key, of either side, or manual', () => {
  deepEqual(at('sources', 0, 'tables', 0, 'objectRelationships'), [
    { kind: 'object', name: 'customer', using: { kind: 'foreignKey', columns: ['customer_id'] } },
    {
      kind: 'object',
      name: 'shop',
      using: { kind: 'foreignKey', columns: ['country', 'shop_id'] },
      comment: 'Its shop',
    },
    {
      kind: 'object',
      name: 'invoice',
      using: { kind: 'foreignKeyOf', table: { schema: 'billing', name: 'invoices' }, columns: ['order_id'] },
    },
    {
      kind: 'object',
      name: 'status_info',
      using: { kind: 'manual', table: { schema: 'public', name: 'status' }, mapping: { status: 'value' } },
    },
  ]);
  deepEqual(at('sources', 0, 'tables', 0, 'arrayRelationships'), [
    {
      kind: 'array',
      name: 'items',
      using: {
        kind: 'foreignKeyOf',
        table: { schema: 'public', name: 'items' },
        columns: ['order_country', 'order_id'],
      },
    },
    {
      kind: 'array',
      name: 'siblings',
      using: {
        kind: 'manual',
        table: { schema: 'public', name: 'orders' },
        mapping: { customer_id: 'customer_id', shop_id: 'shop_id' },
      },
    },
  ]);
});

test('A computed field has its function and arguments', () => {
  deepEqual(at('sources', 0, 'tables', 0, 'computedFields'), [
    {
      name: 'age',
      function: { schema: 'public', name: 'order_age' },
      tableArgument: 'row',
      sessionArgument: 'session',
      comment: 'In days',
    },
  ]);
});

test('A remote relationship points to a source, or in the newer or older form to a remote schema', () => {
  deepEqual(at('sources', 0, 'tables', 0, 'remoteRelationships'), [
    {
      name: 'user',
      target: {
        kind: 'source',
        source: 'users_db',
        table: { schema: 'public', name: 'users' },
        relationshipType: 'object',
        mapping: { customer_id: 'id' },
      },
    },
    {
      name: 'product',
      target: {
        kind: 'remoteSchema',
        remoteSchema: 'catalog',
        lhsFields: ['sku', 'country'],
        path: [
          {
            field: 'shop',
            arguments: { kind: { kind: 'constant', value: 'RETAIL' }, open: { kind: 'constant', value: true } },
          },
          {
            field: 'products',
            arguments: {
              where: {
                kind: 'object',
                fields: {
                  skus: { kind: 'list', items: [{ kind: 'variable', name: 'sku' }] },
                  country: { kind: 'variable', name: 'country' },
                },
              },
              limit: { kind: 'constant', value: 1.5 },
            },
          },
        ],
        encoding: 'unified',
      },
    },
    {
      name: 'weather',
      target: {
        kind: 'remoteSchema',
        remoteSchema: 'catalog',
        lhsFields: ['country'],
        path: [{ field: 'weather', arguments: { country: { kind: 'variable', name: 'country' } } }],
        encoding: 'legacy',
      },
    },
  ]);
});

test('A select permission has its columns, its filter as written, and its defaults', () => {
  deepEqual(at('sources', 0, 'tables', 0, 'selectPermissions'), [
    {
      role: 'user',
      columns: ['id', 'sku'],
      filter: {
        _and: [
          { customer_id: { _eq: 'X-Hasura-User-Id' } },
          { _not: { customer: { banned: { _eq: true } } } },
          { _exists: { _table: { schema: 'public', name: 'status' }, _where: { value: 'open' } } },
        ],
      },
      computedFields: ['age'],
      allowAggregations: true,
      limit: 20,
      queryRootFields: ['select', 'select_aggregate'],
      subscriptionRootFields: [],
    },
    { role: 'auditor', columns: 'all', filter: {}, computedFields: [], allowAggregations: false },
  ]);
});

test('A function has its names and its roles', () => {
  deepEqual(at('sources', 0, 'functions'), [
    {
      function: { schema: 'public', name: 'search_orders' },
      rootFields: { function: { name: 'findOrders' }, function_aggregate: { name: 'findOrdersAggregate' } },
      exposedAs: 'query',
      sessionArgument: 'session',
      customName: 'searchOrders',
      roles: ['user'],
      comment: 'Full text',
    },
    { function: { schema: 'public', name: 'top_orders' }, rootFields: {}, roles: [] },
  ]);
});

test('A remote schema has its endpoint, customization, permissions and relationships', () => {
  deepEqual(at('remoteSchemas', 0), {
    name: 'catalog',
    endpoint: {
      url: {
        parts: [
          { kind: 'text', text: 'https://' },
          { kind: 'variable', name: 'CATALOG_HOST' },
          { kind: 'text', text: ':' },
          { kind: 'variable', name: 'CATALOG_PORT' },
          { kind: 'text', text: '/graphql' },
        ],
      },
      headers: [
        {
          name: 'x-version',
          value: {
            parts: [
              { kind: 'text', text: 'CNRY-2 ' },
              { kind: 'variable', name: 'STAGE' },
            ],
          },
        },
        { name: 'authorization', value: { parts: [{ kind: 'variable', name: 'CATALOG_TOKEN' }] } },
      ],
      forwardClientHeaders: true,
      ignoredClientHeaders: [],
      timeoutSeconds: 10,
    },
    customization: {
      typeNames: { prefix: 'Catalog', mapping: { Product: 'Item' } },
      fieldNames: [{ parentType: 'Product', prefix: 'p_', mapping: { sku: 'code' } }],
      rootFieldsNamespace: 'catalog',
    },
    comment: 'What we sell',
    permissions: [{ role: 'user', schema: 'type Query { version: String @preset(value: "1") }' }],
    hasPermissions: true,
    relationships: [
      {
        typeName: 'Product',
        relationships: [
          {
            name: 'orders',
            target: {
              kind: 'source',
              source: 'default',
              table: { schema: 'public', name: 'orders' },
              relationshipType: 'array',
              mapping: { sku: 'sku' },
            },
          },
        ],
      },
    ],
  });
});

test('A remote schema of which little is said has defaults', () => {
  deepEqual(at('remoteSchemas', 1), {
    name: 'news',
    endpoint: {
      url: { parts: [{ kind: 'variable', name: 'NEWS_URL' }] },
      headers: [],
      forwardClientHeaders: false,
      ignoredClientHeaders: [],
      timeoutSeconds: 60,
    },
    customization: { typeNames: { mapping: {} }, fieldNames: [] },
    permissions: [],
    hasPermissions: false,
    relationships: [],
  });
});

test('An action has its types in GraphQL, its endpoint and its roles', () => {
  deepEqual(at('actions'), [
    {
      name: 'login',
      type: 'mutation',
      kind: 'synchronous',
      endpoint: {
        url: {
          parts: [
            { kind: 'text', text: 'https://' },
            { kind: 'variable', name: 'AUTH_HOST' },
            { kind: 'text', text: '/login' },
          ],
        },
        headers: [{ name: 'x-key', value: { parts: [{ kind: 'variable', name: 'AUTH_KEY' }] } }],
        forwardClientHeaders: true,
        ignoredClientHeaders: [],
        timeoutSeconds: 5,
      },
      arguments: [
        { name: 'name', type: 'String!' },
        { name: 'options', type: '[LoginOptions!]', description: 'What else' },
      ],
      outputType: 'Token',
      roles: ['anonymous'],
      comment: 'Gives a token',
    },
  ]);
});

test('Custom types have their fields and relationships', () => {
  deepEqual(at('customTypes'), {
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
            kind: 'object',
            source: 'users_db',
            table: { schema: 'public', name: 'users' },
            mapping: { userId: 'id' },
          },
        ],
      },
    ],
    inputObjects: [{ name: 'LoginOptions', fields: [{ name: 'kind', type: 'LoginKind' }] }],
    scalars: [{ name: 'Instant' }],
    enums: [
      {
        name: 'LoginKind',
        values: [
          { value: 'PASSWORD', isDeprecated: false },
          { value: 'KEY', isDeprecated: false, description: 'By key' },
        ],
      },
    ],
  });
});

test('Inherited roles have their sets, and all roles are known that a permission names', () => {
  deepEqual(
    [at('inheritedRoles'), at('roles')],
    [
      [
        { role: 'manager', roleSet: ['user', 'auditor'] },
        { role: 'boss', roleSet: ['manager', 'anonymous'] },
      ],
      ['user', 'auditor', 'anonymous'],
    ],
  );
});

test('What export_metadata of version 2 wraps is the same, and so is a JSON text', async () => {
  const wrapped = { resource_version: 7, metadata: shopMetadata() };
  deepEqual((await check(wrapped)).metadata, metadata);
  deepEqual((await check(JSON.stringify(shopMetadata(), null, '\t'))).metadata, metadata);
});
