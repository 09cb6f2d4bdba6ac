/** Relationships wherever Hasura has them, several deep, and what they are told: functions, namespaces of types, arguments. */
import { test } from 'node:test';
import { shopOf, startHasuraShop } from './hasuraShop.js';
import { toRemote, toSource } from './relationships.js';
import { as, defineScene } from './scenes.js';

const world = await startHasuraShop(test);

const product = (args: object): object => ({ product: { arguments: args } });

const orders = {
  array_relationships: [
    { name: 'items', using: { foreign_key_constraint_on: { column: 'order_id', table: 'items' } } },
  ],
  computed_fields: [
    { name: 'code', definition: { function: 'code_of' } },
    { name: 'area', definition: { function: 'region_of', session_argument: 'session' } },
    { name: 'asker', definition: { function: 'user_of', session_argument: 'session' } },
    { name: 'neighbours', definition: { function: 'same_region' } },
  ],
  remote_relationships: [
    toSource('user', 'object', 'users', { user_id: 'id' }),
    toSource('logins', 'array', 'logins', { user_id: 'user_id' }),
    toSource('area_users', 'array', 'users', { area: 'region' }),
    toSource('area_orders', 'array', 'orders', { area: 'region' }, 'default'),
    toSource('asking', 'object', 'users', { asker: 'id' }),
    toRemote('product', ['sku'], product({ sku: '$sku' })),
    toRemote('by_code', ['code'], product({ sku: '$code' })),
    toRemote('by_area', ['area', 'code'], product({ sku: '$code', filter: { lang: '$area' } })),
    toRemote('node', ['sku'], { node: { arguments: { sku: '$sku' } } }),
    toRemote('either', ['sku'], { either: { arguments: { sku: '$sku' } } }),
    toRemote('five', [], product({ sku: 5 })),
    toRemote('nothing', [], { list: { arguments: { skus: [] } } }),
    toRemote('one', [], { list: { arguments: { skus: 'pen' } } }),
    toRemote('twice', ['sku'], product({ sku: '$sku', filter: { lang: '$sku' } })),
    toRemote('whole', ['sku'], product({ sku: '$sku', filter: { lang: 'a', max: 1, also: { size: 1, tags: ['x'] } } })),
    toRemote('nested', ['sku'], { find: { arguments: { where: { and: [{ skus: ['$sku'] }] } } } }),
    toRemote('both', ['sku'], {
      find: { arguments: { where: { and: [{ skus: ['$sku'] }], filter: { lang: 'a' }, skus: ['$sku'] } } },
    }),
  ],
};

const metadata = shopOf({
  default: { functions: [{ function: 'orders_from' }] },
  orders,
  items: { object_relationships: [{ name: 'order', using: { foreign_key_constraint_on: 'order_id' } }] },
  people_users: {
    remote_relationships: [toSource('orders', 'array', 'orders', { id: 'user_id' }, 'default')],
  },
  catalog: {
    remote_relationships: [
      {
        type_name: 'Product',
        relationships: [
          toSource('maker', 'object', 'users', { makerId: 'id' }),
          toSource('orders', 'array', 'orders', { sku: 'sku' }, 'default'),
          toRemote('boss', ['makerId'], { person: { arguments: { id: '$makerId' } } }, 'people'),
          toRemote('brand', [], { name: { arguments: {} } }),
          toRemote('likewise', ['sku'], product({ sku: '$sku', filter: { lang: 'x' } })),
        ],
      },
      {
        type_name: 'Maker',
        relationships: [
          toSource('maker', 'object', 'users', { makerId: 'id' }),
          toRemote('likeness', ['sku'], product({ sku: '$sku' })),
        ],
      },
    ],
  },
  people: {
    remote_relationships: [
      {
        type_name: 'Person',
        relationships: [
          toRemote('wares', ['skus'], { list: { arguments: { skus: '$skus' } } }),
          toSource('user', 'object', 'users', { id: 'id' }),
        ],
      },
    ],
  },
  more: {
    actions: [
      { name: 'carts', definition: { type: 'query', handler: '{{ACTIONS_URL}}', output_type: '[[Cart!]]' } },
      { name: 'cart', definition: { type: 'query', handler: '{{ACTIONS_URL}}', output_type: 'Cart!' } },
    ],
    custom_types: {
      objects: [
        {
          name: 'Cart',
          fields: [
            { name: 'orderId', type: 'Int!' },
            { name: 'lines', type: '[Line!]!' },
          ],
          relationships: [{ name: 'order', type: 'object', remote_table: 'orders', field_mapping: { orderId: 'id' } }],
        },
        {
          name: 'Line',
          fields: [
            { name: 'sku', type: 'String' },
            { name: 'buyer', type: 'Buyer' },
          ],
          relationships: [{ name: 'orders', type: 'array', remote_table: 'orders', field_mapping: { sku: 'sku' } }],
        },
        {
          name: 'Buyer',
          fields: [{ name: 'userId', type: 'Int' }],
          relationships: [
            { name: 'user', type: 'object', source: 'users', remote_table: 'users', field_mapping: { userId: 'id' } },
          ],
        },
      ],
    },
  },
});

