/** Forms of fields and relationships as Hasura has them, and which parts of a remote schema a role needs for them. */
import { test } from 'node:test';
import { startHasuraWorld } from './hasuraWorld.js';
import { toRemote, toSource } from './relationships.js';
import { as, defineScene } from './scenes.js';

const echo = (_: unknown, args: object) => JSON.stringify(args);

const world = await startHasuraWorld(test, {
  databases: {
    main: `
      create table users (id int primary key, name text);
      insert into users values (1, 'Ada'), (2, 'Bob');
      create table profiles (id int primary key, user_id int unique references users, bio text);
      insert into profiles values (10, 1, 'Counts');
      create table regions (land text, code int, title text, primary key (land, code));
      insert into regions values ('nl', 1, 'North'), ('de', 1, '7');
      create table places (id int primary key, land text, code int, owner int references users, foreign key (land, code) references regions);
      insert into places values (1, 'nl', 1, 1), (2, 'de', null, 2), (3, 'de', 1, null);
      create view names as select id, name from users;`,
  },
  remotes: {
    forms: {
      typeDefs: `
        type Query {
          grid(id: Int): [[Cell!]]! words(id: Int!): [String!]! kinds: [Kind]! kind(id: Int): Kind! date(id: Int): Date path(id: Int): A
          all(int: Int, float: Float, bool: Boolean, text: String, id: ID, kind: Kind, date: Date): String
          some(id: Int, of: String, kind: Kind): String
          any(id: Int!): Any node(id: Int!): Node
          need(v: Need!): String needs(v: [Need!]!): String outer(v: Outer): String twice(v: Need, w: Need): String
        }
        type A { b(x: Int!): B c: Int }
        type B { c(y: [Int!]): [Cell] }
        type Cell implements Node { id: Int }
        type Box implements Node { id: Int size: Int }
        interface Node { id: Int }
        union Any = Cell | Box
        scalar Date
        enum Kind { A B C }
        input Need { a: Int! b: Int! c: Int = 3 }
        input Outer { need: Need! more: Int }`,
      resolvers: {
        Query: {
          grid: (_: unknown, { id }: { id: number }) => [[{ id }], null],
          words: (_: unknown, { id }: { id: number }) => [`w${id}`],
          kinds: () => ['A', null],
          kind: () => 'B',
          date: (_: unknown, { id }: { id: number }) => ({ year: id }),
          path: () => ({
            b: ({ x }: { x: number }) => ({
              c: ({ y = [] }: { y?: number[] }) => [x, ...y].map((id) => ({ id })),
            }),
          }),
          all: echo,
          some: echo,
          need: echo,
          needs: echo,
          outer: echo,
          twice: echo,
          any: (_: unknown, { id }: { id: number }) => ({ id }),
          node: (_: unknown, { id }: { id: number }) => ({ id }),
        },
        Any: { __resolveType: ({ id }: { id: number }) => (id === 1 ? 'Cell' : 'Box') },
        Node: { __resolveType: ({ id }: { id: number }) => (id === 1 ? 'Cell' : 'Box') },
      },
    },
  },
});

const to = (name: string, lhs: readonly string[], field: object) => toRemote(name, lhs, field, 'forms');
const args = (field: string, given: object, below?: object) => ({
  [field]: { arguments: given, ...(below && { field: below }) },
});

const roles: Readonly<Record<string, string>> = {
  caller: `
    type Query {
      all(
        int: Int @preset(value: "X-Hasura-Int"), float: Float @preset(value: "x-hasura-float"), bool: Boolean @preset(value: "x-hasura-bool"),
        text: String @preset(value: "x-hasura-int"), id: ID @preset(value: "x-hasura-int"), kind: Kind @preset(value: "x-hasura-kind"),
        date: Date @preset(value: "x-hasura-int")
      ): String
    }
    enum Kind { A B } scalar Date`,
  whole: `
    type Query {
      path(id: Int): A some(id: Int, of: String, kind: Kind): String kinds: [Kind]! any(id: Int!): Any node(id: Int!): Node grid(id: Int): [[Cell!]]!
    }
    type A { b(x: Int!): B } type B { c(y: [Int!]): [Cell] } type Cell implements Node { id: Int } type Box implements Node { size: Int id: Int }
    interface Node { id: Int } union Any = Box enum Kind { A B C }`,
  presetting: `
    type Query { need(v: Need!): String outer(v: Outer): String }
    input Need { a: Int! b: Int! @preset(value: 8) } input Outer { need: Need! more: Int }`,
  shorter: `
    type Query { path(id: Int): A some(id: Int): String }
    type A { c: Int }`,
  narrower: `
    type Query { path(id: Int): A some(id: Int, of: String): String }
    type A { b(x: Int! @preset(value: 8)): B } type B { c: [Cell] } type Cell { id: Int }`,
};

