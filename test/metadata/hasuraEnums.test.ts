/** Enum tables by the naming convention graphql-default: values in capitals, which stand for the rows as they are. */
import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { defineHostSuite, startForSuite } from '../support/hosts.js';
import { startHasuraWorld, toHost } from './hasuraWorld.js';

const world = await startHasuraWorld(test, {
  databases: {
    default: `
      create table order_states (value text primary key, comment text);
      insert into order_states values ('in_transit', 'Under way'), ('Open', null), ('PAID', null);
      create table orders (id int primary key, state text not null references order_states, before text references order_states);
      insert into orders values (1, 'in_transit', 'Open'), (2, 'Open', null), (3, 'PAID', 'Open');
      create table twins (value text primary key);
      insert into twins values ('one'), ('ONE');
      create table pairs (id int primary key, twin text references twins);
      insert into pairs values (1, 'one'), (2, 'ONE');`,
  },
});

const permission = {
  columns: '*',
  filter: { _or: [{ state: { _eq: 'Open' } }, { state: { _in: 'X-Hasura-States' } }] },
};

function metadataOf(naming_convention: string) {
  const configuration = { connection_info: { database_url: { from_env: 'DEFAULT_URL' } } };
  const orders = {
    table: 'orders',
    object_relationships: [{ name: 'stateRow', using: { foreign_key_constraint_on: 'state' } }],
    select_permissions: [{ role: 'clerk', permission }],
  };
  const tables = [
    orders,
    { table: 'order_states', is_enum: true },
    { table: 'twins', is_enum: true },
    { table: 'pairs' },
  ];
  return { version: 3, sources: [{ name: 'default', configuration, customization: { naming_convention }, tables }] };
}

const env = { HASURA_GRAPHQL_ADMIN_SECRET: 's3' };
const read = await world.read(metadataOf('graphql-default'), { env });

test('Values are printed in capitals, unless two rows would become one value', async () => {
  deepEqual(read.problems, []);
  deepEqual(read.typeDefs.match(/^enum (OrderStates|Twins)Enum [^}]*}/gm), [
    'enum OrderStatesEnum {\n  OPEN @column(name: "Open")\n  PAID\n  """Under way"""\n  IN_TRANSIT @column(name: "in_transit")\n}',
    'enum TwinsEnum {\n  ONE\n  one\n}',
  ]);
  const { typeDefs } = await world.read(metadataOf('hasura-default'), { env });
  deepEqual(typeDefs.match(/^enum order_states_enum [^}]*}/gm), [
    'enum order_states_enum {\n  Open\n  PAID\n  """Under way"""\n  in_transit\n}',
  ]);
});

defineHostSuite('Enum tables of Hasura', (host) => {
  const { query } = startForSuite(host, () => toHost(world, read));
  const ask = (role: string, source: string, variables: object = {}) =>
    query(
      source,
      { ...variables },
      {
        headers: { 'x-hasura-admin-secret': 's3', 'x-hasura-role': role, 'x-hasura-states': '{PAID}' },
      },
    );

  test('are asked and answer by the names of their values', async () => {
    deepEqual(
      await ask(
        'admin',
        `query ($now: OrderStatesEnum) {
          orders(where: {_or: [{state: {_eq: $now}}, {before: {_in: [OPEN]}}]}, orderBy: {id: ASC}) { id state before stateRow { value } }
          pairs(where: {twin: {_eq: one}}) { id twin }
        }`,
        { now: 'IN_TRANSIT' },
      ),
      {
        data: {
          orders: [
            { id: 1, state: 'IN_TRANSIT', before: 'OPEN', stateRow: { value: 'in_transit' } },
            { id: 3, state: 'PAID', before: 'OPEN', stateRow: { value: 'PAID' } },
          ],
          pairs: [{ id: 1, twin: 'one' }],
        },
      },
    );
  });

  test('are compared in permissions as the database has them', async () => {
    deepEqual(await ask('clerk', '{ orders(orderBy: {id: ASC}) { id state } }'), {
      data: {
        orders: [
          { id: 2, state: 'OPEN' },
          { id: 3, state: 'PAID' },
        ],
      },
    });
  });
});
