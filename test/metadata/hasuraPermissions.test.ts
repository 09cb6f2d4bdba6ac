/** What roles see, as Hasura has it: of joins to tables, of remote schemas, of actions, and by inheritance. */
import { test } from 'node:test';
import { shopOf, startHasuraShop } from './hasuraShop.js';
import { toRemote, toSource } from './relationships.js';
import { as, defineScene } from './scenes.js';

const world = await startHasuraShop(test);

const may = (role: string, columns: readonly string[] | '*', filter: object = {}, more: object = {}): object => ({
  role,
  permission: { columns, filter, ...more },
});

const metadata = shopOf({
  orders: {
    array_relationships: [
      { name: 'items', using: { foreign_key_constraint_on: { column: 'order_id', table: 'items' } } },
    ],
    remote_relationships: [
      toSource('user', 'object', 'users', { user_id: 'id' }),
      toSource('logins', 'array', 'logins', { user_id: 'user_id' }),
      toRemote('product', ['sku'], { product: { arguments: { sku: '$sku' } } }),
      toRemote('limited', ['sku', 'cents'], { product: { arguments: { sku: '$sku', filter: { max: '$cents' } } } }),
      toRemote('listed', ['sku'], { list: { arguments: { skus: ['$sku'] } } }),
    ],
    select_permissions: [
      may('customer', ['id', 'total'], { user_id: { _eq: 'X-Hasura-User-Id' } }, { allow_aggregations: true }),
      may('clerk', ['id', 'sku', 'status'], { region: { _in: 'X-Hasura-Regions' } }, { query_root_fields: [] }),
      may('counter', ['id'], {}, { allow_aggregations: true, query_root_fields: ['select_aggregate'] }),
      may('single', ['id'], {}, { query_root_fields: ['select_by_pk'] }),
      may('remote', ['id'], { user: { region: { _eq: 'X-Hasura-Region' } } }),
      may('exists', ['id'], { _exists: { _table: 'items', _where: { name: { _eq: 'X-Hasura-Item' } } } }),
      may('blind', [], {}),
    ],
  },
  items: { select_permissions: [may('customer', ['name'], { name: { _neq: 'b' } })] },
  people_users: {
    remote_relationships: [toSource('orders', 'array', 'orders', { id: 'user_id' }, 'default')],
    select_permissions: [
      may('customer', ['name'], { region: { _eq: 'eu' } }),
      may('clerk', ['name', 'region']),
      may('blind', ['name']),
    ],
  },
  logins: {
    select_permissions: [
      may('customer', ['id', 'seconds'], { seconds: { _gt: 10 } }, { limit: 1, allow_aggregations: true }),
      may('clerk', ['id']),
    ],
  },
  catalog: {
    permissions: [
      {
        role: 'customer',
        definition: {
          schema: `
            type Query {
              product(sku: ID!, filter: Filter): Product
              list(skus: [ID!]!, first: Int @preset(value: 1)): [Product!]!
              shop(kind: String @preset(value: "x-hasura-region"), size: Int @preset(value: "x-hasura-size"), open: Boolean): Shop
              stock(kind: Kind!): Int!
              must(sku: ID! @preset(value: "x-hasura-region", static: true)): Product!
              find(where: Where! @preset(value: {skus: ["x-hasura-region", "x-hasura-size"]})): [Product!]!
            }
            type Product { sku: ID! title(upper: Boolean): String makerId: Int }
            type Shop { kind: String }
            input Filter { lang: String max: Int @preset(value: 3) }
            input Where { skus: [ID!] }
            enum Kind { NEW }`,
        },
      },
      {
        role: 'clerk',
        definition: { schema: 'type Query { list(skus: [ID!]!): [Product!]! } type Product { sku: ID! }' },
      },
      {
        role: 'guest',
        definition: {
          schema:
            'type Query { name: String! list(skus: [ID!]! @preset(value: "x-hasura-skus")): [Product!]! } type Product { sku: ID! }',
        },
      },
    ],
    remote_relationships: [
      {
        type_name: 'Product',
        relationships: [
          toSource('maker', 'object', 'users', { makerId: 'id' }),
          toSource('orders', 'array', 'orders', { sku: 'sku' }, 'default'),
        ],
      },
    ],
  },
  more: {
    actions: [
      {
        name: 'everyone',
        definition: { type: 'query', handler: '{{ACTIONS_URL}}', output_type: '[SignedUp!]!' },
        permissions: [{ role: 'customer' }, { role: 'guest' }],
      },
    ],
    custom_types: {
      objects: [
        {
          name: 'SignedUp',
          fields: [{ name: 'userId', type: 'Int' }],
          relationships: [
            { name: 'user', type: 'object', source: 'users', remote_table: 'users', field_mapping: { userId: 'id' } },
          ],
        },
      ],
    },
    inherited_roles: [
      { role_name: 'lead', role_set: ['customer', 'clerk'] },
      { role_name: 'boss', role_set: ['lead', 'guest'] },
    ],
  },
});