const metadata = {
  version: 3,
  sources: [
    {
      name: 'main',
      kind: 'postgres',
      configuration: { connection_info: { database_url: { from_env: 'MAIN_URL' } } },
      tables: [
        {
          table: 'users',
          object_relationships: [
            { name: 'profile', using: { foreign_key_constraint_on: { table: 'profiles', column: 'user_id' } } },
            {
              name: 'called',
              using: {
                manual_configuration: {
                  remote_table: 'names',
                  column_mapping: { id: 'id', name: 'name' },
                  insertion_order: null,
                },
              },
            },
          ],
          array_relationships: [
            {
              name: 'places',
              using: { foreign_key_constraint_on: { table: { schema: 'public', name: 'places' }, columns: ['owner'] } },
            },
          ],
          remote_relationships: [
            to('grid', ['id'], args('grid', { id: '$id' })),
            to('words', ['id'], args('words', { id: '$id' })),
            to('kinds', [], args('kinds', {})),
            to('kind', ['id'], args('kind', { id: '$id' })),
            to('date', ['id'], args('date', { id: '$id' })),
            to('path', ['id'], args('path', { id: 5 }, args('b', { x: '$id' }, args('c', {})))),
            to('some', ['id', 'name'], args('some', { id: '$id', of: '$name' })),
            to('any', ['id'], args('any', { id: '$id' })),
            to('node', ['id'], args('node', { id: '$id' })),
            to('need', ['id'], args('need', { v: { a: '$id' } })),
            to('needs', ['id'], args('needs', { v: [{ a: '$id', b: 2 }] })),
            to('outer', ['id'], args('outer', { v: { need: { a: '$id' } } })),
            to('beside', ['id'], args('outer', { v: { more: '$id' } })),
            to('twice', ['id'], args('twice', { v: { a: '$id' }, w: { a: 1 } })),
          ],
          select_permissions: Object.keys(roles).map((role) => ({ role, permission: { columns: ['id'], filter: {} } })),
        },
        {
          table: 'profiles',
          object_relationships: [{ name: 'user', using: { foreign_key_constraint_on: ['user_id'] } }],
        },
        {
          table: 'regions',
          array_relationships: [
            { name: 'places', using: { foreign_key_constraint_on: { table: 'places', columns: ['code', 'land'] } } },
          ],
          remote_relationships: [
            toSource('same_places', 'array', 'places', { land: 'land', code: 'code' }, 'main'),
            to('words', ['title'], args('words', { id: '$title' })),
          ],
        },
        {
          table: 'places',
          object_relationships: [
            { name: 'region', using: { foreign_key_constraint_on: ['code', 'land'] } },
            { name: 'user', using: { foreign_key_constraint_on: 'owner' } },
          ],
        },
        { table: 'names' },
      ],
    },
  ],
  remote_schemas: [
    {
      name: 'forms',
      definition: { url: '{{FORMS_URL}}' },
      permissions: Object.entries(roles).map(([role, schema]) => ({ role, definition: { schema } })),
    },
  ],
};

const by = 'order_by: [{id: asc}]';

