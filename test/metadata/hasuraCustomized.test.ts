/** Names that are customized on every side at once, and a Hasura as the remote schema of another. */
import { test } from 'node:test';
import { shopOf, startHasuraShop } from './hasuraShop.js';
import { startHasuraWorld } from './hasuraWorld.js';
import { toRemote, toSource } from './relationships.js';
import { as, defineScene } from './scenes.js';

const world = await startHasuraShop(test);

const by = 'order_by: [{id: asc}]';

defineScene(world, 'Both naming conventions, namespaces and customized names', {
  metadata: shopOf({
    default: {
      customization: {
        root_fields: { namespace: 'sales', prefix: 'p_', suffix: '_s' },
        type_names: { prefix: 'S_', suffix: '_T' },
      },
    },
    users: {
      customization: {
        naming_convention: 'graphql-default',
        root_fields: { namespace: 'crm' },
        type_names: { prefix: 'Crm' },
      },
    },
    orders: {
      configuration: {
        custom_name: 'Order',
        column_config: { sku: { custom_name: 'productSku' }, user_id: { custom_name: 'buyer' } },
      },
      remote_relationships: [
        toSource('user', 'object', 'users', { user_id: 'id' }),
        toSource('log_ins', 'array', 'logins', { user_id: 'user_id' }),
        toRemote('product', ['sku'], { product: { arguments: { sku: '$sku' } } }),
        toRemote('half', ['sku', 'user_id'], { product: { arguments: { sku: '$sku', filter: { max: '$user_id' } } } }),
        toRemote('node', ['sku'], { node: { arguments: { sku: '$sku' } } }),
        toRemote('either', ['sku'], { either: { arguments: { sku: '$sku' } } }),
        toRemote('shopped', ['sku'], {
          shop: {
            arguments: { kind: 'x' },
            field: { product: { arguments: { sku: '$sku', filter: { also: { size: 1 } } } } },
          },
        }),
        toRemote('stock', ['kind'], { stock: { arguments: { kind: '$kind' } } }),
      ],
    },
    moreTables: [
      {
        table: { schema: 'stock', name: 'places' },
        remote_relationships: [
          toRemote('half', ['sku'], { product: { arguments: { sku: '$sku', filter: { lang: 'x' } } } }),
          toSource('users', 'array', 'users', { id: 'id' }),
        ],
      },
    ],
    people_users: {
      configuration: { column_config: { manager_id: { custom_name: 'boss' } } },
      array_relationships: [
        { name: 'staff_of', using: { foreign_key_constraint_on: { column: 'manager_id', table: 'users' } } },
      ],
      object_relationships: [{ name: 'the_boss', using: { foreign_key_constraint_on: 'manager_id' } }],
      remote_relationships: [
        toSource('my_orders', 'array', 'orders', { id: 'user_id' }, 'default'),
        toSource('boss_orders', 'array', 'orders', { manager_id: 'user_id' }, 'default'),
      ],
    },
    catalogDefinition: {
      customization: {
        root_fields_namespace: 'shop_api',
        type_names: { prefix: 'Cat', mapping: { Filter: 'Sieve' } },
        field_names: [
          { parent_type: 'Query', prefix: 'c_' },
          { parent_type: 'Product', mapping: { makerId: 'maker_id', sku: 'code' }, suffix: '_x' },
          { parent_type: 'Maker', mapping: { sku: 'code' } },
          { parent_type: 'Node', mapping: { sku: 'code' } },
          { parent_type: 'Shop', prefix: 'sh_' },
        ],
      },
    },
    catalog: {
      remote_relationships: [
        {
          type_name: 'Product',
          relationships: [
            toSource('maker', 'object', 'users', { makerId: 'id' }),
            toSource('orders', 'array', 'orders', { sku: 'sku' }, 'default'),
            toRemote('boss', ['makerId'], { person: { arguments: { id: '$makerId' } } }, 'people'),
            toRemote('self', ['sku'], { product: { arguments: { sku: '$sku', filter: { lang: 'q' } } } }),
          ],
        },
        { type_name: 'Maker', relationships: [toSource('user', 'object', 'users', { makerId: 'id' })] },
      ],
    },
  }),
  cases: {
    'Root fields stand in the namespaces of their sources, queries and mutations': {
      query: `{ __schema { queryType { fields { name } } mutationType { fields { name } } } sales { __typename } crm { __typename } shop_api { __typename } }`,
      answer: {
        data: {
          __schema: {
            queryType: { fields: ['person', 'byName', 'crm', 'sales', 'shop_api'].map((name) => ({ name })) },
            mutationType: { fields: [{ name: 'shop_api' }] },
          },
          sales: { __typename: 'sales_query' },
          crm: { __typename: 'crm_query' },
          shop_api: { __typename: 'shop_apiQuery' },
        },
      },
      calls: {},
    },
    'Relationships lead from each to each, and the type of what is joined has its name here': {
      query: `{ sales { p_Order_s(where: {id: {_eq: 1}}) {
        __typename productSku buyer user { __typename id boss }
        product { __typename code title_x maker_id maker { __typename name my_orders(${by}) { __typename id } } boss { __typename nick } orders { __typename productSku } }
      } } }`,
      answer: {
        data: {
          sales: {
            p_Order_s: [
              {
                __typename: 'S_Order_T',
                productSku: 'pen',
                buyer: 7,
                user: { __typename: 'CrmUsers', id: 7, boss: null },
                product: {
                  __typename: 'CatProduct',
                  code: 'pen',
                  title_x: 'pen',
                  maker_id: 7,
                  maker: {
                    __typename: 'CrmUsers',
                    name: 'Ada',
                    my_orders: [
                      { __typename: 'S_Order_T', id: 1 },
                      { __typename: 'S_Order_T', id: 4 },
                    ],
                  },
                  boss: { __typename: 'Person', nick: 'n7' },
                  orders: [{ __typename: 'S_Order_T', productSku: 'pen' }],
                },
              },
            ],
          },
        },
      },
      calls: { default: 3, users: 2, catalog: 1, people: 1 },
    },
    'The aggregate beside a relationship, and the arguments of its list, are named as the target has it': {
      query: `{ sales { p_Order_s(where: {id: {_eq: 1}}) { log_ins(orderBy: [{id: DESC}], limit: 1, distinctOn: [id]) { __typename userId } logInsAggregate { __typename aggregate { count } } } }
        crm { usersByPk(id: 7) { my_orders(order_by: [{id: desc}], limit: 1) { id } my_orders_aggregate { __typename aggregate { count } } staff_of(orderBy: [{id: ASC}]) { id } staffOfAggregate { aggregate { count } } } } }`,
      answer: {
        data: {
          sales: {
            p_Order_s: [
              {
                log_ins: [{ __typename: 'CrmLogins', userId: 7 }],
                logInsAggregate: { __typename: 'CrmLoginsAggregate', aggregate: { count: 3 } },
              },
            ],
          },
          crm: {
            usersByPk: {
              my_orders: [{ id: 4 }],
              my_orders_aggregate: { __typename: 'S_Order_aggregate_T', aggregate: { count: 2 } },
              staff_of: [{ id: 8 }, { id: 9 }],
              staffOfAggregate: { aggregate: { count: 2 } },
            },
          },
        },
      },
    },
    'A key that has another name here joins, and makes null what it joins where it is null': {
      query:
        '{ crm { users(orderBy: [{id: ASC}]) { the_boss { id } boss_orders(order_by: [{id: asc}]) { id } boss_orders_aggregate { aggregate { count } } } } }',
      answer: {
        data: {
          crm: {
            users: [
              { the_boss: null, boss_orders: null, boss_orders_aggregate: null },
              ...[8, 9].map(() => ({
                the_boss: { id: 7 },
                boss_orders: [{ id: 1 }, { id: 4 }],
                boss_orders_aggregate: { aggregate: { count: 2 } },
              })),
            ],
          },
        },
      },
      calls: { users: 1, default: 1 },
    },
    'Interfaces and unions that are joined have the names that they have here': {
      query: `{ sales { p_Order_s(where: {id: {_lte: 2}}, ${by}) {
        node { __typename code ... on CatProduct { title_x maker { name } } ... on CatMaker { user { name } } }
        either { __typename ... on CatMaker { code user { mine: my_orders { id } } } }
      } } }`,
      answer: {
        data: {
          sales: {
            p_Order_s: [
              {
                node: { __typename: 'CatProduct', code: 'pen', title_x: 'pen', maker: { name: 'Ada' } },
                either: { __typename: 'CatProduct' },
              },
              {
                node: { __typename: 'CatMaker', code: 'cup', user: { name: 'Bob' } },
                either: { __typename: 'CatMaker', code: 'cup', user: { mine: [{ id: 2 }] } },
              },
            ],
          },
        },
      },
    },
    'Paths and arguments are those upstream, and what is left of an object has the name of its type here': {
      query: `query ($sieve: Sieve_remote_rel_ordershalf) {
        sales { p_Order_s(where: {id: {_eq: 2}}) { half(filter: $sieve) { title_x } shopped(filter: {lang: "l", also: {tags: ["z"]}}) { title_x } stock }
          p_stock_places_s { half(filter: {max: 1}) { title_x } users { id } usersAggregate { aggregate { count } } } }
        shop_api { c_product(sku: "pen") { self(filter: {max: 1}) { title_x } } c_shop(kind: "k") { sh_kind sh_product(sku: "z") { code } } }
      }`,
      variables: { sieve: { lang: 'l' } },
      answer: {
        data: {
          sales: {
            p_Order_s: [
              {
                half: { title_x: 'cup "l" 8' },
                shopped: { title_x: 'cup "x" "l" {"size":1,"tags":["z"]}' },
                stock: 4,
              },
            ],
            p_stock_places_s: [
              { half: { title_x: 'pen "x" 1' }, users: [], usersAggregate: { aggregate: { count: 0 } } },
            ],
          },
          shop_api: {
            c_product: { self: { title_x: 'pen "q" 1' } },
            c_shop: { sh_kind: 'k', sh_product: { code: 'z' } },
          },
        },
      },
    },
    'The input types of what is left are named for schema, table or remote schema, as the metadata has them': {
      query: `{ a: __type(name: "Sieve_remote_rel_ordershalf") { inputFields { name } } b: __type(name: "Sieve_remote_rel_stock_placeshalf") { inputFields { name } }
        c: __type(name: "Sieve_remote_rel_catalogself") { inputFields { name } } d: __type(name: "CatAlso_remote_rel_ordersshopped") { inputFields { name } } }`,
      answer: {
        data: {
          a: { inputFields: [{ name: 'lang' }, { name: 'also' }] },
          b: { inputFields: [{ name: 'max' }, { name: 'also' }] },
          c: { inputFields: [{ name: 'max' }, { name: 'also' }] },
          d: { inputFields: [{ name: 'tags' }] },
        },
      },
    },
    'What a mutation in a namespace answers is joined': {
      query:
        'mutation { shop_api { __typename rename(sku: "pen", title: "n") { title_x maker { my_orders_aggregate { aggregate { count } } } } } }',
      answer: {
        data: {
          shop_api: {
            __typename: 'shop_apiMutation',
            rename: { title_x: 'n', maker: { my_orders_aggregate: { aggregate: { count: 2 } } } },
          },
        },
      },
      calls: { catalog: 1, users: 1, default: 1 },
    },
  },
});

