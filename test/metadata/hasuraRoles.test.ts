/** What roles see as Hasura has it, where it comes together: at each hop, in presets beside what a join fills, by inheritance. */
import { test } from 'node:test';
import { shopOf, startHasuraShop } from './hasuraShop.js';
import { toRemote, toSource } from './relationships.js';
import { as, defineScene } from './scenes.js';

const world = await startHasuraShop(test);

const may = (role: string, columns: readonly string[] | '*', filter: object = {}, more: object = {}): object => ({
  role,
  permission: { columns, filter, ...more },
});

const part = (role: string, schema: string): object => ({ role, definition: { schema } });

const on = { HASURA_GRAPHQL_ENABLE_REMOTE_SCHEMA_PERMISSIONS: 'true' };
const by = 'order_by: [{id: asc}]';
const gone = (field: string, type: string) => `Cannot query field "${field}" on type "${type}".`;

const product = { product: { arguments: { sku: '$sku' } } };

const hops = shopOf({
  orders: {
    computed_fields: [
      { name: 'code', definition: { function: 'code_of' } },
      { name: 'neighbours', definition: { function: 'same_region' } },
    ],
    array_relationships: [
      { name: 'items', using: { foreign_key_constraint_on: { column: 'order_id', table: 'items' } } },
    ],
    remote_relationships: [
      toSource('user', 'object', 'users', { user_id: 'id' }),
      toSource('logins', 'array', 'logins', { user_id: 'user_id' }),
      toRemote('product', ['sku'], product),
      toRemote('by_code', ['code'], { product: { arguments: { sku: '$code' } } }),
      toRemote('kind_of', ['sku'], { kind: { arguments: { sku: '$sku' } } }),
    ],
    select_permissions: [
      may('buyer', ['id'], { user_id: { _eq: 'X-Hasura-User-Id' } }, { computed_fields: ['code'] }),
      may('narrow', ['id']),
      may('other', ['id']),
      may('nameless', []),
    ],
  },
  items: {
    object_relationships: [{ name: 'order', using: { foreign_key_constraint_on: 'order_id' } }],
    select_permissions: [may('buyer', ['name'], { price: { _lt: 20 } }), may('narrow', ['id', 'price'])],
  },
  people_users: {
    remote_relationships: [toSource('orders', 'array', 'orders', { id: 'user_id' }, 'default')],
    array_relationships: [
      { name: 'reports', using: { foreign_key_constraint_on: { column: 'manager_id', table: 'users' } } },
    ],
    select_permissions: [
      may('buyer', ['name'], { id: { _lte: 8 } }, { limit: 1, allow_aggregations: true }),
      may('narrow', []),
    ],
  },
  logins: {
    select_permissions: [may('buyer', ['id'], { region: { _eq: 'eu' } }, { limit: 2, allow_aggregations: true })],
  },
  catalog: {
    permissions: [
      part(
        'buyer',
        'type Query { product(sku: ID!): Product } type Mutation { rename(sku: ID!, title: String! @preset(value: "x-hasura-title")): Product } type Product { title: String related: [Product!]! }',
      ),
      part('narrow', 'type Query { kind(sku: ID!): Kind } enum Kind { NEW OLD }'),
    ],
    remote_relationships: [
      {
        type_name: 'Product',
        relationships: [
          toSource('maker', 'object', 'users', { makerId: 'id' }),
          toSource('orders', 'array', 'orders', { sku: 'sku' }, 'default'),
          toRemote('boss', ['makerId'], { person: { arguments: { id: '$makerId' } } }, 'people'),
          toRemote('again', ['sku'], product),
        ],
      },
    ],
  },
  people: {
    permissions: ['buyer', 'narrow'].map((role) =>
      part(role, 'type Query { person(id: Int!): Person } type Person { nick: String }'),
    ),
    remote_relationships: [
      {
        type_name: 'Person',
        relationships: [toSource('user', 'object', 'users', { id: 'id' }), toRemote('product', ['sku'], product)],
      },
    ],
  },
  more: {
    actions: [
      {
        name: 'everyone',
        definition: { type: 'query', handler: '{{ACTIONS_URL}}', output_type: '[SignedUp!]!' },
        permissions: [{ role: 'buyer' }],
      },
      {
        name: 'signUp',
        definition: {
          type: 'mutation',
          handler: '{{ACTIONS_URL}}',
          output_type: 'SignedUp',
          arguments: [{ name: 'name', type: 'String!' }],
        },
        permissions: [{ role: 'narrow' }],
      },
    ],
    custom_types: {
      objects: [
        {
          name: 'SignedUp',
          fields: [{ name: 'userId', type: 'Int' }],
          relationships: [
            { name: 'user', type: 'object', source: 'users', remote_table: 'users', field_mapping: { userId: 'id' } },
            {
              name: 'logins',
              type: 'array',
              source: 'users',
              remote_table: 'logins',
              field_mapping: { userId: 'user_id' },
            },
          ],
        },
      ],
    },
    inherited_roles: [{ role_name: 'both', role_set: ['buyer', 'other'] }],
  },
});

