import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { attachRemoteJoins, checkTypeDefs, type RemoteJoinsOptions, remoteJoinsTypeDefs } from '@remote-joins/core';
import { buildSchema } from 'graphql';
import { table, tableCatalog } from '../support/catalogs.js';
import { createFakeSource } from '../support/fakeSource.js';

const typeDefs = `
  type Query { users: [User!]! @select }
  type User @table(source: "db", name: "users") @permission(role: "user", fields: "*") { id: ID! }`;

const db = () => ({
  ...createFakeSource(() => new Error('not asked in these tests')),
  introspect: () => Promise.resolve(tableCatalog(table('db', 'users', { id: 'int4!' }))),
});

/** What a start, or a check without a host, is refused with. */
const start = (options: Omit<RemoteJoinsOptions, 'sources'>, sdl = typeDefs) =>
  attachRemoteJoins(buildSchema(remoteJoinsTypeDefs + sdl), { sources: { db: db() }, ...options });

describe('A schema with permissions', () => {
  test('does not start without a session', async () => {
    await assert.rejects(start({}), {
      code: 'INVALID_SCHEMA',
      message: `The schema has a problem:
  - User (2:49) MISSING_SESSION: There are permissions, but nothing tells who asks. Give the option session, a function from { context, headers } to { role, variables }.`,
    });
  });

  test('starts with one', async () => {
    const { problems } = await start({ session: () => ({ role: 'user' }), inheritedRoles: { boss: ['user'] } });
    assert.deepEqual(problems, []);
  });

  test('does not start where a role inherits from one that there is not', async () => {
    const options = { session: () => ({ role: 'user' }), inheritedRoles: { boss: ['usr'] } };
    await assert.rejects(start(options), {
      code: 'INVALID_SCHEMA',
      message: `The schema has a problem:
  - inheritedRoles.boss INVALID_INHERITED_ROLE: Role "boss" inherits from "usr", which has no permission. Did you mean "user"? Name some of "user".`,
    });
  });

  test('is checked without a host, where nobody is asked for a session, but inherited roles count', async () => {
    assert.deepEqual(await checkTypeDefs({ typeDefs, sources: { db: db() } }), []);
    assert.deepEqual(await checkTypeDefs({ typeDefs, sources: { db: db() }, inheritedRoles: { boss: ['usr'] } }), [
      {
        code: 'INVALID_INHERITED_ROLE',
        severity: 'error',
        coordinate: 'inheritedRoles.boss',
        message: 'Role "boss" inherits from "usr", which has no permission. Did you mean "user"?',
        remedy: 'Name some of "user".',
      },
    ]);
  });
});

describe('The option inheritedRoles', () => {
  const refused: readonly (readonly [given: unknown, message: string])[] = [
    ['boss', 'Option "inheritedRoles" is no object. Give a list of roles per role, such as { manager: ["clerk"] }.'],
    [['boss'], 'Option "inheritedRoles" is no object. Give a list of roles per role, such as { manager: ["clerk"] }.'],
    [null, 'Option "inheritedRoles" is no object. Give a list of roles per role, such as { manager: ["clerk"] }.'],
    [{ '': ['user'] }, 'Option "inheritedRoles" has a role without a name. Give it one.'],
    ...['user', [], [''], [5], { user: true }].map(
      (parents) =>
        [
          { boss: parents },
          'Option "inheritedRoles.boss" is no list of roles. Name the roles that it inherits from.',
        ] as const,
    ),
  ];
  for (const [given, message] of refused) {
    test(`is refused as ${JSON.stringify(given)}`, async () => {
      const inheritedRoles = given as RemoteJoinsOptions['inheritedRoles'];
      await assert.rejects(start({ inheritedRoles }), { code: 'INVALID_OPTIONS', message });
    });
  }
});
