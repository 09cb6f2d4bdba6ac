import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Catalog } from '../../packages/core/src/model/catalog.js';
import type { Filter } from '../../packages/core/src/model/permission.js';
import type { Column, Table } from '../../packages/core/src/model/table.js';
import { table, tableCatalog } from '../support/catalogs.js';
import { type PermissionOptions, permissionsOf } from '../support/permissionsOf.js';

const orders = table('orders_db', 'orders', {
  id: 'int4!',
  sku: 'text!',
  owner: 'int8!',
  owner_code: 'text',
  status: 'status(open|paid)!',
  total: 'numeric',
  tags: 'text[]',
  more: 'jsonb',
  note: 'json',
  place: 'other',
  placed_at: 'timestamptz',
});
const items = table(
  'orders_db',
  'items',
  { order_id: 'int4!', line: 'int2!', sku: 'text!' },
  { primaryKey: ['order_id', 'line'] },
);
const log = table('orders_db', 'log', { order_id: 'int4!', line: 'text', extra: 'json' }, { primaryKey: [] });
const users = table('users_db', 'users', { id: 'int4!', team: 'text!', code: 'text!' });
const teams = table('teams_db', 'teams', { name: 'text!', open: 'bool!' }, { primaryKey: ['name'] });
const catalogs = new Map<string, Catalog>([
  ['orders_db', tableCatalog(orders, items, log)],
  ['users_db', tableCatalog(users)],
  ['teams_db', tableCatalog(teams)],
]);

const of = (sdl: string, options?: PermissionOptions) => permissionsOf(catalogs, sdl, options);

function column(of: Table, name: string): Column {
  const found = of.columns.get(name);
  assert.ok(found);
  return found;
}

const order = (name: string) => column(orders, name);

type Comparison = Extract<Filter, { kind: 'compare' }>;

/** A comparison with a constant, and one with a session variable. */
const compare = (column: Column, operator: Comparison['operator'], value: unknown): Filter => ({
  kind: 'compare',
  column,
  operator,
  operand: { kind: 'constant', value },
});
const asked = (column: Column, operator: Comparison['operator'], name: string): Filter => ({
  kind: 'compare',
  column,
  operator,
  operand: { kind: 'session', name },
});

test('What every role may see: tables, types of the host, and roles that only inherit', () => {
  const permissions = of(
    `
    type Query @permission(role: "user", fields: ["me"]) { orders: [Order!]! @select, first(id: ID!): Order @select, me: Me }
    type Me @permission(role: "user", fields: ["*", "home"]) @permission(role: "guest", fields: []) {
      name: String
      home: Home
      order: Order @remoteRelationship(fieldMapping: {orderId: "id"})
      orderId: ID
    }
    type Home { city: String }
    type Order @table(source: "orders_db", name: "orders")
      @permission(role: "guest", fields: "sku", limit: 10, rootFields: [])
      @permission(
        role: "user"
        fields: ["*", "badge"]
        filter: {owner: {_eq: {session: "X-Owner"}}}
        limit: 0
        aggregations: true
        rootFields: ["first"]
      ) {
      id: ID!
      sku: String!
      place: String
      label: String
      badge: Home
      items: [Item!]! @remoteRelationship(fieldMapping: {id: "order_id"})
    }
    type Item @table(source: "orders_db", name: "items") { sku: String! }
    extend type Order @permission(role: "clerk", fields: ["label", "id"], filter: {})`,
    { inheritedRoles: { boss: ['user'], chief: ['boss', 'user'] }, resolvers: ['Order.label', 'Order.badge'] },
  );
  const ofUser = {
    typeName: 'Order',
    fields: new Set(['id', 'sku', 'place', 'label', 'badge']),
    filter: asked(order('owner'), '_eq', 'x-owner'),
    limit: 0,
    aggregations: true,
    rootFields: new Set(['Query.first']),
    redactedColumns: new Map(),
  };
  const ofGuest = {
    typeName: 'Order',
    fields: new Set(['sku']),
    limit: 10,
    aggregations: false,
    rootFields: new Set(),
    redactedColumns: new Map(),
    ties: [order('sku')],
  };
  const ofClerk = {
    typeName: 'Order',
    fields: new Set(['label', 'id']),
    aggregations: false,
    redactedColumns: new Map(),
  };
  const own = { Query: new Set(['me']), Me: new Set(['name', 'orderId', 'home']) };
  const role = (name: string, table: object | undefined, hostTypes: object): [string, object] => [
    name,
    {
      role: name,
      tables: new Map(table === undefined ? [] : [['Order', table]]),
      hostTypes: new Map(Object.entries(hostTypes)),
      remotes: new Map(),
    },
  ];
  const expected: unknown = {
    roles: new Map([
      role('user', ofUser, own),
      role('guest', ofGuest, { Me: new Set() }),
      role('clerk', ofClerk, {}),
      role('boss', ofUser, own),
      role('chief', ofUser, own),
    ]),
    hostTypes: new Set(['Query', 'Me']),
    remotes: new Set(),
  };
  assert.deepEqual(permissions, expected);
});