const buyer = as('buyer', { 'x-hasura-user-id': '7', 'x-hasura-title': 'quill' });
const both = { ...buyer, 'x-hasura-role': 'both' };
const narrow = as('narrow');

defineScene(world, 'Permissions at each hop', {
  metadata: hops,
  env: on,
  cases: {
    'Filters and limits hold for what is joined, and for what is joined to that, through all sources': {
      query: `{ everyone { user { name reports { name } reports_aggregate { aggregate { count } nodes { name } } orders(${by}) {
        id items { name } product { title maker { name } boss { nick user { name } product { title } } orders { id } related { title again { title } } }
      } } } }`,
      headers: buyer,
      answer: {
        data: {
          everyone: [
            {
              user: {
                name: 'Ada',
                reports: [{ name: 'Bob' }],
                reports_aggregate: { aggregate: { count: 1 }, nodes: [{ name: 'Bob' }] },
                orders: [
                  {
                    id: 1,
                    items: [{ name: 'a' }],
                    product: {
                      title: 'pen',
                      maker: { name: 'Ada' },
                      boss: { nick: 'n7', user: { name: 'Ada' }, product: { title: 'pen' } },
                      orders: [{ id: 1 }],
                      related: [{ title: null, again: { title: 'cup' } }],
                    },
                  },
                  { id: 4, items: [], product: null },
                ],
              },
            },
            { user: null },
            { user: { name: 'Bob', reports: [], reports_aggregate: { aggregate: { count: 0 }, nodes: [] }, orders: [] } },
          ],
        },
      },
      calls: { actions: 1, users: 3, default: 2, catalog: 3, people: 1 },
    }, // biome-ignore format: an answer
    'The limit of a permission is one of each parent: of lists, of rows of aggregates, and no more than what is asked for':
      {
        query:
          '{ everyone { all: logins { id } five: logins(limit: 5) { id } one: logins(limit: 1) { id } logins_aggregate(limit: 1) { aggregate { count } nodes { id } } sum: logins_aggregate { aggregate { count } nodes { id } } } }',
        headers: buyer,
        answer: {
          data: {
            everyone: [
              {
                all: [{ id: 1 }, { id: 3 }],
                five: [{ id: 1 }, { id: 3 }],
                one: [{ id: 1 }],
                logins_aggregate: { aggregate: { count: 1 }, nodes: [{ id: 1 }] },
                sum: { aggregate: { count: 2 }, nodes: [{ id: 1 }, { id: 3 }] },
              },
              { all: null, five: null, one: null, logins_aggregate: null, sum: null },
              {
                all: [],
                five: [],
                one: [],
                logins_aggregate: { aggregate: { count: 0 }, nodes: [] },
                sum: { aggregate: { count: 0 }, nodes: [] },
              },
            ],
          },
        },
        calls: { actions: 1, users: 1 },
      },
    'The limit of a permission is none of how many parents have an object': {
      query: '{ everyone { user { name } } }',
      headers: buyer,
      answer: { data: { everyone: [{ user: { name: 'Ada' } }, { user: null }, { user: { name: 'Bob' } }] } },
    },
    'Rows of a computed field are filtered, and joined by keys that the role does not see': {
      query: `{ orders(${by}) { id code by_code { title } neighbours { id user { name } } } }`,
      headers: buyer,
      answer: {
        data: {
          orders: [
            { id: 1, code: 'pen', by_code: { title: 'pen' }, neighbours: [{ id: 1, user: { name: 'Ada' } }] },
            { id: 4, code: null, by_code: null, neighbours: [{ id: 4, user: { name: 'Ada' } }] },
          ],
        },
      },
      calls: { default: 1, catalog: 1, users: 1 },
    },
    'Keys of a remote type that the role does not see join, be they of a mutation, whose argument is preset': {
      query: 'mutation { rename(sku: "pen") { title maker { name } orders { id } } }',
      headers: buyer,
      answer: { data: { rename: { title: 'quill', maker: { name: 'Ada' }, orders: [{ id: 1 }] } } },
    },
    'A role that sees no column of a table sees its rows, and what they are joined with': {
      query: `{ orders(${by}) { id user { __typename orders(${by}) { id } } } }`,
      headers: narrow,
      answer: {
        data: {
          orders: [
            { id: 1, user: { __typename: 'users', orders: [{ id: 1 }, { id: 4 }] } },
            { id: 2, user: { __typename: 'users', orders: [{ id: 2 }] } },
            { id: 3, user: null },
            { id: 4, user: { __typename: 'users', orders: [{ id: 1 }, { id: 4 }] } },
            { id: 5, user: null },
          ],
        },
      },
      calls: { default: 2, users: 1 },
    },
    'A type without a column that a role sees has none of its own, and cannot be ordered by one': {
      query: '{ orders { __typename id } b: orders(order_by: [{id: asc}]) { __typename } }',
      headers: as('nameless'),
      refused: [gone('id', 'orders'), 'Unknown argument "order_by" on field "Query.orders".'],
    },
    'Local relationships lead both ways, with a remote field behind': {
      query: `{ orders(where: {id: {_lte: 2}}, ${by}) { kind_of items(${by}) { price order { id kind_of } } } }`,
      headers: narrow,
      answer: {
        data: {
          orders: [
            {
              kind_of: 'NEW',
              items: [
                { price: 10, order: { id: 1, kind_of: 'NEW' } },
                { price: 20, order: { id: 1, kind_of: 'NEW' } },
              ],
            },
            { kind_of: 'OLD', items: [{ price: 30, order: { id: 2, kind_of: 'OLD' } }] },
          ],
        },
      },
      calls: { default: 1, catalog: 1 },
    },
    'What one of the hops does not allow does not exist there: a remote field, a table, an action, a mutation': {
      query:
        '{ orders { product { title } logins { id } items { name } } person(id: 1) { nick product { title } } everyone { userId } }',
      headers: narrow,
      refused: [
        gone('product', 'orders'),
        gone('logins', 'orders'),
        gone('name', 'items'),
        gone('product', 'Person'),
        gone('everyone', 'Query'),
      ],
    },
    'A mutation that one role may run answers what that role may see of it': {
      query: 'mutation { signUp(name: "a") { userId user { __typename } } }',
      headers: narrow,
      answer: { data: { signUp: { userId: 7, user: { __typename: 'users' } } } },
      calls: { actions: 1, users: 1 },
    },
    'A session variable that a hop needs is missed there, and nowhere else': {
      query: '{ everyone { user { name orders { id } } } }',
      headers: as('buyer'),
      answer: {
        data: {
          everyone: [{ user: { name: 'Ada', orders: null } }, { user: null }, { user: { name: 'Bob', orders: null } }],
        },
        errors: [0, 2].map((index) => ({
          message:
            'Field "users.orders" has no answer of source "default": The session has no variable "x-hasura-user-id", which field "users.orders" needs. Have the option "session" give it.',
          path: ['everyone', index, 'user', 'orders'],
          code: 'FORBIDDEN',
        })),
      },
      calls: { actions: 1, users: 1 },
    },
    'A computed column that an inherited role sees in some rows is null in the others, and joins them all the same': {
      query: `{ orders(${by}) { id code by_code { title } user { name } } }`,
      headers: both,
      answer: {
        data: {
          orders: [
            { id: 1, code: 'pen', by_code: { title: 'pen' }, user: { name: 'Ada' } },
            { id: 2, code: null, by_code: { title: 'cup' }, user: { name: 'Bob' } },
            { id: 3, code: null, by_code: { title: 'ink' }, user: null },
            { id: 4, code: null, by_code: null, user: { name: 'Ada' } },
            { id: 5, code: null, by_code: { title: 'cup' }, user: null },
          ],
        },
      },
      calls: { default: 1, catalog: 1, users: 1 },
    },
  },
});

