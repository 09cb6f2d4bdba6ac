import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { type Problem, printProblem } from '../../packages/core/src/error/problem.js';
import { readJson } from '../../packages/core/src/metadata/jsonNode.js';
import { toProblem } from '../../packages/core/src/metadata/metadataReport.js';
import { rootPlace } from '../../packages/core/src/metadata/place.js';
import { readRemoteRelationshipCall } from '../../packages/core/src/metadata/readRemoteRelationship.js';
import { createScope } from '../../packages/core/src/metadata/scope.js';
import { toPlain } from './harness.js';

/** What a call's arguments are read as, or what is said of them. */
function read(args: unknown): unknown {
  const problems: Problem[] = [];
  const scope = createScope((finding) => {
    problems.push(toProblem(finding));
  }, []);
  const node = readJson(args, rootPlace('args'), scope.report);
  const relationship = readRemoteRelationshipCall(scope, node);
  return problems.length > 0 ? problems.map((problem) => printProblem(problem).split(':')[0]) : toPlain(relationship);
}

const call = { name: 'user', table: 'orders', source: 'default' };
const flat = { remote_schema: 'people', hasura_fields: ['id'], remote_field: { user: { arguments: { id: '$id' } } } };
const to_remote_schema = { remote_schema: 'people', lhs_fields: ['id'], remote_field: flat.remote_field };
const to_source = { source: 'b', table: 'users', relationship_type: 'object', field_mapping: { id: 'id' } };
const target = {
  kind: 'remoteSchema',
  remoteSchema: 'people',
  lhsFields: ['id'],
  path: [{ field: 'user', arguments: { id: { kind: 'variable', name: 'id' } } }],
};

for (const [what, args, answer] of [
  ['the older flat form', { ...call, ...flat }, { name: 'user', target: { ...target, encoding: 'legacy' } }],
  [
    'a definition to a remote schema',
    { ...call, definition: { to_remote_schema } },
    { name: 'user', target: { ...target, encoding: 'unified' } },
  ],
  [
    'a definition to a source',
    { ...call, definition: { to_source } },
    {
      name: 'user',
      target: {
        kind: 'source',
        source: 'b',
        table: { schema: 'public', name: 'users' },
        relationshipType: 'object',
        mapping: { id: 'id' },
      },
    },
  ],
  ['neither', call, ['args# METADATA_CONFLICTING_KEYS']],
  ['both', { ...call, ...flat, definition: { to_source } }, ['args# METADATA_CONFLICTING_KEYS']],
  [
    'a part of the older form beside a definition',
    { ...call, hasura_fields: [], definition: { to_source } },
    ['args#/hasura_fields METADATA_CONFLICTING_KEYS'],
  ],
  [
    'the older form within a definition',
    { ...call, definition: flat },
    [
      'args#/definition/remote_schema METADATA_UNKNOWN_KEY',
      'args#/definition/hasura_fields METADATA_UNKNOWN_KEY',
      'args#/definition/remote_field METADATA_UNKNOWN_KEY',
      'args#/definition METADATA_CONFLICTING_KEYS',
    ],
  ],
  [
    'both targets',
    { ...call, definition: { to_source, to_remote_schema } },
    ['args#/definition METADATA_CONFLICTING_KEYS'],
  ],
] as const) {
  test(`A call's relationship is read strictly, from ${what}`, () => deepEqual(read(args), answer));
}
