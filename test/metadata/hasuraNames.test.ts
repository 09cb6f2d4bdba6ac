/** Names, comments and headers as Hasura has them: of remote schemas, tables and columns, and the encodings of relationships. */
import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { hosts } from '../support/hosts.js';
import { shopOf, startHasuraShop } from './hasuraShop.js';
import { toHost } from './hasuraWorld.js';
import { toRemote, toSource } from './relationships.js';
import { as, defineScene } from './scenes.js';

const world = await startHasuraShop(test);

const undescribed = (name: string) => ({ name, description: null });

defineScene(world, 'A remote schema with other names', {
  metadata: shopOf({
    orders: {
      remote_relationships: [toRemote('product', ['sku'], { product: { arguments: { sku: '$sku' } } })],
    },
    catalogDefinition: {
      customization: {
        type_names: { prefix: 'Cat', suffix: '_', mapping: { Kind: 'Sort' } },
        field_names: [
          { parent_type: 'Query', prefix: 'cat_', suffix: '_q', mapping: { product: 'ware' } },
          { parent_type: 'Mutation', prefix: 'cat_' },
          { parent_type: 'Product', mapping: { makerId: 'maker_id', sku: 'code' } },
          { parent_type: 'Maker', mapping: { sku: 'code' } },
          { parent_type: 'Node', mapping: { sku: 'code' } },
        ],
      },
    },
    catalog: {
      remote_relationships: [
        {
          type_name: 'Product',
          relationships: [toSource('maker', 'object', 'users', { makerId: 'id' })],
        },
      ],
    },
  }),
  cases: {
    'A mapping wins over a prefix': {
      query: '{ ware(sku: "pen") { code } }',
      answer: { data: { ware: { code: 'pen' } } },
    },
    'Prefix and suffix of root fields': {
      query: '{ cat_kind_q(sku: "pen") }',
      answer: { data: { cat_kind_q: 'NEW' } },
    },
    'Mutations have names of their own': {
      query: 'mutation { cat_rename(sku: "pen", title: "x") { title } }',
      answer: { data: { cat_rename: { title: 'x' } } },
    },
    'Types have prefix and suffix, but for roots and built-in scalars': {
      query:
        '{ ware(sku: "pen") { __typename } __type(name: "CatProduct_") { fields { name type { name kind } } } q: __typename }',
      answer: {
        data: {
          ware: { __typename: 'CatProduct_' },
          __type: {
            fields: [
              { name: 'code', type: { name: null, kind: 'NON_NULL' } },
              { name: 'title', type: { name: 'String', kind: 'SCALAR' } },
              { name: 'maker_id', type: { name: 'Int', kind: 'SCALAR' } },
              { name: 'related', type: { name: null, kind: 'NON_NULL' } },
              { name: 'maker', type: { name: 'users', kind: 'OBJECT' } },
            ],
          },
          q: 'Query',
        },
      },
    },
    'A type that is mapped has that name': {
      query: '{ __type(name: "Sort") { enumValues { name description } } }',
      answer: {
        data: {
          __type: {
            enumValues: [
              { name: 'NEW', description: 'A new one' },
              { name: 'OLD', description: null },
            ],
          },
        },
      },
    },
    'Enums, inputs and variables of types with other names': {
      query: 'query ($f: CatFilter_, $k: Sort!) { ware(sku: "pen", filter: $f) { title } cat_stock_q(kind: $k) }',
      variables: { f: { lang: 'en' }, k: 'OLD' },
      answer: { data: { ware: { title: 'pen "en"' }, cat_stock_q: 4 } },
    },
    'Interfaces and unions of types with other names': {
      query: `{ a: cat_node_q(sku: "cup") { code ... on CatMaker_ { founded } } b: cat_either_q(sku: "pen") { __typename ... on CatProduct_ { code } } }`,
      answer: { data: { a: { code: 'cup', founded: 1999 }, b: { __typename: 'CatProduct_', code: 'pen' } } },
    },
    'Relationships to it name what it has upstream': {
      query: '{ orders_by_pk(id: 1) { product { code maker_id } } }',
      answer: { data: { orders_by_pk: { product: { code: 'pen', maker_id: 7 } } } },
    },
    'Relationships from it name what it has upstream': {
      query: '{ ware(sku: "pen") { maker { name } } }',
      answer: { data: { ware: { maker: { name: 'Ada' } } } },
    },
    'Descriptions come along, and reasons why something is deprecated': {
      query: `{ a: __type(name: "CatProduct_") { description fields(includeDeprecated: true) { name description deprecationReason } }
        b: __type(name: "CatFilter_") { inputFields { name description } } c: __type(name: "orders") { fields { name description } } }`,
      answer: {
        data: {
          a: {
            description: 'What is sold',
            fields: [
              { name: 'code', description: null, deprecationReason: null },
              { name: 'title', description: 'Its title', deprecationReason: null },
              { name: 'maker_id', description: null, deprecationReason: null },
              { name: 'old', description: null, deprecationReason: 'Gone' },
              { name: 'related', description: null, deprecationReason: null },
              { name: 'maker', description: null, deprecationReason: null },
            ],
          },
          b: {
            inputFields: [
              { name: 'lang', description: 'A tongue' },
              { name: 'max', description: null },
              { name: 'also', description: null },
            ],
          },
          c: {
            fields: [
              ...['id', 'user_id', 'sku', 'region'].map((name) => ({ name, description: null })),
              { name: 'total', description: 'In euros' },
              ...['cents', 'big', 'status', 'token', 'kind', 'info', 'placed', 'tags'].map((name) => ({
                name,
                description: null,
              })),
              { name: 'product', description: 'What is sold' },
            ],
          },
        },
      },
    },
  },
});

