import type { TableCatalog } from '../../packages/core/src/model/catalog.js';
import type { RequestSession, SessionVariable } from '../../packages/core/src/model/session.js';
import type { Answer, FetchContext, FetchRequest, KeySet, Source } from '../../packages/core/src/source.js';
import { type PostgresOptions, postgres } from '../../packages/core/src/sources/postgres/index.js';
import { createDatabase, type Scope } from './postgres.js';
import { createRecordingPool, type RecordedStatement } from './recordingPool.js';
import { contextOf, createPlanner, type RowsPlanParts, setsOf } from './rowsPlan.js';

/** A database of its own, a source that reads it, and everything the source sends. */
export interface RowsScene {
  readonly source: Source;
  readonly catalog: TableCatalog;
  readonly connectionString: string;
  readonly statements: RecordedStatement[];
  /** Answers one plan: its sets, or its error as text. */
  read(parts: RowsPlanParts, request?: RowsRequest): Promise<unknown>;
  fetch(requests: readonly FetchRequest[], context?: Partial<FetchContext>): Promise<readonly (Answer | Error)[]>;
}

export interface RowsRequest extends Partial<Pick<FetchContext, 'lookup'>> {
  readonly keys?: KeySet;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** Session variables. */
  readonly as?: Readonly<Record<string, SessionVariable>>;
}

export interface RowsSceneParts {
  readonly ddl: string;
  readonly sdl?: string;
  readonly relations?: Parameters<typeof createPlanner>[2];
  readonly hidden?: Parameters<typeof createPlanner>[3];
  /** Settings of every connection, as in `{ TimeZone: 'UTC' }`: what a user's own pool may have set. */
  readonly session?: Readonly<Record<string, string>>;
  readonly options?: Omit<PostgresOptions, 'pool' | 'connectionString'>;
}

export async function createRowsScene(
  scope: Scope,
  { ddl, sdl, relations, hidden, session = {}, options }: RowsSceneParts,
): Promise<RowsScene> {
  const connectionString = await createDatabase(scope, ddl);
  const { pool, statements } = createRecordingPool(scope, `${connectionString}?options=${flagsOf(session)}`);
  const source = postgres({ pool, ...options });
  const catalog = await source.introspect('db');
  if (catalog.kind !== 'tables') throw new Error('not tables');
  statements.length = 0;
  const planner = createPlanner(catalog, sdl, relations, hidden);
  const fetch: RowsScene['fetch'] = (requests, context) => source.fetch(requests, contextOf(context));
  return {
    source,
    catalog,
    connectionString,
    statements,
    fetch,
    async read(parts, { keys, as, ...context } = {}) {
      const plan = planner.plan(parts);
      const [answer] = await fetch([{ plan, ...(keys && { keys }) }], {
        ...context,
        ...(as && { session: asSession(as) }),
      });
      return setsOf(answer);
    },
  };
}

export function asSession(variables: Readonly<Record<string, SessionVariable>>): RequestSession {
  return { role: 'reader', admin: false, variables: new Map(Object.entries(variables)) };
}

function flagsOf(session: Readonly<Record<string, string>>): string {
  const flags = Object.entries(session).map(([name, value]) => `-c ${name}=${value.replaceAll(' ', '\\ ')}`);
  return encodeURIComponent(flags.join(' '));
}
