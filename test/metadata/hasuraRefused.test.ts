/** Creations that Hasura refuses, one by one: the code of the problem, and the object as `get_inconsistent_metadata` lists it. */
import { deepEqual } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { refusedObjects } from './cases/hasuraRefused.js';
import { labelOf } from './harness.js';
import { startHasuraShop } from './hasuraShop.js';

const world = await startHasuraShop(test);
const env = { HASURA_GRAPHQL_ENABLE_REMOTE_SCHEMA_PERMISSIONS: 'true' };

for (const [kind, cases] of Object.entries(refusedObjects)) {
  describe(`Hasura refuses ${kind}`, () => {
    for (const [what, { metadata, codes, listed, also = [] }] of Object.entries(cases)) {
      test(what, async () => {
        const { problems, inconsistentObjects } = await world.read(metadata, { compat: 'hasura', env });
        const errors = problems.filter(({ severity }) => severity === 'error').map(({ code }) => code);
        const own = inconsistentObjects.find((each) => labelOf(each) === labelOf(listed));
        const others = inconsistentObjects.filter((each) => each !== own).map(labelOf);
        deepEqual([errors.join(' '), own, others], [codes, listed, also]);
      });
    }
  });
}
