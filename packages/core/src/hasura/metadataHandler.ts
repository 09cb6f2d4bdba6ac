import type { IncomingMessage, ServerResponse } from 'node:http';
import { printRefusal, Refusal } from '../metadata/calls/refusal.js';
import { ADMIN, ROLE_VARIABLE } from '../model/session.js';
import type { LiveMetadata } from './liveMetadata.js';
import { runCall } from './metadataCalls.js';

export type MetadataHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** The few methods of a Fastify instance that are called. */
export interface FastifyLike {
  removeAllContentTypeParsers(): unknown;
  addContentTypeParser(contentType: string, parser: () => Promise<undefined>): unknown;
  addHook(name: 'preClose', hook: () => Promise<void>): unknown;
  post(path: string, handler: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>): unknown;
}

interface FastifyRequest {
  readonly raw: IncomingMessage;
}

interface FastifyReply {
  readonly raw: ServerResponse;
  hijack(): unknown;
}

const PATH = '/v1/metadata';

/** More than any metadata, and too little to fill a server's memory. */
const MAX_BYTES = 32 * 1024 * 1024;

/**
 * Answers metadata calls of an admin, in Hasura's form whatever happens.
 *
 * @param isClosing whether the server is to end: it would wait for connections that clients keep, a minute with Fastify
 */
export function createMetadataHandler(
  live: LiveMetadata,
  isSecret: (text: string) => boolean,
  isClosing: () => boolean,
): MetadataHandler {
  return async (request, response) => {
    const { status, body } = await answer(live, isSecret, request);
    const text = JSON.stringify(body);
    response.writeHead(status, {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      // What of a body was not read would be taken for the next request.
      ...(request.complete && !isClosing() ? {} : { connection: 'close' }),
    });
    response.end(text);
  };
}

/** To be registered as it is: then Fastify gives it a scope of its own, in which bodies are left to the handler. */
export async function routeMetadata(
  scope: FastifyLike,
  handler: MetadataHandler,
  beforeClose: () => void,
): Promise<void> {
  scope.addHook('preClose', async () => beforeClose());
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', async () => undefined);
  scope.post(PATH, async ({ raw: request }, reply) => {
    reply.hijack();
    await handler(request, reply.raw);
  });
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

async function answer(
  live: LiveMetadata,
  isSecret: (text: string) => boolean,
  request: IncomingMessage,
): Promise<Answer> {
  try {
    const refused = refuseStranger(request.headers, isSecret);
    if (refused !== undefined) return refused;
    if (request.method !== 'POST')
      return toAnswer(404, new Refusal('not-found', 'resource does not exist', { path: '$' }));
    return { status: 200, body: await runCall(live, await readBody(request)) };
  } catch (error) {
    if (error instanceof Refusal) return toAnswer(error.code === 'conflict' ? 409 : 400, error);
    return toAnswer(500, new Refusal('unexpected', 'internal error', { path: '$' }));
  }
}

function refuseStranger(headers: IncomingMessage['headers'], isSecret: (text: string) => boolean): Answer | undefined {
  const secret = headers['x-hasura-admin-secret'] ?? headers['x-hasura-access-key'];
  const names = 'x-hasura-admin-secret/x-hasura-access-key';
  if (secret === undefined) return toAnswer(401, denied(`${names} required, but not found`));
  if (typeof secret !== 'string' || !isSecret(secret)) {
    return toAnswer(401, denied('invalid "x-hasura-admin-secret"/"x-hasura-access-key"'));
  }
  const role = headers[ROLE_VARIABLE];
  if (role === undefined || role === ADMIN) return undefined;
  return toAnswer(400, new Refusal('access-denied', 'restricted access : admin only'));
}

function denied(message: string): Refusal {
  return new Refusal('access-denied', message, { path: '$' });
}

function toAnswer(status: number, refusal: Refusal): Answer {
  return { status, body: printRefusal(refusal) };
}

/** What a framework has parsed already is not read again. */
async function readBody(request: IncomingMessage): Promise<unknown> {
  if ('body' in request && typeof request.body === 'object' && request.body !== null) return request.body;
  const chunks: Buffer[] = [];
  let size = 0;
  // Destroying the request would take the connection with it, on which the refusal is to go.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MAX_BYTES) throw new Refusal('bad-request', 'the body is too large', { path: '$' });
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new Refusal('invalid-json', 'the body is no JSON', { path: '$' });
  }
}
