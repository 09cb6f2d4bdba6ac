/** Creations that Hasura refuses, one by one: the code of the problem, and the object as `get_inconsistent_metadata` lists it. */
import { deepEqual } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { refusedObjects } from './cases/hasuraRefused.js';
import { startHasuraShop } from './hasuraShop.js';

const world = await startHasuraShop(test);
const env = { HASURA_GRAPHQL_ENABLE_REMOTE_SCHEMA_PERMISSIONS: 'true' };

for (const [kind, cases] of Object.entries(refusedObjects)) {
  describe(`Hasura refuses ${kind}`, () => {
    for (const [what, { metadata, codes, object, definition, also = [] }] of Object.entries(cases)) {
      test(what, async () => {
        const { problems, inconsistentObjects } = await world.read(metadata, { compat: 'hasura', env });
        const errors = problems.filter(({ severity }) => severity === 'error').map(({ code }) => code);
        const [type, name, reason] = object;
        const own = inconsistentObjects.findIndex((each) => each.name === name);
        const others = inconsistentObjects.filter((_, index) => index !== own).map((each) => each.name);
        deepEqual([errors.join(' '), others], [codes, also]);
        deepEqual(inconsistentObjects[own], { type, name, definition, reason });
      });
    }
  });
}
