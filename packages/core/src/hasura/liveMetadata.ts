import type { GraphQLSchema } from 'graphql';
import { type Problem, printProblem } from '../error/problem.js';
import { RemoteJoinsError } from '../error/RemoteJoinsError.js';
import type { Changes, ServerDefinition } from '../live/changes.js';
import { createChanges } from '../live/createChanges.js';
import { type FindLeftOut, type JsonObject, own } from '../metadata/calls/jsonTree.js';
import { Refusal } from '../metadata/calls/refusal.js';
import { type LeftOut, newlyLeftOut, toInconsistentObject } from '../metadata/leftOut.js';
import { type MetadataStore, openStore } from '../metadata/metadataStore.js';
import { holdSources } from '../start/holdSources.js';
import { refreshSources } from '../start/refreshSources.js';
import { type LoadedMetadata, type LoadOptions, loadHasuraMetadata } from './loadHasuraMetadata.js';

/** Metadata that changes while servers run by it. */
export interface LiveMetadata {
  readonly changes: Changes;
  readonly store: MetadataStore;
  /** What was wrong or not supported at start. */
  readonly problems: readonly Problem[];
  current(): MetadataState;
  /**
   * Puts other metadata in place: checked as a whole, written down, then in use. One after the other.
   *
   * @param edit from what is current when its turn comes
   * @param rule whether something may be inconsistent that was not before
   * @throws Refusal where it cannot be; nothing has changed then
   */
  change(edit: LiveEdit, rule: Rule): Promise<void>;
  /** Reads everything anew, and asks the sources again. Calls that come while one waits are one. */
  reload(rule: Rule): Promise<void>;
  /** Asks no source any more, and waits for what is under way. */
  close(): Promise<void>;
}

/** Makes other metadata of what is current. */
export type LiveEdit = (metadata: JsonObject, findLeftOut: FindLeftOut) => JsonObject | Promise<JsonObject>;

export type Rule = 'consistent' | 'inconsistent';

export interface MetadataState {
  readonly metadata: JsonObject;
  /** How often it was changed. */
  readonly version: number;
  /** What is listed as inconsistent. */
  readonly listed: readonly LeftOut[];
  /** What of it is not served. */
  readonly leftOut: readonly LeftOut[];
  readonly remoteSchemas: ReadonlyMap<string, GraphQLSchema>;
}

/** @throws RemoteJoinsError where the metadata cannot be served at all */
export async function openLiveMetadata(options: LoadOptions): Promise<LiveMetadata> {
  const store = await openStore(options.metadata);
  const { tree, faults } = await store.read();
  /** Why files hold what is not in use. */
  let blocked = readRefusal(faults);
  const first = await loadHasuraMetadata({ ...options, metadata: store.source });
  const changes = createChanges(toDefinition(first));
  let state = toState(tree, 1, first);
  let isClosed = false;
  let stopAsking = askStale(first, askAll);

  let queue: Promise<unknown> = Promise.resolve();
  function inTurn<Result>(task: () => Promise<Result>): Promise<Result> {
    const result = queue.then(task);
    queue = result.catch(() => undefined);
    return result;
  }

  /** Asks the sources, unless it did so of the same metadata before. */
  function createLoad(): (source: unknown) => Promise<LoadedMetadata> {
    const loads = new Map<unknown, Promise<LoadedMetadata>>();
    return (source) => {
      const loading = loads.get(source) ?? orRefuse(() => loadHasuraMetadata({ ...options, metadata: source }));
      loads.set(source, loading);
      return loading;
    };
  }

  async function use(
    { source, next, rule, load = createLoad() }: Use,
    write: () => Promise<void> = async () => {},
  ): Promise<void> {
    refuseNoLists(state.metadata, next);
    const loaded = await load(source);
    if (rule === 'consistent') refuseInconsistent(state.listed, loaded.listed);
    await orRefuse(() => changes.change(toDefinition(loaded), write));
    state = toState(next, state.version + 1, loaded);
    stopAsking();
    if (!isClosed) stopAsking = askStale(loaded, askAll);
  }

  /** Puts the same metadata in place again, where that is possible. Answers whether it was. */
  function askAll(): Promise<boolean> {
    const again = (): Promise<void> => use({ source: state.metadata, next: state.metadata, rule: 'consistent' });
    return inTurn(() => (isClosed ? Promise.resolve() : again())).then(
      () => true,
      () => false,
    );
  }

  const waiting = new Map<Rule, Promise<void>>();
  return {
    changes,
    store,
    problems: first.problems,
    current: () => state,
    change: (edit, rule) =>
      inTurn(async () => {
        const { metadata } = state;
        const load = createLoad();
        const next = await edit(metadata, async (other) => (await load(other)).leftOut);
        const isKept = next === metadata;
        if (!isKept && blocked !== undefined) throw new Refusal('conflict', `${NOT_TAKEN}: ${blocked.message}`);
        await use({ source: next, next, rule, load }, async () => {
          if (!isKept) await store.write(metadata, next);
        });
      }),
    reload(rule) {
      const known = waiting.get(rule);
      if (known !== undefined) return known;
      const turn = inTurn(async () => {
        waiting.delete(rule);
        if (!store.isOnDisk) return use({ source: state.metadata, next: state.metadata, rule });
        try {
          const read = await store.read();
          const fault = readRefusal(read.faults);
          if (fault !== undefined) throw fault;
          await use({ source: store.source, next: read.tree, rule });
          blocked = undefined;
        } catch (error) {
          if (error instanceof Refusal) blocked = error;
          throw error;
        }
      });
      waiting.set(rule, turn);
      return turn;
    },
    async close() {
      isClosed = true;
      stopAsking();
      await queue;
    },
  };
}