const filled = (name: string, lhs: readonly string[], sku: object) =>
  toRemote(name, lhs, { product: { arguments: { sku: '$sku', ...sku } } });

const presets = shopOf({
  orders: {
    remote_relationships: [
      filled('max', ['sku', 'cents'], { filter: { max: '$cents' } }),
      filled('size', ['sku'], { filter: { also: { size: 1 } } }),
      filled('tagged', ['sku'], { filter: { also: { tags: ['$sku'] } } }),
      filled('all', ['sku'], { filter: { lang: '$sku', also: { size: 2, tags: ['r'] } } }),
      filled('none', ['sku'], {}),
      toRemote('of_kind', ['sku'], { shop: { arguments: { kind: '$sku' } } }),
      toRemote('in_shop', ['sku'], { shop: { arguments: {}, field: product } }),
      toRemote('in_kind', ['sku'], { shop: { arguments: { kind: '$sku' }, field: product } }),
      toRemote('list', ['sku'], { list: { arguments: { skus: ['$sku'] } } }),
      toRemote('any', ['sku'], { search: { arguments: { any: [{ lang: '$sku' }] } } }),
      toRemote('find', ['sku'], { find: { arguments: { where: { filter: { lang: '$sku' } } } } }),
      toRemote('stock', ['kind'], { stock: { arguments: { kind: '$kind' } } }),
      toRemote('static', [], { must: { arguments: { sku: 'ink' } } }),
    ],
    select_permissions: [may('buyer', ['id']), may('fan', ['id'])],
  },
  catalog: {
    permissions: [
      part(
        'buyer',
        `type Query {
          product(sku: ID!, filter: Filter): Product
          list(skus: [ID!]!, first: Int @preset(value: 1)): [Product!]!
          shop(kind: String @preset(value: "x-hasura-region"), size: Int @preset(value: "X-Hasura-Size")): Shop
          stock(kind: Kind! @preset(value: NEW)): Int!
        }
        type Product { title: String } type Shop { kind: String product(sku: ID!, filter: Filter @preset(value: { max: 4 })): Product } enum Kind { NEW }
        input Filter { lang: String @preset(value: "p") max: Int also: Also @preset(value: { tags: ["t"] }) } input Also { size: Int tags: [String!] }`,
      ),
      part(
        'fan',
        `type Query {
          search(any: [Filter!]): [Product!]!
          find(where: Where!): [Product!]!
          must(sku: ID! @preset(value: "x-hasura-region", static: true)): Product!
        }
        type Product { sku: ID! } input Filter { lang: String max: Int @preset(value: "x-hasura-max") also: Also }
        input Also { size: Int } input Where { skus: [ID!] @preset(value: ["p", "q"]) filter: Filter and: [Where!] }`,
      ),
    ],
  },
});