const by = 'order_by: [{id: asc}]';

defineScene(world, 'One relationship, several times', {
  metadata,
  cases: {
    'Under two names, with other arguments and fragments, each with joins of its own': {
      query: `query { users_by_pk(id: 7) { few: orders(limit: 1, order_by: {id: desc}) { ...few } all: orders(${by}) { ...all } } }
        fragment few on orders { id product { t: title } }
        fragment all on orders { sku user { name } product { title maker { orders(where: {id: {_gt: 1}}) { id } } } }`,
      answer: {
        data: {
          users_by_pk: {
            few: [{ id: 4, product: null }],
            all: [
              { sku: 'pen', user: { name: 'Ada' }, product: { title: 'pen', maker: { orders: [{ id: 4 }] } } },
              { sku: null, user: { name: 'Ada' }, product: null },
            ],
          },
        },
      },
      calls: { users: 3, default: 2, catalog: 1 },
    },
    'In pieces, which are one selection': {
      query: `query { orders_by_pk(id: 1) { user { name } ...more ... on orders { user { n: name orders_aggregate(${by}) { nodes { id } } } } } }
        fragment more on orders { user { id orders(${by}) { id } } }`,
      answer: {
        data: {
          orders_by_pk: {
            user: {
              name: 'Ada',
              id: 7,
              orders: [{ id: 1 }, { id: 4 }],
              n: 'Ada',
              orders_aggregate: { nodes: [{ id: 1 }, { id: 4 }] },
            },
          },
        },
      },
      calls: { default: 2, users: 1 },
    },
    'With variables that differ, skipped or not': {
      query: `query ($a: Filter, $b: Filter, $no: Boolean!) { orders_by_pk(id: 1) {
        a: product(filter: $a) { title } b: product(filter: $b) { title } c: product(filter: $b) @include(if: $no) { title } d: product { title }
      } }`,
      variables: { a: { max: 1 }, b: { max: 2 }, no: false },
      answer: { data: { orders_by_pk: { a: { title: 'pen 1' }, b: { title: 'pen 2' }, d: { title: 'pen' } } } },
      calls: { default: 1, catalog: 1 },
    },
    'Under one name that is a join for one type, and a field for another': {
      query: `{ orders(${by}, limit: 2) { node { ... on Product { text: brand } ... on Maker { text: motto } } either { ... on Maker { text: motto } ... on Product { text: brand sku } } } }`,
      answer: {
        data: {
          orders: [
            { node: { text: 'catalog' }, either: { text: 'catalog', sku: 'pen' } },
            { node: { text: 'Made well' }, either: { text: 'Made well' } },
          ],
        },
      },
      calls: { default: 1, catalog: 2 },
    },
    'Under one name for two types of an interface, that lead to other targets': {
      query: `{ orders(${by}, limit: 2) { node { __typename ... on Product { who: maker { name } } ... on Maker { who: likeness { title } } } } }`,
      answer: {
        data: {
          orders: [
            { node: { __typename: 'Product', who: { name: 'Ada' } } },
            { node: { __typename: 'Maker', who: { title: 'cup' } } },
          ],
        },
      },
    },
  },
});