const named = shopOf({
  default: { customization: { root_fields: { prefix: 'a_', suffix: '_z' }, type_names: { prefix: 'T', suffix: 'X' } } },
  users: {
    customization: { naming_convention: 'graphql-default', root_fields: { prefix: 'u' }, type_names: { prefix: 'U' } },
  },
  orders: {
    configuration: {
      custom_name: 'Order',
      comment: 'An order',
      column_config: { sku: { custom_name: 'productSku', comment: 'Of what' }, total: {} },
      custom_column_names: { region: 'area' },
      custom_root_fields: {
        select: { name: 'orderList', comment: 'Some' },
        select_by_pk: 'oneOrder',
        select_aggregate: { name: 'orderSums', comment: 'Sums' },
      },
    },
    object_relationships: [
      {
        name: 'place',
        using: {
          manual_configuration: { remote_table: { schema: 'stock', name: 'places' }, column_mapping: { sku: 'sku' } },
        },
      },
    ],
    array_relationships: [
      {
        name: 'items',
        using: { foreign_key_constraint_on: { columns: ['order_id'], table: 'items' } },
        comment: 'Its items',
      },
    ],
    remote_relationships: [toSource('log_ins', 'array', 'logins', { user_id: 'user_id', region: 'region' })],
  },
  items: { object_relationships: [{ name: 'order', using: { foreign_key_constraint_on: ['order_id'] } }] },
  moreTables: [{ table: { schema: 'stock', name: 'places' } }, { table: 'open_orders' }],
  people_users: {
    configuration: { column_config: { manager_id: { custom_name: 'boss' } } },
    array_relationships: [
      { name: 'staff_of', using: { foreign_key_constraint_on: { column: 'manager_id', table: 'users' } } },
    ],
    remote_relationships: [toSource('orders_of', 'array', 'orders', { manager_id: 'user_id' }, 'default')],
  },
});