const first = 'where: {id: {_eq: 1}}';
const preset = as('buyer', { 'x-hasura-region': 'eu', 'x-hasura-size': '5' });
const fan = as('fan', { 'x-hasura-max': '9' });

defineScene(world, 'Presets beside what a relationship fills', {
  metadata: presets,
  env: on,
  cases: {
    'A preset in an object stands beside what is filled of it, whether the client gives any of it or not': {
      query:
        '{ orders(where: {id: {_eq: 1}}) { max { title } size { title } given: size(filter: {max: 5}) { title } tagged { title } all { title } } }',
      headers: preset,
      answer: {
        data: {
          orders: [
            {
              max: { title: 'pen "p" 150 {"tags":["t"]}' },
              size: { title: 'pen "p" {"size":1,"tags":["t"]}' },
              given: { title: 'pen "p" 5 {"size":1,"tags":["t"]}' },
              tagged: { title: 'pen "p" {"tags":["pen"]}' },
              all: { title: 'pen "pen" {"size":2,"tags":["r"]}' },
            },
          ],
        },
      },
      calls: { default: 1, catalog: 1 },
    },
    'A preset holds where a relationship fills nothing of its object': {
      query: `{ orders(${first}) { none { title } given: none(filter: {max: 1}) { title } } }`,
      headers: preset,
      answer: {
        data: {
          orders: [{ none: { title: 'pen "p" {"tags":["t"]}' }, given: { title: 'pen "p" 1 {"tags":["t"]}' } }],
        },
      },
    },
    'A join wins over the preset of an argument, and presets of others hold beside it': {
      query: `{ orders(${first}) { of_kind { kind } in_kind { title } in_shop { title } list { title } stock } }`,
      headers: preset,
      answer: {
        data: {
          orders: [
            {
              of_kind: { kind: 'pen/5' },
              in_kind: { title: 'pen "pen/5" 4' },
              in_shop: { title: 'pen "eu/5" 4' },
              list: [{ title: 'pen' }],
              stock: 3,
            },
          ],
        },
      },
    },
    'What is preset cannot be given: an argument, and a part of an object': {
      query: `{ orders(${first}) { list(first: 2) { title } of_kind(size: 1) { kind } none(filter: {lang: "x"}) { title } size(filter: {also: {tags: ["x"]}}) { title } in_shop(filter: {max: 1}) { title } } }`,
      headers: preset,
      refused: [
        'Unknown argument "first" on field "orders.list".',
        'Unknown argument "size" on field "orders.of_kind".',
        'Field "lang" is not defined by type "Filter".',
        'Field "also" is not defined by type "Filter_remote_rel_orderssize".',
        'Unknown argument "filter" on field "orders.in_shop".',
      ],
    },
    'A preset that the session cannot fill fails its field alone': {
      query: `{ orders(${first}) { id of_kind { kind } none { title } } }`,
      headers: as('buyer', { 'x-hasura-region': 'eu', 'x-hasura-size': 'many' }),
      answer: {
        data: { orders: [{ id: 1, of_kind: null, none: { title: 'pen "p" {"tags":["t"]}' } }] },
        errors: [
          {
            message:
              'Field "orders.of_kind" has no answer of source "catalog": The session variable "x-hasura-size" is not a value of type Int.',
            path: ['orders', 0, 'of_kind'],
            code: 'BAD_USER_INPUT',
          },
        ],
      },
    },
    'Presets are in each object of a list, those of the client and that of the relationship': {
      query: `{ orders(${first}) { any(any: [{also: {size: 1}}, {}]) { sku } none: any { sku } } search(any: [{lang: "z"}, {}]) { sku } }`,
      headers: fan,
      answer: {
        data: {
          orders: [
            {
              any: [{ sku: '[{"max":9,"also":{"size":1}},{"max":9},{"lang":"pen","max":9}]' }],
              none: [{ sku: '[{"lang":"pen","max":9}]' }],
            },
          ],
          search: [{ sku: '[{"lang":"z","max":9},{"max":9}]' }],
        },
      },
    },
    'Presets are at every depth of an object': {
      query: `{ orders(${first}) { find { sku } given: find(where: {and: [{}, {and: [{filter: {}}]}], filter: {also: {size: 1}}}) { sku } } }`,
      headers: fan,
      answer: {
        data: {
          orders: [
            {
              find: [{ sku: '{"skus":["p","q"],"filter":{"lang":"pen","max":9}}' }],
              given: [
                {
                  sku: '{"skus":["p","q"],"and":[{"skus":["p","q"]},{"skus":["p","q"],"and":[{"skus":["p","q"],"filter":{"max":9}}]}],"filter":{"lang":"pen","max":9,"also":{"size":1}}}',
                },
              ],
            },
          ],
        },
      },
    },
    'A constant of a relationship wins over a preset, too': {
      query: `{ orders(${first}) { static { sku } } must { sku } }`,
      headers: fan,
      answer: { data: { orders: [{ static: { sku: 'ink' } }], must: { sku: 'x-hasura-region' } } },
    },
    'An admin fills nothing, and gives what is left': {
      query:
        '{ orders_by_pk(id: 1) { max { title } size(filter: {lang: "l", also: {tags: ["x"]}}) { title } list(first: 0) { title } } }',
      answer: {
        data: {
          orders_by_pk: {
            max: { title: 'pen 150' },
            size: { title: 'pen "l" {"size":1,"tags":["x"]}' },
            list: [],
          },
        },
      },
    },
  },
});