defineScene(world, 'Forms of relationships', {
  metadata,
  cases: {
    'Within a database: by the foreign key of either side, of one column or more, and by hand': {
      query: `{ users(${by}) { profile { bio user { id } } called { name } places { region { title } } }
        regions(order_by: [{land: desc}]) { places { id user { profile { bio } } } same_places { id } places_aggregate { aggregate { count } } }
        places(${by}) { region { title places { id } } user { name } } }`,
      answer: {
        data: {
          users: [
            { profile: { bio: 'Counts', user: { id: 1 } }, called: { name: 'Ada' }, places: [{ region: { title: 'North' } }] },
            { profile: null, called: { name: 'Bob' }, places: [{ region: null }] },
          ],
          regions: [
            { places: [{ id: 1, user: { profile: { bio: 'Counts' } } }], same_places: [{ id: 1 }], places_aggregate: { aggregate: { count: 1 } } },
            { places: [{ id: 3, user: null }], same_places: [{ id: 3 }], places_aggregate: { aggregate: { count: 1 } } },
          ],
          places: [
            { region: { title: 'North', places: [{ id: 1 }] }, user: { name: 'Ada' } },
            { region: null, user: { name: 'Bob' } },
            { region: { title: '7', places: [{ id: 3 }] }, user: null },
          ],
        },
      },
      calls: { main: 3 },
    }, // biome-ignore format: rows
    'To fields of every type: lists of lists, leaves, enums, custom scalars, and what is at the end of a path': {
      query: `{ users(${by}) { grid { id } words kinds kind date path(y: [9]) { id } bare: path { id } } }`,
      answer: {
        data: {
          users: [1, 2].map((id) => ({
            grid: [[{ id }], null],
            words: [`w${id}`],
            kinds: ['A', null],
            kind: 'B',
            date: { year: id },
            path: [{ id }, { id: 9 }],
            bare: [{ id }],
          })),
        },
      },
      calls: { main: 1, forms: 1 },
    },
    'Their types are those upstream but for what is non-null outermost: there may be no key': {
      query: `{ __type(name: "users") { fields { name type { ...t } } } }
        fragment t on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }`,
      answer: {
        data: {
          __type: {
            fields: [
              { name: 'id', type: nonNull(named('SCALAR', 'Int', null)) },
              { name: 'name', type: named('SCALAR', 'String', null) },
              { name: 'profile', type: named('OBJECT', 'profiles', null) },
              { name: 'called', type: named('OBJECT', 'names', null) },
              { name: 'places', type: nonNull(list(nonNull({ kind: 'OBJECT', name: 'places' }))) },
              { name: 'places_aggregate', type: nonNull(named('OBJECT', 'places_aggregate', null)) },
              { name: 'grid', type: list(list(nonNull({ kind: 'OBJECT', name: 'Cell' }))) },
              { name: 'words', type: list(nonNull(named('SCALAR', 'String', null))) },
              { name: 'kinds', type: list(named('ENUM', 'Kind', null)) },
              { name: 'kind', type: named('ENUM', 'Kind', null) },
              { name: 'date', type: named('SCALAR', 'Date', null) },
              { name: 'path', type: list(named('OBJECT', 'Cell', null)) },
              { name: 'some', type: named('SCALAR', 'String', null) },
              { name: 'any', type: named('UNION', 'Any', null) },
              { name: 'node', type: named('INTERFACE', 'Node', null) },
              ...['need', 'needs', 'outer', 'beside', 'twice'].map((name) => ({
                name,
                type: named('SCALAR', 'String', null),
              })),
            ],
          },
        },
      },
    },
    'What an object must have and the relationship does not fill is required of the client': {
      query:
        '{ users_by_pk(id: 1) { need(v: {b: 2}) outer(v: {need: {b: 2, c: 4}}) beside(v: {need: {a: 1, b: 3}}) needs } }',
      answer: {
        data: {
          users_by_pk: {
            need: JSON.stringify({ v: { a: 1, b: 2, c: 3 } }),
            outer: JSON.stringify({ v: { need: { a: 1, b: 2, c: 4 } } }),
            beside: JSON.stringify({ v: { need: { a: 1, b: 3, c: 3 }, more: 1 } }),
            needs: JSON.stringify({ v: [{ a: 1, b: 2, c: 3 }] }),
          },
        },
      },
      calls: { main: 1, forms: 1 },
    },
    'Who does not give it is refused, and so is who gives what could be no whole object of a list': {
      query: '{ users { need outer beside needs(v: [{b: 3}]) twice } }',
      refused: [
        'Field "need" argument "v" of type "Need_remote_rel_usersneed!" is required, but it was not provided.',
        'Field "outer" argument "v" of type "Outer_remote_rel_usersouter!" is required, but it was not provided.',
        'Field "beside" argument "v" of type "Outer_remote_rel_usersbeside!" is required, but it was not provided.',
        'Unknown argument "v" on field "users.needs".',
        ...['v', 'w'].map(
          (name) =>
            `Field "twice" argument "${name}" of type "Need_remote_rel_userstwice!" is required, but it was not provided.`,
        ),
      ],
    },
    'A key that is no value of the argument is not sent, and its list is empty': {
      query: '{ regions(order_by: [{land: asc}]) { words } }',
      answer: { data: { regions: [{ words: ['w7'] }, { words: [] }] } },
      calls: { main: 1, forms: 1 },
    },
  },
});

const caller = { 'x-hasura-int': '7', 'x-hasura-float': '0.5', 'x-hasura-bool': 'true', 'x-hasura-kind': 'B' };
const gone = (field: string, type = 'users') => `Cannot query field "${field}" on type "${type}".`;
const without = (variable: string, message: string) => ({
  data: { all: null },
  errors: [
    {
      message: `Field "Query.all" has no answer of source "forms": The session variable "${variable}" is not a value of type ${message}.`,
      path: ['all'],
      code: 'BAD_USER_INPUT',
    },
  ],
});

