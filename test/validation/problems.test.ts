import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { problemCodes } from '../../packages/core/src/error/codes.js';
import { cases as actionCases } from './cases/actions.js';
import { cases as aggregateCases } from './cases/aggregates.js';
import { cases as computedCases } from './cases/computed.js';
import { cases as namespaceCases } from './cases/namespaces.js';
import { cases as permissionCases } from './cases/permissions.js';
import { cases as relationshipCases } from './cases/relationships.js';
import { cases as remoteCases } from './cases/remote.js';
import { checkPermissionCase, cases as remotePermissionCases } from './cases/remotePermissions.js';
import { cases as tableArgumentCases } from './cases/tableArguments.js';
import { cases as tableCases } from './cases/tables.js';
import { checkTypeDefsCase, cases as typeDefsCases } from './cases/typeDefs.js';
import { check } from './harness.js';

const cases = [
  ...tableCases,
  ...tableArgumentCases,
  ...relationshipCases,
  ...remoteCases,
  ...permissionCases,
  ...actionCases,
  ...aggregateCases,
  ...computedCases,
  ...namespaceCases,
];

describe('The check tells every problem at once, with its place and its remedy:', () => {
  for (const { problems, ...given } of cases) {
    test(given.name, () => assert.deepEqual(check(given), problems));
  }
});

describe('checkTypeDefs tells also what the host would refuse:', () => {
  for (const { problems, ...given } of typeDefsCases) {
    test(given.name, () => assert.deepEqual(checkTypeDefsCase(given), problems));
  }
});

describe('The check tells what is wrong with what roles may see of remote schemas:', () => {
  for (const { problems, ...given } of remotePermissionCases) {
    test(given.name, () => assert.deepEqual(checkPermissionCase(given), problems));
  }
});

test('every problem code of SDL has a case, and every case a known code', () => {
  const told = [...cases, ...typeDefsCases, ...remotePermissionCases].flatMap(({ problems }) => problems);
  const codes = new Set(told.map((line) => / ([A-Z_]+): /.exec(line)?.[1]));
  const ofSdl = Object.keys(problemCodes).filter((code) => !code.startsWith('METADATA_'));
  assert.deepEqual([...codes].sort(), ofSdl.sort());
});