const customer = as('customer', { 'x-hasura-user-id': '7', 'x-hasura-region': 'eu', 'x-hasura-size': '5' });
const clerk = as('clerk', { 'x-hasura-regions': '{us}' });
const lead = as('lead', { 'x-hasura-user-id': '7', 'x-hasura-regions': '{us}' });
const on = { HASURA_GRAPHQL_ENABLE_REMOTE_SCHEMA_PERMISSIONS: 'true' };
const gone = (field: string, type: string) => [`Cannot query field "${field}" on type "${type}".`];

defineScene(world, 'Joins to tables', {
  metadata,
  env: on,
  strict: false,
  cases: {
    'The row filter holds at the root, its session variable a parameter': {
      query: '{ orders(order_by: {id: asc}) { id total } }',
      headers: customer,
      answer: {
        data: {
          orders: [
            { id: 1, total: 1.5 },
            { id: 4, total: 4 },
          ],
        },
      },
    },
    'The row filter of the target holds for what is joined: other rows are null': {
      query: '{ everyone { user { name } } }',
      headers: customer,
      answer: { data: { everyone: [{ user: { name: 'Ada' } }, { user: null }, { user: null }] } },
    },
    'The row filter of the target holds within a database': {
      query: '{ orders(where: {id: {_eq: 1}}) { items { name } } }',
      headers: customer,
      answer: { data: { orders: [{ items: [{ name: 'a' }] }] } },
    },
    'The limit of the target holds for each parent': {
      query: '{ orders(order_by: {id: asc}) { logins(order_by: {id: asc}) { id } } }',
      headers: customer,
      answer: { data: { orders: [{ logins: [{ id: 2 }] }, { logins: [{ id: 2 }] }] } },
    },
    'The smaller one of two limits holds': {
      query: '{ orders(where: {id: {_eq: 1}}) { a: logins(limit: 5) { id } b: logins(limit: 0) { id } } }',
      headers: customer,
      answer: { data: { orders: [{ a: [{ id: 2 }], b: [] }] } },
    },
    'The limit of a permission narrows the rows of an aggregate, and no count': {
      query:
        '{ orders(where: {id: {_eq: 1}}) { logins_aggregate { aggregate { count sum { seconds } } nodes { id } } } }',
      headers: customer,
      answer: {
        data: { orders: [{ logins_aggregate: { aggregate: { count: 2, sum: { seconds: 50 } }, nodes: [{ id: 2 }] } }] },
      },
    },
    'Aggregates need allow_aggregations, at the root': {
      query: '{ users_aggregate { aggregate { count } } }',
      headers: customer,
      refused: ['Cannot query field "users_aggregate" on type "Query".'],
    },
    'Aggregates need allow_aggregations, beside relationships': {
      query: '{ list(skus: ["pen"]) { orders { logins_aggregate { aggregate { count } } } } }',
      headers: clerk,
      refused: ['Cannot query field "logins_aggregate" on type "orders".'],
    },
    'Columns that are hidden are in no aggregate': {
      query: '{ orders_aggregate { aggregate { sum { cents } } } }',
      headers: customer,
      refused: gone('cents', 'orders_sum_fields'),
    },
    'Columns that are hidden are in no condition': {
      query: '{ orders(where: {sku: {_eq: "pen"}}) { id } }',
      headers: customer,
      refused: ['Field "sku" is not defined by type "orders_bool_exp".'],
    },
    'A role from which the key column is hidden sees the relationship': {
      query: '{ orders(where: {id: {_eq: 1}}) { user { name } } }',
      headers: customer,
      answer: { data: { orders: [{ user: { name: 'Ada' } }] } },
    },
    'A column that was not granted does not exist': {
      query: '{ orders { sku } }',
      headers: customer,
      refused: gone('sku', 'orders'),
    },
    'A relationship to a table that was not granted does not exist': {
      query: '{ orders_aggregate { nodes { items { name } } } }',
      headers: as('counter'),
      refused: gone('items', 'orders'),
    },
    'Without root fields a table is reached by relationships alone': {
      query: '{ list(skus: ["cup"]) { orders(order_by: {id: asc}) { id sku } } }',
      headers: clerk,
      answer: { data: { list: [{ orders: [{ id: 2, sku: 'cup' }] }] } },
    },
    'Without root fields a table is not at the root': {
      query: '{ orders { id } }',
      headers: clerk,
      refused: gone('orders', 'Query'),
    },
    'With one root field the others do not exist': {
      query: '{ orders_aggregate { aggregate { count } } }',
      headers: as('counter'),
      answer: { data: { orders_aggregate: { aggregate: { count: 5 } } } },
    },
    'With the root field of one row there is no list': {
      query: '{ orders_by_pk(id: 1) { id } orders { id } }',
      headers: as('single'),
      refused: ['Cannot query field "orders" on type "Query".'],
    },
    'A filter leads through a relationship to another database': {
      query: '{ orders(order_by: {id: asc}) { id } }',
      headers: as('remote', { 'x-hasura-region': 'us' }),
      answer: { data: { orders: [{ id: 2 }] } },
    },
    'A filter asks whether rows of another table exist': {
      query: '{ orders(limit: 1) { id } }',
      headers: as('exists', { 'x-hasura-item': 'none' }),
      answer: { data: { orders: [] } },
    },
    'A session variable that is missing is an error, and no row': {
      query: '{ orders { id } }',
      headers: as('customer'),
      answer: {
        data: null,
        errors: [
          {
            message:
              'Field "Query.orders" has no answer of source "default": The session has no variable "x-hasura-user-id", which field "Query.orders" needs. Have the option "session" give it.',
            path: ['orders'],
            code: 'FORBIDDEN',
          },
        ],
      },
    },
    'A role that was granted nothing has nothing': {
      query: '{ orders { id } }',
      headers: as('nobody'),
      refused: gone('orders', 'Query'),
    },
    'An admin sees all of it': {
      query: '{ orders_by_pk(id: 1) { sku user { region } items { price } } }',
      answer: {
        data: { orders_by_pk: { sku: 'pen', user: { region: 'eu' }, items: [{ price: 10 }, { price: 20 }] } },
      },
    },
  },
});

