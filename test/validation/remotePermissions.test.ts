/** What the model says of roles and remote schemas. Faults of theirs: `cases/remotePermissions.ts`. */
import { deepEqual, equal, rejects } from 'node:assert/strict';
import { test } from 'node:test';
import { attachRemoteJoins, remoteJoinsTypeDefs, remoteSchema } from '@remote-joins/core';
import { buildSchema, getNamedType, isEnumType, printSchema } from 'graphql';
import type { Catalog } from '../../packages/core/src/model/catalog.js';
import type { Permissions, RemotePermission } from '../../packages/core/src/model/permission.js';
import { readDirectives } from '../../packages/core/src/schema/readDirectives.js';
import { checkDefinitions } from '../../packages/core/src/validation/checkDefinitions.js';
import { mergeRemotePermissions } from '../../packages/core/src/validation/permissions/mergeRemotePermissions.js';
import { schemaCatalog } from '../support/catalogs.js';

const upstream = `
  type Query { product(sku: ID!, lang: String = "en", tenant: ID): Product, search(filter: Filter, kinds: [Kind!]): [Product!] }
  type Mutation { rate(sku: ID!): Product }
  enum Kind { RETAIL OUTLET }
  input Filter { tenant: ID!, near: Place, meta: JSON, kind: Kind = RETAIL }
  input Place { city: String, radius: Float! = 2 }
  scalar JSON
  type Product { sku: ID!, cost: Int }`;

function permissionsOf(permissions?: Readonly<Record<string, string>>): Permissions | undefined {
  const schema = buildSchema('type Query { own: Int }');
  const catalog: Catalog = {
    ...schemaCatalog(upstream),
    ...(permissions && { permissions: new Map(Object.entries(permissions)) }),
  };
  const catalogs = new Map<string, Catalog>([
    ['catalog', catalog],
    ['open', schemaCatalog(upstream)],
  ]);
  const { model, problems } = checkDefinitions(readDirectives(schema).definitions, schema, catalogs, () => true);
  deepEqual(problems, []);
  return model?.permissions;
}

/** With the role's schema printed, and types of session variables as their names. */
function plain({ schema, presets, ...rest }: RemotePermission): unknown {
  const text = JSON.stringify([...presets], (_, value: unknown) => (value instanceof Map ? [...value] : value));
  return { ...rest, presets: Object.fromEntries(JSON.parse(text)), schema: printSchema(schema) };
}

const sdl = `
  """Told to nobody."""
  type Query {
    product(sku: ID!, tenant: ID @preset(value: "X-Hasura-Tenant")): Product @deprecated
    search(filter: Filter @preset(value: {tenant: 5, near: {city: "x-hasura-city"}, meta: [{a: "x-hasura-a"}, null]}), kinds: [Kind!] @preset(value: "x-hasura-kinds")): [Product!]
  }
  enum Kind { RETAIL }
  input Filter { tenant: ID! @preset(value: "x-hasura-tenant", static: true), near: Place, meta: JSON, kind: Kind @preset(value: null) }
  input Place { city: String }
  scalar JSON
  type Product { sku: ID! }`;

test("A role's part of a remote schema, without presets, and its presets by coordinate", () => {
  const permissions = permissionsOf({ user: sdl });
  deepEqual([permissions?.remotes, permissions?.hostTypes], [new Set(['catalog']), new Set()]);
  deepEqual([...(permissions?.roles.keys() ?? [])], ['user']);
  const { remotes, ...rest } = permissions?.roles.get('user') ?? {};
  deepEqual(rest, { role: 'user', tables: new Map(), hostTypes: new Map() });
  const session = (name: string, type: string) => ({ kind: 'session', name, type });
  const constant = (value: unknown) => ({ kind: 'constant', value });
  const object = (fields: Record<string, unknown>) => ({ kind: 'object', fields: Object.entries(fields) });
  deepEqual(
    [...(remotes ?? [])].map(([name, permission]) => [name, plain(permission)]),
    [
      [
        'catalog',
        {
          source: 'catalog',
          role: 'user',
          presets: {
            'Query.product(tenant:)': { type: 'ID', value: session('x-hasura-tenant', 'ID') },
            'Query.search(filter:)': {
              type: 'Filter',
              value: object({
                tenant: constant('5'),
                near: object({ city: session('x-hasura-city', 'String') }),
                meta: { kind: 'list', items: [object({ a: session('x-hasura-a', 'JSON') }), constant(null)] },
              }),
            },
            'Query.search(kinds:)': { type: '[Kind!]', value: session('x-hasura-kinds', '[Kind!]') },
            'Filter.tenant': { type: 'ID!', value: constant('x-hasura-tenant') },
            'Filter.kind': { type: 'Kind', value: constant(null) },
          },
          schema: `type Query {
  product(sku: ID!): Product
  search: [Product!]
}

enum Kind {
  RETAIL
}

input Filter {
  near: Place
  meta: JSON
}

input Place {
  city: String
}

scalar JSON

type Product {
  sku: ID!
}`,
        },
      ],
    ],
  );
});

test("Session variables of enums are held to the role's own values", () => {
  const permitted = permissionsOf({ user: sdl })?.roles.get('user')?.remotes.get('catalog');
  const value = permitted?.presets.get('Query.search(kinds:)')?.value;
  const type = value?.kind === 'session' ? getNamedType(value.type) : undefined;
  deepEqual(isEnumType(type) && type.getValues().map(({ name }) => name), ['RETAIL']);
});

test('A start fails with what is wrong in any role, and where', async () => {
  const permissions = { user: sdl, other: 'type Query {\n  product(sku: ID!): Product!\n}\ntype Product { sku: ID! }' };
  const sources = { catalog: remoteSchema({ url: 'http://remote-joins.invalid', schema: upstream, permissions }) };
  const schema = buildSchema(`${remoteJoinsTypeDefs} type Query { own: Int }`);
  await rejects(attachRemoteJoins(schema, { sources, session: () => ({}) }), {
    code: 'INVALID_SCHEMA',
    problems: [
      {
        code: 'PERMISSION_NOT_SUBSET',
        severity: 'error',
        coordinate: 'sources.catalog.permissions.other: Query.product',
        message: 'The type is Product!, not Product as in remote schema "catalog".',
        remedy: 'Write the type as it is there.',
        location: { line: 2, column: 3, text: 'sources.catalog.permissions.other' },
      },
    ],
  });
});

test('A remote schema is open without permissions, and closed to every role that has none', () => {
  equal(permissionsOf(), undefined);
  deepEqual(permissionsOf({}), { roles: new Map(), hostTypes: new Set(), remotes: new Set(['catalog']) });
});

test('A role inherits what its parents all see, however each wrote it', () => {
  const [a, b] = [
    'type Query { product(sku: ID!, lang: String @preset(value: "nl"), tenant: ID @preset(value: "x-hasura-t")): Product } type Product { sku: ID! }',
    '"Products." type Product { sku: ID! @deprecated } type Query { product(tenant: ID @preset(value: "X-HASURA-T"), lang: String @preset(value: "nl"), sku: ID!): Product }',
  ];
  const roles = permissionsOf({ a, b })?.roles;
  const [first, second] = [roles?.get('a')?.remotes.get('catalog'), roles?.get('b')?.remotes.get('catalog')];
  if (first === undefined || second === undefined) throw new Error('no permissions');
  deepEqual(mergeRemotePermissions('heir', [first, second]), { ...first, role: 'heir' });
});