defineScene(world, 'Tables with other names', {
  metadata: named,
  cases: {
    'Custom root fields have prefix and suffix, too': {
      query: '{ a_orderList_z(limit: 1) { id } a_oneOrder_z(id: 1) { id } a_orderSums_z { aggregate { count } } }',
      answer: {
        data: { a_orderList_z: [{ id: 1 }], a_oneOrder_z: { id: 1 }, a_orderSums_z: { aggregate: { count: 5 } } },
      },
    },
    'A custom name is that of the type and all that comes with it': {
      query: `query ($w: TOrder_bool_expX, $o: [TOrder_order_byX!], $d: [TOrder_select_columnX!]) {
        a_orderList_z(where: $w, order_by: $o, distinct_on: $d) { __typename id } }`,
      variables: { w: { productSku: { _eq: 'cup' } }, o: [{ productSku: 'asc' }, { id: 'desc' }], d: ['productSku'] },
      answer: { data: { a_orderList_z: [{ __typename: 'TOrderX', id: 5 }] } },
    },
    'Aggregates have their names by the type': {
      query: `{ a_orderSums_z { __typename aggregate { __typename max { __typename productSku area } var_pop { __typename cents } } } }`,
      answer: {
        data: {
          a_orderSums_z: {
            __typename: 'TOrder_aggregateX',
            aggregate: {
              __typename: 'TOrder_aggregate_fieldsX',
              max: { __typename: 'TOrder_max_fieldsX', productSku: 'pen', area: 'us' },
              var_pop: { __typename: 'TOrder_var_pop_fieldsX', cents: 455600 },
            },
          },
        },
      },
    },
    'Columns have their custom names, of both forms': {
      query: '{ a_oneOrder_z(id: 1) { productSku area } }',
      answer: { data: { a_oneOrder_z: { productSku: 'pen', area: 'eu' } } },
    },
    'Relationships name columns as the database does': {
      query:
        '{ a_oneOrder_z(id: 1) { log_ins(orderBy: {id: ASC}) { seconds } logInsAggregate { aggregate { count } } place { free_space } } }',
      answer: {
        data: {
          a_oneOrder_z: {
            log_ins: [{ seconds: 10 }, { seconds: 30 }],
            logInsAggregate: { aggregate: { count: 2 } },
            place: { free_space: 5 },
          },
        },
      },
    },
    'A table of another schema has that in its name, and a column that is no name has one': {
      query: '{ a_stock_places_z { __typename id free_space } a_stock_places_by_pk_z(id: 1) { sku } }',
      answer: {
        data: {
          a_stock_places_z: [{ __typename: 'Tstock_placesX', id: 1, free_space: 5 }],
          a_stock_places_by_pk_z: { sku: 'pen' },
        },
      },
    },
    'A view is read, and has no root field by key': {
      query:
        '{ a_open_orders_z(order_by: {id: asc}, limit: 1) { id total } a_open_orders_aggregate_z { aggregate { count } } }',
      answer: {
        data: { a_open_orders_z: [{ id: 1, total: 1.5 }], a_open_orders_aggregate_z: { aggregate: { count: 4 } } },
      },
    },
    'An enum table is an enum': {
      query: '{ a_orderList_z(where: {status: {_eq: PAID}}) { id status } }',
      answer: { data: { a_orderList_z: [{ id: 2, status: 'PAID' }] } },
    },
    'Foreign keys lead both ways': {
      query:
        '{ a_items_z(order_by: {id: asc}, limit: 1) { order { items(order_by: {id: desc}) { id } items_aggregate { aggregate { count } } } } }',
      answer: {
        data: {
          a_items_z: [{ order: { items: [{ id: 2 }, { id: 1 }], items_aggregate: { aggregate: { count: 2 } } } }],
        },
      },
      calls: { default: 1 },
    },
    'The naming convention graphql-default': {
      query: `{ uusersByPk(id: 8) { __typename boss managerId: boss staff_of(orderBy: {id: ASC}) { id } staffOfAggregate { aggregate { count } } }
        uusersAggregate(where: {boss: {_eq: 7}}) { __typename aggregate { __typename stddevPop { __typename id } count } }
        ulogins(distinctOn: [region], orderBy: [{region: ASC}, {id: ASC_NULLS_LAST}]) { id userId } }`,
      answer: {
        data: {
          uusersByPk: {
            __typename: 'UUsers',
            boss: 7,
            managerId: 7,
            staff_of: [],
            staffOfAggregate: { aggregate: { count: 0 } },
          },
          uusersAggregate: {
            __typename: 'UUsersAggregate',
            aggregate: {
              __typename: 'UUsersAggregateFields',
              stddevPop: { __typename: 'UUsersStddevPopFields', id: 0.5 },
              count: 2,
            },
          },
          ulogins: [
            { id: 1, userId: 7 },
            { id: 2, userId: 7 },
          ],
        },
      },
    },
    'Input types of graphql-default': {
      query: `query ($w: UUsersBoolExp, $o: [UUsersOrderBy!]) { uusers(where: $w, orderBy: $o) { id } }`,
      variables: { w: { name: { _like: '%b' } }, o: [{ name: 'DESC_NULLS_FIRST' }] },
      answer: { data: { uusers: [{ id: 8 }] } },
    },
    'Comments of the metadata win over those of the database': {
      query: '{ __type(name: "TOrderX") { description fields { name description } } }',
      answer: {
        data: {
          __type: {
            description: 'An order',
            fields: [
              ...['id', 'user_id'].map(undescribed),
              { name: 'productSku', description: 'Of what' },
              undescribed('area'),
              { name: 'total', description: 'In euros' },
              ...['cents', 'big', 'status', 'token', 'kind', 'info', 'placed', 'tags', 'place'].map(undescribed),
              { name: 'items', description: 'Its items' },
              ...['items_aggregate', 'log_ins', 'logInsAggregate'].map(undescribed),
            ],
          },
        },
      },
    },
    'Root fields have the comments that they are given': {
      query: '{ __schema { queryType { fields { name description } } } }',
      answer: {
        data: {
          __schema: {
            queryType: {
              fields: [
                { name: 'a_orderList_z', description: 'Some' },
                undescribed('a_oneOrder_z'),
                { name: 'a_orderSums_z', description: 'Sums' },
                ...['a_items_z', 'a_items_by_pk_z', 'a_items_aggregate_z'].map(undescribed),
                ...['a_open_orders_z', 'a_open_orders_aggregate_z'].map(undescribed),
                ...['status', 'stock_places'].flatMap((name) =>
                  [`a_${name}_z`, `a_${name}_by_pk_z`, `a_${name}_aggregate_z`].map(undescribed),
                ),
                ...['logins', 'users'].flatMap((name) =>
                  [`u${name}`, `u${name}ByPk`, `u${name}Aggregate`].map(undescribed),
                ),
                ...[
                  'product',
                  'must',
                  'list',
                  'shop',
                  'shops',
                  'kind',
                  'stock',
                  'node',
                  'either',
                  'find',
                  'search',
                  'name',
                ].map(undescribed),
                ...['person', 'byName'].map(undescribed),
              ],
            },
          },
        },
      },
    },
  },
});

