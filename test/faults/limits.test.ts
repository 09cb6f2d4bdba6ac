/** Operations whose short text asks for more than there is time and memory for: each is refused before anything is asked. */
import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { doubling } from '../support/doubling.js';
import { hosts } from '../support/hosts.js';
import { startWorld } from '../support/world.js';

const upstream = `
  interface Node { id: Int, up: Node }
  ${['A', 'B', 'C', 'D'].map((name) => `type ${name} implements Node { id: Int, up: Node }`).join('\n')}`;

const typeDefs = `
  type Query {
    people(where: Condition): [Person!] @select
    node: Node @remoteField(schema: "nodes")
  }
  type Person @table(source: "db", name: "people") { id: Int!, same: Person @remoteRelationship(fieldMapping: {id: "id"}) }
  input Condition { _or: [Condition!], id: IntCondition }
  input IntCondition { _eq: Int }
  ${upstream}`;

const world = await startWorld(test, {
  databases: { db: 'create table people (id int primary key); insert into people values (1);' },
  remotes: { nodes: { typeDefs: `type Query { node: Node } ${upstream}` } },
});

const hostile: Readonly<Record<string, readonly [field: string, query: string]>> = {
  'fragments that spread others twice': ['people', `{ people { ...F24 } } ${doubling('Person', 'same', 24)}`],
  'interfaces within interfaces': ['node', `{ node { ${'up { '.repeat(30)} id ${'} '.repeat(30)} } }`],
};

// Compiled code expands fragments on its own account, before any resolver is asked.
for (const host of hosts.filter(({ name }) => !name.includes('jit'))) {
  test(`An operation without end is refused, and nothing is asked for it (${host.name})`, async (t) => {
    const { query } = await host.start(t, { typeDefs, sources: world.sources() });
    for (const [what, [field, text]] of Object.entries(hostile)) {
      world.forget();
      const { data, errors } = await query(text);
      deepEqual(
        [data, errors?.map(({ path, code }) => [path, code])],
        [{ [field]: null }, [[[field], 'LIMIT_EXCEEDED']]],
        what,
      );
      deepEqual(world.calls(), {}, what);
    }
  });
}

test('A condition of more parts than a statement can hold is refused; thousands of parts are none', async (t) => {
  const [host] = hosts;
  const { query } = (await host?.start(t, { typeDefs, sources: world.sources() })) ?? {};
  const ask = async (count: number) => {
    const where = { _or: Array.from({ length: count }, (_, id) => ({ id: { _eq: id } })) };
    const answer = await query?.('query ($where: Condition) { people(where: $where) { id } }', { where });
    return answer?.errors?.map(({ code }) => code) ?? answer?.data;
  };
  deepEqual(await ask(5000), { people: [{ id: 1 }] });
  deepEqual(await ask(20_000), ['LIMIT_EXCEEDED']);
});

test('Thousands of aliases are no operation without end', async (t) => {
  const [host] = hosts;
  const { query } = (await host?.start(t, { typeDefs, sources: world.sources() })) ?? {};
  const aliases = Array.from({ length: 5000 }, (_, i) => `a${i}: id`);
  const answer = await query?.(`{ people { ${aliases.join(' ')} } }`);
  deepEqual(answer?.errors, undefined);
});
