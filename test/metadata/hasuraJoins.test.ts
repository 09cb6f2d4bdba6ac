/** Joins as Hasura makes them: keys, nulls, calls, arguments, cardinality and places. */
import { test } from 'node:test';
import { shopOf, startHasuraShop } from './hasuraShop.js';
import { toRemote, toSource } from './relationships.js';
import { defineScene } from './scenes.js';

const world = await startHasuraShop(test);

const orders = {
  array_relationships: [
    { name: 'items', using: { foreign_key_constraint_on: { column: 'order_id', table: 'items' } } },
  ],
  remote_relationships: [
    toSource('user', 'object', 'users', { user_id: 'id' }),
    toSource('logins', 'array', 'logins', { user_id: 'user_id' }),
    toSource('local_logins', 'array', 'logins', { user_id: 'user_id', region: 'region' }),
    toSource('login', 'object', 'logins', { user_id: 'user_id', region: 'region' }),
    toSource('sames', 'array', 'orders', { user_id: 'user_id' }, 'default'),
    toSource('mark_of', 'object', 'users', { cents: 'id' }),
    toRemote('product', ['sku'], { product: { arguments: { sku: '$sku' } } }),
    toRemote('must', ['sku'], { must: { arguments: { sku: '$sku' } } }),
    toRemote('list', ['sku'], { list: { arguments: { skus: ['$sku'] } } }),
    toRemote('shop', ['sku'], {
      shop: { arguments: { kind: 'RETAIL' }, field: { product: { arguments: { sku: '$sku' } } } },
    }),
    toRemote('closed', ['sku'], {
      shop: { arguments: { kind: 'NONE' }, field: { product: { arguments: { sku: '$sku' } } } },
    }),
    toRemote('mixed', ['sku', 'cents'], {
      find: { arguments: { where: { skus: ['$sku'], filter: { lang: 'en', max: '$cents' } } } },
    }),
    toRemote('constant', [], { shop: { arguments: { kind: 'A', open: true, size: 3, rate: 0.5 } } }),
    toRemote('name', [], { name: { arguments: {} } }),
    toRemote('kind_of', ['sku'], { kind: { arguments: { sku: '$sku' } } }),
    toRemote('stock', ['kind'], { stock: { arguments: { kind: '$kind' } } }),
    toRemote('node', ['sku'], { node: { arguments: { sku: '$sku' } } }),
    toRemote('either', ['sku'], { either: { arguments: { sku: '$sku' } } }),
    toRemote('filtered', ['sku', 'cents'], { product: { arguments: { sku: '$sku', filter: { max: '$cents' } } } }),
    toRemote('deep', ['sku'], { product: { arguments: { sku: '$sku', filter: { also: { size: 1 } } } } }),
    toRemote('coerced', ['sku'], { list: { arguments: { skus: '$sku' } } }),
    toRemote('tagged', ['tags'], { list: { arguments: { skus: '$tags' } } }),
    toRemote('whole', [], { shop: { arguments: { rate: 1 } } }),
    toRemote('any', ['sku'], { search: { arguments: { any: [{ lang: '$sku' }] } } }),
    toRemote('free', ['sku'], { product: { arguments: {} } }),
    toRemote('person', ['user_id'], { person: { arguments: { id: '$user_id' } } }, 'people'),
  ],
};

