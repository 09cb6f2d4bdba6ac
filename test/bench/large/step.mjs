// One thing that is done with a large database, in a process that has done nothing yet: as at start. Prints its figures.
import {
  attachRemoteJoins,
  checkTypeDefs,
  fromHasuraMetadata,
  postgres,
  remoteJoinsTypeDefs,
  typeDefsFromDatabase,
} from '@remote-joins/core';
import { buildSchema, graphql } from 'graphql';

const { STEP, DATABASE, METADATA } = process.env;
const source = postgres({ connectionString: DATABASE });
const sources = { big: source };
const generate = () => typeDefsFromDatabase({ name: 'big', source });
const readMetadata = () => fromHasuraMetadata({ metadata: METADATA, env: { BIG_URL: DATABASE } });
const build = (typeDefs) => buildSchema(remoteJoinsTypeDefs + typeDefs);

/** What is there before, and what is done with it. */
const steps = {
  introspect: [undefined, () => source.introspect('big').finally(source.close)],
  generate: [undefined, generate],
  build: [generate, build],
  check: [generate, (typeDefs) => checkTypeDefs({ typeDefs, sources })],
  attach: [async () => build(await generate()), (schema) => attachRemoteJoins(schema, { sources })],
  readMetadata: [undefined, readMetadata],
  startMetadata: [
    undefined,
    async () => {
      const { typeDefs, options } = await readMetadata();
      const schema = build(typeDefs);
      return { schema, joins: await attachRemoteJoins(schema, options) };
    },
  ],
};

const [prepare, run] = steps[STEP];
const given = await prepare?.();
globalThis.gc();
const before = process.memoryUsage();
let peak = before.heapUsed;
const look = () => {
  peak = Math.max(peak, process.memoryUsage().heapUsed);
};
const timer = setInterval(look, 5);
const cpu = process.cpuUsage();
const result = await run(given);
const { user, system } = process.cpuUsage(cpu);
look();
clearInterval(timer);
globalThis.gc();
const after = process.memoryUsage();
const mb = (bytes) => bytes / 2 ** 20;
const figures = {
  cpu: (user + system) / 1_000,
  peak: mb(peak - before.heapUsed),
  kept: mb(after.heapUsed - before.heapUsed),
  rss: mb(after.rss),
};
if (STEP === 'startMetadata') {
  const { schema, joins } = result;
  const first = await graphql({ schema, source: '{ t7_by_pk(id: 1) { id parent { id c2 } } }', contextValue: {} });
  const expected = '{"data":{"t7_by_pk":{"id":1,"parent":{"id":1,"c2":"six"}}}}';
  if (JSON.stringify(first) !== expected) throw new Error(`The first answer is wrong: ${JSON.stringify(first)}`);
  await joins.close();
}
if (STEP === 'attach') await result.close();
console.log(JSON.stringify(figures));