interface Thing {
  readonly id: number;
  readonly name: string;
  readonly parent_id: number | null;
}

const things: readonly Thing[] = [
  { id: 1, name: 'a', parent_id: null },
  { id: 2, name: 'b', parent_id: 1 },
];

interface Where {
  readonly _and?: readonly Where[];
  readonly _or?: readonly Where[];
  readonly _not?: Where;
  readonly id?: Comparison;
  readonly name?: Comparison;
}

interface Comparison {
  readonly _eq?: string | number;
  readonly _in?: readonly (string | number)[];
}

/** As Hasura means its conditions, which takes a bigint as a number and as a text. */
function isMatch(thing: Thing, { _and = [], _or, _not, id, name }: Where = {}): boolean {
  return (
    _and.every((where) => isMatch(thing, where)) &&
    (_or?.some((where) => isMatch(thing, where)) ?? true) &&
    (_not === undefined || !isMatch(thing, _not)) &&
    isEqual(thing.id, id) &&
    isEqual(thing.name, name)
  );
}

function isEqual(value: string | number, { _eq = value, _in = [value] }: Comparison = {}): boolean {
  return String(_eq) === String(value) && _in.some((item) => String(item) === String(value));
}

const find = (where?: Where) => things.filter((thing) => isMatch(thing, where));
const findOne = (id: unknown) => things.find((thing) => String(thing.id) === String(id)) ?? null;