test('Nothing has a permission: everything is open', () => {
  const sdl = 'type Query { users: [User!]! @select } type User @table(source: "users_db", name: "users") { id: ID! }';
  assert.equal(of(sdl), undefined);
});

describe('A filter', () => {
  const filterOf = (filter: string) => {
    const permissions = of(`
      type Query { orders: [Order!]! @select }
      enum Status { OPEN @column(name: "open"), paid }
      type Order @table(source: "orders_db", name: "orders") @permission(role: "user", fields: "*", filter: ${filter}) {
        id: ID!
        product: String! @column(name: "sku")
        state: Status! @column(name: "status")
        items: [Item!]! @remoteRelationship(fieldMapping: {id: "order_id"})
        ownedBy: User @remoteRelationship(fieldMapping: {owner: "id", owner_code: "code"})
      }
      type Item @table(source: "orders_db", name: "items") {
        nr: Int! @column(name: "line")
        order: Order @remoteRelationship(fieldMapping: {order_id: "id"})
      }
      type User @table(source: "users_db", name: "users") {
        id: ID!
        ofTeam: Team @remoteRelationship(fieldMapping: {team: "name"})
      }
      type Team @table(source: "teams_db", name: "teams") { name: String! }`);
    return permissions?.roles.get('user')?.tables.get('Order')?.filter;
  };
  const int8 = { kind: 'bigint' } as const;
  const text = { kind: 'text' } as const;
  const line = column(items, 'line');

  const cases: readonly (readonly [promise: string, filter: string, expected: Filter | undefined])[] = [
    ['that is empty is every row', '{}', undefined],
    ['of empty parts is every row', '{_and: []}', undefined],
    ['may be no row', '{_or: []}', { kind: 'or', filters: [] }],
    ['names fields, else columns', '{product: {_eq: "a"}, sku: {_neq: "b"}}', {
      kind: 'and',
      filters: [compare(order('sku'), '_eq', 'a'), compare(order('sku'), '_neq', 'b')],
    }],
    ['asks for a session variable, its name in lower case', '{owner: {_eq: "X-Hasura-User-Id", _in: {session: "X-Ids"}}}', {
      kind: 'and',
      filters: [asked(order('owner'), '_eq', 'x-hasura-user-id'), asked(order('owner'), '_in', 'x-ids')],
    }],
    ['takes what looks like a variable as a text where it is told to', '{sku: {_eq: {value: "x-hasura-user-id"}, _in: [{value: "X-Hasura-A"}], _nin: {value: ["X-Hasura-B"]}}}', {
      kind: 'and',
      filters: [
        compare(order('sku'), '_eq', 'x-hasura-user-id'),
        compare(order('sku'), '_in', ['X-Hasura-A']),
        compare(order('sku'), '_nin', ['X-Hasura-B']),
      ],
    }],
    ['holds constants in the form of their column, all digits kept', '{owner: {_eq: 9007199254740993, _in: ["1", 2]}, total: {_gt: 1.50, _lt: 1e3}, id: {_eq: "7"}, sku: {_eq: 7}}', {
      kind: 'and',
      filters: [
        { kind: 'and', filters: [compare(order('owner'), '_eq', '9007199254740993'), compare(order('owner'), '_in', ['1', '2'])] },
        { kind: 'and', filters: [compare(order('total'), '_gt', '1.5'), compare(order('total'), '_lt', '1000')] },
        compare(order('id'), '_eq', 7),
        compare(order('sku'), '_eq', '7'),
      ],
    }],
    ['takes enum values by their names, and labels as texts', '{state: {_eq: OPEN, _neq: "open", _in: [OPEN, paid]}}', {
      kind: 'and',
      filters: [
        compare(order('status'), '_eq', 'open'),
        compare(order('status'), '_neq', 'open'),
        compare(order('status'), '_in', ['open', 'paid']),
      ],
    }],
    ['compares arrays, json and types that only the database knows', '{tags: {_eq: ["a", "b"], _in: [["a"], []]}, more: {_eq: {value: {a: [1, null]}}}, place: {_eq: "(1,2)"}, note: {_is_null: false}}', {
      kind: 'and',
      filters: [
        { kind: 'and', filters: [compare(order('tags'), '_eq', ['a', 'b']), compare(order('tags'), '_in', [['a'], []])] },
        compare(order('more'), '_eq', Object.assign(Object.create(null), { a: [1, null] })),
        compare(order('place'), '_eq', '(1,2)'),
        { kind: 'null', column: order('note'), isNull: false },
      ],
    }],
    ['has patterns, of variables too', '{sku: {_ilike: "a%", _regex: {session: "x-pattern"}}}', {
      kind: 'and',
      filters: [compare(order('sku'), '_ilike', 'a%'), asked(order('sku'), '_regex', 'x-pattern')],
    }],
    ['has connectives, also around one object', '{_not: {_or: {id: {_eq: 1}}}, _and: [{}, {id: {_is_null: true}}]}', {
      kind: 'and',
      filters: [
        { kind: 'not', filter: { kind: 'or', filters: [compare(order('id'), '_eq', 1)] } },
        { kind: 'and', filters: [{ kind: 'and', filters: [] }, { kind: 'null', column: order('id'), isNull: true }] },
      ],
    }],
    ['reaches through relationships of the database, and back', '{items: {nr: {_gt: 1}, order: {}}}', {
      kind: 'exists',
      table: items,
      mapping: [{ parent: order('id'), target: column(items, 'order_id') }],
      filter: {
        kind: 'and',
        filters: [
          compare(line, '_gt', 1),
          {
            kind: 'exists',
            table: orders,
            mapping: [{ parent: column(items, 'order_id'), target: order('id') }],
            filter: { kind: 'and', filters: [] },
          },
        ],
      },
    }],
    ['reaches into any table of the database, under the names of its only type', '{_or: [{_exists: {_table: "items", _where: {nr: {_eq: 1}}}}, {_exists: {_table: {schema: "public", name: "log"}, _where: {line: {_eq: "a"}}}}]}', {
      kind: 'or',
      filters: [
        { kind: 'exists', table: items, mapping: [], filter: compare(line, '_eq', 1) },
        { kind: 'exists', table: log, mapping: [], filter: compare(column(log, 'line'), '_eq', 'a') },
      ],
    }],
    ['reaches into other databases, by keys in the form of the parent', '{ownedBy: {id: {_gt: 5}, ofTeam: {open: {_eq: true}}}}', {
      kind: 'elsewhere',
      coordinate: 'Order.ownedBy',
      table: users,
      keys: [
        { parent: order('owner'), target: column(users, 'id'), form: int8 },
        { parent: order('owner_code'), target: column(users, 'code'), form: text },
      ],
      filter: {
        kind: 'and',
        filters: [
          compare(column(users, 'id'), '_gt', 5),
          {
            kind: 'elsewhere',
            coordinate: 'User.ofTeam',
            table: teams,
            keys: [{ parent: column(users, 'team'), target: column(teams, 'name'), form: text }],
            filter: compare(column(teams, 'open'), '_eq', true),
          },
        ],
      },
    }],
  ]; // biome-ignore format: a table of cases
  for (const [promise, filter, expected] of cases) {
    test(promise, () => assert.deepEqual(filterOf(filter), expected));
  }
});

