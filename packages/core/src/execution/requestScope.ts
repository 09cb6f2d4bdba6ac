import DataLoader from 'dataloader';
import { print } from 'graphql';
import type { Model, SourceNames } from '../model/model.js';
import type { ElsewhereFilter } from '../model/permission.js';
import { remember } from '../model/remember.js';
import type { RequestSession } from '../model/session.js';
import type { Execution, OperationPlan } from '../planning/operationPlan.js';
import type { SelectedField } from '../planning/selectedFields.js';
import type { CancelSignal, FetchContext, KeySet, Source } from '../source.js';
import { type CallScheduler, createCallScheduler } from './callScheduler.js';
import { type Client, type ClientReaders, createClient, readOption } from './client.js';
import { createLookups } from './lookups.js';
import { createViews, type View, type Views } from './views.js';

/** One checked schema with its sources and plans. A new one replaces it whole; requests under way keep theirs. */
export interface Generation extends ClientReaders {
  readonly model: Model;
  readonly sources: ReadonlyMap<string, Source>;
  readonly views: Views;
  /** Coordinates of arguments and input fields that are required of some roles alone. */
  readonly required: ReadonlySet<string>;
  readonly signal: (context: unknown) => CancelSignal | undefined;
}

export function createGeneration({
  required = new Set(),
  ...parts
}: Omit<Generation, 'views' | 'required'> & Partial<Pick<Generation, 'required'>>): Generation {
  return { ...parts, required, views: createViews(parts.model.schema, parts.model, required) };
}

/** Everything that belongs to one execution of one operation. */
export interface RequestScope {
  readonly generation: Generation;
  readonly view: View;
  readonly plan: OperationPlan;
  readonly variables: Execution['variableValues'];
  readonly calls: CallScheduler;
  /** For calls that may turn out to be made in vain: nothing else is to wait for them, or to fail with them. */
  earlyCalls(): CallScheduler;
  /** The same execution, whose calls go another way. */
  withCalls(calls: CallScheduler): RequestScope;
  /** Gathers the parents of a relationship whose parents are the host's. */
  loader(field: SelectedField, load: BatchLoad): JoinLoader;
}

/**
 * Takes a parent as soon as its resolver is called, its key when that is known: siblings share one call even where their
 * keys arrive one after another.
 */
export type JoinLoader = DataLoader<Promise<readonly unknown[]>, unknown>;

/** Finished values for the join keys of many parents, in their order. */
export type BatchLoad = (parents: readonly (readonly unknown[])[]) => Promise<readonly unknown[]>;

/**
 * Finds or makes the scope of an execution: a promise of it while the session is waited for. It hangs on
 * `info.variableValues`, which graphql-js and graphql-jit make anew for each execution; a context object may be shared by
 * requests or by the events of a subscription.
 */
export type ScopeFinder = (
  generation: Generation,
  context: unknown,
  execution: Execution,
) => RequestScope | Promise<RequestScope>;

/** @param takeClient who asks, where that is known of an operation before it is executed */
export function createScopeFinder(takeClient: (context: unknown) => Client | undefined = () => undefined): ScopeFinder {
  const scopes = new WeakMap<object, RequestScope | Promise<RequestScope>>();
  return (generation, context, execution) =>
    remember(scopes, execution.variableValues, () => {
      const scope = createScope(generation, context, execution, takeClient(context));
      if (scope instanceof Promise) {
        const keep = (made: RequestScope): void => void scopes.set(execution.variableValues, made);
        scope.then(keep, () => {}); // what fails is kept as it is, for every field to report
      }
      return scope;
    });
}

/** Plans are kept by role, so that no scope is made before the session is known. */
export function createScope(
  generation: Generation,
  context: unknown,
  execution: Execution,
  client: Client = createClient(generation, context),
): RequestScope | Promise<RequestScope> {
  const { session } = client;
  return session instanceof Promise
    ? session.then((known) => new Scope(generation, context, execution, client, known))
    : new Scope(generation, context, execution, client, session);
}

class Scope implements RequestScope {
  readonly generation: Generation;
  readonly view: View;
  readonly plan: OperationPlan;
  readonly variables: Execution['variableValues'];
  readonly calls: CallScheduler;
  private readonly fetchContext: FetchContext;
  private early: CallScheduler | undefined;
  private loaders: Map<SelectedField, JoinLoader> | undefined;

  constructor(generation: Generation, context: unknown, execution: Execution, client: Client, session: RequestSession) {
    this.generation = generation;
    this.view = generation.views.of(session);
    this.plan = this.view.plan(execution);
    this.variables = execution.variableValues;
    this.fetchContext = new Context(generation, context, execution, client, session);
    this.calls = createCallScheduler(generation.sources, this.fetchContext);
  }

  earlyCalls(): CallScheduler {
    this.early ??= createCallScheduler(this.generation.sources, this.fetchContext);
    return this.early;
  }

  withCalls(calls: CallScheduler): RequestScope {
    return Object.create(this, { calls: { value: calls } });
  }

  loader(field: SelectedField, load: BatchLoad): JoinLoader {
    this.loaders ??= new Map();
    return remember(
      this.loaders,
      field,
      (): JoinLoader =>
        new DataLoader(async (parents) => (await load(await Promise.all(parents))) as unknown[], { cache: false }),
    );
  }
}

class Context implements FetchContext {
  readonly variables: Execution['variableValues'];
  readonly names: SourceNames;
  readonly session: RequestSession;
  readonly signal?: CancelSignal;
  private readonly client: Client;
  private readonly sources: Generation['sources'];
  private lookups: FetchContext['lookup'] | undefined;
  private readonly execution: Execution;

  constructor(
    { model, sources, signal: signalOf }: Generation,
    context: unknown,
    execution: Execution,
    client: Client,
    session: RequestSession,
  ) {
    this.execution = execution;
    this.variables = execution.variableValues;
    this.names = model.names;
    this.session = session;
    const signal = readOption('signal', signalOf, context);
    if (signal !== undefined) this.signal = signal;
    this.client = client;
    this.sources = sources;
  }

  lookup(filter: ElsewhereFilter): KeySet | Promise<KeySet> {
    this.lookups ??= createLookups((plan) =>
      createCallScheduler(this.sources, this).fetch(plan.source, { plan }, true),
    );
    return this.lookups(filter);
  }

  get headers(): FetchContext['headers'] {
    return this.client.headers;
  }

  get text(): string {
    const { operation, fragments } = this.execution;
    return operation.loc?.source.body ?? [operation, ...Object.values(fragments)].map(print).join('\n\n');
  }
}