const metadata = shopOf({
  orders,
  people_users: {
    array_relationships: [
      {
        name: 'reports',
        using: { manual_configuration: { remote_table: 'users', column_mapping: { id: 'manager_id' } } },
      },
    ],
    remote_relationships: [
      toSource('orders', 'array', 'orders', { id: 'user_id' }, 'default'),
      toSource('order', 'object', 'orders', { id: 'id' }, 'default'),
      toSource('first_order', 'object', 'orders', { id: 'user_id' }, 'default'),
    ],
  },
  catalog: {
    remote_relationships: [
      {
        type_name: 'Product',
        relationships: [
          toSource('maker', 'object', 'users', { makerId: 'id' }),
          toSource('orders', 'array', 'orders', { sku: 'sku' }, 'default'),
          toRemote('boss', ['makerId'], { person: { arguments: { id: '$makerId' } } }, 'people'),
          toRemote('again', ['sku'], { product: { arguments: { sku: '$sku' } } }),
        ],
      },
      { type_name: 'Maker', relationships: [toSource('user', 'object', 'users', { makerId: 'id' })] },
    ],
  },
  people: {
    remote_relationships: [
      {
        type_name: 'Person',
        relationships: [
          toRemote('product', ['sku'], { product: { arguments: { sku: '$sku' } } }),
          toRemote('wares', ['skus'], { list: { arguments: { skus: '$skus' } } }),
          toSource('user', 'object', 'users', { id: 'id' }),
        ],
      },
    ],
  },
  more: {
    actions: [
      {
        name: 'signUp',
        definition: {
          type: 'mutation',
          handler: '{{ACTIONS_URL}}',
          arguments: [{ name: 'name', type: 'String!' }],
          output_type: 'SignedUp',
        },
      },
      { name: 'everyone', definition: { type: 'query', handler: '{{ACTIONS_URL}}', output_type: '[SignedUp!]!' } },
      { name: 'refuse', definition: { type: 'query', handler: '{{ACTIONS_URL}}', output_type: 'SignedUp' } },
    ],
    custom_types: {
      objects: [
        {
          name: 'SignedUp',
          fields: [
            { name: 'userId', type: 'Int' },
            { name: 'token', type: 'String' },
            { name: 'nested', type: 'Nested' },
          ],
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
        {
          name: 'Nested',
          fields: [{ name: 'orderId', type: 'Int' }],
          relationships: [{ name: 'order', type: 'object', remote_table: 'orders', field_mapping: { orderId: 'id' } }],
        },
      ],
    },
  },
});

const by = 'order_by: [{id: asc}]';

defineScene(world, 'Keys of joins', {
  metadata,
  cases: {
    'Only distinct keys are sent, once, and none that is null': {
      query: `{ orders(${by}) { user { name } } }`,
      answer: {
        data: {
          orders: [
            { user: { name: 'Ada' } },
            { user: { name: 'Bob' } },
            { user: null },
            { user: { name: 'Ada' } },
            { user: null },
          ],
        },
      },
      calls: { default: 1, users: 1 },
    },
    'A key that is selected under another name joins nevertheless': {
      query: '{ orders_by_pk(id: 1) { mine: user_id user { name } user_id } }',
      answer: { data: { orders_by_pk: { mine: 7, user: { name: 'Ada' }, user_id: 7 } } },
    },
    'A key that is not selected is not in the answer': {
      query: '{ orders_by_pk(id: 1) { user { name } } }',
      answer: { data: { orders_by_pk: { user: { name: 'Ada' } } } },
    },
    'Another field under the name of the key does not disturb the join': {
      query: '{ orders_by_pk(id: 1) { user_id: sku user { name } } }',
      answer: { data: { orders_by_pk: { user_id: 'pen', user: { name: 'Ada' } } } },
    },
    'A key of a remote schema that is selected under another name joins nevertheless': {
      query: '{ product(sku: "pen") { m: makerId sku: title maker { name } orders { id } } }',
      answer: { data: { product: { m: 7, sku: 'pen', maker: { name: 'Ada' }, orders: [{ id: 1 }] } } },
    },
    'An int joins a bigint, and a text': {
      query: '{ orders_by_pk(id: 1) { user { id } } users_by_pk(id: 7) { orders(order_by: {id: asc}) { id } } }',
      answer: { data: { orders_by_pk: { user: { id: 7 } }, users_by_pk: { orders: [{ id: 1 }, { id: 4 }] } } },
    },
    'A key of several columns matches where all of them do': {
      query: `{ orders(${by}) { id local_logins(${by}) { id } } }`,
      answer: {
        data: {
          orders: [
            { id: 1, local_logins: [{ id: 1 }, { id: 3 }] },
            { id: 2, local_logins: [{ id: 4 }] },
            { id: 3, local_logins: null },
            { id: 4, local_logins: [{ id: 2 }] },
            { id: 5, local_logins: [] },
          ],
        },
      },
      calls: { default: 1, users: 1 },
    },
    'Keys of two kinds are told apart, and each is sent as its type says': {
      query: '{ orders_by_pk(id: 1) { mixed { sku } } }',
      answer: {
        data: { orders_by_pk: { mixed: [{ sku: '{"skus":["pen"],"filter":{"lang":"en","max":150}}' }] } },
      },
      calls: { default: 1, catalog: 1 },
    },
  },
});

defineScene(world, 'Nulls', {
  metadata,
  cases: {
    'A null key makes an object null': {
      query: '{ orders_by_pk(id: 3) { user { name } } }',
      answer: { data: { orders_by_pk: { user: null } } },
      calls: { default: 1 },
    },
    'A null key makes a list null, not empty': {
      query: '{ orders_by_pk(id: 3) { logins { id } } }',
      answer: { data: { orders_by_pk: { logins: null } } },
      calls: { default: 1 },
    },
    'A null key makes the aggregate of a list null': {
      query: '{ orders_by_pk(id: 3) { logins_aggregate { aggregate { count } } } }',
      answer: { data: { orders_by_pk: { logins_aggregate: null } } },
      calls: { default: 1 },
    },
    'Any null in a key of several columns is enough': {
      query: '{ orders_by_pk(id: 3) { local_logins { id } login { id } } }',
      answer: { data: { orders_by_pk: { local_logins: null, login: null } } },
      calls: { default: 1 },
    },
    'A null key of one relationship leaves its siblings alone': {
      query: '{ orders_by_pk(id: 4) { product { sku } user { name } } }',
      answer: { data: { orders_by_pk: { product: null, user: { name: 'Ada' } } } },
      calls: { default: 1, users: 1 },
    },
    'A null key makes a remote field null, and a list of one': {
      query: '{ orders_by_pk(id: 4) { product { sku } list { sku } kind_of } }',
      answer: { data: { orders_by_pk: { product: null, list: null, kind_of: null } } },
      calls: { default: 1 },
    },
    'A remote field that is never null upstream is null without a key': {
      query: '{ orders_by_pk(id: 4) { must { sku } } }',
      answer: { data: { orders_by_pk: { must: null } } },
    },
    'A parent that is null stays null, and nothing is joined': {
      query: '{ orders_by_pk(id: 77) { user { name } } product(sku: "gone") { maker { name } } }',
      answer: { data: { orders_by_pk: null, product: null } },
      calls: { default: 1, catalog: 1 },
    },
    'A null key of a remote type is null': {
      query: '{ product(sku: "ink") { maker { name } boss { nick } } }',
      answer: { data: { product: { maker: null, boss: null } } },
      calls: { catalog: 1 },
    },
    'A null in the middle of a path is null, where Hasura fails': {
      query: '{ orders_by_pk(id: 1) { closed { sku } } }',
      answer: { data: { orders_by_pk: { closed: null } } },
    },
    'A relationship of a table to one of its own database has the same nulls': {
      query: '{ orders_by_pk(id: 3) { sames { id } sames_aggregate { aggregate { count } } } }',
      answer: { data: { orders_by_pk: { sames: null, sames_aggregate: null } } },
      calls: { default: 1 },
    },
    'A null field of an action makes its relationships null': {
      query: '{ everyone { user { name } logins { id } } }',
      answer: {
        data: {
          everyone: [
            { user: { name: 'Ada' }, logins: [{ id: 1 }, { id: 2 }, { id: 3 }] },
            { user: null, logins: null },
            { user: { name: 'Bob' }, logins: [{ id: 4 }] },
          ],
        },
      },
      calls: { actions: 1, users: 1 },
    },
  },
});

defineScene(world, 'Calls', {
  metadata,
  cases: {
    'Two relationships to one remote schema are one call': {
      query: `{ orders(${by}) { product { sku } kind_of list { sku } } }`,
      answer: {
        data: {
          orders: [
            { product: { sku: 'pen' }, kind_of: 'NEW', list: [{ sku: 'pen' }] },
            { product: { sku: 'cup' }, kind_of: 'OLD', list: [{ sku: 'cup' }] },
            { product: { sku: 'ink' }, kind_of: 'OLD', list: [{ sku: 'ink' }] },
            { product: null, kind_of: null, list: null },
            { product: { sku: 'cup' }, kind_of: 'OLD', list: [{ sku: 'cup' }] },
          ],
        },
      },
      calls: { default: 1, catalog: 1 },
    },
    'One relationship with other arguments or selections is right for each': {
      query: `{ orders_by_pk(id: 1) { a: product { title } b: product { title(upper: true) } c: product(filter: {lang: "de"}) { title } } }`,
      answer: { data: { orders_by_pk: { a: { title: 'pen' }, b: { title: 'PEN' }, c: { title: 'pen "de"' } } } },
      calls: { default: 1, catalog: 1 },
    },
    'Two relationships to one database are one call': {
      query: '{ orders_by_pk(id: 1) { user { name } logins(limit: 1) { id } login { id } } }',
      answer: { data: { orders_by_pk: { user: { name: 'Ada' }, logins: [{ id: 1 }], login: { id: 1 } } } },
      calls: { default: 1, users: 1 },
    },
    'Joins of joined data are further calls, whatever their depth': {
      query:
        '{ users_by_pk(id: 7) { orders(order_by: {id: asc}) { product { boss { user { reports { name } } } } } } }',
      answer: {
        data: {
          users_by_pk: {
            orders: [
              { product: { boss: { user: { reports: [{ name: 'Bob' }, { name: 'Eve' }] } } } },
              { product: null },
            ],
          },
        },
      },
      calls: { users: 2, default: 1, catalog: 1, people: 1 },
    },
    'Variables of the client stay variables, and keys are variables, too': {
      query: 'query ($filter: Filter) { orders_by_pk(id: 1) { product(filter: $filter) { title } } }',
      variables: { filter: { max: 2 } },
      answer: { data: { orders_by_pk: { product: { title: 'pen 2' } } } },
    },
    'Fragments and aliases are as if they were not there': {
      query: `query { orders_by_pk(id: 1) { ...f ... on orders { b: user { ...u } } } }
        fragment f on orders { a: user { id } } fragment u on users { name }`,
      answer: { data: { orders_by_pk: { a: { id: 7 }, b: { name: 'Ada' } } } },
    },
    'Skipped relationships are not joined': {
      query: 'query ($yes: Boolean!) { orders_by_pk(id: 1) { id user @skip(if: $yes) { id } } }',
      variables: { yes: true },
      answer: { data: { orders_by_pk: { id: 1 } } },
      calls: { default: 1 },
    },
  },
});

defineScene(world, 'Remote fields', {
  metadata,
  cases: {
    'Constants of all kinds are sent as their types say': {
      query: '{ orders_by_pk(id: 1) { constant { kind } } }',
      answer: { data: { orders_by_pk: { constant: { kind: 'A/true/3/0.5' } } } },
    },
    'A relationship of constants alone is one call for all rows': {
      query: '{ orders { name } }',
      answer: { data: { orders: Array.from({ length: 5 }, () => ({ name: 'catalog' })) } },
      calls: { default: 1, catalog: 1 },
    },
    'A key in a list of one element is a list': {
      query: '{ orders_by_pk(id: 1) { list { sku } } }',
      answer: { data: { orders_by_pk: { list: [{ sku: 'pen' }] } } },
    },
    'A key that is given for a list is a list of one': {
      query: '{ orders_by_pk(id: 1) { coerced { sku } } }',
      answer: { data: { orders_by_pk: { coerced: [{ sku: 'pen' }] } } },
    },
    'A list of a remote schema is given for a list as it is': {
      query: '{ person(id: 1) { wares { sku } few: wares(first: 1) { sku } } }',
      answer: { data: { person: { wares: [{ sku: 'ink' }, { sku: 'cup' }], few: [{ sku: 'ink' }] } } },
    },
    'An array of a database is given for a list as it is': {
      query: `{ orders(${by}, limit: 2) { tagged { sku } tags } }`,
      answer: {
        data: {
          orders: [
            { tagged: [{ sku: 'a' }, { sku: 'b' }], tags: ['a', 'b'] },
            { tagged: null, tags: null },
          ],
        },
      },
      calls: { default: 1, catalog: 1 },
    },
    'A whole number is taken for a Float, which Hasura refuses': {
      query: '{ orders_by_pk(id: 1) { whole { kind } } }',
      answer: { data: { orders_by_pk: { whole: { kind: '1' } } } },
    },
    'A path goes through fields, with arguments on each level': {
      query: '{ orders_by_pk(id: 1) { shop { title } } }',
      answer: { data: { orders_by_pk: { shop: { title: 'pen "RETAIL"' } } } },
    },
    'Only the last field of a path takes arguments of the client': {
      query: '{ orders_by_pk(id: 1) { shop(filter: {max: 1}) { title } } }',
      answer: { data: { orders_by_pk: { shop: { title: 'pen "RETAIL" 1' } } } },
    },
    'An enum is answered by name': {
      query: '{ orders_by_pk(id: 1) { kind_of } }',
      answer: { data: { orders_by_pk: { kind_of: 'NEW' } } },
    },
    'A key fills an enum, which Hasura cannot': {
      query: '{ orders_by_pk(id: 2) { stock } }',
      answer: { data: { orders_by_pk: { stock: 4 } } },
    },
    'An interface is answered, with joins on the types that it is': {
      query: `{ orders(${by}, limit: 2) { node { __typename sku ... on Product { maker { name } } ... on Maker { founded user { name } } } } }`,
      answer: {
        data: {
          orders: [
            { node: { __typename: 'Product', sku: 'pen', maker: { name: 'Ada' } } },
            { node: { __typename: 'Maker', sku: 'cup', founded: 1999, user: { name: 'Bob' } } },
          ],
        },
      },
    },
    'A union is answered, and no name of a type is in the answer that was not asked for': {
      query: `{ orders(${by}, limit: 2) { either { ... on Product { maker { name } } ... on Maker { user { name } } } } }`,
      answer: {
        data: {
          orders: [{ either: { maker: { name: 'Ada' } } }, { either: { user: { name: 'Bob' } } }],
        },
      },
    },
    'An object that is filled in part is left to the client without what is filled': {
      query: '{ orders_by_pk(id: 1) { filtered(filter: {lang: "fr"}) { title } } }',
      answer: { data: { orders_by_pk: { filtered: { title: 'pen "fr" 150' } } } },
    },
    'What is filled of an object cannot be given': {
      query: '{ orders_by_pk(id: 1) { filtered(filter: {max: 1}) { title } } }',
      refused: ['Field "max" is not defined by type "Filter_remote_rel_ordersfiltered".'],
    },
    'Objects are merged at any depth': {
      query: '{ orders_by_pk(id: 1) { deep(filter: {lang: "fr", also: {tags: ["x"]}}) { title } } }',
      answer: { data: { orders_by_pk: { deep: { title: 'pen "fr" {"size":1,"tags":["x"]}' } } } },
    },
    'Of a list of objects those of the client come first, without what is filled': {
      query: '{ orders_by_pk(id: 1) { any(any: [{max: 1}, {max: 2}]) { sku } none: any { sku } } }',
      answer: {
        data: {
          orders_by_pk: {
            any: [{ sku: '[{"max":1},{"max":2},{"lang":"pen"}]' }],
            none: [{ sku: '[{"lang":"pen"}]' }],
          },
        },
      },
    },
    'What is filled of an object in a list cannot be given': {
      query: '{ orders_by_pk(id: 1) { any(any: [{lang: "fr"}]) { sku } } }',
      refused: ['Field "lang" is not defined by type "Filter_remote_rel_ordersany".'],
    },
    'The types of what is left of objects have names of the table, the relationship and the type': {
      query:
        '{ a: __type(name: "Filter_remote_rel_ordersdeep") { inputFields { name type { name } } } b: __type(name: "Also_remote_rel_ordersdeep") { inputFields { name } } }',
      answer: {
        data: {
          a: {
            inputFields: [
              { name: 'lang', type: { name: 'String' } },
              { name: 'max', type: { name: 'Int' } },
              { name: 'also', type: { name: 'Also_remote_rel_ordersdeep' } },
            ],
          },
          b: { inputFields: [{ name: 'tags' }] },
        },
      },
    },
    'An argument that is filled is gone': {
      query: '{ orders_by_pk(id: 1) { product(sku: "cup") { sku } } }',
      refused: ['Unknown argument "sku" on field "orders.product".'],
    },
    'A required argument that nobody fills is left to the client': {
      query: '{ orders_by_pk(id: 1) { free(sku: "cup") { sku } } }',
      answer: { data: { orders_by_pk: { free: { sku: 'cup' } } } },
    },
    'Relationships of a remote type to its own and to another remote schema': {
      query: '{ product(sku: "pen") { again { title again { sku } } boss { nick product { sku } } } }',
      answer: {
        data: {
          product: { again: { title: 'pen', again: { sku: 'pen' } }, boss: { nick: 'n7', product: { sku: 'pen' } } },
        },
      },
    },
    'Lists of remote objects are joined element by element': {
      query: '{ product(sku: "pen") { related { sku maker { name } } } }',
      answer: { data: { product: { related: [{ sku: 'cup', maker: { name: 'Bob' } }] } } },
      calls: { catalog: 1, users: 1 },
    },
    'The name of a joined type is the name that it has here': {
      query: '{ orders_by_pk(id: 1) { __typename product { __typename } user { __typename } } }',
      answer: {
        data: {
          orders_by_pk: { __typename: 'orders', product: { __typename: 'Product' }, user: { __typename: 'users' } },
        },
      },
    },
  },
});

defineScene(world, 'Rows', {
  metadata,
  cases: {
    'No match of an object is null, of a list an empty one': {
      query:
        '{ orders_by_pk(id: 5) { user { id } logins { id } logins_aggregate { aggregate { count max { id } } nodes { id } } } }',
      answer: {
        data: {
          orders_by_pk: {
            user: null,
            logins: [],
            logins_aggregate: { aggregate: { count: 0, max: { id: null } }, nodes: [] },
          },
        },
      },
      calls: { default: 1, users: 1 },
    },
    'Several matches of an object are the first by primary key': {
      query: '{ users_by_pk(id: 7) { first_order { id } } orders_by_pk(id: 1) { login { id } } }',
      answer: { data: { users_by_pk: { first_order: { id: 1 } }, orders_by_pk: { login: { id: 1 } } } },
    },
    'Order, limit and offset hold for each parent': {
      query: `{ orders(${by}) { logins(order_by: {seconds: desc}, limit: 1, offset: 1) { seconds } } }`,
      answer: {
        data: {
          orders: [
            { logins: [{ seconds: 20 }] },
            { logins: [] },
            { logins: null },
            { logins: [{ seconds: 20 }] },
            { logins: [] },
          ],
        },
      },
      calls: { default: 1, users: 1 },
    },
    'Conditions and distinct_on hold for each parent': {
      query: `{ orders_by_pk(id: 1) {
        logins(where: {seconds: {_gt: 5}}, distinct_on: [region], order_by: [{region: asc}, {seconds: desc}]) { region seconds }
      } }`,
      answer: {
        data: {
          orders_by_pk: {
            logins: [
              { region: 'eu', seconds: 30 },
              { region: 'us', seconds: 20 },
            ],
          },
        },
      },
    },
    'An object takes no arguments': {
      query: '{ orders_by_pk(id: 1) { user(where: {}) { id } } }',
      refused: ['Unknown argument "where" on field "orders.user".'],
    },
    'Aggregates of another database have all functions, and the rows beside': {
      query: `{ users_by_pk(id: 7) { orders_aggregate(where: {status: {_eq: OPEN}}, order_by: {id: desc}) {
        aggregate { count c: count(columns: [sku], distinct: true) sum { cents total } avg { cents } min { placed cents } max { total big }
          stddev { cents } stddev_pop { cents } stddev_samp { cents } variance { cents } var_pop { cents } var_samp { cents } }
        nodes { id product { sku } }
      } } }`,
      answer: {
        data: {
          users_by_pk: {
            orders_aggregate: {
              aggregate: {
                count: 2,
                c: 1,
                sum: { cents: 550, total: 5.5 },
                avg: { cents: 275 },
                min: { placed: '2024-01-02', cents: 150 },
                max: { total: 4, big: '9007199254740993' },
                stddev: { cents: 176.776695296637 },
                stddev_pop: { cents: 125 },
                stddev_samp: { cents: 176.776695296637 },
                variance: { cents: 31250 },
                var_pop: { cents: 15625 },
                var_samp: { cents: 31250 },
              },
              nodes: [
                { id: 4, product: null },
                { id: 1, product: { sku: 'pen' } },
              ],
            },
          },
        },
      },
      calls: { users: 1, default: 1, catalog: 1 },
    },
    'The limit of the client narrows an aggregate and its rows': {
      query:
        '{ orders_by_pk(id: 1) { logins_aggregate(limit: 2, order_by: {id: asc}) { aggregate { count sum { seconds } } nodes { id } } } }',
      answer: {
        data: {
          orders_by_pk: {
            logins_aggregate: { aggregate: { count: 2, sum: { seconds: 30 } }, nodes: [{ id: 1 }, { id: 2 }] },
          },
        },
      },
    },
    'Remote relationships are in no condition and no order': {
      query: '{ orders(where: {user: {name: {_eq: "Ada"}}}) { id } b: orders(order_by: {user: {name: asc}}) { id } }',
      refused: [
        'Field "user" is not defined by type "orders_bool_exp".',
        'Field "user" is not defined by type "orders_order_by".',
      ],
    },
    'Remote relationships are in no aggregate of the parent': {
      query: '{ orders_aggregate { aggregate { max { user } } } }',
      refused: ['Cannot query field "user" on type "orders_max_fields".'],
    },
    'Fields come in the order of the selection': {
      query: '{ orders_by_pk(id: 1) { product { title sku } user { name id } cents id } }',
      answer: {
        data: {
          orders_by_pk: { product: { title: 'pen', sku: 'pen' }, user: { name: 'Ada', id: 7 }, cents: 150, id: 1 },
        },
      },
    },
  },
});

defineScene(world, 'Places of joins', {
  metadata,
  cases: {
    'Rows of an aggregate are joined': {
      query: '{ orders_aggregate(where: {id: {_eq: 1}}) { aggregate { count } nodes { user { name } } } }',
      answer: { data: { orders_aggregate: { aggregate: { count: 1 }, nodes: [{ user: { name: 'Ada' } }] } } },
      calls: { default: 1, users: 1 },
    },
    'Rows of a relationship of the same database are joined': {
      query: '{ users_by_pk(id: 7) { reports(order_by: {id: asc}) { id first_order { id } } } }',
      answer: {
        data: {
          users_by_pk: {
            reports: [
              { id: 8, first_order: { id: 2 } },
              { id: 9, first_order: null },
            ],
          },
        },
      },
      calls: { users: 1, default: 1 },
    },
    'What a mutation of a remote schema answers is joined': {
      query: 'mutation { rename(sku: "pen", title: "quill") { title maker { name } orders { id } } }',
      answer: { data: { rename: { title: 'quill', maker: { name: 'Ada' }, orders: [{ id: 1 }] } } },
    },
    'What an action answers is joined, with the joins of that': {
      query: 'mutation { signUp(name: "ada") { token user { name order { id } } logins(limit: 1) { id } } }',
      answer: {
        data: { signUp: { token: 't-ada', user: { name: 'Ada', order: null }, logins: [{ id: 1 }] } },
      },
    },
    'Objects within what an action answers are joined': {
      query: 'mutation { signUp(name: "ada") { nested { order { id product { title } } } } }',
      answer: { data: { signUp: { nested: { order: { id: 1, product: { title: 'pen' } } } } } },
    },
    'A list of an action has aggregates': {
      query: 'mutation { signUp(name: "ada") { logins_aggregate { aggregate { count sum { seconds } } } } }',
      answer: { data: { signUp: { logins_aggregate: { aggregate: { count: 3, sum: { seconds: 60 } } } } } },
    },
  },
});

defineScene(world, 'Faults', {
  metadata,
  cases: {
    'A remote schema that fails leaves the rest of the answer, where Hasura gives nothing': {
      query: '{ product(sku: "pen") { sku maker { name } } b: product(sku: "bad") { sku maker { name } } }',
      answer: {
        data: { product: { sku: 'pen', maker: { name: 'Ada' } }, b: null },
        errors: [
          {
            message: 'Field "Query.product" has no value: The remote schema answered with an error for this field.',
            path: ['b'],
            code: 'SOURCE_ERROR',
          },
        ],
      },
    },
    'A refusal of an action is its message and code': {
      query: '{ refuse { token } }',
      answer: { data: { refuse: null }, errors: [{ message: 'Not today.', path: ['refuse'], code: 'closed' }] },
    },
  },
});
