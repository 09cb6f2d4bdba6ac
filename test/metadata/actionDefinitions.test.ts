/** How the handlers of metadata's actions are called: as they say, or not at all. */
import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { defineHostSuite, startForSuite } from '../support/hosts.js';
import { startHasuraWorld, toHost } from './hasuraWorld.js';

const world = await startHasuraWorld(test, { actions: { greet: () => 'Hello' } });

function metadataOf(definition: object) {
  const own = { type: 'query', handler: '{{ACTIONS_URL}}', output_type: 'String' };
  const greet = { name: 'greet', definition: { ...own, ...definition } };
  return { version: 3, sources: [], actions: [greet, { name: 'plain', definition: own }] };
}

for (const key of ['request_transform', 'response_transform']) {
  test(`An action with a ${key} is left out: its handler, which may be anybody's, is not sent the session`, async () => {
    const template = {
      body: { action: 'transform', template: '{{$body.input}}' },
      template_engine: 'Kriti',
      version: 2,
    };
    const { problems, inconsistentObjects, typeDefs } = await world.read(metadataOf({ [key]: template }));
    const message = `"${key}" is not supported: action greet is left out.`;
    const remedy = "Have a handler of your own, which speaks Hasura's protocol, do what it does.";
    deepEqual(
      problems.map(({ severity, code, coordinate, message, remedy }) => [severity, code, coordinate, message, remedy]),
      [['error', 'METADATA_NOT_SUPPORTED', `metadata#/actions/0/definition/${key}`, message, remedy]],
    );
    deepEqual(
      inconsistentObjects.map((object) => ('name' in object ? [object.type, object.name, object.reason] : object)),
      [['action', 'action greet', `Inconsistent object: in action "greet"; ${message}`]],
    );
    deepEqual(
      typeDefs,
      'type Query\n  @permission(role: "admin", fields: []) {\n  plain: String @action(source: "plain")\n}\n',
    );
    const { problems: none } = await world.read(metadataOf({ [key]: null }));
    deepEqual(none, []);
  });
}

const forwarding = await world.read(
  metadataOf({ forward_client_headers: true, ignored_client_headers: ['X-Internal'] }),
);

defineHostSuite('Actions of Hasura', (host) => {
  const { query } = startForSuite(host, () => toHost(world, forwarding));

  test("forward the client's headers but those that are to be ignored", async () => {
    const headers = { 'x-tenant': 'acme', 'x-internal': 'CNRY', 'user-agent': 'CNRY' };
    deepEqual(await query('{ greet }', {}, { headers }), { data: { greet: 'Hello' } });
    const { 'x-tenant': tenant, 'x-internal': internal, 'user-agent': agent } = world.headers('actions');
    deepEqual([tenant, internal, agent], ['acme', undefined, undefined]);
  });
});
