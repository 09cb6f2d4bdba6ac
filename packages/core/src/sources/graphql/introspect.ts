import {
  buildASTSchema,
  buildClientSchema,
  GraphQLError,
  type GraphQLSchema,
  getIntrospectionQuery,
  type IntrospectionQuery,
  parse,
  validateSchema,
} from 'graphql';
import { validateSDL } from 'graphql/validation/validate.js';
import { RemoteJoinsError } from '../../error/RemoteJoinsError.js';
import type { CancelSignal } from '../../source.js';
import type { Call, Endpoint } from '../http/endpoint.js';
import { described, type Failure, toRequestError } from '../http/failure.js';
import type { Reply } from './protocol.js';

/** Asks only for what every server of the last years knows, and nothing that joining does not read. */
const BODY = JSON.stringify({ query: getIntrospectionQuery() });

/** Faults of a schema named in one message. */
const FAULTS_NAMED = 5;

/**
 * The remote schema as it tells itself.
 * @throws RemoteJoinsError saying what to do about it
 */
export async function introspect(
  endpoint: Endpoint<Reply>,
  address: Call['address'],
  signal?: CancelSignal,
): Promise<GraphQLSchema> {
  const reply = await endpoint.send({ address, body: BODY, ...(signal && { signal }) });
  if (reply.kind !== 'reply') throw toStartError(reply);
  if (reply.data === null || reply.errors.length > 0) throw refused(reply.status);
  let schema: GraphQLSchema;
  try {
    schema = buildClientSchema(reply.data as unknown as IntrospectionQuery);
  } catch {
    throw new RemoteJoinsError(
      'SOURCE_INVALID_RESPONSE',
      'The remote schema answered the introspection query with something that is no GraphQL schema. ' +
        'Check that "url" is its GraphQL endpoint, or give its SDL in "schema".',
    );
  }
  const faults = validateSchema(schema);
  if (faults.length === 0) return schema;
  throw new RemoteJoinsError(
    'SOURCE_INVALID_RESPONSE',
    `The remote schema is not valid GraphQL. Mend it, or give a valid SDL in "schema". ${nameFaults(faults)}`,
  );
}

/**
 * The remote schema as its author wrote it down.
 * @throws RemoteJoinsError `INVALID_OPTIONS` with the lines at fault where GraphQL tells them
 */
export function readSdl(sdl: string, option: 'schema' | 'savedSchema'): GraphQLSchema {
  let schema: GraphQLSchema;
  try {
    const document = parse(sdl);
    // `buildSchema` would join the messages of these and lose their lines.
    const found = validateSDL(document);
    if (found.length > 0) throw invalidSdl(option, found);
    schema = buildASTSchema(document, { assumeValidSDL: true });
  } catch (error) {
    if (error instanceof RemoteJoinsError) throw error;
    throw invalidSdl(option, error instanceof Error ? [error] : []);
  }
  const faults = validateSchema(schema);
  if (faults.length > 0) throw invalidSdl(option, faults);
  return schema;
}

function invalidSdl(option: string, faults: readonly Error[]): RemoteJoinsError {
  return new RemoteJoinsError(
    'INVALID_OPTIONS',
    `Option "${option}" of remoteSchema is no valid SDL. ${nameFaults(faults)}`,
  );
}

function nameFaults(faults: readonly Error[]): string {
  const named = faults.slice(0, FAULTS_NAMED).map((fault) => {
    const [place] = (fault instanceof GraphQLError && fault.locations) || [];
    return place === undefined ? fault.message : `${fault.message} (line ${place.line}, column ${place.column})`;
  });
  const more = faults.length - named.length;
  return [...named, ...(more > 0 ? [`And ${more} more.`] : [])].join(' ');
}

function refused(status: number): RemoteJoinsError {
  if (status === 401 || status === 403) return unauthorized(status);
  return new RemoteJoinsError(
    'SOURCE_ERROR',
    'The remote schema refused the introspection query. Allow introspection for "introspectionHeaders", or give the SDL in "schema".',
    { cause: new Error(`HTTP ${status}`) },
  );
}

function unauthorized(status: number): RemoteJoinsError {
  return new RemoteJoinsError(
    'SOURCE_ERROR',
    `The remote schema answered the introspection query with HTTP ${status}. ` +
      'Give the headers it asks for in "headers" or "introspectionHeaders", or its SDL in "schema".',
    { cause: new Error(`HTTP ${status}`) },
  );
}

/** The same failures as at a request, with what the author can do about them. */
function toStartError(failure: Failure): RemoteJoinsError {
  const { code, cause, message } = toRequestError(failure, 'remote schema');
  return new RemoteJoinsError(code, toStartMessage(failure) ?? message, { cause });
}

function toStartMessage(failure: Failure): string | undefined {
  switch (failure.kind) {
    case 'unreachable':
      return `The remote schema could not be reached (${failure.reason}). Check "url" and that the server runs, or give its SDL in "schema".`;
    case 'timeout':
      return 'The remote schema did not answer the introspection query in time. Raise "timeoutMs", or give its SDL in "schema".';
    case 'tooLarge':
      return 'The remote schema is larger than "maxResponseBytes". Raise it, or give the SDL in "schema".';
    case 'redirect':
      return `The remote schema answered with a redirect (HTTP ${failure.status}), which is never followed. Give the final address in "url".`;
    case 'status':
      if (failure.status === 401 || failure.status === 403) return unauthorized(failure.status).message;
      return `The remote schema answered the introspection query with HTTP ${failure.status}. Check "url".`;
    case 'invalid':
      return `The remote schema answers something that is not GraphQL: ${described[failure.what]}. Check that "url" is its GraphQL endpoint.`;
    case 'cancelled':
      return undefined;
    default:
      return failure satisfies never;
  }
}