defineScene(world, 'Relationships behind relationships', {
  metadata,
  cases: {
    'From the rows of an aggregate, through all sources, five deep': {
      query: `{ orders_aggregate(${by}, limit: 1) { nodes { user { orders_aggregate(${by}) { aggregate { count } nodes { id product {
        boss { nick wares { sku orders(${by}) { id } } }
      } } } } } } }`,
      answer: {
        data: {
          orders_aggregate: {
            nodes: [
              {
                user: {
                  orders_aggregate: {
                    aggregate: { count: 2 },
                    nodes: [
                      {
                        id: 1,
                        product: {
                          boss: {
                            nick: 'n7',
                            wares: [
                              { sku: 'ink', orders: [{ id: 3 }] },
                              { sku: 'cup', orders: [{ id: 2 }, { id: 5 }] },
                            ],
                          },
                        },
                      },
                      { id: 4, product: null },
                    ],
                  },
                },
              },
            ],
          },
        },
      },
      calls: { default: 3, users: 1, catalog: 2, people: 1 },
    },
    'From rows that a computed field answers, and from those behind these': {
      query: `{ orders_by_pk(id: 1) { neighbours { id user { name } product { sku maker { name } } items(${by}) { name order { user { id } } } } } }`,
      answer: {
        data: {
          orders_by_pk: {
            neighbours: [
              { id: 5, user: null, product: { sku: 'cup', maker: { name: 'Ada' } }, items: [] },
              {
                id: 1,
                user: { name: 'Ada' },
                product: { sku: 'pen', maker: { name: 'Ada' } },
                items: [
                  { name: 'a', order: { user: { id: 7 } } },
                  { name: 'b', order: { user: { id: 7 } } },
                ],
              },
            ],
          },
        },
      },
      calls: { default: 1, users: 2, catalog: 1 },
    },
    'From rows that a function answers': {
      query: `{ orders_from(args: {wanted: "us"}, ${by}) { id user { name orders(limit: 1, ${by}) { id } } product { title } } }`,
      answer: {
        data: {
          orders_from: [
            { id: 2, user: { name: 'Bob', orders: [{ id: 2 }] }, product: { title: 'cup' } },
            { id: 4, user: { name: 'Ada', orders: [{ id: 1 }] }, product: null },
          ],
        },
      },
      calls: { default: 2, users: 1, catalog: 1 },
    },
    'From objects of the same database, one call for all of them': {
      query: `{ items(${by}) { name order { user { name } logins(limit: 1, ${by}) { id } product { title } } } }`,
      answer: {
        data: {
          items: [
            { name: 'a', order: { user: { name: 'Ada' }, logins: [{ id: 1 }], product: { title: 'pen' } } },
            { name: 'b', order: { user: { name: 'Ada' }, logins: [{ id: 1 }], product: { title: 'pen' } } },
            { name: 'c', order: { user: { name: 'Bob' }, logins: [{ id: 4 }], product: { title: 'cup' } } },
          ],
        },
      },
      calls: { default: 1, users: 1, catalog: 1 },
    },
    'From objects in lists of lists that an action answers': {
      query: `{ carts { orderId order { id user { name } } lines { sku orders(${by}) { id product { title } } orders_aggregate { aggregate { count } } buyer { userId user { name } } } } }`,
      answer: {
        data: {
          carts: [
            [
              {
                orderId: 1,
                order: { id: 1, user: { name: 'Ada' } },
                lines: [
                  {
                    sku: 'cup',
                    orders: [
                      { id: 2, product: { title: 'cup' } },
                      { id: 5, product: { title: 'cup' } },
                    ],
                    orders_aggregate: { aggregate: { count: 2 } },
                    buyer: { userId: 8, user: { name: 'Bob' } },
                  },
                  { sku: null, orders: null, orders_aggregate: null, buyer: null },
                ],
              },
              { orderId: 77, order: null, lines: [] },
            ],
            null,
          ],
        },
      },
      calls: { actions: 1, default: 1, users: 2, catalog: 1 },
    },
    'From one object that an action answers': {
      query: '{ cart { order { id items(order_by: [{id: asc}]) { name } } lines { orders { id } } } }',
      answer: {
        data: { cart: { order: { id: 1, items: [{ name: 'a' }, { name: 'b' }] }, lines: [] } },
      },
      calls: { actions: 1, default: 1 },
    },
    'From lists in what a remote schema answers to a join': {
      query: `{ orders_by_pk(id: 1) { product { related { sku maker { orders(${by}) { id } } } } } }`,
      answer: {
        data: { orders_by_pk: { product: { related: [{ sku: 'cup', maker: { orders: [{ id: 2 }] } }] } } },
      },
      calls: { default: 2, catalog: 1, users: 1 },
    },
    'From what a mutation answers, with the name of each type': {
      query: `mutation { rename(sku: "pen", title: "quill") { __typename orders(${by}) { __typename user { __typename orders_aggregate { __typename nodes { __typename } } } } } }`,
      answer: {
        data: {
          rename: {
            __typename: 'Product',
            orders: [
              {
                __typename: 'orders',
                user: {
                  __typename: 'users',
                  orders_aggregate: {
                    __typename: 'orders_aggregate',
                    nodes: [{ __typename: 'orders' }, { __typename: 'orders' }],
                  },
                },
              },
            ],
          },
        },
      },
      calls: { catalog: 1, default: 2, users: 1 },
    },
  },
});

