import { deepEqual, equal, ok, rejects, throws } from 'node:assert/strict';
import { test } from 'node:test';
import { GraphQLError } from 'graphql';
import { RemoteJoinsError } from '../../packages/core/src/error/RemoteJoinsError.js';
import { createSessionReader } from '../../packages/core/src/session/readSession.js';

const request = { context: {}, headers: {} };
const read = (answer: unknown) => createSessionReader(() => answer as never)(request);

test('A session without anything has no role and no variables', () => {
  deepEqual(read({}), { role: '', admin: false, variables: new Map() });
  deepEqual(read({ role: undefined, variables: undefined, admin: undefined }), read({}));
});

test('Names of variables are lower-cased, and the role is a variable', () => {
  deepEqual(read({ role: 'Clerk', variables: { 'X-Hasura-User-Id': '5', teams: ['a', 'B'], __proto: 'x' } }), {
    role: 'Clerk',
    admin: false,
    variables: new Map<string, unknown>([
      ['x-hasura-user-id', '5'],
      ['teams', ['a', 'B']],
      ['__proto', 'x'],
      ['x-hasura-role', 'Clerk'],
    ]),
  });
});

test('An admin without a role has the role "admin"', () => {
  const variables = (role: string) => new Map([['x-hasura-role', role]]);
  deepEqual(read({ admin: true }), { role: 'admin', admin: true, variables: variables('admin') });
  deepEqual(read({ admin: true, role: 'clerk' }), { role: 'clerk', admin: true, variables: variables('clerk') });
});

test('The variable of the role may be told beside it, if it is the same', () => {
  deepEqual(read({ role: 'clerk', variables: { 'X-Hasura-Role': 'clerk' } }), read({ role: 'clerk' }));
});

test('A list that the host changes afterwards stays what it was', () => {
  const teams = ['a'];
  const session = read({ variables: { teams } });
  teams.push('b');
  ok(!(session instanceof Promise));
  deepEqual(session.variables.get('teams'), ['a']);
});

test('A function that answers at once is read at once, one that answers later later', async () => {
  ok(!(read({ role: 'a' }) instanceof Promise));
  const later = read(Promise.resolve({ role: 'a' }));
  ok(later instanceof Promise);
  deepEqual(await later, read({ role: 'a' }));
});

const NO_SESSION = 'with no session. Answer with an object.';
const NO_VALUE = 'that is neither a text nor a list of texts. Make it one of them.';
const wrong: readonly (readonly [answer: unknown, fault: string])[] = [
  ...[undefined, null, 'CNRY', 5, true, [], ['CNRY'], () => {}].map((answer) => [answer, NO_SESSION] as const),
  [{ rolle: 'CNRY' }, 'with a member that no session has. Answer with "role", "variables" and "admin" alone.'],
  ...['', 5, null, ['CNRY'], true].map(
    (role) => [{ role }, 'with a role that is no text, or empty. Leave "role" out where there is none.'] as const,
  ),
  ...['true', 1, null, 'CNRY'].map(
    (admin) => [{ admin }, 'with an "admin" that is neither true nor false. Make it one of them.'] as const,
  ),
  ...[null, 'CNRY', 5, ['CNRY']].map(
    (variables) => [{ variables }, 'with "variables" that are no object. Give values by name.'] as const,
  ),
  ...[5, true, null, undefined, { CNRY: 'CNRY' }, ['CNRY', 5], ['CNRY', null], [['CNRY']]].map(
    (value) => [{ variables: { 'X-Team': value } }, `with a variable "X-Team" ${NO_VALUE}`] as const,
  ),
  [{ variables: { 'CNRY\n': 5 } }, `with a variable ${NO_VALUE}`],
  [{ variables: { '': 'CNRY' } }, 'with a variable that has no name. Give it one.'],
  [
    { variables: { 'x-team': 'CNRY', 'X-Team': 'CNRY' } },
    'with a variable "X-Team" twice. Names do not tell upper from lower case: give it once.',
  ],
  ...[{ role: 'clerk' }, {}, { admin: true }].map(
    (session) =>
      [
        { ...session, variables: { 'x-HASURA-role': 'CNRY' } },
        'with another variable "x-hasura-role" than its role. Leave the variable out, it is the role.',
      ] as const,
  ),
];

test('Anything else is refused, naming the option and never a value', async () => {
  for (const [answer, fault] of wrong) {
    const expected = { code: 'INTERNAL_SERVER_ERROR', message: `The option "session" answered ${fault}` };
    throws(() => read(answer), expected);
    await rejects(async () => read(Promise.resolve(answer)), expected);
    ok(!fault.includes('CNRY'));
  }
});

test('A function that fails is named, and nothing it said is told', async () => {
  const failures = [
    new TypeError('CNRY'),
    new GraphQLError('CNRY'),
    Object.assign(new Error('CNRY'), { extensions: { code: 5 }, code: 'CNRY' }),
    'CNRY',
    undefined,
    { extensions: { code: 'CNRY' } },
  ];
  for (const failure of failures) {
    const expected = (error: unknown): boolean => {
      ok(error instanceof RemoteJoinsError);
      equal(error.code, 'INTERNAL_SERVER_ERROR');
      equal(error.message, 'The option "session" failed. Make it answer with a session for every request.');
      ok(!JSON.stringify([error.cause, error.extensions]).includes('CNRY'));
      return true;
    };
    const fail = (): never => {
      throw failure;
    };
    throws(() => createSessionReader(fail)(request), expected);
    await rejects(async () => createSessionReader(async () => fail())(request), expected);
  }
});

test("An error with a code is its author's word to the client, whatever its class", async () => {
  const errors = [
    new GraphQLError('Log in.', { extensions: { code: 'UNAUTHENTICATED' } }),
    new RemoteJoinsError('FORBIDDEN', 'Not here.'),
    Object.assign(new Error('Pay.'), { extensions: { code: 'PAYMENT_REQUIRED' } }),
  ];
  for (const error of errors) {
    const fail = (): never => {
      throw error;
    };
    throws(() => createSessionReader(fail)(request), error);
    await rejects(async () => createSessionReader(async () => fail())(request), error);
  }
});
