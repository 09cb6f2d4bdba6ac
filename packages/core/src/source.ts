import type { Catalog } from './model/catalog.js';
import type { KeyValue } from './model/keyForm.js';
import type { SourceNames } from './model/model.js';
import type { ElsewhereFilter } from './model/permission.js';
import type { RequestSession } from './model/session.js';
import type { FetchPlan, LookupPlan } from './planning/fetchPlan.js';

/** A place data comes from. The one extension point: everything else is the same for every source. */
export interface Source {
  readonly kind: 'postgres' | 'graphql' | 'action';
  /**
   * Asks the source what it holds, once per start.
   * @param name the source's name in the options
   * @param signal tells that nobody waits for it any more
   * @throws RemoteJoinsError (`SOURCE_UNAVAILABLE`, `SOURCE_TIMEOUT`, `SOURCE_INVALID_RESPONSE`) saying what to do.
   */
  introspect(name: string, signal?: CancelSignal): Promise<Catalog>;
  /**
   * Sends all requests as few calls as the source allows (a database: one statement; a remote schema: one document; the
   * handler of actions: one call for each)
   * and answers them in their order. One that fails holds the error; `fetch` itself never rejects.
   */
  fetch(requests: readonly FetchRequest[], context: FetchContext): Promise<readonly (Answer | Error)[]>;
  /**
   * What it holds as far as that was saved, completed by its options: a start does not wait for a source that has it.
   * @param saved what a lock holds of the source
   * @returns nothing where nothing was saved, or the source needs not be asked anyway
   */
  recall?(saved: Catalog | undefined): Catalog | undefined;
  /** Whether a start fails where the source cannot say what it holds and nothing was saved. Default: it does. */
  readonly onUnavailable?: 'fail' | 'defer';
  /** Ends what the source opened itself. */
  close(): Promise<void>;
}

/** One plan with the values of one request. */
export interface FetchRequest {
  readonly plan: FetchPlan | LookupPlan;
  /** The distinct keys; absent for root fields. The same object where several plans read the same keys. */
  readonly keys?: KeySet;
}

/** Distinct join keys: `columns[part][argumentId]`, in canonical form. */
export interface KeySet {
  readonly count: number;
  readonly columns: readonly (readonly KeyValue[])[];
}

/** What a call needs to know of the request it serves. */
export interface FetchContext {
  readonly variables: Readonly<Record<string, unknown>>;
  /**
   * Headers of the client's request, names in lower case. Read when first asked for.
   * @throws RemoteJoinsError where the host's function fails
   */
  readonly headers: Readonly<Record<string, string>>;
  readonly session: RequestSession;
  /** The text of the operation's document: the client's own, where the host kept it. Made when first asked for. */
  readonly text: string;
  readonly names: SourceNames;
  readonly signal?: CancelSignal;
  /**
   * The distinct keys of the rows that a filter asks for in another database, part by part: read once per request, at
   * once where they are known by then. Not to be awaited while a connection is held.
   * @throws RemoteJoinsError (the promise rejects with it)
   */
  lookup(filter: ElsewhereFilter): KeySet | Promise<KeySet>;
}

/** What is asked of a signal that tells when a request is cancelled. An `AbortSignal` is one. */
export interface CancelSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

export type Answer = RowsAnswer | JsonAnswer;

/** `sets[set][column][row]`, laid out as the plan's sets and columns. */
export interface RowsAnswer {
  readonly kind: 'rows';
  readonly sets: readonly (readonly (readonly unknown[])[])[];
  /** By occurrence id: fields below the plan's own that cannot be answered, since their arguments are bad. */
  readonly failures?: ReadonlyMap<number, Error>;
}

/**
 * What the last step of the path holds, as parsed JSON, by argument id (`values[0]` for a root field); undefined or null
 * where there is nothing. With `matchBy`: for a list relationship the array of matches, otherwise the first match.
 * Positions that failed upstream hold an Error in the place of null.
 */
export interface JsonAnswer {
  readonly kind: 'json';
  readonly values: readonly unknown[];
}
