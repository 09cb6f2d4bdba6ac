/** Every code of an error is produced here once, in its plainest case. */
import { deepEqual, equal, rejects } from 'node:assert/strict';
import { test } from 'node:test';
import { makeExecutableSchema } from '@graphql-tools/schema';
import {
  action,
  attachRemoteJoins,
  type ErrorCode,
  errorCodes,
  postgres,
  RemoteJoinsError,
  remoteJoinsTypeDefs,
  remoteSchema,
} from '@remote-joins/core';
import { graphql } from 'graphql';
import { doubling } from '../support/doubling.js';
import type { Scope } from '../support/postgres.js';
import { startFaultServer } from '../support/remoteServer.js';
import { startWorld } from '../support/world.js';

const world = await startWorld(test, {
  databases: { db: 'create table users (id int primary key); insert into users values (1);' },
});
let body = '';
const sick = await startFaultServer(test, (_, response) => {
  if (body !== '') response.end(body);
});
const refusing = await startFaultServer(test, (_, response) => response.writeHead(400).end('{"message":"No."}'));
let url = sick.url;

const typeDefs = `
  type Query { users(limit: Int): [User!] @select late: Int @remoteField(schema: "sick")
    act: Int @action(source: "refusing") }
  type User @table(source: "db", name: "users") { id: Int!, same: User @remoteRelationship(fieldMapping: {id: "id"}) }`;
const governed = typeDefs.replace(
  'type User @table(source: "db", name: "users")',
  '$& @permission(role: "a", fields: ["*"])',
);
const schema = (sdl = typeDefs) => makeExecutableSchema({ typeDefs: [remoteJoinsTypeDefs, sdl] });
const sources = () => ({
  ...world.sources(),
  refusing: action({ url: refusing.url }),
  sick: remoteSchema({ url: () => url, schema: 'type Query { late: Int }', timeoutMs: 300, maxResponseBytes: 100 }),
});

/** The one code that a query meets. */
async function codeOf(
  t: Scope,
  source: string,
  options: Partial<Parameters<typeof attachRemoteJoins>[1]> = {},
  sdl = typeDefs,
): Promise<unknown> {
  const joins = await attachRemoteJoins(schema(sdl), { sources: sources(), ...options });
  t.after(joins.close);
  const { data, errors } = await graphql({ schema: joins.schema, source, contextValue: {} });
  deepEqual(Object.values(data ?? {}), [null]);
  equal(errors?.length, 1);
  equal(errors[0]?.originalError instanceof RemoteJoinsError, true);
  return errors[0]?.extensions.code;
}

function refuse(code: ErrorCode): never {
  throw new RemoteJoinsError(code, 'No.');
}

async function codeOfStart(start: () => unknown): Promise<unknown> {
  let code: unknown;
  await rejects(
    async () => start(),
    (error) => {
      code = error instanceof RemoteJoinsError ? error.code : error;
      return true;
    },
  );
  return code;
}

const answering = (answer: string) => (t: Scope) => {
  body = answer;
  return codeOf(t, '{ late }').finally(() => {
    body = '';
  });
};

const cases: Readonly<Record<ErrorCode, (t: Scope) => Promise<unknown>>> = {
  ACTION_REFUSED: (t) => codeOf(t, '{ act }'),
  GRAPHQL_VALIDATION_FAILED: (t) => codeOf(t, '{ users { id } }', { session: () => ({}) }, governed),
  BAD_USER_INPUT: (t) => codeOf(t, '{ users(limit: -1) { id } }'),
  UNAUTHENTICATED: (t) => codeOf(t, '{ late }', { session: () => refuse('UNAUTHENTICATED') }),
  FORBIDDEN: (t) => codeOf(t, '{ late }', { session: () => refuse('FORBIDDEN') }),
  LIMIT_EXCEEDED: (t) => codeOf(t, `{ users { ...F14 } } ${doubling('User', 'same', 14)}`),
  SOURCE_ERROR: answering('{"data":null,"errors":[{"message":"no"}]}'),
  SOURCE_INVALID_RESPONSE: answering('no'),
  SOURCE_RESPONSE_TOO_LARGE: answering(`{"data":"${'x'.repeat(100)}"}`),
  SOURCE_TIMEOUT: answering(''),
  SOURCE_UNAVAILABLE(t) {
    url = 'http://127.0.0.1:1/';
    return codeOf(t, '{ late }').finally(() => {
      url = sick.url;
    });
  },
  REQUEST_CANCELLED: (t) => codeOf(t, '{ late }', { signal: () => AbortSignal.abort() }),
  INTERNAL_SERVER_ERROR: (t) =>
    codeOf(t, '{ users { id } }', {
      signal() {
        throw new Error('CNRY');
      },
    }),
  INVALID_OPTIONS: () => codeOfStart(() => postgres({})),
  INVALID_SCHEMA: () => codeOfStart(() => attachRemoteJoins(schema(), { sources: {} })),
};

test('every code has a case', () => {
  deepEqual(Object.keys(cases), Object.keys(errorCodes));
});

for (const [code, produce] of Object.entries(cases)) {
  test(`${code}: ${errorCodes[code as ErrorCode]}`, async (t) => {
    equal(await produce({ after: (hook) => t.after(hook) }), code);
  });
}