defineScene(world, 'Parts of a remote schema', {
  metadata,
  env: { HASURA_GRAPHQL_ENABLE_REMOTE_SCHEMA_PERMISSIONS: 'true' },
  cases: {
    'Session variables are preset as values of their types, of custom scalars as texts': {
      query: '{ all }',
      headers: as('caller', caller),
      answer: {
        data: { all: JSON.stringify({ int: 7, float: 0.5, bool: true, text: '7', id: '7', kind: 'B', date: '7' }) },
      },
      calls: {
        forms: [
          [
            'query RemoteJoins($v0_0: Int, $v0_1: Float, $v0_2: Boolean, $v0_3: String, $v0_4: ID, $v0_5: Kind, $v0_6: Date) { _0: all(int: $v0_0, float: $v0_1, bool: $v0_2, text: $v0_3, id: $v0_4, kind: $v0_5, date: $v0_6) }',
            { v0_0: 7, v0_1: 0.5, v0_2: true, v0_3: '7', v0_4: '7', v0_5: 'B', v0_6: '7' },
          ],
        ],
      },
    },
    'A boolean is the text true or false, and nothing else': {
      query: '{ all }',
      headers: as('caller', { ...caller, 'x-hasura-bool': 'True' }),
      answer: without('x-hasura-bool', 'Boolean'),
      calls: {},
    },
    'An enum is one of those that the role has': {
      query: '{ all }',
      headers: as('caller', { ...caller, 'x-hasura-kind': 'C' }),
      answer: without('x-hasura-kind', 'Kind'),
      calls: {},
    },
    'A role that has all of a path has the relationship, with what is left of its arguments': {
      query: `{ users(${by}) { path(y: [3]) { id } some(kind: C) } }`,
      headers: as('whole'),
      answer: {
        data: {
          users: [
            { path: [{ id: 1 }, { id: 3 }], some: JSON.stringify({ id: 1, of: 'Ada', kind: 'C' }) },
            { path: [{ id: 2 }, { id: 3 }], some: JSON.stringify({ id: 2, of: 'Bob', kind: 'C' }) },
          ],
        },
      },
      calls: { main: 1, forms: 1 },
    },
    'One whose part ends before the path does has none, nor one that lacks an argument that is filled': {
      query: '{ users { path { id } some } }',
      headers: as('shorter'),
      refused: [gone('path'), gone('some')],
    },
    'What the role lacks of the arguments that are left is gone; what the relationship fills may be preset': {
      query: `{ users(${by}) { path { id } some } }`,
      headers: as('narrower'),
      answer: {
        data: {
          users: [
            { path: [{ id: 1 }], some: JSON.stringify({ id: 1, of: 'Ada' }) },
            { path: [{ id: 2 }], some: JSON.stringify({ id: 2, of: 'Bob' }) },
          ],
        },
      },
    },
    'What is required of others may be preset for a role': {
      query: `{ users(${by}) { need outer(v: {more: 1}) } }`,
      headers: as('presetting'),
      answer: {
        data: {
          users: [1, 2].map((id) => ({
            need: JSON.stringify({ v: { a: id, b: 8, c: 3 } }),
            outer: JSON.stringify({ v: { need: { a: id, b: 8, c: 3 }, more: 1 } }),
          })),
        },
      },
      calls: { main: 1, forms: 1 },
    },
    'Such arguments cannot be given': {
      query: '{ users { path(y: [1]) { id } some(kind: A) } }',
      headers: as('narrower'),
      refused: ['Unknown argument "y" on field "users.path".', 'Unknown argument "kind" on field "users.some".'],
    },
    'Interfaces, unions with fewer members and lists of lists are answered': {
      query: `{ users(where: {id: {_eq: 2}}) { any { __typename ... on Box { id size } } node { __typename id ... on Box { size } } grid { id } kinds } }`,
      headers: as('whole'),
      answer: {
        data: {
          users: [
            {
              any: { __typename: 'Box', id: 2, size: null },
              node: { __typename: 'Box', id: 2, size: null },
              grid: [[{ id: 2 }], null],
              kinds: ['A', null],
            },
          ],
        },
      },
      calls: { main: 1, forms: 1 },
    },
    'A member that the role lacks is no part of the union': {
      query: '{ users { any { ... on Cell { id } } } }',
      headers: as('whole'),
      refused: ['Fragment cannot be spread here as objects of type "Any" can never be of type "Cell".'],
    },
    'An admin has all of it, and fills what he likes': {
      query: '{ all(int: 1, kind: C) users_by_pk(id: 1) { some(kind: C) any { ... on Cell { id } } } }',
      answer: {
        data: {
          all: JSON.stringify({ int: 1, kind: 'C' }),
          users_by_pk: { some: JSON.stringify({ id: 1, of: 'Ada', kind: 'C' }), any: { id: 1 } },
        },
      },
    },
  },
});

function named(kind: string, name: string, ofType?: null) {
  return { kind, name, ofType };
}

function nonNull(ofType: object) {
  return { kind: 'NON_NULL', name: null, ofType };
}

function list(ofType: object) {
  return { kind: 'LIST', name: null, ofType };
}
