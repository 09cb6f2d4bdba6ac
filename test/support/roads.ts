import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { makeExecutableSchema } from '@graphql-tools/schema';
import * as apollo from '@remote-joins/apollo';
import * as core from '@remote-joins/core';
import * as remoteJoinsMercurius from '@remote-joins/mercurius';
import Fastify from 'fastify';
import { type GraphQLSchema, graphql, parse, validate } from 'graphql';
import mercurius from 'mercurius';
import { request } from 'undici';
import { WebSocket } from 'ws';
import type { HostResolvers } from './hosts.js';
import type { Scope } from './postgres.js';

/** A way by which an operation reaches a host and its answer a client: all that the client can see of it. */
export type Road = (asked: Asked) => Promise<unknown>;

export interface Asked {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
  /** Told in the header `x-role`, or where there is none in the context. */
  readonly role?: string;
}

export interface RoadOptions {
  readonly typeDefs: string;
  readonly resolvers?: HostResolvers;
  readonly sources: core.RemoteJoinsOptions['sources'];
  /** Further options of the plugin. */
  readonly options?: Partial<core.RemoteJoinsOptions>;
}

/** A kind of server, with the roads that lead to it. */
export interface RoadHost {
  readonly name: string;
  readonly roads: readonly string[];
  start(scope: Scope, options: RoadOptions): Promise<(road: string) => Road>;
}

/**
 * A session by the header `x-role`, or by `role` of the context: `admin` is an admin's, `broken` a client that is not known.
 * It answers later for some than for others, but never by a timer, which the stacks of the host's own errors would tell of.
 */
export const roleSession: core.SessionFunction = async ({ context, headers }) => {
  const role = headers['x-role'] ?? context?.role;
  for (let turns = String(role).length % 3; turns > 0; turns--) await undefined;
  if (role === 'broken') throw Object.assign(new Error('Log in.'), { extensions: { code: 'UNAUTHENTICATED' } });
  if (role === 'admin') return { admin: true };
  return role === undefined ? {} : { role };
};

const httpRoads = ['POST', 'GET', 'a batch', 'a persisted query'] as const;

export const roadHosts: readonly RoadHost[] = [
  apolloHost('Apollo Server', { includeStacktraceInErrorResponses: true }),
  apolloHost('Apollo Server off its short road, hiding details', {
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: true,
    shortRoad: false,
  }),
  apolloHost('Apollo Server with a gateway', { includeStacktraceInErrorResponses: true, isGateway: true }),
  mercuriusHost('Mercurius'),
  mercuriusHost('Mercurius with jit', 1),
  {
    name: 'graphql-js',
    roads: ['schemaFor', 'the whole schema'],
    async start(scope, { typeDefs, resolvers = {}, sources, options }) {
      const schema = makeExecutableSchema({ typeDefs: [core.remoteJoinsTypeDefs, typeDefs], resolvers });
      const joins = await core.attachRemoteJoins(schema, { session: roleSession, ...options, sources });
      scope.after(joins.close);
      return (road) => (asked) => executeForRole(joins, schema, asked, road === 'schemaFor');
    },
  },
];

/** As a server without an adapter does: it asks `joins` what there is, or executes on the whole schema what is valid there. */
async function executeForRole(
  joins: core.RemoteJoins,
  schema: GraphQLSchema,
  { query, variables, operationName, role }: Asked,
  isForRole: boolean,
): Promise<unknown> {
  const session = role === 'admin' ? { admin: true } : role === undefined ? {} : { role };
  try {
    if (isForRole) {
      const errors = joins.validate(parse(query), session);
      if (errors.length > 0) return plain({ errors });
    } else if (validate(schema, parse(query)).length > 0) return 'invalid';
  } catch (error) {
    return plain({ errors: [error] });
  }
  return plain(
    await graphql({
      schema: isForRole ? joins.schemaFor(session) : schema,
      source: query,
      variableValues: variables,
      operationName,
      contextValue: { role },
    }),
  );
}

interface ApolloVariant {
  readonly includeStacktraceInErrorResponses: boolean;
  readonly hideSchemaDetailsFromClientErrors?: boolean;
  readonly shortRoad?: boolean;
  readonly isGateway?: boolean;
}

function apolloHost(name: string, { shortRoad = true, isGateway = false, ...variant }: ApolloVariant): RoadHost {
  return {
    name,
    roads: [...httpRoads, 'executeOperation'],
    async start(scope, { typeDefs, resolvers = {}, sources, options }) {
      const joining = { session: roleSession, ...options, sources, shortRoad };
      const common = {
        introspection: true,
        allowBatchedHttpRequests: true,
        csrfPrevention: false,
        logger: { debug() {}, info() {}, warn() {}, error() {} },
        ...variant,
      };
      const create = (): ApolloServer => {
        if (!isGateway) {
          const plugins = [apollo.remoteJoins(joining)];
          return new ApolloServer({ ...common, typeDefs: [apollo.remoteJoinsTypeDefs, typeDefs], resolvers, plugins });
        }
        const gateway = apollo.remoteJoinsGateway({ ...joining, typeDefs, resolvers });
        return new ApolloServer({ ...common, gateway, plugins: [gateway] });
      };
      const server = create();
      const { url } = await startStandaloneServer(server, { listen: { port: 0, host: '127.0.0.1' } });
      scope.after(() => server.stop());
      return (road) => {
        if (road !== 'executeOperation') return (asked) => askOverHttp(url, road, asked);
        return async ({ role, ...request }) => {
          const { http, body } = await server.executeOperation(request, { contextValue: { role } });
          return plain({ status: http.status, headers: [...http.headers], body: withoutNobodys(body) });
        };
      };
    },
  };
}