const oneWay =
  'type Query { product(sku: ID!, filter: Filter): Product shop(kind: String, size: Int @preset(value: "X-Hasura-Size")): Shop } type Product { sku: ID! title(upper: Boolean): String } type Shop { kind: String } input Filter { lang: String @preset(value: "p") max: Int }';
const otherWay =
  'type Shop { kind: String } input Filter { max: Int lang: String @preset(value: "p") } type Query { shop(size: Int @preset(value: "x-hasura-size"), kind: String): Shop product(filter: Filter, sku: ID!): Product } type Product { title(upper: Boolean): String sku: ID! }';

const heirs = shopOf({
  orders: {
    array_relationships: [
      { name: 'items', using: { foreign_key_constraint_on: { column: 'order_id', table: 'items' } } },
    ],
    remote_relationships: [
      toSource('user', 'object', 'users', { user_id: 'id' }),
      toSource('logins', 'array', 'logins', { user_id: 'user_id' }),
      toRemote('product', ['sku'], product),
    ],
    select_permissions: [
      may('east', ['id', 'user_id'], { user_id: { _eq: 7 } }, { allow_aggregations: true, limit: 1 }),
      may('west', ['id', 'sku', 'region'], { region: { _eq: 'us' } }),
      may('own', ['id', 'region'], { id: { _eq: 1 } }),
      may('third', ['id', 'total'], { id: { _eq: 5 } }),
    ],
  },
  items: { select_permissions: [may('east', ['name'])] },
  people_users: {
    select_permissions: [
      may('east', ['name'], { region: { _eq: 'eu' } }),
      may('west', ['name', 'region'], { region: { _eq: 'us' } }),
    ],
  },
  logins: {
    select_permissions: [
      may('east', ['id'], { seconds: { _lt: 25 } }, { limit: 1, allow_aggregations: true }),
      may('west', ['id', 'seconds'], { region: { _eq: 'us' } }, { limit: 2 }),
    ],
  },
  catalog: {
    permissions: [
      part('east', oneWay),
      part('west', otherWay),
      part('own', 'type Query { product(sku: ID!): Product } type Product { sku: ID! }'),
      part('third', 'type Query { product(sku: ID!): Product } type Product { title: String }'),
    ],
  },
  more: {
    inherited_roles: [
      { role_name: 'heir', role_set: ['east', 'west'] },
      { role_name: 'own', role_set: ['east', 'west'] },
      { role_name: 'torn', role_set: ['east', 'third'] },
      { role_name: 'grandheir', role_set: ['heir', 'third'] },
    ],
  },
});