defineScene(world, 'Remote schemas', {
  metadata,
  env: on,
  strict: false,
  cases: {
    'A role sees its part of a remote schema': {
      query: '{ product(sku: "pen") { sku title(upper: true) } }',
      headers: customer,
      answer: { data: { product: { sku: 'pen', title: 'PEN 3' } } },
    },
    'What is not in its part does not exist: a root field': {
      query: '{ name }',
      headers: customer,
      refused: gone('name', 'Query'),
    },
    'What is not in its part does not exist: a field': {
      query: '{ product(sku: "pen") { related { sku } } }',
      headers: customer,
      refused: gone('related', 'Product'),
    },
    'What is not in its part does not exist: an enum value': {
      query: '{ stock(kind: OLD) }',
      headers: customer,
      refused: ['Value "OLD" does not exist in "Kind" enum.'],
    },
    'What is not in its part does not exist: an argument': {
      query: '{ shop(rate: 0.5) { kind } }',
      headers: customer,
      refused: ['Unknown argument "rate" on field "Query.shop".'],
    },
    'What is not in its part does not exist: a remote schema': {
      query: '{ person(id: 1) { nick } }',
      headers: customer,
      refused: gone('person', 'Query'),
    },
    'An argument that is preset cannot be given': {
      query: '{ list(skus: ["pen"], first: 2) { sku } }',
      headers: customer,
      refused: ['Unknown argument "first" on field "Query.list".'],
    },
    'A constant is preset': {
      query: '{ list(skus: ["pen", "cup"]) { sku } }',
      headers: customer,
      answer: { data: { list: [{ sku: 'pen' }] } },
    },
    'A session variable is preset, as the type of its argument': {
      query: '{ shop(open: true) { kind } }',
      headers: customer,
      answer: { data: { shop: { kind: 'eu/true/5' } } },
    },
    'A text that looks like a session variable is one unless it is static': {
      query: '{ must { sku } }',
      headers: customer,
      answer: { data: { must: { sku: 'x-hasura-region' } } },
    },
    'Session variables are preset as items of a list': {
      query: '{ find { sku } }',
      headers: customer,
      answer: { data: { find: [{ sku: '{"skus":["eu","5"]}' }] } },
    },
    'A role for which a whole list is preset to a session variable sees nothing of the remote schema': {
      query: '{ name }',
      headers: as('guest', { 'x-hasura-skus': 'pen' }),
      refused: gone('name', 'Query'),
    },
    'A preset within an object is merged with what is given': {
      query: '{ product(sku: "pen", filter: {lang: "en"}) { title } }',
      headers: customer,
      answer: { data: { product: { title: 'pen "en" 3' } } },
    },
    'A preset that lacks its session variable is an error': {
      query: '{ shop { kind } }',
      headers: as('customer'),
      answer: {
        data: { shop: null },
        errors: [
          {
            message:
              'Field "Query.shop" has no answer of source "catalog": The session has no variable "x-hasura-region".',
            path: ['shop'],
            code: 'FORBIDDEN',
          },
        ],
      },
    },
    'A join fills an argument, whatever is preset there': {
      query: '{ orders(where: {id: {_eq: 1}}) { limited { title } product { title } listed { sku } } }',
      headers: customer,
      answer: {
        data: { orders: [{ limited: { title: 'pen 150' }, product: { title: 'pen 3' }, listed: [{ sku: 'pen' }] }] },
      },
    },
    'A relationship whose field is not in the part of a role does not exist': {
      query: '{ list(skus: ["cup"]) { orders { product { sku } } } }',
      headers: clerk,
      refused: gone('product', 'orders'),
    },
    'A relationship of a remote type is there with its target': {
      query: '{ product(sku: "pen") { maker { name } orders { id } } }',
      headers: customer,
      answer: { data: { product: { maker: { name: 'Ada' }, orders: [{ id: 1 }] } } },
    },
    'A key of a remote type that is hidden from a role joins': {
      query: '{ list(skus: ["pen"]) { maker { name } } }',
      headers: clerk,
      answer: { data: { list: [{ maker: { name: 'Ada' } }] } },
    },
    'An admin has no presets': {
      query: '{ list(skus: ["pen", "cup"], first: 2) { sku } }',
      answer: { data: { list: [{ sku: 'pen' }, { sku: 'cup' }] } },
    },
  },
});