const product = { product: { arguments: { sku: '$sku' } } };
const to_remote_schema = { remote_schema: 'catalog', lhs_fields: ['sku'], remote_field: product };

defineScene(world, 'Encodings of relationships', {
  metadata: shopOf({
    orders: {
      remote_relationships: [
        { name: 'older', definition: { remote_schema: 'catalog', hasura_fields: ['sku'], remote_field: product } },
        { name: 'unified', definition: { to_remote_schema } },
        { name: 'with_more', definition: { to_remote_schema: { ...to_remote_schema, lhs_fields: ['region', 'sku'] } } },
        {
          name: 'constant',
          definition: {
            to_remote_schema: {
              ...to_remote_schema,
              lhs_fields: ['tags'],
              remote_field: { product: { arguments: { sku: 'ink' } } },
            },
          },
        },
        toSource('by_text', 'object', 'users', { user_id: 'id' }),
        toSource('by_name', 'object', { schema: 'public', name: 'users' }, { user_id: 'id' }),
      ],
    },
  }),
  cases: {
    'The older form of a relationship to a remote schema': {
      query: '{ orders_by_pk(id: 1) { older { sku } } }',
      answer: { data: { orders_by_pk: { older: { sku: 'pen' } } } },
      calls: { default: 1, catalog: 1 },
    },
    'The unified form of a relationship to a remote schema': {
      query: '{ orders_by_pk(id: 1) { unified { sku } } }',
      answer: { data: { orders_by_pk: { unified: { sku: 'pen' } } } },
      calls: { default: 1, catalog: 1 },
    },
    'A null in a field of the parent that no argument needs is a null, and nothing is asked': {
      query: '{ orders { with_more { sku } } }',
      answer: { data: { orders: ['pen', 'cup', null, null, 'cup'].map((sku) => ({ with_more: sku && { sku } })) } },
      calls: { default: 1, catalog: 1 },
    },
    'Not even a constant is asked for where a field of the parent is null': {
      query: '{ orders { constant { sku } } }',
      answer: { data: { orders: [{ constant: { sku: 'ink' } }, ...Array(4).fill({ constant: null })] } },
      calls: { default: 1, catalog: 1 },
    },
    'A relationship to a source names its table by a text, or by schema and name': {
      query: '{ orders_by_pk(id: 1) { by_text { id } by_name { id } } }',
      answer: { data: { orders_by_pk: { by_text: { id: 7 }, by_name: { id: 7 } } } },
      calls: { default: 1, users: 1 },
    },
  },
});

