/** Scalars and enums that the host gives resolvers: what the SDL says of them holds on every host. */
import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { GraphQLEnumType, GraphQLScalarType } from 'graphql';
import { defineHostSuite } from '../support/hosts.js';
import { startWorld } from '../support/world.js';

const world = await startWorld(test, {
  databases: {
    db: `
      create type size as enum ('s-1', 's-2');
      create table shirts (id int primary key, size size not null, sku text not null);
      insert into shirts values (1, 's-2', 'a'), (2, 's-1', 'b');`,
  },
  remotes: {
    shop: {
      typeDefs: `
        scalar Date
        enum Color { RED BLUE }
        type Query { product(sku: ID!, after: Date, color: Color): Product }
        type Product { made: Date color: Color }`,
      resolvers: {
        Query: {
          product: (_: unknown, { sku, after, color }: { sku: string; after?: string; color?: string }) => ({
            made: after ?? `made ${sku}`,
            color: color ?? 'BLUE',
          }),
        },
      },
    },
  },
});

const typeDefs = `
  scalar Day @upstream(name: "Date")
  enum Size { SMALL @column(name: "s-1") LARGE @column(name: "s-2") }
  enum Colour @upstream(name: "Color") { red @upstream(name: "RED") }
  extend enum Colour { blue @upstream(name: "BLUE") }
  type Query { shirts(size: Size): [Shirt!]! @select }
  type Shirt @table(source: "db", name: "shirts") {
    size: Size!
    product(after: Day, colour: Colour @upstream(name: "color")): Product
      @remoteRelationship(schema: "shop", field: "product(sku: $sku)")
  }
  type Product { made: Day colour: Colour @upstream(name: "color") }`;

/** As schema-first code gives them on Mercurius, which copies all of their members over the types of the SDL. */
const resolvers = () => ({
  Day: new GraphQLScalarType({ name: 'Day' }),
  Size: new GraphQLEnumType({ name: 'Size', values: { SMALL: { value: 1 }, LARGE: { value: 2 } } }),
  Colour: new GraphQLEnumType({ name: 'Colour', values: { red: {}, blue: {} } }),
});

defineHostSuite('Scalars and enums with resolvers of the host', (host) => {
  test('keep their names in databases and remote schemas', async (t) => {
    const isMercurius = host.name.startsWith('Mercurius');
    const { Day, ...enums } = resolvers();
    const { query } = await host.start(t, {
      typeDefs,
      resolvers: isMercurius ? { Day, ...enums } : { Day },
      sources: world.sources(),
    });
    deepEqual(
      await query(`{
        all: shirts { size product { made colour } }
        shirts(size: LARGE) { product(after: "then", colour: red) { made colour } }
      }`),
      {
        data: {
          all: [
            { size: 'LARGE', product: { made: 'made a', colour: 'blue' } },
            { size: 'SMALL', product: { made: 'made b', colour: 'blue' } },
          ],
          shirts: [{ product: { made: 'then', colour: 'red' } }],
        },
      },
    );
  });
});
