import { deepEqual, equal, ok, throws } from 'node:assert/strict';
import { createHmac, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { test } from 'node:test';
import { type JwtSessionOptions, jwtSession, RemoteJoinsError } from '@remote-joins/core';
import { exportJWK, type JWTPayload, SignJWT } from 'jose';
import { startFaultServer } from '../support/remoteServer.js';

const NAMESPACE = 'https://hasura.io/jwt/claims';
const secret = 'CNRY-secret-that-has-at-least-sixty-four-bytes-which-is-what-HS512-takes';
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const ed = generateKeyPairSync('ed25519');
const pem = (key: KeyObject): string => key.export({ type: 'spki', format: 'pem' }).toString();

const hasura = {
  'x-hasura-allowed-roles': ['clerk', 'boss'],
  'x-hasura-default-role': 'clerk',
  'X-Hasura-User-Id': '5',
};
const claims = { [NAMESPACE]: hasura };

interface Signing {
  readonly alg?: string;
  readonly key?: KeyObject | Uint8Array;
  readonly kid?: string;
}
const symmetric = new TextEncoder().encode(secret);
const sign = (payload: JWTPayload, { alg = 'HS256', key = symmetric, kid }: Signing = {}): Promise<string> =>
  new SignJWT({ note: 'CNRY', ...payload }).setProtectedHeader({ alg, ...(kid !== undefined && { kid }) }).sign(key);

type Headers = Readonly<Record<string, string>>;
const hs: JwtSessionOptions = { key: { secret }, algorithms: ['HS256'] };

/** The session, or code and message of the refusal, in which nothing of the token may be. */
async function ask(options: JwtSessionOptions, headers: Headers): Promise<unknown> {
  try {
    return await jwtSession(options)({ context: {}, headers });
  } catch (error) {
    ok(error instanceof RemoteJoinsError, String(error));
    ok(!JSON.stringify([error.message, error.extensions, error.cause]).includes('CNRY'));
    return `${error.code}: ${error.message}`;
  }
}
const bearer = (token: string, headers: Headers = {}): Headers => ({ authorization: `Bearer ${token}`, ...headers });

const clerk = {
  role: 'clerk',
  admin: false,
  variables: { 'x-hasura-default-role': 'clerk', 'x-hasura-user-id': '5' },
};

test('The default role is taken, the claims are variables, and the allowed roles are none of them', async () => {
  deepEqual(await ask(hs, bearer(await sign(claims))), clerk);
});

test('A role that is asked for is taken if the token allows it, letter by letter', async () => {
  const token = await sign(claims);
  deepEqual(await ask(hs, bearer(token, { 'x-hasura-role': 'boss' })), { ...clerk, role: 'boss' });
  for (const role of ['admin', 'Clerk', 'clerk, boss', 'clerk ', '', '__proto__']) {
    equal(
      await ask(hs, bearer(token, { 'x-hasura-role': role })),
      'FORBIDDEN: The requested role is not in the allowed roles.',
    );
  }
});

test("Headers of the client's are no variables", async () => {
  deepEqual(await ask(hs, bearer(await sign(claims), { 'x-hasura-user-id': '6', 'x-hasura-org': '7' })), clerk);
});

test('A default role that is not allowed is refused, and a claim of the role means nothing', async () => {
  const odd = { ...hasura, 'x-hasura-default-role': 'admin', 'x-hasura-role': 'admin' };
  equal(
    await ask(hs, bearer(await sign({ [NAMESPACE]: odd }))),
    'FORBIDDEN: The requested role is not in the allowed roles.',
  );
  deepEqual(await ask(hs, bearer(await sign({ [NAMESPACE]: { ...hasura, 'x-hasura-role': 'admin' } }))), clerk);
});

test('A token that allows the role admin makes an admin', async () => {
  const admin = { 'x-hasura-allowed-roles': ['admin'], 'x-hasura-default-role': 'admin' };
  deepEqual(await ask(hs, bearer(await sign({ [NAMESPACE]: admin }))), {
    role: 'admin',
    admin: true,
    variables: { 'x-hasura-default-role': 'admin' },
  });
});

const keys: readonly (readonly [alg: JwtSessionOptions['algorithms'][number], pair: typeof rsa])[] = [
  ['RS256', rsa],
  ['RS512', rsa],
  ['PS384', rsa],
  ['ES256', ec],
  ['EdDSA', ed],
];
for (const [alg, { publicKey, privateKey }] of keys) {
  test(`Tokens may be signed with ${alg} and checked with a public key`, async () => {
    const options: JwtSessionOptions = { key: { publicKey: pem(publicKey) }, algorithms: [alg] };
    deepEqual(await ask(options, bearer(await sign(claims, { alg, key: privateKey }))), clerk);
  });
}

test('Several algorithms may be allowed, and a secret come from the environment', async (t) => {
  process.env.REMOTE_JOINS_TEST_SECRET = secret;
  t.after(() => delete process.env.REMOTE_JOINS_TEST_SECRET);
  const options: JwtSessionOptions = {
    key: { secret: { env: 'REMOTE_JOINS_TEST_SECRET' } },
    algorithms: ['HS256', 'HS512'],
  };
  for (const alg of options.algorithms) deepEqual(await ask(options, bearer(await sign(claims, { alg }))), clerk);
});

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const minutes = (count: number): number => Math.floor(Date.now() / 1_000) + count * 60;
const rs: JwtSessionOptions = { key: { publicKey: pem(rsa.publicKey) }, algorithms: ['RS256'] };

const refused: readonly (readonly [
  what: string,
  options: JwtSessionOptions,
  token: () => string | Promise<string>,
  why: string,
])[] = [
  [
    'with no signature',
    hs,
    () => `${part({ alg: 'none' })}.${part(claims)}.`,
    'The token is signed with an algorithm that is not allowed.',
  ],
  [
    'signed with another algorithm',
    hs,
    () => sign(claims, { alg: 'HS512' }),
    'The token is signed with an algorithm that is not allowed.',
  ],
  [
    'signed with another secret',
    hs,
    () => sign(claims, { key: Buffer.from(`CNRY${secret}`) }),
    'The signature of the token is wrong.',
  ],
  [
    'signed with another key',
    rs,
    () => sign(claims, { alg: 'RS256', key: other.privateKey }),
    'The signature of the token is wrong.',
  ],
  [
    'signed with the public key as a secret',
    rs,
    () => {
      const head = `${part({ alg: 'HS256' })}.${part(claims)}`;
      return `${head}.${createHmac('sha256', pem(rsa.publicKey)).update(head).digest('base64url')}`;
    },
    'The token is signed with an algorithm that is not allowed.',
  ],
  [
    'that was changed',
    hs,
    async () => {
      const [head, , signature] = (await sign(claims)).split('.');
      return `${head}.${part({ [NAMESPACE]: { ...hasura, 'x-hasura-default-role': 'boss' } })}.${signature}`;
    },
    'The signature of the token is wrong.',
  ],
  ['that is none', hs, () => 'CNRY', 'The token cannot be read.'],
  ['that has expired', hs, () => sign({ ...claims, exp: minutes(-1) }), 'The token has expired.'],
  [
    'that is not valid yet',
    hs,
    () => sign({ ...claims, nbf: minutes(1) }),
    'The token is not valid yet, or not meant for this server.',
  ],
  [
    'of another issuer',
    { ...hs, issuer: 'us' },
    () => sign({ ...claims, iss: 'CNRY' }),
    'The token is not valid yet, or not meant for this server.',
  ],
  [
    'of no issuer',
    { ...hs, issuer: ['us'] },
    () => sign(claims),
    'The token is not valid yet, or not meant for this server.',
  ],
  [
    'for another audience',
    { ...hs, audience: ['a', 'b'] },
    () => sign({ ...claims, aud: ['CNRY'] }),
    'The token is not valid yet, or not meant for this server.',
  ],
  [
    'for no audience',
    { ...hs, audience: 'a' },
    () => sign(claims),
    'The token is not valid yet, or not meant for this server.',
  ],
  ['without claims', hs, () => sign({}), 'The claims of the token are no object.'],
  [
    'whose claims are a text',
    hs,
    () => sign({ [NAMESPACE]: JSON.stringify(hasura) }),
    'The claims of the token are no object.',
  ],
  [
    'whose claims are no text',
    { ...hs, claimsFormat: 'stringified_json' },
    () => sign(claims),
    'The claims of the token are no JSON text of an object.',
  ],
  [
    'whose claims are no JSON',
    { ...hs, claimsFormat: 'stringified_json' },
    () => sign({ [NAMESPACE]: '{CNRY' }),
    'The claims of the token are no JSON text of an object.',
  ],
  ...[
    { 'x-hasura-default-role': 'clerk' },
    { 'x-hasura-allowed-roles': ['clerk'] },
    { ...hasura, 'x-hasura-allowed-roles': 'clerk' },
    { ...hasura, 'x-hasura-default-role': ['clerk'] },
  ].map(
    (odd) =>
      [
        `with roles ${JSON.stringify(odd).slice(0, 60)}`,
        hs,
        () => sign({ [NAMESPACE]: odd }),
        'The claims of the token lack "x-hasura-default-role", a text, or "x-hasura-allowed-roles", a list of texts.',
      ] as const,
  ),
  ...[null, { CNRY: 1 }, [['CNRY']], 2 ** 60].map(
    (value) =>
      [
        `with a claim ${JSON.stringify(value)}`,
        hs,
        () => sign({ [NAMESPACE]: { ...hasura, 'x-hasura-org': value } }),
        'The claims of the token hold a value that is neither a text nor a list of texts.',
      ] as const,
  ),
  [
    'with a claim twice',
    hs,
    () => sign({ [NAMESPACE]: { ...hasura, 'x-hasura-user-id': 'CNRY' } }),
    'The claims of the token hold one name twice, in upper and lower case.',
  ],
];
for (const [what, options, token, why] of refused) {
  test(`A token ${what} is refused, even where requests without one are not`, async () => {
    const headers = bearer(await token());
    equal(await ask(options, headers), `UNAUTHENTICATED: ${why}`);
    equal(await ask({ ...options, unauthorizedRole: 'anonymous' }, headers), `UNAUTHENTICATED: ${why}`);
  });
}

test('Times may be off by the tolerance', async () => {
  const late = bearer(await sign({ ...claims, exp: minutes(-1) }));
  deepEqual(await ask({ ...hs, clockToleranceSeconds: 90 }, late), clerk);
  equal(await ask({ ...hs, clockToleranceSeconds: 30 }, late), 'UNAUTHENTICATED: The token has expired.');
});

test('Issuer and audience may be one of several', async () => {
  const options = { ...hs, issuer: ['a', 'b'], audience: ['c', 'd'] };
  deepEqual(await ask(options, bearer(await sign({ ...claims, iss: 'b', aud: ['x', 'c'] }))), clerk);
});

test('A request without a token is refused, or has a role that sees no variables', async () => {
  const headers = { 'x-hasura-role': 'boss', 'x-hasura-user-id': '5' };
  equal(await ask(hs, headers), 'UNAUTHENTICATED: The request has no token.');
  deepEqual(await ask({ ...hs, unauthorizedRole: 'anonymous' }, headers), { role: 'anonymous' });
});

test('A header that holds something else is not taken for no token', async () => {
  const token = await sign(claims);
  for (const authorization of [
    '',
    'Bearer',
    'Bearer ',
    'Basic CNRY',
    token,
    `Bearer ${token}, Bearer ${token}`,
    `Bearer ${token} CNRY`,
  ]) {
    equal(
      await ask({ ...hs, unauthorizedRole: 'anonymous' }, { authorization }),
      'UNAUTHENTICATED: The header "authorization" is not "Bearer" with a token.',
    );
  }
  deepEqual(await ask(hs, { authorization: `bEARER  ${token}` }), clerk);
});

test('A token may come in another header, or in a cookie', async () => {
  const token = await sign(claims);
  const inHeader: JwtSessionOptions = { ...hs, token: { header: 'X-Token' } };
  deepEqual(await ask(inHeader, { 'x-token': token }), clerk);
  equal(await ask(inHeader, bearer(token)), 'UNAUTHENTICATED: The request has no token.');
  const inCookie: JwtSessionOptions = { ...hs, token: { cookie: 'sid' } };
  deepEqual(await ask(inCookie, { cookie: `a=b; sid=${token}; xsid=CNRY` }), clerk);
  equal(await ask(inCookie, { cookie: `SID=${token}; xsid=${token}` }), 'UNAUTHENTICATED: The request has no token.');
  equal(await ask(inCookie, { cookie: `sid=${token}; sid=CNRY` }), 'UNAUTHENTICATED: The request has several tokens.');
});

test('Claims may be a JSON text, under another name, with numbers and lists', async () => {
  const options: JwtSessionOptions = { ...hs, claimsNamespace: 'app', claimsFormat: 'stringified_json' };
  const app = { ...hasura, 'x-hasura-org': 7, 'x-hasura-ok': true, 'X-HASURA-teams': [1, 'b'], team: { CNRY: 1 } };
  deepEqual(await ask(options, bearer(await sign({ app: JSON.stringify(app) }))), {
    ...clerk,
    variables: { ...clerk.variables, 'x-hasura-org': '7', 'x-hasura-ok': 'true', 'x-hasura-teams': ['1', 'b'] },
  });
});

test('Claims may stand deeper in the token, or be the token itself', async () => {
  const at = (path: string): JwtSessionOptions => ({ ...hs, claimsNamespace: { path } });
  deepEqual(
    await ask(at("$.app['https://x/y'][1]"), bearer(await sign({ app: { 'https://x/y': [{}, hasura] } }))),
    clerk,
  );
  deepEqual(await ask(at('$'), bearer(await sign({ sub: '5', ...hasura }))), clerk);
  for (const token of [{}, { app: 'CNRY' }, { app: {} }]) {
    equal(
      await ask(at('$.app.claims'), bearer(await sign(token))),
      'UNAUTHENTICATED: The claims of the token are no object.',
    );
  }
});

test('Claims may be found all over the token', async () => {
  const options: JwtSessionOptions = {
    ...hs,
    claimsMap: {
      'X-Hasura-Allowed-Roles': { path: '$.realm.roles' },
      'x-hasura-default-role': { path: '$.realm.roles[1]', default: 'clerk' },
      'x-hasura-user-id': { path: '$.sub' },
      'x-hasura-mail': { path: "$['https://example.com/user']['e-mail']", default: 'none' },
      'x-hasura-app': 'shop',
      'x-hasura-none': { path: '$.constructor.name' },
      'x-hasura-odd': { path: '$.realm.roles.length', default: ['a'] },
    },
  };
  const variables = { 'x-hasura-user-id': '5', 'x-hasura-app': 'shop', 'x-hasura-odd': ['a'] };
  const token = { sub: '5', realm: { roles: ['clerk', 'boss'] }, 'https://example.com/user': { 'e-mail': 'a@b.c' } };
  deepEqual(await ask(options, bearer(await sign(token))), {
    role: 'boss',
    admin: false,
    variables: { ...variables, 'x-hasura-default-role': 'boss', 'x-hasura-mail': 'a@b.c' },
  });
  deepEqual(await ask(options, bearer(await sign({ sub: '5', realm: { roles: ['clerk'] } }))), {
    role: 'clerk',
    admin: false,
    variables: { ...variables, 'x-hasura-default-role': 'clerk', 'x-hasura-mail': 'none' },
  });
});

test('Keys may come from a key set, which is fetched once and again for a new key', async (t) => {
  const published = [await exportJWK(rsa.publicKey).then((jwk) => ({ ...jwk, kid: 'a' }))];
  const server = await startFaultServer(t, (_, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ keys: published }));
  });
  const session = jwtSession({ key: { jwksUrl: server.url }, algorithms: ['RS256', 'ES256'] });
  const token = await sign(claims, { alg: 'RS256', key: rsa.privateKey, kid: 'a' });
  const request = { context: {}, headers: bearer(token) };
  deepEqual(await Promise.all([session(request), session(request), session(request)]), [clerk, clerk, clerk]);
  equal(server.count(), 1);
});