function mercuriusHost(name: string, jit?: number): RoadHost {
  return {
    name,
    roads: [...httpRoads, 'app.graphql()', 'a socket'],
    async start(scope, { typeDefs, resolvers = {}, sources, options }) {
      const app = Fastify();
      scope.after(() => app.close());
      app.register(mercurius, {
        schema: [remoteJoinsMercurius.remoteJoinsTypeDefs, typeDefs],
        resolvers,
        allowBatchedQueries: true,
        subscription: { fullWsTransport: true },
        persistedQueryProvider: mercurius.persistedQueryDefaults.automatic(),
        ...(jit !== undefined && { jit }),
      });
      app.register(remoteJoinsMercurius.remoteJoins, { session: roleSession, ...options, sources });
      const url = await app.listen({ port: 0, host: '127.0.0.1' });
      return (road) => {
        if (road === 'a socket') return (asked) => askOverSocket(`${url.replace('http', 'ws')}/graphql`, asked);
        if (road !== 'app.graphql()') return (asked) => askOverHttp(`${url}/graphql`, road, asked);
        return async ({ query, variables, operationName, role }) => {
          try {
            return plain(await app.graphql(query, { role }, { ...variables }, operationName));
          } catch (error) {
            const { name: kind, message, code, statusCode, errors, extensions } = Object(error);
            return plain({ kind, message, code, statusCode, errors, extensions });
          }
        };
      };
    },
  };
}

function askOverHttp(url: string, road: string, { role, ...body }: Asked): Promise<unknown> {
  const [kind] = httpRoads.filter((known) => known === road);
  switch (kind) {
    case 'POST':
      return post(url, body, role);
    case 'GET': {
      const query = new URLSearchParams({
        query: body.query,
        ...(body.variables && { variables: JSON.stringify(body.variables) }),
        ...(body.operationName && { operationName: body.operationName }),
      });
      return send(`${url}?${query}`, { headers: headersOf(role) });
    }
    case 'a batch':
      return post(url, [body, { query: '{ ping }' }], role);
    case 'a persisted query': {
      const sha256Hash = createHash('sha256').update(body.query).digest('hex');
      const extensions = { persistedQuery: { version: 1, sha256Hash } };
      const { query: _, ...rest } = body;
      const byHash = () => post(url, { ...rest, extensions }, role);
      return byHash().then(async (before) => [before, await post(url, { ...body, extensions }, role), await byHash()]);
    }
    default:
      throw new Error(`No road "${road}".`);
  }
}

function headersOf(role: string | undefined): Record<string, string> {
  return { 'content-type': 'application/json', ...(role !== undefined && { 'x-role': role }) };
}

function post(url: string, body: unknown, role: string | undefined): Promise<unknown> {
  return send(url, { method: 'POST', headers: headersOf(role), body: JSON.stringify(body) });
}

/** Headers that the clock, the connection and the body make. */
const ACCIDENTAL: ReadonlySet<string> = new Set(['date', 'connection', 'keep-alive', 'content-length']);

/** Lines of a stack that tell what woke Node up, or which line of a test asked. */
const NOBODYS = /"\s+at [^"]*(?:node:internal|\/test\/)[^"]*",?/g;

async function send(url: string, options: NonNullable<Parameters<typeof request>[1]>): Promise<unknown> {
  const { statusCode, headers: all, body } = await request(url, options);
  const headers = Object.entries(all).filter(([name]) => !ACCIDENTAL.has(name));
  return { status: statusCode, headers, body: (await body.text()).replaceAll(NOBODYS, '') };
}

/** All messages that come for an operation. */
async function askOverSocket(url: string, { role, ...payload }: Asked): Promise<unknown> {
  const socket = new WebSocket(url, 'graphql-transport-ws', { headers: headersOf(role) });
  const messages: string[] = [];
  await once(socket, 'open');
  const ended = new Promise<void>((resolve) => {
    socket.on('message', (data) => {
      const text = String(data);
      const { type }: { type: string } = JSON.parse(text);
      if (type === 'connection_ack') socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload }));
      else messages.push(text);
      if (type === 'complete' || type === 'error') resolve();
    });
    socket.on('close', () => resolve());
  });
  socket.send(JSON.stringify({ type: 'connection_init' }));
  await ended;
  socket.terminate();
  return messages;
}

function withoutNobodys(body: unknown): unknown {
  return JSON.parse(JSON.stringify(body).replaceAll(NOBODYS, '').replaceAll(',]', ']'));
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
