import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createMetadataApi, type MetadataApi, type MetadataApiOptions } from '@remote-joins/core';
import type { HasuraWorld } from '../metadata/hasuraWorld.js';
import type { Scope } from '../support/postgres.js';
import { type LiveAnswer, type LiveHost, liveHosts, type Post } from './liveHosts.js';

export const SECRET = 'an admin secret';

/** A server of some metadata with its API. */
export interface StartedApi {
  readonly api: MetadataApi;
  /** A GraphQL query, as an admin. */
  readonly query: (text: string) => Promise<LiveAnswer>;
  readonly post: Post;
  /** A call to the metadata, as an admin. */
  readonly call: (type: string, args?: unknown, version?: number) => Promise<ApiAnswer>;
  /** A request to the API as it is. */
  readonly send: (init: RequestInit) => Promise<ApiAnswer>;
}

export interface ApiAnswer {
  readonly status: number;
  readonly body: unknown;
}

export const apiHosts = liveHosts.filter(({ name }) => name !== 'Apollo Server without the plugin');

/** The API is a route beside Mercurius, and a plain server beside Apollo's own. */
export async function startApi(
  scope: Scope,
  host: LiveHost,
  world: HasuraWorld,
  options: Omit<MetadataApiOptions, 'adminSecret'>,
): Promise<StartedApi> {
  const env = { ...world.env, HASURA_GRAPHQL_ADMIN_SECRET: SECRET, ...options.env };
  const api = await createMetadataApi({ ...options, env, adminSecret: SECRET });
  scope.after(() => api.close());
  const { post, url } = await host.start(scope, api.options, { register: (app) => void app.register(api.fastify) });
  const address = host.name.startsWith('Mercurius') ? new URL(url).origin : await listen(scope, api);
  return { api, post, query: (text) => post(text, { headers: ADMIN }), ...createCalls(address) };
}

/** The API by itself, with a server whose path nobody checks. */
export async function startCalls(
  scope: Scope,
  world: HasuraWorld,
  options: Omit<MetadataApiOptions, 'adminSecret'>,
): Promise<Pick<StartedApi, 'api' | 'call' | 'send'>> {
  const api = await createMetadataApi({ ...options, env: { ...world.env, ...options.env }, adminSecret: SECRET });
  scope.after(() => api.close());
  return { api, ...createCalls(await listen(scope, api)) };
}

const ADMIN = { 'x-hasura-admin-secret': SECRET };

function createCalls(address: string): Pick<StartedApi, 'call' | 'send'> {
  const send = async (init: RequestInit): Promise<ApiAnswer> => {
    const response = await fetch(`${address}/v1/metadata`, init);
    return { status: response.status, body: await response.json() };
  };
  return {
    send,
    call: (type, args, version) =>
      send({
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-hasura-role': 'admin', ...ADMIN },
        body: JSON.stringify({ type, args, version }),
      }),
  };
}

async function listen(scope: Scope, api: MetadataApi): Promise<string> {
  const server = createServer(api.handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  scope.after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
