import { postgres, type RemoteJoinsOptions, type RemoteSchemaOptions, remoteSchema } from '@remote-joins/core';
import { createDatabase, type Scope } from './postgres.js';
import { createRecordingPool, type RecordedStatement, type RecordingPool } from './recordingPool.js';
import { type RemoteServer, type Resolvers, startRemoteServer } from './remoteServer.js';

export interface WorldOptions {
  /** DDL and rows of each database, by source name. */
  readonly databases?: Readonly<Record<string, string>>;
  /** The schema and resolvers of each remote server, by source name. */
  readonly remotes?: Readonly<Record<string, { readonly typeDefs: string; readonly resolvers?: Resolvers }>>;
  /** Further options of `remoteSchema`, by source name. */
  readonly remoteOptions?: Readonly<Record<string, Partial<RemoteSchemaOptions>>>;
}

export interface World {
  /** Sources for one server; make new ones for each, since a server closes its own when it stops. */
  sources(): RemoteJoinsOptions['sources'];
  /** Forgets what was recorded. */
  forget(): void;
  /** What each source was asked, in order; sources that were not asked are left out. */
  calls(): Calls;
  /** How often each source was asked. */
  counts(): Readonly<Record<string, number>>;
}

/** SQL with its values, or a document with its variables. */
export type Call = readonly [text: string, values: readonly unknown[] | Readonly<Record<string, unknown>>];
export type Calls = Readonly<Record<string, readonly Call[]>>;

/**
 * Real databases and real GraphQL servers that record what they are asked. They end with the scope: `test` itself, for
 * a world that a file shares.
 *
 *     const world = await startWorld(test, {
 *       databases: { users_db: 'create table users (id int primary key, name text)' },
 *       remotes: { catalog: { typeDefs: '…', resolvers: { … } } },
 *     });
 */
export async function startWorld(
  scope: Scope,
  { databases = {}, remotes = {}, remoteOptions = {} }: WorldOptions,
): Promise<World> {
  const ends: (() => Promise<void>)[] = [];
  const own: Scope = { after: (end) => ends.unshift(end) }; // a pool ends before its database
  scope.after(async () => {
    for (const end of ends) await end();
  });
  const pools = new Map<string, RecordingPool>();
  const servers = new Map<string, RemoteServer>();
  for (const [name, ddl] of Object.entries(databases)) {
    pools.set(name, createRecordingPool(own, await createDatabase(own, ddl)));
  }
  for (const [name, schema] of Object.entries(remotes)) servers.set(name, await startRemoteServer(own, schema));

  const calls = (): Calls =>
    Object.fromEntries(
      [
        ...[...pools].map(([name, { statements }]) => [name, statements.map(toCall)] as const),
        ...[...servers].map(
          ([name, { requests }]) => [name, requests.map((sent): Call => [sent.query, sent.variables])] as const,
        ),
      ].filter(([, list]) => list.length > 0),
    );

  return {
    sources: () =>
      Object.fromEntries([
        ...[...pools].map(([name, { pool }]) => [name, postgres({ pool })] as const),
        ...[...servers].map(([name, { url }]) => [name, remoteSchema({ url, ...remoteOptions[name] })] as const),
      ]),
    forget() {
      for (const { statements } of pools.values()) statements.length = 0;
      for (const { requests } of servers.values()) requests.length = 0;
    },
    calls,
    counts: () => Object.fromEntries(Object.entries(calls()).map(([name, list]) => [name, list.length])),
  };
}

/**
 * A statement or document written on several lines, as the one line that is sent:
 *
 *     oneLine`
 *       select t0."id"
 *       from "public"."users" t0`
 */
export function oneLine({ raw }: TemplateStringsArray, ...parts: readonly string[]): string {
  return String.raw({ raw }, ...parts)
    .trim()
    .replaceAll(/\n\s*/g, ' ');
}

function toCall({ text, values }: RecordedStatement): Call {
  return [text, values];
}