const hubs = await startHasuraWorld(test, {
  databases: {
    main: `
      create table parts (id bigint primary key, name text not null, others jsonb);
      insert into parts values (1, 'wheel', '[2]'), (2, 'seat', null), (3, 'bell', '[]');`,
  },
  remotes: {
    hub: {
      typeDefs: `
        schema { query: query_root mutation: mutation_root subscription: subscription_root }
        type query_root {
          things(where: things_bool_exp, limit: Int): [things!]!
          things_by_pk(id: bigint!): things
          things_aggregate(where: things_bool_exp): things_aggregate!
        }
        type mutation_root { insert_things_one(object: things_insert_input!): things }
        type subscription_root { things: [things!]! }
        type things { id: bigint! name: String! parent: things children(limit: Int): [things!]! }
        type things_aggregate { aggregate: things_aggregate_fields }
        type things_aggregate_fields { count: Int! }
        input things_bool_exp {
          _and: [things_bool_exp!] _or: [things_bool_exp!] _not: things_bool_exp id: bigint_comparison_exp name: String_comparison_exp
        }
        input bigint_comparison_exp { _eq: bigint _in: [bigint!] }
        input String_comparison_exp { _eq: String _in: [String!] }
        input things_insert_input { id: bigint name: String }
        scalar bigint`,
      resolvers: {
        query_root: {
          things: (_: unknown, { where, limit }: { where?: Where; limit?: number }) => find(where).slice(0, limit),
          things_by_pk: (_: unknown, { id }: { id: unknown }) => findOne(id),
          things_aggregate: (_: unknown, { where }: { where?: Where }) => ({
            aggregate: { count: find(where).length },
          }),
        },
        mutation_root: { insert_things_one: (_: unknown, { object }: { object: object }) => object },
        things: {
          parent: ({ parent_id }: Thing) => findOne(parent_id),
          children: ({ id }: Thing) => things.filter(({ parent_id }) => parent_id === id),
        },
      },
    },
  },
});