test('A token that does not name its key is tried with all of the set', async (t) => {
  const published = await Promise.all([other, rsa].map(({ publicKey }) => exportJWK(publicKey)));
  const server = await startFaultServer(t, (_, response) => {
    response.end(JSON.stringify({ keys: published }));
  });
  const options: JwtSessionOptions = { key: { jwksUrl: server.url }, algorithms: ['RS256'] };
  deepEqual(await ask(options, bearer(await sign(claims, { alg: 'RS256', key: rsa.privateKey }))), clerk);
  const third = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  equal(
    await ask(options, bearer(await sign(claims, { alg: 'RS256', key: third }))),
    'UNAUTHENTICATED: The signature of the token is wrong.',
  );
  equal(
    await ask(options, bearer(await sign(claims, { alg: 'RS256', key: rsa.privateKey, kid: 'CNRY' }))),
    'UNAUTHENTICATED: The token is signed with an unknown key.',
  );
});

test('A key set that is not to be had is not the fault of the token', async (t) => {
  const token = await sign(claims, { alg: 'RS256', key: rsa.privateKey });
  const bodies = ['CNRY', '{"keys":"CNRY"}', ''];
  for (const body of bodies) {
    const server = await startFaultServer(t, (_, response) => {
      response.statusCode = body === '' ? 500 : 200;
      response.end(body);
    });
    equal(
      await ask({ key: { jwksUrl: server.url }, algorithms: ['RS256'] }, bearer(token)),
      'INTERNAL_SERVER_ERROR: The option "session" could not check a token: there is no key to check it with. Look at "jwksUrl".',
    );
  }
});