const headers = [
  { name: 'x-fixed', value: 'f-{{STAGE}}' },
  { name: 'x-env', value_from_env: 'STAGE' },
  { name: 'x-hasura-region', value: 'configured' },
];
const client = {
  'x-hasura-role': 'guest',
  'x-hasura-user-id': '7',
  'x-hasura-region': 'forged',
  'x-fixed': 'forged',
  'x-client': 'c',
  cookie: 'a=b',
  authorization: 'Bearer t',
};
/** Those that Hasura sends anew itself, whatever the client sent. */
const never = {
  'user-agent': 'me',
  origin: 'http://o',
  referer: 'http://r',
  'accept-language': 'de',
  'cache-control': 'no-cache',
  dnt: '1',
  'content-md5': 'x',
  'accept-datetime': 'x',
};

for (const host of hosts.filter(({ name }) => name === 'Apollo Server' || name === 'Mercurius')) {
  for (const forward of [true, false]) {
    test(`Headers to a remote schema, ${forward ? 'with' : 'without'} those of the client (${host.name})`, async (t) => {
      const metadata = shopOf({
        orders: { remote_relationships: [toRemote('product', ['sku'], product)] },
        catalogDefinition: { headers, forward_client_headers: forward },
      });
      const read = await world.read(metadata, { compat: 'hasura', strict: true, env: { STAGE: 's1' } });
      const { query } = await host.start(t, toHost(world, read));
      for (const source of ['{ product(sku: "pen") { sku } }', '{ orders_by_pk(id: 1) { product { sku } } }']) {
        await query(source, {}, { headers: { ...client, ...never, ...(source.includes('by_pk') && as('admin')) } });
        const sent = world.headers('catalog');
        const expected = {
          'x-hasura-role': source.includes('by_pk') ? 'admin' : 'guest',
          'x-hasura-user-id': '7',
          'x-hasura-region': 'configured',
          'x-fixed': 'f-s1',
          'x-client': forward ? 'c' : undefined,
          cookie: forward ? 'a=b' : undefined,
          authorization: forward ? 'Bearer t' : undefined,
          'x-env': 's1',
        };
        const kept = Object.fromEntries(Object.keys(expected).map((name) => [name, sent[name]]));
        deepEqual(kept, expected);
        const forged = Object.entries(never).filter(([name, value]) => sent[name] === value);
        deepEqual([forged, sent['content-type']], [[], 'application/json']);
      }
    });
  }
}