defineScene(world, 'Actions and inheritance', {
  metadata,
  env: on,
  strict: false,
  cases: {
    'An action is for roles that were granted it': {
      query: '{ everyone { userId } }',
      headers: as('guest'),
      answer: { data: { everyone: [{ userId: 7 }, { userId: null }, { userId: 8 }] } },
    },
    'An action does not exist for others': {
      query: '{ everyone { userId } }',
      headers: clerk,
      refused: gone('everyone', 'Query'),
    },
    'What an action is joined with needs a permission of the target': {
      query: '{ everyone { user { name } } }',
      headers: as('guest'),
      refused: gone('user', 'SignedUp'),
    },
    'An inherited role sees the rows of all that it inherits from': {
      query: '{ orders(order_by: {id: asc}) { id } }',
      headers: lead,
      answer: { data: { orders: [{ id: 1 }, { id: 2 }, { id: 4 }] } },
    },
    'Columns are null in rows that only another role may see': {
      query: '{ orders(order_by: {id: asc}) { id total sku } }',
      headers: lead,
      answer: {
        data: {
          orders: [
            { id: 1, total: 1.5, sku: null },
            { id: 2, total: null, sku: 'cup' },
            { id: 4, total: 4, sku: null },
          ],
        },
      },
    },
    'A remote schema of which roles have different parts is closed to those that inherit from them': {
      query: '{ list(skus: ["pen"]) { sku } }',
      headers: lead,
      refused: gone('list', 'Query'),
    },
    'Inherited roles inherit from inherited roles': {
      query: '{ orders(where: {id: {_eq: 2}}) { id } everyone { user { name } } }',
      headers: { ...lead, 'x-hasura-role': 'boss' },
      answer: {
        data: {
          orders: [{ id: 2 }],
          everyone: [{ user: { name: 'Ada' } }, { user: null }, { user: { name: 'Bob' } }],
        },
      },
    },
  },
});

defineScene(world, 'Remote schemas without permissions', {
  metadata,
  cases: {
    "All of a remote schema is everybody's": {
      query: '{ must(sku: "pen") { sku } person(id: 1) { nick } }',
      headers: as('nobody'),
      answer: { data: { must: { sku: 'pen' }, person: { nick: 'n1' } } },
    },
    'Nothing is preset': {
      query: '{ list(skus: ["pen", "cup"], first: 2) { sku } }',
      headers: customer,
      answer: { data: { list: [{ sku: 'pen' }, { sku: 'cup' }] } },
    },
    "Relationships to it are everybody's who sees the parent": {
      query: '{ orders_by_pk(id: 1) { product { sku related { sku } } } }',
      headers: as('single'),
      answer: { data: { orders_by_pk: { product: { sku: 'pen', related: [{ sku: 'cup' }] } } } },
    },
    'Relationships from it still need a permission of the table': {
      query: '{ product(sku: "pen") { maker { name } } }',
      headers: as('single'),
      refused: gone('maker', 'Product'),
    },
  },
});