const heir = (role: string) => as(role, { 'x-hasura-size': '5' });

defineScene(world, 'Inherited roles', {
  metadata: heirs,
  env: on,
  strict: false,
  cases: {
    'A key column that is null in some rows, since none that sees it sees these, joins them nevertheless': {
      query: `{ orders(${by}) { id user_id sku user { name } product { sku } } }`,
      headers: heir('heir'),
      answer: {
        data: {
          orders: [
            { id: 1, user_id: 7, sku: null, user: { name: 'Ada' }, product: { sku: 'pen' } },
            { id: 2, user_id: null, sku: 'cup', user: { name: 'Bob' }, product: { sku: 'cup' } },
            { id: 4, user_id: 7, sku: null, user: { name: 'Ada' }, product: null },
          ],
        },
      },
      calls: { default: 1, users: 1, catalog: 1 },
    },
    'Rows and columns of joined rows are those of any parent, by row': {
      query: `{ orders(${by}) { id user { name region } logins(${by}) { id seconds } } }`,
      headers: heir('heir'),
      answer: {
        data: {
          orders: [
            { id: 1, user: { name: 'Ada', region: null }, logins: [{ id: 1, seconds: null }, { id: 2, seconds: 20 }] },
            { id: 2, user: { name: 'Bob', region: 'us' }, logins: [{ id: 4, seconds: 40 }] },
            { id: 4, user: { name: 'Ada', region: null }, logins: [{ id: 1, seconds: null }, { id: 2, seconds: 20 }] },
          ],
        },
      },
      calls: { default: 1, users: 1 },
    }, // biome-ignore format: rows
    'The limit is the greatest of the parents, and none where one has none; aggregates are there where one has them': {
      query: `{ orders(limit: 2, ${by}) { id } orders_aggregate { aggregate { count } } all: orders(where: {id: {_gt: 1}}, ${by}) { logins_aggregate(${by}) { aggregate { count } nodes { id } } } }`,
      headers: heir('heir'),
      answer: {
        data: {
          orders: [{ id: 1 }, { id: 2 }],
          orders_aggregate: { aggregate: { count: 3 } },
          all: [
            { logins_aggregate: { aggregate: { count: 1 }, nodes: [{ id: 4 }] } },
            { logins_aggregate: { aggregate: { count: 2 }, nodes: [{ id: 1 }, { id: 2 }] } },
          ],
        },
      },
    },
    'A part of a remote schema is inherited where the parents agree on it, in whatever order it is written': {
      query: '{ product(sku: "x", filter: {max: 2}) { title(upper: true) } shop(kind: "z") { kind } }',
      headers: heir('heir'),
      answer: { data: { product: { title: 'X "P" 2' }, shop: { kind: 'z/5' } } },
    },
    'Where they do not it is closed, with the relationships to it, and all else is inherited': {
      query: `{ orders(${by}) { id user_id total user { name } } }`,
      headers: heir('torn'),
      answer: {
        data: {
          orders: [
            { id: 1, user_id: 7, total: null, user: { name: 'Ada' } },
            { id: 4, user_id: 7, total: null, user: { name: 'Ada' } },
            { id: 5, user_id: null, total: 5, user: null },
          ],
        },
      },
    },
    'A remote schema that is closed does not exist, at the root nor behind a relationship': {
      query: '{ product(sku: "x") { sku } orders { product { sku } } }',
      headers: heir('torn'),
      refused: [gone('product', 'Query'), gone('product', 'orders')],
    },
    "A role's own permission takes the place of those that it inherits: of a table, and of a remote schema": {
      query: `{ orders(${by}) { id region user { name } product { sku } items { name } } product(sku: "x") { sku } }`,
      headers: heir('own'),
      answer: {
        data: {
          orders: [
            {
              id: 1,
              region: 'eu',
              user: { name: 'Ada' },
              product: { sku: 'pen' },
              items: [{ name: 'a' }, { name: 'b' }],
            },
          ],
          product: { sku: 'x' },
        },
      },
    },
    'What its own permission does not have it does not inherit': {
      query:
        '{ orders { user_id } orders_aggregate { aggregate { count } } product(sku: "x") { title } shop { kind } }',
      headers: heir('own'),
      refused: [
        gone('user_id', 'orders'),
        gone('orders_aggregate', 'Query'),
        gone('title', 'Product'),
        gone('shop', 'Query'),
      ],
    },
    'A role that inherits from an heir has all of it, row by row': {
      query: `{ orders(${by}) { id user_id sku total } }`,
      headers: heir('grandheir'),
      answer: {
        data: {
          orders: [
            { id: 1, user_id: 7, sku: null, total: null },
            { id: 2, user_id: null, sku: 'cup', total: null },
            { id: 4, user_id: 7, sku: null, total: null },
            { id: 5, user_id: null, sku: null, total: 5 },
          ],
        },
      },
    },
  },
});

