/**
 * What a role may not see does not exist for it: a server where it is hidden answers, on every road, byte for byte as one whose
 * author never wrote it.
 */
import { deepEqual, equal, notDeepEqual, ok } from 'node:assert/strict';
import { describe, after as suiteAfter, before as suiteBefore, test } from 'node:test';
import { getIntrospectionQuery } from 'graphql';
import type { Scope } from '../support/postgres.js';
import { type Asked, type Road, type RoadHost, roadHosts } from '../support/roads.js';
import { startWorld } from '../support/world.js';

const world = await startWorld(test, {
  databases: {
    shop_db: `
      create table customers (id int primary key, name text not null, nick text);
      insert into customers values (1, 'Ada', 'CNRY-a'), (2, 'Grace', 'CNRY-g');
      create table secrets (id int primary key, text text);
      insert into secrets values (1, 'CNRY-s');
      create table orders (id int primary key, sku text not null, cost int, customer_id int, secret_id int);
      insert into orders values (1, 'SKU-a', 77701, 1, 1), (2, 'SKU-b', 77702, 2, null);`,
  },
  remotes: {
    catalog: {
      typeDefs: `
        type Query {
          product(sku: ID!, tenant: String, margin: Int): Product
          stock(sku: ID!, tenant: String!): Int
          vault: String
        }
        type Product { sku: ID! price: Int kind: Kind }
        enum Kind { BOOK RARE }`,
      resolvers: {
        Query: {
          product: (_: unknown, { sku }: { sku: string }) => ({
            sku,
            price: 77703,
            kind: sku === 'x' ? 'RARE' : 'BOOK',
          }),
          stock: () => 4,
          vault: () => 'CNRY-v',
        },
      },
    },
  },
  remoteOptions: {
    catalog: {
      permissions: {
        user: `
          type Query {
            product(sku: ID!, tenant: String @preset(value: "acme")): Product
            stock(sku: ID!, tenant: String! @preset(value: "acme")): Int
          }
          type Product { sku: ID! kind: Kind }
          enum Kind { BOOK }`,
        clerk: `
          type Query {
            product(sku: ID!, tenant: String, margin: Int): Product
            stock(sku: ID!, tenant: String!): Int
            vault: String
          }
          type Product { sku: ID! price: Int kind: Kind }
          enum Kind { BOOK RARE }`,
      },
    },
  },
});

/** Lines that end in `#-` are what is hidden from the role "user". Roles "clerk" and "admin" see all. */
const written = `
  type Query {
    orders(
      where: OrderWhere
      order_by: [OrderOrder!]
      distinct_on: [OrderColumn!]
      sku: String
      cost: Int #-
    ): [Order!]! @select
    order(id: Int!): Order @select
    secrets(where: SecretWhere): [Secret!]! @select #-
    customers: [Customer!]! @select #-
    product(
      sku: ID!
      tenant: String #-
      margin: Int #-
    ): Product @remoteField(schema: "catalog")
    stock(sku: ID!, tenant: String!): Int @remoteField(schema: "catalog")
    vault: String @remoteField(schema: "catalog") #-
    named: [Named!]!
    anything: [Anything!]!
    report: Report
    audit: Audit #-
    self: Query
    ping: String
  }
  type Mutation @permission(role: "user", fields: ["touch", "again"]) @permission(role: "clerk", fields: ["*"]) {
    touch: Order
    again: Query
    wipe: String #-
    wipeOut: String #-
  }
  type Order
    @table(source: "shop_db", name: "orders")
    @permission(role: "user", fields: ["id", "sku"])
    @permission(role: "clerk", fields: ["*"])
  {
    id: Int!
    sku: String!
    cost: Int #-
    customer: Customer @remoteRelationship(fieldMapping: {customer_id: "id"})
    secret: Secret @remoteRelationship(fieldMapping: {secret_id: "id"}) #-
    product: Product @remoteRelationship(schema: "catalog", field: "product(sku: $sku)")
    vault: String @remoteRelationship(schema: "catalog", field: "vault") #-
  }
  type Customer implements Named
    @table(source: "shop_db", name: "customers")
    @permission(role: "user", fields: ["name"], rootFields: [])
    @permission(role: "clerk", fields: ["*"])
  {
    name: String!
    nick: String #-
  }
  type Secret @table(source: "shop_db", name: "secrets") @permission(role: "clerk", fields: ["*"]) { #-
    id: Int! #-
    text: String #-
  } #-
  type Product {
    sku: ID!
    price: Int #-
    kind: Kind
  }
  enum Kind {
    BOOK
    RARE #-
  }
  interface Named {
    name: String!
    nick: String #-
  }
  type Company implements Named { name: String! nick: String }
  union Anything = Company
    | Audit #-
  type Report @permission(role: "user", fields: ["total"]) @permission(role: "clerk", fields: ["*"]) {
    total: Int
    profit: Int #-
  }
  type Audit @permission(role: "clerk", fields: ["*"]) { #-
    at: String #-
  } #-
  input OrderWhere {
    _and: [OrderWhere!]
    _or: [OrderWhere!]
    id: IntOps
    sku: StringOps
    cost: CostOps #-
    customer: CustomerWhere
    secret: SecretWhere #-
  }
  input CustomerWhere {
    name: StringOps
    nick: StringOps #-
  }
  input SecretWhere { text: StringOps } #-
  input IntOps { _eq: Int _gt: Int }
  input CostOps { _eq: Int _lt: Int } #-
  input StringOps { _eq: String _like: String }
  input OrderOrder {
    id: Direction
    cost: Direction #-
  }
  enum Direction { asc desc }
  enum OrderColumn {
    id
    sku
    cost #-
  }`;

