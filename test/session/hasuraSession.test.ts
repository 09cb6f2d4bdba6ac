import { deepEqual, equal, ok, throws } from 'node:assert/strict';
import { test } from 'node:test';
import { hasuraSession, RemoteJoinsError, type Session } from '@remote-joins/core';

const secret = 'CNRY-secret';
const ask = hasuraSession({ adminSecret: secret });
const withSecret = (headers: Record<string, string>) =>
  ask({ context: {}, headers: { 'x-hasura-admin-secret': secret, ...headers } });

function refusal(session: () => Session): readonly string[] {
  try {
    return [JSON.stringify(session())];
  } catch (error) {
    ok(error instanceof RemoteJoinsError);
    ok(!JSON.stringify([error.message, error.extensions, error.cause]).includes('CNRY'));
    return [error.code, error.message];
  }
}

test('With the secret and no role it is an admin, whose variables are the x-hasura-* headers but the secret', () => {
  deepEqual(
    withSecret({ 'x-hasura-user-id': '5', 'x-hasura-access-key': 'CNRY', authorization: 'CNRY', 'x-other': '1' }),
    {
      role: 'admin',
      admin: true,
      variables: { 'x-hasura-user-id': '5' },
    },
  );
});

test('With the secret and a role it is of that role, and no admin', () => {
  const variables = { 'x-hasura-role': 'clerk', 'x-hasura-org': '{1,2}' };
  deepEqual(withSecret(variables), { role: 'clerk', admin: false, variables });
  deepEqual(withSecret({ 'x-hasura-role': 'admin' }), {
    role: 'admin',
    admin: true,
    variables: { 'x-hasura-role': 'admin' },
  });
});

test('Roles are taken letter by letter: a header that comes twice, or in another case, names another role', () => {
  for (const role of ['Admin', 'ADMIN', 'admin, clerk', ' admin']) {
    const { admin, role: taken } = withSecret({ 'x-hasura-role': role });
    deepEqual([admin, taken], [false, role]);
  }
});

test('An empty role is no admin', () => {
  deepEqual(
    refusal(() => withSecret({ 'x-hasura-role': '' })),
    ['FORBIDDEN', 'The header "x-hasura-role" is empty.'],
  );
});

test('Without the secret nothing is believed', () => {
  const headers = { 'x-hasura-role': 'admin', 'x-hasura-user-id': 'CNRY' };
  deepEqual(
    refusal(() => ask({ context: {}, headers })),
    ['UNAUTHENTICATED', 'The request lacks the header "x-hasura-admin-secret".'],
  );
  const anonymous = hasuraSession({ adminSecret: secret, unauthorizedRole: 'anonymous' });
  deepEqual(anonymous({ context: {}, headers }), { role: 'anonymous' });
});

test('A wrong secret is refused, even where requests without one are not', () => {
  const wrong = ['', 'CNRY', `${secret} `, secret.toUpperCase(), `${secret}, ${secret}`, secret.slice(1), '__proto__'];
  for (const session of [ask, hasuraSession({ adminSecret: secret, unauthorizedRole: 'anonymous' })]) {
    for (const given of wrong) {
      const headers = { 'x-hasura-admin-secret': given, 'x-hasura-role': 'admin' };
      deepEqual(
        refusal(() => session({ context: {}, headers })),
        ['UNAUTHENTICATED', 'The header "x-hasura-admin-secret" is wrong.'],
      );
    }
  }
});

test('The secret may come from the environment, when the function is made', (t) => {
  process.env.REMOTE_JOINS_TEST_SECRET = secret;
  t.after(() => delete process.env.REMOTE_JOINS_TEST_SECRET);
  const session = hasuraSession({ adminSecret: { env: 'REMOTE_JOINS_TEST_SECRET' } });
  process.env.REMOTE_JOINS_TEST_SECRET = 'other';
  equal(session({ context: {}, headers: { 'x-hasura-admin-secret': secret } }).admin, true);
});

test('Options that are wrong are refused, and the secret is not told', () => {
  const wrong: readonly (readonly [options: unknown, fault: string])[] = [
    [undefined, 'Option "options" of hasuraSession must be an object.'],
    [{}, 'Option "adminSecret" of hasuraSession must be a text or { env: "NAME" }.'],
    [{ adminSecret: 5 }, 'Option "adminSecret" of hasuraSession must be a text or { env: "NAME" }.'],
    [{ adminSecret: '' }, 'Option "adminSecret" of hasuraSession is empty.'],
    [
      { adminSecret: { env: 'REMOTE_JOINS_NOT_SET' } },
      'Option "adminSecret" of hasuraSession names an environment variable that is not set: "REMOTE_JOINS_NOT_SET".',
    ],
    [{ adminSecret: secret, secret }, 'Option "secret" of hasuraSession is unknown.'],
    [
      { adminSecret: secret, unauthorizedRole: '' },
      'Option "unauthorizedRole" of hasuraSession must be a text, not empty.',
    ],
    [
      { adminSecret: secret, unauthorizedRole: 'admin' },
      'Option "unauthorizedRole" of hasuraSession must not be the role that sees everything.',
    ],
  ];
  for (const [options, message] of wrong) {
    throws(() => hasuraSession(options as never), { code: 'INVALID_OPTIONS', message });
  }
});