const ofParts = [
  toRemote('things', ['id'], { things: { arguments: { where: { id: { _eq: '$id' } } } } }, 'hub'),
  toRemote('unlike', ['id', 'name'], {
    things: {
      arguments: { where: { _and: [{ _or: [{ id: { _eq: '$id' } }] }], _not: { name: { _eq: '$name' } } } },
    },
  }, 'hub'),
  toRemote('others_of', ['others'], { things: { arguments: { where: { id: { _in: '$others' } } } } }, 'hub'),
  toRemote('thing', ['id'], { things_by_pk: { arguments: { id: '$id' } } }, 'hub'),
  toRemote('above', ['id'], { things_by_pk: { arguments: { id: '$id' }, field: { parent: { arguments: {} } } } }, 'hub'),
  toRemote('count', ['id'], {
    things_aggregate: {
      arguments: { where: { id: { _eq: '$id' } } },
      field: { aggregate: { arguments: {}, field: { count: { arguments: {} } } } },
    },
  }, 'hub'),
]; // biome-ignore format: one relationship a line

defineScene(hubs, 'A Hasura behind a Hasura', {
  env: { HASURA_GRAPHQL_ENABLE_REMOTE_SCHEMA_PERMISSIONS: 'true' },
  metadata: {
    version: 3,
    sources: [
      {
        name: 'main',
        kind: 'postgres',
        configuration: { connection_info: { database_url: { from_env: 'MAIN_URL' } } },
        tables: [
          {
            table: 'parts',
            remote_relationships: ofParts,
            select_permissions: [{ role: 'user', permission: { columns: ['id'], filter: {} } }],
          },
        ],
      },
    ],
    remote_schemas: [
      {
        name: 'hub',
        definition: {
          url: '{{HUB_URL}}',
          customization: {
            root_fields_namespace: 'hub',
            type_names: { prefix: 'hub_' },
            field_names: [
              { parent_type: 'query_root', prefix: 'get_' },
              { parent_type: 'mutation_root', suffix: '_now' },
              { parent_type: 'things', mapping: { name: 'title' } },
            ],
          },
        },
        permissions: [
          {
            role: 'user',
            definition: {
              schema: `
                schema { query: query_root }
                type query_root { things(where: things_bool_exp, limit: Int @preset(value: 1)): [things!]! things_by_pk(id: bigint!): things }
                type things { id: bigint! parent: things }
                input things_bool_exp { _and: [things_bool_exp!] _or: [things_bool_exp!] _not: things_bool_exp id: bigint_comparison_exp name: String_comparison_exp @preset(value: {_in: ["a"]}) }
                input bigint_comparison_exp { _eq: bigint _in: [bigint!] }
                input String_comparison_exp { _in: [String!] }
                scalar bigint`,
            },
          },
        ],
        remote_relationships: [
          {
            type_name: 'things',
            relationships: [
              toSource('part', 'object', 'parts', { id: 'id' }, 'main'),
              toSource('parts_called_so', 'array', 'parts', { name: 'name' }, 'main'),
            ],
          },
        ],
      },
    ],
  },
  cases: {
    'Rows join its root fields of all kinds, down to a number in an aggregate, and these join rows': {
      query: `{ parts(${by}) { id things { __typename id title } thing { title part { name } parts_called_so { id } parent { title } } above { title part { name } } count } }`,
      answer: {
        data: {
          parts: [
            {
              id: 1,
              things: [{ __typename: 'hub_things', id: 1, title: 'a' }],
              thing: { title: 'a', part: { name: 'wheel' }, parts_called_so: [], parent: null },
              above: null,
              count: 1,
            },
            {
              id: 2,
              things: [{ __typename: 'hub_things', id: 2, title: 'b' }],
              thing: { title: 'b', part: { name: 'seat' }, parts_called_so: [], parent: { title: 'a' } },
              above: { title: 'a', part: { name: 'wheel' } },
              count: 1,
            },
            { id: 3, things: [], thing: null, above: null, count: 0 },
          ],
        },
      },
      calls: { main: 2, hub: 1 },
    },
    'Conditions that are filled in at several depths are merged with those of the client': {
      query: `{ parts(${by}) { unlike(where: {name: {_eq: "a"}}) { id } all: unlike(limit: 1) { id } more: unlike(where: {_and: [{_not: {name: {_eq: "b"}}}], _not: {_or: [{id: {_eq: "1"}}]}}) { id } others_of { id } } }`,
      answer: {
        data: {
          parts: [
            { unlike: [{ id: 1 }], all: [{ id: 1 }], more: [{ id: 1 }], others_of: [{ id: 2 }] },
            { unlike: [], all: [{ id: 2 }], more: [], others_of: null },
            { unlike: [], all: [], more: [], others_of: [] },
          ],
        },
      },
      calls: { main: 1, hub: 1 },
    },
    'Its root types have the namespace before their names': {
      query:
        '{ hub { __typename get_things { title children(limit: 1) { title part { id } } } get_things_aggregate { aggregate { count } } } }',
      answer: {
        data: {
          hub: {
            __typename: 'hubquery_root',
            get_things: [
              { title: 'a', children: [{ title: 'b', part: { id: 2 } }] },
              { title: 'b', children: [] },
            ],
            get_things_aggregate: { aggregate: { count: 2 } },
          },
        },
      },
      calls: { hub: 1, main: 1 },
    },
    'So has that of mutations, whose answer is joined': {
      query:
        'mutation { hub { __typename insert_things_one_now(object: {id: "2", name: "z"}) { title part { name } } } }',
      answer: {
        data: {
          hub: { __typename: 'hubmutation_root', insert_things_one_now: { title: 'z', part: { name: 'seat' } } },
        },
      },
      calls: { hub: 1, main: 1 },
    },
    'A role has its part of it under the names of here, and presets where it sees none': {
      query: `{ parts(${by}) { id things { id } thing { id part { id } } above { id } } hub { get_things(where: {_or: [{}, {id: {_eq: "2"}}]}) { id } } }`,
      headers: as('user'),
      answer: {
        data: {
          parts: [
            { id: 1, things: [{ id: 1 }], thing: { id: 1, part: { id: 1 } }, above: null },
            { id: 2, things: [], thing: { id: 2, part: { id: 2 } }, above: { id: 1 } },
            { id: 3, things: [], thing: null, above: null },
          ],
          hub: { get_things: [{ id: 1 }] },
        },
      },
      calls: { main: 2, hub: 2 },
    },
    'What is not in its part does not exist, be it a key of a relationship': {
      query: '{ parts { thing { title } unlike { id } count } }',
      headers: as('user'),
      refused: [
        'Cannot query field "title" on type "hub_things".',
        'Cannot query field "unlike" on type "parts".',
        'Cannot query field "count" on type "parts".',
      ],
    },
  },
});
