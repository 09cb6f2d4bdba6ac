import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { dropWithDependents } from '../../packages/core/src/metadata/calls/dropWithDependents.js';
import { readJson } from '../../packages/core/src/metadata/jsonNode.js';
import type { LeftOut } from '../../packages/core/src/metadata/leftOut.js';
import { objectOf } from '../../packages/core/src/metadata/objectsOfMetadata.js';
import { rootPlace } from '../../packages/core/src/metadata/place.js';
import type { ScopeObject } from '../../packages/core/src/metadata/scopeObject.js';

const before = { sources: [{ name: 'a' }, { name: 'b' }], remote_schemas: [] };
const after = { sources: [{ name: 'a' }], remote_schemas: [] };

const node = readJson({ name: 'a' }, { parent: { parent: rootPlace('metadata'), step: 'sources' }, step: 0 }, () => {});
const source: ScopeObject = { type: 'source', name: 'a', node };
const relationship = objectOf.ofCustomType('T', { name: 'r', node });
const left = (object: ScopeObject): LeftOut => ({ kind: 'object', object, reason: 'x' });

function drop(found: readonly LeftOut[], foundBefore: readonly LeftOut[] = []) {
  const findLeftOut = async (metadata: object) => (metadata === before ? foundBefore : found);
  return dropWithDependents({ before, after, cascade: true, findLeftOut });
}

test('What depends on what is dropped goes with it', async () => {
  deepEqual(await drop([left(relationship)]), { sources: [], remote_schemas: [] });
});

test('What was inconsistent before stays', async () => {
  deepEqual(await drop([left(relationship)], [left(relationship)]), after);
});

test('Nothing goes with what is dropped while a source is away, which depends on nothing', async () => {
  deepEqual(await drop([left(source), left(relationship)]), after);
});
