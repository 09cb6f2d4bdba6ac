/**
 * Whatever part of a remote schema a role has, and whatever presets: each document that is valid for the role is, as it is
 * sent, valid on the whole remote schema and holds every preset. REMOTE_JOINS_PROPERTY_RUNS and REMOTE_JOINS_PROPERTY_SEED
 * as in `roads.test.ts`.
 */
import { deepEqual, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { attachRemoteJoins, remoteJoinsTypeDefs, remoteSchema } from '@remote-joins/core';
import fc from 'fast-check';
import {
  buildSchema,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  getOperationAST,
  getVariableValues,
  graphql,
  isInputObjectType,
  parse,
  TypeInfo,
  validate,
  valueFromASTUntyped,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { randomDocument } from '../support/randomDocument.js';
import { presetVariables, randomPermission } from '../support/randomPermission.js';
import type { Choose } from '../support/randomQuery.js';
import { type RecordedRequest, startRemoteServer } from '../support/remoteServer.js';

const runs = Number(process.env.REMOTE_JOINS_PROPERTY_RUNS ?? 1);
const seed = Number(process.env.REMOTE_JOINS_PROPERTY_SEED ?? (runs === 1 ? 1 : Date.now() % 2 ** 31));

const roots = `
  type Query {
    node(id: ID!, tenant: ID!, lang: String = "en"): Node
    hits(filter: Filter, filters: [Filter!], kind: Kind, limit: Int! = 5): [Hit!]
    shop(place: Place!, kinds: [[Kind!]!]): Shop
    count(filter: Filter!): Int
  }
  type Mutation { save(input: Input!, by: Int!, dry: Boolean): Shop  drop(id: ID!): Boolean }`;
const types = `
  interface Node { id: ID! name(lang: String, tenant: ID): String }
  type Shop implements Node {
    id: ID! name(lang: String, tenant: ID): String kind: Kind
    products(filter: Filter!, first: Int): [Product!] owner(tenant: ID!): Owner
  }
  type Product implements Node {
    id: ID! name(lang: String, tenant: ID): String
    price(currency: String! = "EUR", tier: Tier): String shop(kind: Kind): Shop tags(some: [String!]): [String!]
  }
  type Owner { email: String! shop(filter: Filter): Shop }
  union Hit = Shop | Product
  enum Kind { A B C }
  enum Tier { X Y }
  input Filter { text: String, tenant: ID!, kind: Kind, near: Place, and: [Filter!], flag: Boolean! = true }
  input Place { city: String!, radius: Int = 5, country: String! }
  input Input { name: String!, place: Place, filters: [Filter!], tags: [String!] }`;
const upstream = buildSchema(roots + types);
const server = await startRemoteServer(test, { typeDefs: roots + types });

/** The same names here, and relationships that fill in some of what the remote fields take. */
const typeDefs = `${remoteJoinsTypeDefs}
  ${roots.replace(/(\w+\(.*?\): [\w![\]]+)(?= *\n| {2}| })/g, '$1 @remoteField(schema: "catalog")').replace('type Query {', 'type Query { carts: [Cart!]! some: [Hit!] @remoteField(schema: "catalog", field: "hits")')}
  ${types}
  type Cart {
    id: ID!
    city: String!
    near: Shop @remoteRelationship(schema: "catalog", field: "shop(place: {city: $city, country: \\"NL\\"})")
    node(lang: String): Node @remoteRelationship(schema: "catalog", field: "node(id: $id, tenant: \\"own\\")")
    found(filters: [Filter!]): [Hit!] @remoteRelationship(schema: "catalog", field: "hits(filter: {text: $id, tenant: \\"own\\"})")
    owner: Owner
      @remoteRelationship(schema: "catalog", field: "shop(place: {city: $city, country: \\"NL\\"}) { owner(tenant: $id) }")
  }`;

interface Fault {
  readonly coordinate: string;
  readonly sent: unknown;
}

/** Where a request lacks a preset of the role, or holds something else in its place. */
function findFaults(
  schema: GraphQLSchema,
  presets: ReadonlyMap<string, unknown>,
  { query, variables }: RecordedRequest,
): readonly Fault[] {
  const faults: Fault[] = [];
  const check = (coordinate: string, sent: unknown): void => {
    if (presets.has(coordinate) && JSON.stringify(sent) !== JSON.stringify(presets.get(coordinate)))
      faults.push({ coordinate, sent });
  };
  const checkBelow = (type: GraphQLInputType, value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) checkBelow(type, item);
    const named = getNamedType(type);
    if (!isInputObjectType(named) || typeof value !== 'object' || value === null || Array.isArray(value)) return;
    for (const field of Object.values(named.getFields())) {
      const sent: unknown = Object.entries(value).find(([name]) => name === field.name)?.[1];
      check(`${named.name}.${field.name}`, sent);
      checkBelow(getNullableType(field.type), sent);
    }
  };
  const info = new TypeInfo(schema);
  visit(
    parse(query),
    visitWithTypeInfo(info, {
      Field(node) {
        const field = info.getFieldDef();
        for (const arg of field?.args ?? []) {
          const given = node.arguments?.find(({ name }) => name.value === arg.name);
          const sent = given && valueFromASTUntyped(given.value, { ...variables });
          check(`${info.getParentType()?.name}.${node.name.value}(${arg.name}:)`, sent);
          checkBelow(arg.type, sent);
        }
      },
    }),
  );
  return faults;
}

let sent = 0;
let preset = 0;

const property = fc.asyncProperty(fc.gen(), async (gen) => {
  const choose: Choose = (values) => values[gen(fc.nat, values.length - 1)] as (typeof values)[number];
  const permission = randomPermission(upstream, choose);
  const schema = buildSchema(typeDefs);
  const carts = schema.getQueryType()?.getFields().carts;
  if (carts !== undefined) carts.resolve = () => [{ id: 'c', city: 'Delft' }];
  const joins = await attachRemoteJoins(schema, {
    sources: {
      catalog: remoteSchema({ url: server.url, schema: roots + types, permissions: { user: permission.sdl } }),
    },
    session: () => ({ role: 'user', variables: presetVariables }),
  });
  const visible = joins.schemaFor({ role: 'user' });
  try {
    for (const operation of ['query', 'query', 'query', ...(visible.getMutationType() ? ['mutation'] : [])] as const) {
      const { source, variables } = randomDocument(visible, operation as 'query' | 'mutation', choose);
      deepEqual(joins.validate(parse(source), { role: 'user' }), [], source);
      server.requests.length = 0;
      await graphql({ schema, source, variableValues: variables });
      for (const request of server.requests) {
        sent++;
        const document = parse(request.query);
        deepEqual(validate(upstream, document), [], `${source}\n${request.query}`);
        const definitions = getOperationAST(document)?.variableDefinitions ?? [];
        const { errors = [] } = getVariableValues(upstream, definitions, { ...request.variables });
        deepEqual(errors, [], `${source}\n${request.query}\n${JSON.stringify(request.variables)}`);
        if (source.includes('carts')) continue; // what a relationship fills in itself is not preset
        deepEqual(findFaults(upstream, permission.presets, request), [], `${source}\n${request.query}`);
        preset += [...permission.presets.keys()].length > 0 ? 1 : 0;
      }
    }
  } finally {
    await joins.close();
  }
});

// What a role may not say, and what is said for it, must not depend on how it asks.
test(`A12: what a role asks is valid on the whole remote schema, with every preset (seed ${seed})`, async () => {
  await fc.assert(property, { seed, numRuns: 60 * runs, endOnFailure: true });
  ok(sent > 60 && preset > 30, `${sent} requests, ${preset} with presets`);
});
