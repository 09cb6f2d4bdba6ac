import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import {
  buildSchema,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  graphql,
  isObjectType,
  isScalarType,
} from 'graphql';
import type { Scope } from './postgres.js';

/** Resolvers by type and field; for an abstract type `__resolveType`, for a scalar `serialize`. */
export type Resolvers = Readonly<Record<string, Readonly<Record<string, (...args: never[]) => unknown>>>>;

export interface RecordedRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly headers: IncomingHttpHeaders;
}

export interface RemoteServer {
  readonly url: string;
  /** Every request, introspection too, in the order of arrival. Empty it to count anew. */
  readonly requests: RecordedRequest[];
  /** Connections open now. */
  connections(): Promise<number>;
  close(): Promise<void>;
}

/**
 * Serves a schema over real HTTP and records what it is asked. Ends with the test.
 *
 *     const catalog = await startRemoteServer(t, {
 *       typeDefs: 'type Query { product(sku: ID!): Product } type Product { sku: ID! }',
 *       resolvers: { Query: { product: (_, { sku }: { sku: string }) => ({ sku }) } },
 *     });
 */
export async function startRemoteServer(
  t: Scope,
  { typeDefs, resolvers = {}, port }: { typeDefs: string; resolvers?: Resolvers; port?: number },
): Promise<RemoteServer> {
  const schema = createExecutableSchema(typeDefs, resolvers);
  const requests: RecordedRequest[] = [];
  const server = await startFaultServer(
    t,
    async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const { query, variables } = JSON.parse(Buffer.concat(chunks).toString());
      requests.push({ query, variables, headers: request.headers });
      const result = await graphql({ schema, source: query, variableValues: variables });
      // The status tells a refused document from one that was executed, as the GraphQL-over-HTTP specification has it.
      response.writeHead('data' in result ? 200 : 400, { 'content-type': 'application/graphql-response+json' });
      response.end(JSON.stringify(result));
    },
    port,
  );
  return { ...server, requests };
}

export interface FaultServer {
  readonly url: string;
  /** Requests that arrived. */
  count(): number;
  /** Connections open now. */
  connections(): Promise<number>;
  close(): Promise<void>;
}

/** Answers requests as `handler` likes: cut off, late, huge or no GraphQL at all. Ends with the test. */
export async function startFaultServer(t: Scope, handler: RequestListener, port = 0): Promise<FaultServer> {
  let count = 0;
  const server = createServer((request, response) => {
    count++;
    request.on('error', () => {});
    handler(request, response);
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  let closing: Promise<unknown> | undefined;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    closing ??= new Promise((resolve) => server.close(resolve));
    await closing;
  };
  t.after(close);
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : undefined}/graphql`,
    count: () => count,
    connections: () => new Promise((resolve) => server.getConnections((_, open) => resolve(open))),
    close,
  };
}

function createExecutableSchema(typeDefs: string, resolvers: Resolvers): GraphQLSchema {
  const schema = buildSchema(typeDefs);
  for (const [typeName, fields] of Object.entries(resolvers)) {
    const type = schema.getType(typeName);
    if (type === undefined) throw new Error(`Resolvers for "${typeName}", which the type definitions do not have.`);
    for (const [name, resolve] of Object.entries(fields)) {
      if (isObjectType(type)) {
        const field = type.getFields()[name];
        if (field === undefined)
          throw new Error(`A resolver for "${typeName}.${name}", which the type definitions do not have.`);
        field.resolve = resolve as GraphQLFieldResolver<unknown, unknown>;
      } else if (isScalarType(type)) Object.assign(type, { [name]: resolve });
      else Object.assign(type, { [name.replace(/^__/, '')]: resolve });
    }
  }
  return schema;
}