/** Asks those that the lock tells of, until one says what it holds itself: then there is more to serve than the lock knows. */
function askStale({ options, stale }: LoadedMetadata, take: () => Promise<boolean>): () => void {
  const sources = new Map(Object.entries(options.sources).filter(([name]) => stale.has(name)));
  const release = holdSources(sources);
  const stop = refreshSources(sources, stale, take);
  return () => {
    stop();
    void release();
  };
}

interface Use {
  /** What to read it from. */
  readonly source: unknown;
  readonly next: JsonObject;
  readonly rule: Rule;
  readonly load?: (source: unknown) => Promise<LoadedMetadata>;
}

function toDefinition({ typeDefs, resolvers, options }: LoadedMetadata): ServerDefinition {
  return { typeDefs, resolvers, ...options };
}

function toState(metadata: JsonObject, version: number, loaded: LoadedMetadata): MetadataState {
  const { listed, leftOut, remoteSchemas } = loaded;
  return { metadata, version, listed, leftOut, remoteSchemas };
}

function readRefusal([fault]: readonly Problem[]): Refusal | undefined {
  return fault && new Refusal('unexpected', `the metadata cannot be read: ${printProblem(fault)}`);
}

/** It must not be lost by writing over it. */
const NOT_TAKEN = 'the files of the metadata hold what is not in use. Correct them, and call reload_metadata';

const LISTS: readonly string[] = ['sources', 'remote_schemas', 'actions', 'inherited_roles'];

/** What should be a list and is none belongs to no object that could be inconsistent: all that was in it would go in silence. */
function refuseNoLists(before: JsonObject, after: JsonObject): void {
  const isWrong = (metadata: JsonObject, key: string): boolean => !Array.isArray(own(metadata, key) ?? []);
  const key = LISTS.find((name) => isWrong(after, name) && !isWrong(before, name));
  if (key !== undefined) throw new Refusal('parse-failed', `"${key}" of the metadata must be a list`);
}

/** What is inconsistent already may stay so. */
function refuseInconsistent(before: readonly LeftOut[], after: readonly LeftOut[]): void {
  const fresh = newlyLeftOut(before, after).map(toInconsistentObject);
  const [first, ...others] = fresh;
  if (first === undefined) return;
  if (others.length === 0) throw new Refusal('invalid-configuration', first.reason, { internal: fresh });
  throw new Refusal('unexpected', 'cannot continue due to new inconsistent metadata', { internal: fresh });
}

async function orRefuse<Result>(task: () => Promise<Result>): Promise<Result> {
  try {
    return await task();
  } catch (error) {
    if (error instanceof Refusal) throw error;
    if (error instanceof RemoteJoinsError) throw new Refusal('invalid-configuration', error.message);
    throw new Refusal('unexpected', 'the change could not be made');
  }
}
