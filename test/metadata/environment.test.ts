import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { printProblem } from '../../packages/core/src/error/problem.js';
import { checkMetadata } from '../../packages/core/src/metadata/checkMetadata.js';
import { objectsLeftOut } from '../../packages/core/src/metadata/leftOut.js';
import { readMetadata } from '../../packages/core/src/metadata/readMetadata.js';
import { type Environment, resolveEnvironment } from '../../packages/core/src/metadata/resolveEnvironment.js';
import { fullNameOf } from '../../packages/core/src/metadata/scopeObject.js';
import { toPlain } from './harness.js';
import { shopMetadata } from './shop.js';

const env: Environment = {
  ORDERS_DB: 'postgresql://orders',
  CNRY_PASSWORD: 'p{{w}}',
  CATALOG_HOST: 'catalog.example',
  CATALOG_PORT: '8443',
  CATALOG_TOKEN: '',
  STAGE: 'test',
  NEWS_URL: 'https://news.example',
  AUTH_HOST: 'auth.example',
  AUTH_KEY: 'k',
};

async function resolve(environment: Environment) {
  const { metadata } = checkMetadata((await readMetadata(shopMetadata())).tree);
  return resolveEnvironment(metadata ?? failed(), environment);
}

test('The environment fills URLs and headers, once, and an empty variable is set', async () => {
  const { databaseUrls, remoteSchemas, actions, problems, leftOut } = await resolve(env);
  deepEqual(toPlain({ databaseUrls, remoteSchemas, actions, problems, leftOut }), {
    databaseUrls: {
      default: 'postgresql://orders',
      users_db: 'postgresql://hasura:p{{w}}@users/users',
      archive: 'postgresql://a%40b:CNRY%2F1@archive:5432/a%20b',
    },
    remoteSchemas: {
      catalog: {
        url: 'https://catalog.example:8443/graphql',
        headers: { 'x-version': 'CNRY-2 test', authorization: '' },
      },
      news: { url: 'https://news.example', headers: {} },
    },
    actions: { login: { url: 'https://auth.example/login', headers: { 'x-key': 'k' } } },
    problems: [],
    leftOut: [],
  });
});

test('Each variable that is not set is named, and what needs it is left out with what depends on that', async () => {
  const { metadata, databaseUrls, remoteSchemas, actions, problems, leftOut } = await resolve({
    ...env,
    CNRY_PASSWORD: undefined,
    CATALOG_HOST: undefined,
    STAGE: undefined,
  });
  deepEqual(
    [[...databaseUrls.keys()], [...remoteSchemas.keys()], [...actions.keys()]],
    [['default', 'archive'], ['news'], ['login']],
  );
  deepEqual(
    metadata.sources.map(({ name, tables }) => [
      name,
      tables.flatMap(({ remoteRelationships }) => remoteRelationships),
    ]),
    [
      ['default', []],
      ['archive', []],
    ],
  );
  const remote = 'metadata#/sources/0/tables/0/remote_relationships';
  deepEqual(
    problems.map((problem) => printProblem(problem)),
    [
      'metadata#/custom_types/objects/0/relationships/0 METADATA_REFERENCE_NOT_FOUND: custom_types user on type Token points to the source "users_db", which is left out for its own problems. Correct those.',
      'metadata#/remote_schemas/0/definition/headers/0/value METADATA_VARIABLE_UNSET: remote_schema catalog takes a value from the environment variable "STAGE", which is not set. Set "STAGE".',
      'metadata#/remote_schemas/0/definition/url METADATA_VARIABLE_UNSET: remote_schema catalog takes a value from the environment variable "CATALOG_HOST", which is not set. Set "CATALOG_HOST".',
      `${remote}/0 METADATA_REFERENCE_NOT_FOUND: remote_relationship user in table orders in source default points to the source "users_db", which is left out for its own problems. Correct those.`,
      `${remote}/1 METADATA_REFERENCE_NOT_FOUND: remote_relationship product in table orders in source default points to the remote schema "catalog", which is left out for its own problems. Correct those.`,
      `${remote}/2 METADATA_REFERENCE_NOT_FOUND: remote_relationship weather in table orders in source default points to the remote schema "catalog", which is left out for its own problems. Correct those.`,
      'metadata#/sources/1/configuration/connection_info/database_url METADATA_VARIABLE_UNSET: source users_db takes a value from the environment variable "CNRY_PASSWORD", which is not set. Set "CNRY_PASSWORD".',
    ],
  );
  deepEqual(leftOut.flatMap(objectsLeftOut).map(fullNameOf), [
    'source users_db',
    'remote_schema catalog',
    'remote_relationship user in table orders in source default',
    'remote_relationship product in table orders in source default',
    'remote_relationship weather in table orders in source default',
    'custom_types user on type Token',
  ]);
});

test('A variable that every object has is not set by that', async () => {
  const metadata = { version: 3, remote_schemas: [{ name: 'a', definition: { url_from_env: 'constructor' } }] };
  const { metadata: checked } = checkMetadata((await readMetadata(metadata)).tree);
  const { problems } = resolveEnvironment(checked ?? failed(), {});
  deepEqual(
    problems.map(({ code }) => code),
    ['METADATA_VARIABLE_UNSET'],
  );
});

function failed(): never {
  throw new Error('no metadata');
}

// Each of them was looked for to the end: a server that stands still for a minute.
test('A text that opens thousands of variables and closes none is text, and read at once', async () => {
  const url = `http://a/{{STAGE}}${'{{'.repeat(60_000)}`;
  const started = performance.now();
  const { tree } = await readMetadata({
    version: 3,
    sources: [],
    remote_schemas: [{ name: 'a', definition: { url } }],
  });
  const { metadata } = checkMetadata(tree);
  const { remoteSchemas } = resolveEnvironment(metadata ?? failed(), env);
  deepEqual(
    [remoteSchemas.get('a')?.url, performance.now() - started < 1_500],
    [url.replace('{{STAGE}}', 'test'), true],
  );
});
