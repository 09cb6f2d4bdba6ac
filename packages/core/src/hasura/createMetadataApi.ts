import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Problem } from '../error/problem.js';
import { RemoteJoinsError } from '../error/RemoteJoinsError.js';
import type { Changes } from '../live/changes.js';
import type { Lock } from '../lock/lock.js';
import { Refusal } from '../metadata/calls/refusal.js';
import type { Environment } from '../metadata/resolveEnvironment.js';
import { watchStore } from '../metadata/watchStore.js';
import { isJsonObject } from '../model/json.js';
import { getValidLock } from '../options.js';
import { createSecretTest, readSecretText, type SecretText } from '../session/secretText.js';
import { readGivenLock } from '../start/readGivenLock.js';
import { type LiveMetadata, openLiveMetadata } from './liveMetadata.js';
import { createMetadataHandler, type FastifyLike, routeMetadata } from './metadataHandler.js';

export interface MetadataApiOptions {
  /** Metadata as `fromHasuraMetadata` takes it. Changes are written back to a directory or JSON file, and else kept in memory. */
  readonly metadata: unknown;
  /** What the header `x-hasura-admin-secret` of a call must hold. That of queries is `HASURA_GRAPHQL_ADMIN_SECRET` of `env`. */
  readonly adminSecret: SecretText;
  /** Whether what others write to the directory or file is taken over, looked at once a second. Default: false. */
  readonly watch?: boolean | undefined;
  /** Where URLs, headers and the settings `HASURA_GRAPHQL_…` come from. Default: `process.env`. */
  readonly env?: Environment | undefined;
  /** As in `fromHasuraMetadata`; read once. A source that is back is taken over as by `reload_metadata`. */
  readonly lock?: string | Lock | undefined;
  /** As in `fromHasuraMetadata`. */
  readonly compat?: 'hasura' | undefined;
  /** Told of each change that was found by watching: what it came to, or why it was not taken. Default: failures are warnings of the process. */
  readonly onReload?: ((error: Error | undefined) => void) | undefined;
}

export interface MetadataApi {
  /** Options of `remoteJoinsGateway` for Apollo Server, and of `remoteJoins` for Mercurius: the server then changes with the metadata. */
  readonly options: { readonly changes: Changes };
  /** What was wrong or not supported at start. */
  readonly problems: readonly Problem[];
  /** Answers Hasura's metadata calls, for `node:http` and Express. The path is the caller's to check: `POST /v1/metadata`. */
  handler(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** The same as a plugin of Fastify, with its route. */
  fastify(app: FastifyLike): Promise<void>;
  /** Ends watching, and waits for what is under way. */
  close(): Promise<void>;
}

/**
 * Hasura's metadata API for a server that runs: each call is checked as a whole, beside what is in use, then put in its place
 * in one step. Requests under way end on what they began with; what is refused changes nothing.
 *
 * @throws RemoteJoinsError as `fromHasuraMetadata`
 *
 * @example
 * const adminSecret = { env: 'HASURA_GRAPHQL_ADMIN_SECRET' };
 * const api = await createMetadataApi({ metadata: './metadata', adminSecret, watch: true });
 * const gateway = remoteJoinsGateway(api.options);
 * const server = new ApolloServer({ gateway, plugins: [gateway] });
 */
export async function createMetadataApi(options: MetadataApiOptions): Promise<MetadataApi> {
  const { isSecret, watch, onReload, lock, ...valid } = getValidOptions(options);
  const live = await openLiveMetadata({ ...valid, lock: await readGivenLock(lock) });
  const stopWatching = watch ? watchStore(live.store, () => reload(live, onReload)) : () => {};
  let isClosing = false;
  const close = (): void => {
    isClosing = true;
  };
  const handler = createMetadataHandler(live, isSecret, () => isClosing);
  return {
    options: { changes: live.changes },
    problems: live.problems,
    handler,
    fastify: (app) => routeMetadata(app, handler, close),
    async close() {
      close();
      stopWatching();
      await live.close();
    },
  };
}

async function reload(live: LiveMetadata, onReload: (error: Error | undefined) => void): Promise<void> {
  const failure = await live.reload('consistent').then(() => undefined, toFailure);
  try {
    onReload(failure);
  } catch (error) {
    // Watching goes on.
    process.emitWarning(`"onReload" of createMetadataApi threw: ${toError(error).message}`, 'RemoteJoinsWarning');
  }
}

/** Nobody reads a body here: what several objects have against the change is told with it. */
function toFailure(error: unknown): Error {
  const listed: readonly unknown[] = error instanceof Refusal && Array.isArray(error.internal) ? error.internal : [];
  if (!(error instanceof Refusal) || listed.length < 2) return toError(error);
  const lines = listed.flatMap((each) => (isJsonObject(each) ? `\n  - ${each.name}: ${each.reason}` : []));
  return new Error(`${error.message}:${lines.join('')}`, { cause: error });
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

function warnOfFailure(error: Error | undefined): void {
  if (error === undefined) return;
  process.emitWarning(`A change of the metadata was not taken: ${error.message}`, 'RemoteJoinsWarning');
}

const KNOWN: readonly string[] = ['metadata', 'adminSecret', 'watch', 'env', 'compat', 'onReload', 'lock'];

function getValidOptions(options: MetadataApiOptions) {
  if (typeof options !== 'object' || options === null) throw invalid('takes an object of options');
  const unknown = Object.keys(options).find((name) => !KNOWN.includes(name));
  if (unknown !== undefined) throw invalid(`has no option "${unknown}". Its options are ${KNOWN.join(', ')}`);
  const { metadata, adminSecret, watch = false, env = process.env, compat, onReload = warnOfFailure } = options;
  if (metadata === undefined) throw invalid('needs "metadata": a directory, a file, or JSON');
  if (typeof watch !== 'boolean') throw invalid('takes true or false as "watch"');
  if (typeof env !== 'object' || env === null) throw invalid('takes an object of variables as "env"');
  if (compat !== undefined && compat !== 'hasura') throw invalid('knows no "compat" but "hasura"');
  if (typeof onReload !== 'function') throw invalid('takes a function as "onReload"');
  const isSecret = createSecretTest(readSecretText('createMetadataApi', 'adminSecret', adminSecret));
  return { metadata, isSecret, watch, env, compat, onReload, lock: getValidLock(options.lock) };
}

function invalid(what: string): RemoteJoinsError {
  return new RemoteJoinsError('INVALID_OPTIONS', `createMetadataApi ${what}.`);
}