/** By role: what it sees of the orders, and which these are. */
const conditions: Readonly<Record<string, readonly [filter: object, ids: readonly number[]]>> = {
  _eq: [{ user: { region: { _eq: 'X-Hasura-Region' } } }, [2]],
  plain: [{ user: { region: 'us' } }, [2]],
  _neq: [{ user: { region: { _neq: 'X-Hasura-Region' } } }, [1, 4]],
  _gt: [{ user: { id: { _gt: 'X-Hasura-User-Id' } } }, [2]],
  _gte: [{ user: { id: { _gte: 7 } } }, [1, 2, 4]],
  _lt: [{ user: { id: { _lt: 8 } } }, [1, 4]],
  _lte: [{ user: { id: { _lte: 'X-Hasura-User-Id' } } }, [1, 4]],
  _in: [{ user: { region: { _in: 'X-Hasura-Regions' } } }, [1, 2, 4]],
  _nin: [{ user: { region: { _nin: ['us'] } } }, [1, 4]],
  _like: [{ user: { name: { _like: 'A%' } } }, [1, 4]],
  _nlike: [{ user: { name: { _nlike: 'A%' } } }, [2]],
  _is_null: [{ user: { region: { _is_null: true } } }, []],
  _and: [{ _and: [{ user: { region: { _eq: 'eu' } } }, { total: { _gt: 2 } }] }, [4]],
  _or: [{ _or: [{ user: { region: { _eq: 'us' } } }, { id: { _eq: 3 } }] }, [2, 3]],
  _not: [{ _not: { user: { region: { _eq: 'us' } } } }, [1, 3, 4, 5]],
  of_lists: [{ logins: { seconds: { _gt: 15 } } }, [1, 2, 4]],
  of_two: [{ user: { region: { _eq: 'eu' } }, logins: { region: { _eq: 'us' } } }, [4]],
  of_two_columns: [{ user: { region: { _eq: 'eu' }, name: { _eq: 'Ada' } } }, [1, 4]],
};

