/** Another Hasura as a remote schema: what both have for conditions and orders is one, though only one of them describes it. */
import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { defineHostSuite, startForSuite } from '../support/hosts.js';
import { startHasuraWorld, toHost } from './hasuraWorld.js';

/** As Hasura answers an introspection: with a description of everything, in an order of its own. */
const typeDefs = `
  schema { query: query_root }
  type query_root { "fetch things" things(order_by: [things_order_by!], where: things_bool_exp): [things!]! }
  "columns and relationships of things"
  type things { id: Int!, owner: Int }
  "Boolean expression to filter rows"
  input things_bool_exp { _and: [things_bool_exp!], id: Int_comparison_exp, owner: Int_comparison_exp }
  "Boolean expression to compare columns of type Int"
  input Int_comparison_exp { _nin: [Int!], "equals" _eq: Int, _neq: Int, _gt: Int, _gte: Int, _in: [Int!], _is_null: Boolean, _lt: Int, _lte: Int }
  input things_order_by { id: order_by }
  "column ordering options"
  enum order_by { "in ascending order, nulls last" asc, desc, asc_nulls_first, asc_nulls_last, desc_nulls_first, desc_nulls_last }`;

const world = await startHasuraWorld(test, {
  databases: { default: 'create table users (id int primary key); insert into users values (1), (2);' },
  remotes: { other: { typeDefs, resolvers: { query_root: { things: () => [{ id: 7, owner: 2 }] } } } },
});

const things = {
  name: 'things',
  definition: {
    to_remote_schema: {
      remote_schema: 'other',
      lhs_fields: ['id'],
      remote_field: { things: { arguments: { where: { owner: { _eq: '$id' } } } } },
    },
  },
};

/** Fills one type in two ways, and in itself. */
const between = {
  name: 'between',
  definition: {
    to_remote_schema: {
      remote_schema: 'other',
      lhs_fields: ['id'],
      remote_field: {
        things: { arguments: { where: { id: { _gt: '$id' }, owner: { _lt: 9 }, _and: [{ id: { _gt: '$id' } }] } } },
      },
    },
  },
};

function metadataOf(url_from_env: string) {
  const configuration = { connection_info: { database_url: { from_env: 'DEFAULT_URL' } } };
  const tables = [{ table: 'users', remote_relationships: [things, between] }];
  return {
    version: 3,
    sources: [{ name: 'default', configuration, tables }],
    remote_schemas: [{ name: 'other', definition: { url_from_env } }],
  };
}

const read = await world.read(metadataOf('OTHER_URL'));

test('Types that both have are printed once, with nothing left out', () => {
  deepEqual(read.problems, []);
  deepEqual(read.typeDefs.match(/^(?:input Int_comparison_exp|enum order_by) /gm), [
    'enum order_by ',
    'input Int_comparison_exp ',
  ]);
});

test('What is left of a type that is filled in several ways has a name for each, the plain one outermost', () => {
  const own = /^(?:input \w+_remote_rel_\w+| {2}\w+: \W*\w+_remote_rel_\w+)/gm;
  deepEqual(
    read.typeDefs.match(own)?.filter((line) => line.includes('between')),
    [
      'input Int_comparison_exp_remote_rel_usersbetween',
      'input things_bool_exp_remote_rel_usersbetween_2',
      '  id: Int_comparison_exp_remote_rel_usersbetween',
      'input Int_comparison_exp_remote_rel_usersbetween_2',
      'input things_bool_exp_remote_rel_usersbetween',
      '  _and: [things_bool_exp_remote_rel_usersbetween_2',
      '  id: Int_comparison_exp_remote_rel_usersbetween',
      '  owner: Int_comparison_exp_remote_rel_usersbetween_2',
    ],
  );
});

test('Types of one name that differ in more than that are told, and the remote schema is left out', async () => {
  const differing = await startHasuraWorld(test, {
    remotes: { differing: { typeDefs: typeDefs.replace('_nin: [Int!], ', '') } },
  });
  const { problems, inconsistentObjects } = await world.read(metadataOf('DIFFERING_URL'), { env: differing.env });
  deepEqual(problems.map(({ code, coordinate, message }) => [code, coordinate, message])[0], [
    'METADATA_DUPLICATE',
    'metadata#/remote_schemas/0',
    'Its type "Int_comparison_exp" is one of table "users in source default" already.',
  ]);
  deepEqual(
    inconsistentObjects.map((object) => ('type' in object ? object.type : object)),
    ['remote_schema', 'remote_relationship', 'remote_relationship'],
  );
});

defineHostSuite('Hasura behind Hasura', (host) => {
  const { query } = startForSuite(host, () => toHost(world, read));

  test('is joined and asked with the conditions and orders that both have', async () => {
    const source = `{
      users(where: {id: {_in: [1, 2]}}, order_by: {id: desc}) { id things(order_by: {id: asc}) { id } }
      things(where: {id: {_nin: [1]}}, order_by: {id: desc}) { owner }
    }`;
    deepEqual(await query(source), {
      data: {
        users: [
          { id: 2, things: [{ id: 7 }] },
          { id: 1, things: [{ id: 7 }] },
        ],
        things: [{ owner: 2 }],
      },
    });
    const variables = world.calls().other?.map(([, variables]) => variables);
    deepEqual(variables, [
      { v0_0: [{ id: 'desc' }], v0_1: { id: { _nin: [1] } } },
      { v0_0_0: { owner: { _eq: 2 } }, v0_0_1: { owner: { _eq: 1 } }, v0_1: [{ id: 'asc' }] },
    ]);
  });

  test('takes what is left of conditions that a relationship fills', async () => {
    const source = `query ($where: things_bool_exp_remote_rel_usersbetween) {
      users(where: {id: {_eq: 1}}) { between(where: $where) { owner } }
    }`;
    const where = { id: { _lt: 99 }, owner: { _gte: 0 }, _and: [{ owner: { _neq: 5 }, id: { _neq: 6 } }] };
    deepEqual(await query(source, { where }), { data: { users: [{ between: [{ owner: 2 }] }] } });
    deepEqual(
      world.calls().other?.map(([, variables]) => variables),
      [
        {
          v0_0_0: {
            id: { _gt: 1, _lt: 99 },
            owner: { _lt: 9, _gte: 0 },
            _and: [{ owner: { _neq: 5 }, id: { _neq: 6 } }, { id: { _gt: 1 } }],
          },
        },
      ],
    );
  });
});
