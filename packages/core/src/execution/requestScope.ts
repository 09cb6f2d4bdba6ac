import DataLoader from 'dataloader';
import { RemoteJoinsError } from '../error/RemoteJoinsError.js';
import type { Model, SourceNames } from '../model/model.js';
import { remember } from '../model/remember.js';
import {
  createOperationPlanner,
  type Execution,
  type OperationPlan,
  type OperationPlanner,
} from '../planning/operationPlan.js';
import type { SelectedField } from '../planning/selectedFields.js';
import type { FetchContext, Source } from '../source.js';
import { type CallScheduler, createCallScheduler } from './callScheduler.js';

/** One checked schema with its sources and plans. A new one replaces it whole; requests under way keep theirs. */
export interface Generation {
  readonly model: Model;
  readonly sources: ReadonlyMap<string, Source>;
  readonly plan: OperationPlanner;
  readonly headers: (context: unknown) => Readonly<Record<string, string>>;
  readonly signal: (context: unknown) => AbortSignal | undefined;
}

export function createGeneration(parts: Omit<Generation, 'plan'>): Generation {
  return { ...parts, plan: createOperationPlanner(parts.model) };
}

/** Everything that belongs to one execution of one operation. */
export interface RequestScope {
  readonly generation: Generation;
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

/** No role until roles are part of the session; plans are kept by it from the start. */
const NO_ROLE = '';

/**
 * Finds or makes the scope of an execution. It hangs on `info.variableValues`, which graphql-js and graphql-jit make anew
 * for each execution; a context object may be shared by requests or by the events of a subscription.
 */
export type ScopeFinder = (generation: Generation, context: unknown, execution: Execution) => RequestScope;

export function createScopeFinder(): ScopeFinder {
  const scopes = new WeakMap<object, RequestScope>();
  return (generation, context, execution) =>
    remember(scopes, execution.variableValues, () => createScope(generation, context, execution));
}

export function createScope(generation: Generation, context: unknown, execution: Execution): RequestScope {
  return new Scope(generation, context, execution);
}

class Scope implements RequestScope {
  readonly generation: Generation;
  readonly plan: OperationPlan;
  readonly variables: Execution['variableValues'];
  readonly calls: CallScheduler;
  private readonly fetchContext: FetchContext;
  private early: CallScheduler | undefined;
  private loaders: Map<SelectedField, JoinLoader> | undefined;

  constructor(generation: Generation, context: unknown, execution: Execution) {
    this.generation = generation;
    this.plan = generation.plan(execution, NO_ROLE);
    this.variables = execution.variableValues;
    this.fetchContext = new Context(generation, context, execution);
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
  readonly signal?: AbortSignal;
  private readonly readHeaders: () => FetchContext['headers'];
  private known: FetchContext['headers'] | undefined;

  constructor({ model, headers, signal: signalOf }: Generation, context: unknown, { variableValues }: Execution) {
    this.variables = variableValues;
    this.names = model.names;
    const signal = readOption('signal', signalOf, context);
    if (signal !== undefined) this.signal = signal;
    this.readHeaders = () => readOption('headers', headers, context);
  }

  /** Most operations forward none, and a host makes them from what it has. */
  get headers(): FetchContext['headers'] {
    this.known ??= this.readHeaders();
    return this.known;
  }
}

/** What an option of the host's makes of its context. */
function readOption<Value>(option: string, read: (context: unknown) => Value, context: unknown): Value {
  try {
    return read(context);
  } catch (cause) {
    const name = cause instanceof Error ? cause.name : typeof cause;
    const message = `The option "${option}" failed. Make it return a value for every context.`;
    throw new RemoteJoinsError('INTERNAL_SERVER_ERROR', message, { cause: { name } });
  }
}