const key = { secret };
const algorithms = ['HS256'];
const roles = { 'x-hasura-allowed-roles': ['a'], 'x-hasura-default-role': 'a' };
const short = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey;
const wrong: readonly (readonly [options: unknown, message: RegExp])[] = [
  [undefined, /"options" of jwtSession must be an object with "key" and "algorithms"/],
  [{ key }, /"algorithms" of jwtSession must be a list of algorithms/],
  ...[[], 'HS256', ['none'], ['HS256', 'None'], [null], ['hs256']].map(
    (odd) => [{ key, algorithms: odd }, /"algorithms" of jwtSession must be a list of algorithms/] as const,
  ),
  [{ key, algorithms, alg: 'CNRY' }, /"alg" of jwtSession is unknown. Options are: key, algorithms,/],
  ...[undefined, 'CNRY', {}, { secret, publicKey: 'CNRY' }, { jwks: 'CNRY' }].map(
    (odd) => [{ key: odd, algorithms }, /"key" of jwtSession must be one of/] as const,
  ),
  [{ key: { secret: '' }, algorithms }, /"key.secret" of jwtSession is empty/],
  [{ key: { secret: 'CNRY' }, algorithms }, /"key.secret" of jwtSession is too short for HS256: it takes 32 bytes/],
  [{ key: { secret: { env: 'REMOTE_JOINS_NOT_SET' } }, algorithms }, /"key.secret" .* not set: "REMOTE_JOINS_NOT_SET"/],
  [{ key, algorithms: ['HS256', 'RS256'] }, /"algorithms" of jwtSession holds RS256, which takes no secret/],
  [{ key: { publicKey: 'CNRY' }, algorithms: ['RS256'] }, /"key.publicKey" of jwtSession is no public key in PEM form/],
  [
    { key: { publicKey: rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }) }, algorithms: ['RS256'] },
    /"key.publicKey" of jwtSession is a private key; give the public one/,
  ],
  [{ key: { publicKey: pem(rsa.publicKey) }, algorithms }, /holds HS256, which takes another kind of key/],
  [{ key: { publicKey: pem(rsa.publicKey) }, algorithms: ['ES256'] }, /holds ES256, which takes another kind of key/],
  [{ key: { publicKey: pem(ec.publicKey) }, algorithms: ['ES384'] }, /holds ES384, which takes another kind of key/],
  [{ key: { publicKey: pem(ed.publicKey) }, algorithms: ['RS256'] }, /holds RS256, which takes another kind of key/],
  [{ key: { publicKey: pem(short) }, algorithms: ['RS256'] }, /"key.publicKey" .* too short: RSA takes 2048 bits/],
  [{ key: { jwksUrl: 'CNRY' }, algorithms: ['RS256'] }, /"key.jwksUrl" of jwtSession must be an absolute address/],
  [{ key: { jwksUrl: 'file:///CNRY' }, algorithms: ['RS256'] }, /"key.jwksUrl" of jwtSession must be an absolute/],
  [{ key: { jwksUrl: 'https://a.example' }, algorithms }, /holds HS256, which takes a secret/],
  [{ key, algorithms, issuer: '' }, /"issuer" of jwtSession must be a text or a list of texts/],
  [{ key, algorithms, audience: [] }, /"audience" of jwtSession must be a text or a list of texts/],
  ...['CNRY', {}, { header: '' }, { cookie: 5 }, { header: 'a', cookie: 'b' }, { query: 'CNRY' }].map(
    (token) => [{ key, algorithms, token }, /"token" of jwtSession must be \{ header: "name" \} or/] as const,
  ),
  [{ key, algorithms, claimsFormat: 'CNRY' }, /"claimsFormat" of jwtSession must be "json" or "stringified_json"/],
  [{ key, algorithms, claimsNamespace: '' }, /"claimsNamespace" of jwtSession must be a text/],
  ...[{}, { path: 5 }, { path: '$.a', CNRY: 1 }].map(
    (claimsNamespace) => [{ key, algorithms, claimsNamespace }, /must be a text, or \{ path \}/] as const,
  ),
  [{ key, algorithms, claimsNamespace: { path: 'a.CNRY' } }, /"claimsNamespace" of jwtSession has a path that cannot/],
  [{ key, algorithms, claimsNamespace: 'a', claimsMap: roles }, /"claimsMap" of jwtSession cannot be given with/],
  [{ key, algorithms, claimsMap: 'CNRY' }, /"claimsMap" of jwtSession must be an object/],
  [{ key, algorithms, claimsMap: {} }, /"claimsMap" of jwtSession lacks "x-hasura-allowed-roles"/],
  [{ key, algorithms, claimsMap: { ...roles, org: 'CNRY' } }, /"claimsMap.org" .* begins with x-hasura-/],
  [
    { key, algorithms, claimsMap: { ...roles, 'X-Hasura-Default-Role': 'a' } },
    /"claimsMap.X-Hasura-Default-Role" .* twice/,
  ],
  ...['', '$', 'sub', '$.', '$..a', '$.a[', '$[-1]', "$['a]", '$.a b'].map(
    (path) =>
      [{ key, algorithms, claimsMap: { ...roles, 'x-hasura-a': { path } } }, /path that cannot be read/] as const,
  ),
  ...[5, null, {}, { path: '$.a', default: 5 }, { path: '$.a', defualt: 'CNRY' }].map(
    (odd) =>
      [
        { key, algorithms, claimsMap: { ...roles, 'x-hasura-a': odd } },
        /"claimsMap.x-hasura-a" .* must be a text/,
      ] as const,
  ),
  [{ key, algorithms, unauthorizedRole: 'admin' }, /"unauthorizedRole" .* must not be the role that sees everything/],
  ...[-1, Number.NaN, 3_601, '5'].map(
    (clockToleranceSeconds) =>
      [
        { key, algorithms, clockToleranceSeconds },
        /"clockToleranceSeconds" .* must be a number from 0 to 3600/,
      ] as const,
  ),
];

test('Options that are wrong are refused when the function is made, and no value is told', () => {
  for (const [options, message] of wrong) {
    throws(
      () => jwtSession(options as never),
      (error) => {
        ok(error instanceof RemoteJoinsError, String(error));
        equal(error.code, 'INVALID_OPTIONS');
        ok(message.test(error.message), error.message);
        ok(!error.message.includes('CNRY'), error.message);
        return true;
      },
      String(message),
    );
  }
});