defineScene(world, 'Conditions on rows of another database', {
  metadata: shopOf({
    orders: {
      remote_relationships: [
        toSource('user', 'object', 'users', { user_id: 'id' }),
        toSource('logins', 'array', 'logins', { user_id: 'user_id', region: 'region' }),
      ],
      select_permissions: Object.entries(conditions).map(([role, [filter]]) =>
        may(role, ['id'], filter, { allow_aggregations: true }),
      ),
    },
    people_users: {
      remote_relationships: [toSource('orders', 'array', 'orders', { id: 'user_id' }, 'default')],
      select_permissions: [may('_eq', ['name'])],
    },
  }),
  cases: {
    ...Object.fromEntries(
      Object.entries(conditions).map(([role, [, ids]]) => [
        `${role}: its keys are read first, once for rows and their aggregate`,
        {
          query: `{ orders(${by}) { id } orders_aggregate { aggregate { count } } }`,
          headers: as(role, { 'x-hasura-region': 'us', 'x-hasura-regions': '{us,eu}', 'x-hasura-user-id': '7' }),
          answer: {
            data: { orders: ids.map((id) => ({ id })), orders_aggregate: { aggregate: { count: ids.length } } },
          },
          calls: { users: role === 'of_two' ? 2 : 1, default: 2 },
        },
      ]),
    ),
    'They hold for rows that are joined': {
      query: `{ users(${by.replace('id', 'name')}) { name orders { id } } }`,
      headers: as('_eq', { 'x-hasura-region': 'us' }),
      answer: {
        data: {
          users: [
            { name: 'Ada', orders: [] },
            { name: 'Bob', orders: [{ id: 2 }] },
            { name: 'Eve', orders: [] },
          ],
        },
      },
      calls: { users: 2, default: 1 },
    },
  },
});
