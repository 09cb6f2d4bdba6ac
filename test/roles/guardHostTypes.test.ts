import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { type GraphQLFieldResolver, graphql, isObjectType } from 'graphql';
import { attachResolvers } from '../../packages/core/src/execution/attachResolvers.js';
import { createGeneration } from '../../packages/core/src/execution/requestScope.js';
import type { Catalog } from '../../packages/core/src/model/catalog.js';
import type { RequestSession } from '../../packages/core/src/model/session.js';
import { table, tableCatalog } from '../support/catalogs.js';
import { governedModel } from '../support/roleModel.js';

const catalogs = new Map<string, Catalog>([
  ['db', tableCatalog(table('db', 'orders', { id: 'int4!', total: 'int4!' }))],
]);

const sdl = `
  type Query { viewer: Viewer search: [Hit] latest: Order open: String }
  type Viewer { name: String salary: Int }
  type Order @table(source: "db", name: "orders") { id: Int! total: Int! }
  type Page { title: String }
  union Hit = Order | Page`;

const resolvers: Readonly<Record<string, GraphQLFieldResolver<unknown, unknown>>> = {
  'Query.viewer': () => ({ name: 'Ada', salary: 9 }),
  'Query.search': () => [
    { __typename: 'Page', title: 'Help' },
    { __typename: 'Order', id: 1 },
  ],
  'Query.latest': () => ({ id: 1, total: 5 }),
  'Query.open': () => 'yes',
};

/** A server whose host validates nothing but the whole schema. */
function ask(query: string, session: RequestSession | Promise<RequestSession>) {
  const roles = {
    clerk: { hostTypes: { Viewer: 'name' } },
    boss: { hostTypes: { Viewer: 'name salary' }, tables: { Order: 'id' } },
  };
  const model = governedModel(sdl, catalogs, roles, Object.keys(resolvers));
  for (const [coordinate, resolve] of Object.entries(resolvers)) {
    const [typeName = '', fieldName = ''] = coordinate.split('.');
    const type = model.schema.getType(typeName);
    const field = isObjectType(type) ? type.getFields()[fieldName] : undefined;
    if (field !== undefined) field.resolve = resolve;
  }
  const parts = { model, sources: new Map(), headers: () => ({}), signal: () => undefined, session: () => session };
  attachResolvers(model.schema, createGeneration(parts));
  attachResolvers(model.schema, createGeneration(parts));
  return graphql({ schema: model.schema, source: query, contextValue: {} });
}

const as = (role: string): RequestSession => ({ role, admin: false, variables: new Map() });

const seen = async (query: string, role: string) => {
  const { data, errors } = await ask(query, as(role));
  const later = await ask(query, Promise.resolve(as(role)));
  deepEqual(JSON.stringify(later), JSON.stringify({ ...(errors && { errors }), data }));
  return { data: JSON.parse(JSON.stringify(data)), errors: errors?.map(({ path, message }) => [path, message]) };
};

test('Fields of own types answer those who are granted them, although the host lets everybody ask', async () => {
  const query = '{ viewer { name salary } }';
  deepEqual(await seen(query, 'boss'), { data: { viewer: { name: 'Ada', salary: 9 } }, errors: undefined });
  deepEqual(await seen(query, 'clerk'), {
    data: { viewer: null },
    errors: [[['viewer'], 'Cannot query field "salary" on type "Viewer".']],
  });
  deepEqual(await seen(query, 'stranger'), {
    data: { viewer: null },
    errors: [[['viewer'], 'Cannot query field "viewer" on type "Query".']],
  });
  deepEqual(await seen('{ open viewer { name } }', 'clerk'), {
    data: { open: 'yes', viewer: { name: 'Ada' } },
    errors: undefined,
  });
});

test('Objects of tables that the host hands out are governed by where they come from', async () => {
  deepEqual(await seen('{ latest { id } }', 'boss'), { data: { latest: { id: 1 } }, errors: undefined });
  deepEqual(await seen('{ latest { id total } }', 'boss'), {
    data: { latest: null },
    errors: [[['latest'], 'Cannot query field "total" on type "Order".']],
  });
});

test('An object whose type is hidden does not come out of a union, nor its name', async () => {
  const query = '{ search { __typename ... on Page { title } } }';
  const [page, order] = [{ __typename: 'Page', title: 'Help' }, { __typename: 'Order' }];
  deepEqual(await seen(query, 'boss'), { data: { search: [page, order] }, errors: undefined });
  deepEqual(await seen(query, 'clerk'), {
    data: { search: [page, null] },
    errors: [
      [
        ['search', 1],
        'Abstract type "Hit" must resolve to an Object type at runtime for field "Query.search". Either the "Hit" type should provide a "resolveType" function or each possible type should provide an "isTypeOf" function.',
      ],
    ],
  });
});

test('Fields whose objects come from sources are guarded by nothing, aggregates among them', () => {
  const aggregates = `
    type Query { orders: [Order!]! @select total: OrderAggregate! @aggregate }
    type Order @table(source: "db", name: "orders") { id: Int! total: Int! }
    type OrderAggregate { aggregate: OrderValues nodes: [Order!]! }
    type OrderValues { count: Int! max: OrderMax }
    type OrderMax { total: Int }`;
  const model = governedModel(aggregates, catalogs, { boss: { tables: { Order: { see: 'id', aggregations: true } } } });
  attachResolvers(
    model.schema,
    createGeneration({ model, sources: new Map(), headers: () => ({}), signal: () => undefined }),
  );
  const guarded = ['Order', 'OrderAggregate', 'OrderValues', 'OrderMax'].flatMap((name) => {
    const type = model.schema.getType(name);
    const fields = isObjectType(type) ? Object.values(type.getFields()) : [];
    return fields.filter(({ resolve }) => resolve !== undefined).map((field) => `${name}.${field.name}`);
  });
  deepEqual(guarded, []);
});