const lines = written.split('\n');
const everything = lines.map((line) => line.replace(/#-$/, '')).join('\n');
const withoutHidden = lines.filter((line) => !line.endsWith('#-')).join('\n');

function resolvers(isWhole: boolean) {
  const query = {
    named: () => [
      { __typename: 'Customer', name: 'Ada', nick: 'CNRY-a' },
      { __typename: 'Company', name: 'Acme', nick: 'Ac' },
    ],
    anything: () => [{ __typename: 'Company', name: 'Acme' }],
    report: () => ({ total: 3, profit: 'CNRY-p' }),
    self: () => ({}),
    ping: () => 'pong',
  };
  const mutation = { touch: () => ({ id: 1, sku: 'SKU-a', cost: 77701 }), again: () => ({}) };
  if (!isWhole) return { Query: query, Mutation: mutation };
  return {
    Query: { ...query, audit: () => ({ at: 'CNRY-t' }) },
    Mutation: { ...mutation, wipe: () => 'CNRY-w', wipeOut: () => 'CNRY-w' },
  };
}

type Probe = Omit<Asked, 'role'>;
type Case = readonly [query: string, variables?: Readonly<Record<string, unknown>>, operationName?: string];

const where = 'query ($where: OrderWhere) { orders(where: $where) { id } }';
const order = 'query ($by: [OrderOrder!]) { orders(order_by: $by) { id } }';
const distinct = 'query ($on: [OrderColumn!]) { orders(distinct_on: $on) { id } }';

const probes: Readonly<Record<string, readonly Case[]>> = {
  'queries that name a field that is hidden': [
    ['{ orders { id cost } }'],
    ['{ orders { secret { id } } }'],
    ['{ orders { customer { nick } } }'],
    ['{ order(id: 1) { a: cost } }'],
    ['{ secrets { id } }'],
    ['{ secrets(where: {text: {_eq: "x"}}) { id } }'],
    ['{ customers { name } }'],
    ['{ audit { at } }'],
    ['{ vault }'],
    ['{ product(sku: "a") { sku price } }'],
    ['{ orders { vault product { price } } }'],
    ['{ report { total profit } }'],
    ['{ named { nick } }'],
    ['{ named { ... on Customer { nick } } }'],
    ['{ self { self { secrets { text } } } }'],
    ['{ ping ...F } fragment F on Query { orders { ...G } } fragment G on Order { cost }'],
    ['query ($no: Boolean = false) { orders { id cost @include(if: $no) } }'],
    ['query A { ping } query B { orders { cost } }', {}, 'A'],
    ['query A { ping } mutation B { wipe }', {}, 'A'],
    ['{ ping orders { cost } secrets { id } audit { at } nothing }'],
  ],
  'mutations that name a field that is hidden': [
    ['mutation { wipe }'],
    ['mutation { touch { id cost } }'],
    ['mutation { again { secrets { id } } }'],
    ['mutation { wipe wipeOut }'],
  ],
  'queries that name a type that is hidden': [
    ['{ anything { ... on Audit { at } } }'],
    ['{ ping ... on Secret { id } }'],
    ['{ orders { ...F } } fragment F on Secret { id }'],
    ['query ($where: SecretWhere) { ping orders(where: {secret: $where}) { id } }', { where: { text: { _eq: 'x' } } }],
    ['query ($where: CostOps) { orders(where: {cost: $where}) { id } }', {}],
  ],
  'queries that name an input that is hidden': [
    ['{ orders(cost: 5) { id } }'],
    ['{ product(sku: "a", margin: 3) { sku } }'],
    ['query ($tenant: String) { product(sku: "a", tenant: $tenant) { sku } }', { tenant: 'x' }],
    ['{ stock(sku: "a", tenant: "x") }'],
    ['query ($cost: Int) { orders(cost: $cost) { id } }', { cost: 5 }],
    ['{ orders(where: {cost: {_lt: 6}}) { id } }'],
    ['{ orders(where: {_or: [{sku: {_eq: "a"}}, {_and: [{cost: {_eq: 5}}]}]}) { id } }'],
    ['{ orders(where: {customer: {nick: {_like: "C%"}}}) { id } }'],
    ['{ orders(where: {secret: {text: {_like: "C%"}}}) { id } }'],
    ['{ orders(order_by: [{cost: desc}]) { id } }'],
    ['{ orders(distinct_on: [cost]) { id } }'],
    ['query ($where: OrderWhere = {cost: {_eq: 5}}) { orders(where: $where) { id } }'],
    [where, { where: { cost: { _lt: 6 } } }],
    [where, { where: { cost: null } }],
    [where, { where: { _or: [{ id: { _eq: 1 } }, { secret: {} }] } }],
    [where, { where: { customer: { nick: { _like: 'C%' } } } }],
    [order, { by: [{ cost: 'desc' }] }],
    [order, { by: { cost: 'desc' } }],
    [distinct, { on: ['sku', 'cost'] }],
  ],
  'queries that come near to a name that is hidden': [
    ['{ orders { costs } }'],
    ['{ orders { skus } }'],
    ['{ secret }'],
    ['{ order { id } }'],
    ['{ audits { at } }'],
    ['{ named { nic } }'],
    ['{ orders(costt: 1) { id } }'],
    ['{ orders(where: {costs: {}}) { id } }'],
    ['{ orders(order_by: [{costs: asc}]) { id } }'],
    ['{ orders(distinct_on: [costs]) { id } }'],
    ['{ ping ... on Secrets { id } }'],
    ['mutation { wiped }'],
    ['{ vaults product { pric } }'],
    ['{ product(sku: "a", margi: 3) { prices } }'],
    ['{ __type(name: "Order") { fields { nam } } }'],
    [where, { where: { costs: {} } }],
    [where, { where: { sku: { _eq: 5 } } }],
    [order, { by: [{ costs: 'asc' }] }],
    [order, { by: [{ id: 'ascending' }] }],
    [distinct, { on: ['costs'] }],
    [distinct, { on: ['skus'] }],
  ],
  introspection: [
    [getIntrospectionQuery({ inputValueDeprecation: true, specifiedByUrl: true, schemaDescription: true })],
    ...['Secret', 'Audit', 'CostOps', 'SecretWhere', 'Customer', 'Product', 'Kind', 'Nothing'].map(
      (name): Case => [`{ __type(name: "${name}") { kind fields { name } enumValues { name } } }`],
    ),
    ['{ __type(name: "Named") { fields { name } possibleTypes { name } } }'],
    ['{ __type(name: "Anything") { possibleTypes { name } } }'],
    ['{ __type(name: "OrderColumn") { enumValues { name } } }'],
    [
      `query ($name: String!, $yes: Boolean!) {
        a: __type(name: $name) { ...T }
        orders { id __typename }
        ping
        ...F @include(if: $yes)
        self { self { again: __schema { queryType { fields { name } } } ping } __type(name: "Order") { ...T } }
        b: __schema @skip(if: $yes) { types { name } }
        __schema { mutationType { fields { name } } }
        __typename
      }
      fragment F on Query { a: __type(name: $name) { fields { name } } c: __type(name: "OrderWhere") { inputFields { name } } }
      fragment T on __Type { name fields { name args { name } } }`,
      { name: 'Order', yes: true },
    ],
    ['mutation { again { __schema { types { name } } } touch { id } }'],
    ['query A { ping } query B { __schema { types { name } } }', {}, 'B'],
  ],
  'queries that touch nothing hidden': [
    ['{ ping }'],
    ['{ orders { id sku customer { name } __typename } }'],
    ['{ orders(where: {customer: {name: {_eq: "Grace"}}}, order_by: {id: desc}, distinct_on: [id]) { id } }'],
    ['{ named { __typename name } anything { ... on Company { name } } report { total } }'],
    ['mutation { touch { id customer { name } } }'],
    ['{ stock(sku: "a") product(sku: "a") { sku kind } orders { product { sku kind } } }'],
    [where, { where: { sku: { _like: 'p%' } } }],
    ['query ($id: Int!) { order(id: $id) { sku } }', { id: 'x' }],
    ['query ($id: Int!) { order(id: $id) { sku } }', {}],
    ['query ($id: Int!) { order(id: $id) { sku } }', { id: 2 }],
    ['query A { ping } query B { report { total } }', {}, 'B'],
    ['query A { ping } query B { report { total } }', {}, 'C'],
    ['query A { ping } query B { report { total } }'],
    ['{ orders { '],
    [''],
  ],
};

/** Mercurius takes a document in JSON where the text is no GraphQL. */
function jsonDocument(fieldName: string): string {
  const field = (name: string, selections: unknown[]) => ({
    kind: 'Field',
    name: { kind: 'Name', value: name },
    selectionSet: { kind: 'SelectionSet', selections },
  });
  const { selectionSet } = field('', [field(fieldName, [field('id', [])])]);
  return JSON.stringify({
    kind: 'Document',
    definitions: [{ kind: 'OperationDefinition', operation: 'query', selectionSet }],
  });
}

interface Pair {
  readonly hiding: (road: string) => Road;
  readonly lacking: (road: string) => Road;
}

/** Two servers of the same kind. */
function startPair(host: RoadHost): () => Pair {
  let pair: Pair | undefined;
  const ends: (() => Promise<void>)[] = [];
  const scope: Scope = { after: (end) => ends.push(end) };
  suiteBefore(async () => {
    const start = (typeDefs: string) =>
      host.start(scope, { typeDefs, resolvers: resolvers(typeDefs === everything), sources: world.sources() });
    pair = { hiding: await start(everything), lacking: await start(withoutHidden) };
  });
  suiteAfter(async () => {
    for (const end of ends) await end();
  });
  return () => {
    if (pair === undefined) throw new Error('The servers of this suite have not started.');
    return pair;
  };
}

function probesOf(group: string): readonly Probe[] {
  return (probes[group] ?? []).map(([query, variables, operationName]) => ({
    query,
    ...(variables && { variables }),
    ...(operationName !== undefined && { operationName }),
  }));
}

async function same({ hiding, lacking }: Pair, road: string, asked: Asked): Promise<unknown> {
  const answers: unknown[] = [];
  for (const server of [hiding, lacking]) answers.push(await server(road)(asked));
  const [answer, other] = answers;
  deepEqual(answer, other, `${asked.query} ${JSON.stringify(asked.variables)}`);
  ok(!/CNRY|7770/.test(JSON.stringify(answer)), asked.query);
  // What graphql-js itself suggests on the role's schema is there.
  if (road !== 'schemaFor') ok(!JSON.stringify(answer).includes('Did you mean'), asked.query);
  return answer;
}

for (const host of roadHosts) {
  for (const road of host.roads.filter((name) => name !== 'the whole schema')) {
    describe(`What is hidden is absent (${host.name}, ${road})`, () => {
      const pair = startPair(host);
      const isByHash = road === 'a persisted query';
      // Under jit, what is asked a third time is answered by compiled code.
      const seers = host.name.includes('jit') ? ['admin', 'clerk', 'admin'] : ['admin', 'clerk'];
      for (const group of Object.keys(probes)) {
        test(`in ${group}, before and after those have asked who see it`, async () => {
          const ask = async (probe: Probe): Promise<void> => {
            const asked = { ...probe, role: 'user' };
            const cold = await same(pair(), road, asked);
            // A text that is valid for the role may be stored by anybody, and it may be seen that it is.
            const others = isByHash && probe.variables !== undefined ? 'POST' : road;
            for (const role of seers) await pair().hiding(others)({ ...probe, role });
            // By its hash, a text that is known by now is answered otherwise.
            if (isByHash) await same(pair(), road, asked);
            else deepEqual(await pair().hiding(road)(asked), cold, probe.query);
          };
          for (const probe of probesOf(group)) await ask(probe);
        });
      }

      test('for those who have no role, and for those whose role is unknown', async () => {
        for (const probe of Object.keys(probes).flatMap(probesOf)) {
          const none = await pair().hiding(road)(probe);
          const stranger = await pair().hiding(road)({ ...probe, role: 'stranger' });
          if (!isByHash) deepEqual(stranger, none, probe.query);
          ok(!/CNRY|7770|SKU-|Ada/.test(JSON.stringify(none)), probe.query);
        }
      });

      test('and is there for those who may see it', async () => {
        const query =
          '{ orders { cost secret { text } customer { nick } vault product { price } } audit { at } report { profit } }';
        for (const role of ['clerk', 'admin']) {
          const told = JSON.stringify(await pair().hiding(road)({ query, role }));
          const values = ['77701', '77702', '77703', 'CNRY-s', 'CNRY-a', 'CNRY-g', 'CNRY-t', 'CNRY-p', 'CNRY-v'];
          deepEqual(
            values.filter((value) => !told.includes(value)),
            [],
          );
        }
        const types = (role: string) => pair().hiding(road)({ query: '{ __schema { types { name } } }', role });
        notDeepEqual(await types('user'), await types('admin'));
        deepEqual(await types('clerk'), await types('admin'));
      });
    });
  }
}

for (const host of roadHosts) {
  describe(`What a role introspects (${host.name})`, () => {
    const pair = startPair(host);
    const [road = ''] = host.roads;

    test('stands where it was asked for, beside and below whatever else is asked', async () => {
      const query = `
        query ($name: String!, $yes: Boolean!) {
          a: __type(name: $name) { ...T }
          orders(where: {id: {_eq: 1}}) { id __typename }
          ...F @include(if: $yes)
          self { self { again: __schema { mutationType { fields { name } } } ping } __type(name: "Secret") { ...T } }
          b: __schema @skip(if: $yes) { types { name } }
          __type(name: "OrderColumn") { enumValues { name } }
          ping
        }
        fragment F on Query { a: __type(name: $name) { kind } c: __type(name: "OrderOrder") { inputFields { name } } }
        fragment T on __Type { fields { name } }`;
      const names = (...all: string[]) => all.map((name) => ({ name }));
      const data = JSON.stringify({
        a: { fields: names('id', 'sku', 'customer', 'product'), kind: 'OBJECT' },
        orders: [{ id: 1, __typename: 'Order' }],
        c: { inputFields: names('id') },
        self: { self: { again: { mutationType: { fields: names('touch', 'again') } }, ping: 'pong' }, __type: null },
        __type: { enumValues: names('id', 'sku') },
        ping: 'pong',
      });
      for (let round = 0; round < 3; round++) {
        const answer = await pair().hiding(road)({ query, variables: { name: 'Order', yes: true }, role: 'user' });
        const { body = JSON.stringify(answer) } = answer as { readonly body?: string };
        equal(body.trim(), `{"data":${data}}`);
      }
    });

    test('is all there is of an enum: a hidden value is none that a source may answer with', async () => {
      for (const server of [pair().hiding, pair().lacking]) {
        const answer = await server(road)({ query: '{ product(sku: "x") { sku kind } }', role: 'user' });
        const { body = JSON.stringify(answer) } = answer as { readonly body?: string };
        const { data, errors } = JSON.parse(body);
        deepEqual(data, { product: { sku: 'x', kind: null } });
        deepEqual(
          errors.map(({ message }: Error) => message),
          ['Field "Product.kind" has no value: The source answered with a value that is no "Kind".'],
        );
      }
    });

    test('is told of a mutation as of a query', async () => {
      const query = 'mutation { again { __type(name: "Mutation") { fields { name } } } touch { id } }';
      const answer = await pair().hiding(road)({ query, role: 'user' });
      const { body = JSON.stringify(answer) } = answer as { readonly body?: string };
      deepEqual(JSON.parse(body), {
        data: { again: { __type: { fields: [{ name: 'touch' }, { name: 'again' }] } }, touch: { id: 1 } },
      });
    });
  });
}

describe('An argument that is preset for one role', () => {
  for (const host of roadHosts) {
    const pair = startPair(host);
    const [road = ''] = host.roads;
    test(`is required of another, whoever asked before (${host.name})`, async () => {
      const answer = async (query: string, role: string): Promise<unknown> => {
        const told = await pair().hiding(road)({ query, role });
        const { body = JSON.stringify(told) } = told as { readonly body?: string };
        const { data, errors } = JSON.parse(body);
        return errors?.map(({ message }: Error) => message) ?? data;
      };
      const without = '{ stock(sku: "a") }';
      const given = '{ stock(sku: "a", tenant: "x") }';
      const required = 'argument "tenant" of type "String!" is required, but it was not provided.';
      for (let round = 0; round < 3; round++) {
        world.forget();
        deepEqual(await answer(without, 'user'), { stock: 4 });
        deepEqual(await answer(given, 'user'), ['Unknown argument "tenant" on field "Query.stock".']);
        deepEqual(await answer(without, 'clerk'), [`Field "stock" ${required}`]);
        deepEqual(await answer(without, 'admin'), [`Field "stock" ${required}`]);
        deepEqual(await answer(given, 'clerk'), { stock: 4 });
        deepEqual(
          world.calls().catalog?.map(([, variables]) => variables),
          [
            { v0_0: 'a', v0_1: 'acme' },
            { v0_0: 'a', v0_1: 'x' },
          ],
        );
      }
    });
  }
});

describe('What is hidden', () => {
  for (const host of roadHosts.filter(({ roads }) => roads.includes('the whole schema'))) {
    const pair = startPair(host);
    test('has no data where a host executes the schema that holds everything, and nothing is asked of a source', async () => {
      const groups = Object.keys(probes).filter((group) => group.includes('that name'));
      world.forget();
      for (const probe of groups.flatMap(probesOf)) {
        const answer = await pair().hiding('the whole schema')({ ...probe, role: 'user' });
        ok(!/CNRY|7770/.test(JSON.stringify(answer)), probe.query);
      }
      deepEqual(
        Object.values(world.calls())
          .flat()
          .filter(([text]) => /cost|nick|secret/.test(text)),
        [],
      );
    });
  }
});

for (const host of roadHosts.filter(({ name }) => name.startsWith('Mercurius'))) {
  describe(`A document in JSON (${host.name})`, () => {
    const pair = startPair(host);
    for (const road of ['POST', 'app.graphql()']) {
      test(`that names what is hidden, or comes near to it, is refused as any other, by ${road}`, async () => {
        for (const name of ['secrets', 'audits']) {
          const asked = { query: jsonDocument(name), role: 'user' };
          const cold = await same(pair(), road, asked);
          ok(JSON.stringify(cold).includes('Cannot query field'));
          await pair().hiding(road)({ ...asked, role: 'admin' });
          deepEqual(await same(pair(), road, asked), cold);
        }
      });
    }
  });
}