const inEurope = as('admin', { 'x-hasura-region': 'eu', 'x-hasura-user-id': '8' });

defineScene(world, 'Computed keys', {
  metadata,
  cases: {
    'A key that a function makes of the row joins, and is not in the answer': {
      query: `{ orders(${by}) { by_code { sku } } }`,
      answer: {
        data: {
          orders: [
            { by_code: { sku: 'pen' } },
            { by_code: { sku: 'cup' } },
            { by_code: { sku: 'ink' } },
            { by_code: null },
            { by_code: { sku: 'cup' } },
          ],
        },
      },
      calls: { default: 1, catalog: 1 },
    },
    'A key that a function makes of the row and the session joins': {
      query: '{ orders_by_pk(id: 1) { by_area { title } } }',
      headers: inEurope,
      answer: { data: { orders_by_pk: { by_area: { title: 'pen "eu"' } } } },
      calls: {
        default: [
          [
            `select to_json(array[to_json(coalesce(array_agg(s0.c0), '{}')), to_json(coalesce(array_agg(s0.c1), '{}'))])::text from (select t0."f0" as c0, t0."f1" as c1 from (select r.*, "public"."code_of"(r.*) as "f0", "public"."region_of"(r.*, "session" => $1::json) as "f1" from "public"."orders" r) t0 where t0."id" = $2::int4 order by t0."id" limit 1) s0`,
            ['{"x-hasura-role":"admin","x-hasura-region":"eu","x-hasura-user-id":"8"}', 1],
          ],
        ],
        catalog: [
          [
            'query RemoteJoins($v0_0_0: ID!, $v0_1_0: Filter) { _0_0: product(sku: $v0_0_0, filter: $v0_1_0) { title } }',
            { v0_0_0: 'pen', v0_1_0: { lang: 'eu' } },
          ],
        ],
      },
    },
    'It joins lists and their aggregates, and is read once however often it is used': {
      query: `{ orders_by_pk(id: 1) { area asker by_area { title } asking { name } area_users(${by}) { name } area_users_aggregate { aggregate { count } } } }`,
      headers: inEurope,
      answer: {
        data: {
          orders_by_pk: {
            area: 'eu',
            asker: 8,
            by_area: { title: 'pen "eu"' },
            asking: { name: 'Bob' },
            area_users: [{ name: 'Ada' }],
            area_users_aggregate: { aggregate: { count: 1 } },
          },
        },
      },
      calls: { default: 1, catalog: 1, users: 1 },
    },
    'It joins wherever rows are: of an object, a list, an aggregate, a function': {
      query: `{ items(limit: 1, ${by}) { order { by_area { title } } } orders_aggregate(limit: 1, ${by}) { nodes { by_area { title } } }
        orders_from(args: {wanted: "us"}, limit: 1, ${by}) { by_area { title } } users_by_pk(id: 8) { orders { by_area { title } neighbours { by_area { title } } } } }`,
      headers: inEurope,
      answer: {
        data: {
          items: [{ order: { by_area: { title: 'pen "eu"' } } }],
          orders_aggregate: { nodes: [{ by_area: { title: 'pen "eu"' } }] },
          orders_from: [{ by_area: { title: 'cup "eu"' } }],
          users_by_pk: {
            orders: [
              { by_area: { title: 'cup "eu"' }, neighbours: [{ by_area: null }, { by_area: { title: 'cup "eu"' } }] },
            ],
          },
        },
      },
    },
    'It joins rows of its own database, too': {
      query: '{ orders_by_pk(id: 2) { area area_orders(order_by: [{id: asc}]) { id } } }',
      headers: inEurope,
      answer: { data: { orders_by_pk: { area: 'eu', area_orders: [{ id: 1 }, { id: 5 }] } } },
      calls: { default: 2 },
    },
    'Without that variable of the session it is null': {
      query: '{ orders_by_pk(id: 2) { by_area { title } area_users { name } area_orders { id } } }',
      answer: { data: { orders_by_pk: { by_area: null, area_users: null, area_orders: null } } },
      calls: { default: 1 },
    },
  },
});