describe('An inherited role', () => {
  const tablesOf = (permissions: string, inheritedRoles: PermissionOptions['inheritedRoles'], role: string) => {
    const sdl = `
      type Query { orders: [Order!]! @select, all: [Order!]! @select }
      type Order @table(source: "orders_db", name: "orders") ${permissions} {
        id: ID
        sku: String
        code: String @column(name: "sku")
        total: Float
        place: String
        note: String
      }`;
    return of(sdl, inheritedRoles && { inheritedRoles })
      ?.roles.get(role)
      ?.tables.get('Order');
  };
  const open = '{status: {_eq: "open"}}';
  const mine = '{owner: {_eq: "X-Hasura-User-Id"}}';
  const isOpen = compare(order('status'), '_eq', 'open');
  const isMine = asked(order('owner'), '_eq', 'x-hasura-user-id');

  test('sees rows where any of its roles does, and what only some of them see is null in the others', () => {
    const permissions = `
      @permission(role: "buyer", fields: "*", filter: ${mine}, limit: 5, rootFields: ["orders"])
      @permission(role: "clerk", fields: ["sku", "place"], filter: ${open}, limit: 7, aggregations: true, rootFields: ["all"])`;
    assert.deepEqual(tablesOf(permissions, { both: ['buyer', 'clerk'] }, 'both'), {
      typeName: 'Order',
      fields: new Set(['id', 'sku', 'code', 'total', 'place', 'note']),
      filter: { kind: 'or', filters: [isMine, isOpen] },
      limit: 7,
      aggregations: true,
      rootFields: new Set(['Query.orders', 'Query.all']),
      redactedColumns: new Map([
        ['id', isMine],
        ['total', isMine],
        ['note', isMine],
      ]),
      ties: [order('sku')],
    });
  });

  test('sees all rows, without a limit and from every root field, where one of its roles does', () => {
    const permissions = `
      @permission(role: "buyer", fields: "*", filter: ${mine}, limit: 5, rootFields: ["orders"])
      @permission(role: "clerk", fields: ["id"])`;
    assert.deepEqual(tablesOf(permissions, { both: ['buyer', 'clerk'] }, 'both'), {
      typeName: 'Order',
      fields: new Set(['id', 'sku', 'code', 'total', 'place', 'note']),
      aggregations: false,
      redactedColumns: new Map([
        ['sku', isMine],
        ['total', isMine],
        ['place', isMine],
        ['note', isMine],
      ]),
    });
  });

  test('has nothing redacted where its roles see the same rows, in whatever order', () => {
    const permissions = `
      @permission(role: "a", fields: ["id"], filter: ${mine})
      @permission(role: "b", fields: ["id", "total"], filter: ${open})
      @permission(role: "c", fields: ["id", "total"], filter: ${mine})`;
    assert.deepEqual(tablesOf(permissions, { all: ['a', 'b', 'c'] }, 'all'), {
      typeName: 'Order',
      fields: new Set(['id', 'total']),
      filter: { kind: 'or', filters: [isMine, isOpen] },
      aggregations: false,
      redactedColumns: new Map(),
    });
  });

  test('has a permission of its own in place of what it inherits, and hands that on', () => {
    const permissions = `
      @permission(role: "buyer", fields: "*", filter: ${mine})
      @permission(role: "clerk", fields: ["id", "sku"], filter: ${open})
      @permission(role: "both", fields: ["sku"])`;
    const own = {
      typeName: 'Order',
      fields: new Set(['sku']),
      aggregations: false,
      redactedColumns: new Map(),
      ties: [order('sku')],
    };
    const inheritedRoles = { both: ['buyer', 'clerk'], above: ['both'], top: ['above', 'clerk'] };
    assert.deepEqual(tablesOf(permissions, inheritedRoles, 'both'), own);
    assert.deepEqual(tablesOf(permissions, inheritedRoles, 'above'), own);
    assert.deepEqual(tablesOf(permissions, inheritedRoles, 'top'), {
      typeName: 'Order',
      fields: new Set(['sku', 'id']),
      aggregations: false,
      redactedColumns: new Map([['id', isOpen]]),
      ties: [order('sku')],
    });
  });

  test('sees nothing that none of its roles sees', () => {
    const permissions = '@permission(role: "clerk", fields: "*")';
    const inheritedRoles = { a: ['b'], b: ['lone'], lone: ['clerk'] };
    const ofClerk = tablesOf(permissions, {}, 'clerk');
    assert.deepEqual(tablesOf(permissions, inheritedRoles, 'a'), ofClerk);
    assert.equal(tablesOf(permissions, inheritedRoles, 'other'), undefined);
  });
});

test('Ties are broken by what a role sees and Postgres can sort, in the order of the table', () => {
  const tiesOf = (name: string, fields: string) => {
    const sdl = `type Query { ping: Int } type T @table(source: "orders_db", name: "${name}") @permission(role: "user", fields: [${fields}])`;
    const columns =
      name === 'log'
        ? 'order_id: ID, line: String, extra: String'
        : 'nr: Int @column(name: "line"), order_id: ID, sku: String';
    return of(`${sdl} { ${columns} }`)?.roles.get('user')?.tables.get('T')?.ties;
  };
  assert.deepEqual(tiesOf('items', '"sku", "nr", "order_id"'), undefined);
  assert.deepEqual(tiesOf('items', '"sku", "nr"'), [column(items, 'line'), column(items, 'sku')]);
  assert.deepEqual(tiesOf('items', ''), []);
  assert.deepEqual(tiesOf('log', '"extra", "line", "order_id"'), [column(log, 'order_id'), column(log, 'line')]);
});
