/** Tables of one database whose key columns have unlike types: still one statement, with the meaning keys have elsewhere. */
import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { defineHostSuite, startForSuite } from '../support/hosts.js';
import { startWorld } from '../support/world.js';

const [a, b] = ['a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'b0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'];

const world = await startWorld(test, {
  databases: {
    db: `
      create table payments (id int primary key, ref text, token uuid, amount numeric);
      insert into payments values (1, '7', '${a}', 8.00), (2, '07', '${b}', 8.5), (3, 'x', null, null);
      create table orders (id int primary key, code text unique);
      insert into orders values (7, '${a.toUpperCase()}'), (8, '${a}'), (9, 'none');`,
  },
});

const typeDefs = `
  type Query { payments: [Payment!]! @select orders: [Order!]! @select }
  type Payment @table(source: "db", name: "payments") {
    id: Int!
    byText: Order @remoteRelationship(fieldMapping: {ref: "id"})
    byNumeric: Order @remoteRelationship(fieldMapping: {amount: "id"})
    byUuid: Order @remoteRelationship(fieldMapping: {token: "code"})
  }
  type Order @table(source: "db", name: "orders") {
    id: Int!
    paid: [Payment!]! @remoteRelationship(fieldMapping: {id: "ref"})
  }`;

defineHostSuite('Unlike columns of one database', (host) => {
  const { query } = startForSuite(host, () => ({
    typeDefs,
    sources: world.sources(),
    beforeRequest: () => world.forget(),
  }));

  test('compare in one canonical form, within one statement, and never multiply their parents', async () => {
    const { data } = await query('{ payments { id byText { id } byNumeric { id } byUuid { id } } }');
    deepEqual(data, {
      payments: [
        { id: 1, byText: { id: 7 }, byNumeric: { id: 8 }, byUuid: { id: 7 } },
        { id: 2, byText: null, byNumeric: null, byUuid: null },
        { id: 3, byText: null, byNumeric: null, byUuid: null },
      ],
    });
    deepEqual(world.counts(), { db: 1 });
  });

  test('lists as well', async () => {
    const { data } = await query('{ orders { id paid { id } } }');
    deepEqual(data, {
      orders: [
        { id: 7, paid: [{ id: 1 }] },
        { id: 8, paid: [] },
        { id: 9, paid: [] },
      ],
    });
    deepEqual(world.counts(), { db: 1 });
  });
});