defineScene(world, 'Arguments that are left, and those that are not', {
  metadata,
  cases: {
    'A number is a constant of an ID, no item is a list, and a text one of a list of IDs': {
      query: '{ orders_by_pk(id: 1) { five { sku } nothing { sku } one { sku } } }',
      answer: { data: { orders_by_pk: { five: { sku: '5' }, nothing: [], one: [{ sku: 'pen' }] } } },
      calls: { default: 1, catalog: 1 },
    },
    'An argument that is given an empty list is gone, and so is one that is given a constant': {
      query: '{ orders_by_pk(id: 1) { nothing(skus: ["pen"]) { sku } one(skus: ["cup"], first: 1) { sku } } }',
      refused: ['Unknown argument "skus" on field "orders.nothing".', 'Unknown argument "skus" on field "orders.one".'],
    },
    'One key fills two places': {
      query: '{ orders_by_pk(id: 1) { twice(filter: {max: 4}) { title } } }',
      answer: { data: { orders_by_pk: { twice: { title: 'pen "pen" 4' } } } },
    },
    'An object of which all is filled is gone: nothing is left of it to give': {
      query: '{ orders_by_pk(id: 1) { whole { title } } __type(name: "orders") { fields { name args { name } } } }',
      answer: {
        data: {
          orders_by_pk: { whole: { title: 'pen "a" 1 {"size":1,"tags":["x"]}' } },
          __type: {
            fields: [
              ...['id', 'user_id', 'sku', 'region', 'total', 'cents', 'big', 'status', 'token', 'kind'].map(plain),
              ...['info', 'placed', 'tags'].map(plain),
              ...['items', 'items_aggregate'].map(list),
              plain('user'),
              ...['logins', 'logins_aggregate'].map(list),
              ...['area_users', 'area_users_aggregate', 'area_orders', 'area_orders_aggregate'].map(list),
              plain('asking'),
              ...['product', 'by_code', 'by_area'].map((name) => ({ name, args: [{ name: 'filter' }] })),
              ...['node', 'either'].map(plain),
              { name: 'five', args: [{ name: 'filter' }] },
              ...['nothing', 'one'].map((name) => ({ name, args: [{ name: 'first' }] })),
              { name: 'twice', args: [{ name: 'filter' }] },
              plain('whole'),
              ...['nested', 'both'].map((name) => ({ name, args: [{ name: 'where' }] })),
              ...['code', 'area', 'asker'].map(plain),
              list('neighbours'),
            ],
          },
        },
      },
    },
    'Objects are merged and lists joined at any depth, those of the client first': {
      query: `{ orders_by_pk(id: 1) {
        nested(where: {and: [{filter: {max: 1}}, {filter: {max: 2}}], filter: {lang: "x"}, skus: ["z"]}) { sku }
        none: nested { sku }
        both(where: {and: [{filter: {lang: "q"}}], filter: {max: 3, also: {size: 4}}}) { sku }
      } }`,
      answer: {
        data: {
          orders_by_pk: {
            nested: [
              {
                sku: '{"skus":["z"],"and":[{"filter":{"max":1}},{"filter":{"max":2}},{"skus":["pen"]}],"filter":{"lang":"x"}}',
              },
            ],
            none: [{ sku: '{"and":[{"skus":["pen"]}]}' }],
            both: [
              {
                sku: '{"skus":["pen"],"and":[{"filter":{"lang":"q"}},{"skus":["pen"]}],"filter":{"lang":"a","max":3,"also":{"size":4}}}',
              },
            ],
          },
        },
      },
    },
    'Variables of the types that are left hold what is left': {
      query: 'query ($where: Where_remote_rel_ordersboth) { orders_by_pk(id: 1) { both(where: $where) { sku } } }',
      variables: { where: { filter: { max: 9 } } },
      answer: {
        data: {
          orders_by_pk: { both: [{ sku: '{"skus":["pen"],"and":[{"skus":["pen"]}],"filter":{"lang":"a","max":9}}' }] },
        },
      },
    },
    'What is filled cannot be given: in an object, in a list of objects, and where both are of one type': {
      query: `{ orders_by_pk(id: 1) {
        a: nested(where: {and: [{skus: ["z"]}]}) { sku } b: both(where: {skus: ["z"]}) { sku } c: both(where: {filter: {lang: "z"}}) { sku }
      } }`,
      refused: [
        'Field "skus" is not defined by type "Where_remote_rel_ordersnested_2".',
        'Field "skus" is not defined by type "Where_remote_rel_ordersboth".',
        'Field "lang" is not defined by type "Filter_remote_rel_ordersboth".',
      ],
    },
    'The types of what is left have the name of the remote schema where it starts there': {
      query: '{ __type(name: "Filter_remote_rel_cataloglikewise") { inputFields { name } } }',
      answer: { data: { __type: { inputFields: [{ name: 'max' }, { name: 'also' }] } } },
    },
  },
});

function plain(name: string) {
  return { name, args: [] };
}

function list(name: string) {
  const args = ['distinct_on', 'limit', 'offset', 'order_by', 'where'].map((argument) => ({ name: argument }));
  return { name, args };
}
