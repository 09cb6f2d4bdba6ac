import type { GraphQLSchema } from 'graphql';
import { readRequests } from '../adapting.js';
import { attachRemoteJoins, type RemoteJoins } from '../attachRemoteJoins.js';
import { RemoteJoinsError } from '../error/RemoteJoinsError.js';
import type { RemoteJoinsOptions } from '../options.js';
import type { TypeDefs } from '../validation/parseTypeDefs.js';
import { buildExecutableSchema, type Resolvers } from './buildExecutableSchema.js';
import type { Changes, Prepared, ServerDefinition } from './changes.js';
import { holdStreams } from './holdStreams.js';
import { createHolds, type Holds } from './holds.js';

/** What a server is made of that may change while it runs: what changes, and what the host adds to it. */
export interface LiveOptions extends Partial<RemoteJoinsOptions> {
  /** `options.changes` of `createMetadataApi`. Default: nothing changes. */
  readonly changes?: Changes | undefined;
  /** SDL beside that which changes; it may extend its types. */
  readonly typeDefs?: TypeDefs | undefined;
  /** The host's own resolvers. */
  readonly resolvers?: Resolvers | undefined;
}

/** What an adapter of a host does for generations. */
export interface LiveHost extends Pick<RemoteJoinsOptions, 'headers' | 'signal'> {
  /** Lets new requests use a schema from now on. Must be done when it returns, and must not throw. */
  readonly publish: (joins: RemoteJoins) => void;
  /** How long a schema stays usable although no request is known to use it. Default: not at all. */
  readonly lingerMs?: (() => number) | undefined;
  /** How long requests may go on with a schema that was replaced. Default: a minute. */
  readonly graceMs?: number | undefined;
}

/** The schemas of a server that changes while it runs: each with joins, sources and plans of its own. */
export interface Generations {
  current(): RemoteJoins;
  /** The joins of a schema that is, or was, one of these. */
  of(schema: GraphQLSchema): RemoteJoins | undefined;
  /** Which of them requests under way still use. */
  readonly holds: Pick<Holds<RemoteJoins>, 'begin' | 'hold'>;
  close(): Promise<void>;
}

const GRACE_MS = 60_000;

/**
 * For adapters of hosts: makes the first generation, and each further one beside it. What cannot be made changes nothing.
 *
 * @throws RemoteJoinsError as `attachRemoteJoins`, of the first
 */
export async function createGenerations(options: LiveOptions, host: LiveHost): Promise<Generations> {
  const { changes } = options;
  if (changes !== undefined && typeof changes?.subscribe !== 'function') {
    throw new RemoteJoinsError(
      'INVALID_OPTIONS',
      'Option "changes" is none. Give "options" of createMetadataApi({ … }).',
    );
  }
  const known = new WeakMap<GraphQLSchema, RemoteJoins>();
  const streams = new WeakMap<RemoteJoins, () => void>();
  const holds = createHolds<RemoteJoins>({
    async close(joins) {
      streams.get(joins)?.();
      await joins.close();
    },
    graceMs: host.graceMs ?? GRACE_MS,
    lingerMs: host.lingerMs ?? (() => 0),
  });

  async function make(definition: ServerDefinition | undefined): Promise<RemoteJoins> {
    const { typeDefs, resolvers, joining } = mergeOptions(options, definition);
    const joins = await attachRemoteJoins(buildExecutableSchema(typeDefs, resolvers), joining);
    readRequests(joins, host);
    known.set(joins.schema, joins);
    streams.set(
      joins,
      holdStreams(joins.schema, () => holds.hold(joins)),
    );
    return joins;
  }

  let latest: RemoteJoins | undefined;
  let isClosed = false;
  const use = (joins: RemoteJoins): void => {
    latest = joins;
    holds.replace(joins);
  };

  const prepare = async (next: ServerDefinition): Promise<Prepared> => {
    await first;
    const joins = await make(next);
    return {
      commit() {
        if (isClosed) {
          void joins.close();
          return;
        }
        host.publish(joins);
        use(joins);
      },
      discard: () => joins.close(),
    };
  };
  const unsubscribe = changes?.subscribe(prepare);
  const first = make(changes?.current()).then(use);
  try {
    await first;
  } catch (error) {
    unsubscribe?.();
    throw error;
  }

  return {
    current: () => latest as RemoteJoins, // the first is in use
    of: (schema) => known.get(schema),
    holds,
    async close() {
      isClosed = true;
      unsubscribe?.();
      await holds.close();
    },
  };
}

function mergeOptions(options: LiveOptions, definition: ServerDefinition | undefined) {
  const { changes: _, typeDefs, resolvers, ...own } = options;
  const twice = Object.keys(own.sources ?? {}).find((name) => Object.hasOwn(definition?.sources ?? {}, name));
  if (twice !== undefined) {
    const fault = `"sources" has "${twice}", which what changes has as well.`;
    throw new RemoteJoinsError('INVALID_OPTIONS', `${fault} Give the source another name.`);
  }
  const joining: RemoteJoinsOptions = {
    ...own,
    sources: { ...definition?.sources, ...own.sources },
    session: own.session ?? definition?.session,
    inheritedRoles: { ...definition?.inheritedRoles, ...own.inheritedRoles },
  };
  return {
    typeDefs: [...listOf(definition?.typeDefs), ...listOf(typeDefs)],
    resolvers: [definition?.resolvers ?? {}, resolvers ?? {}],
    joining,
  };
}

function listOf<Item>(items: Item | readonly Item[] | undefined): readonly Item[] {
  if (items === undefined) return [];
  return isList(items) ? items : [items];
}

function isList<Item>(items: Item | readonly Item[]): items is readonly Item[] {
  return Array.isArray(items);
}
