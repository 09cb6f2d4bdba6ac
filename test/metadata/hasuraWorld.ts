import { type FromHasuraMetadata, type FromHasuraMetadataOptions, fromHasuraMetadata } from '@remote-joins/core';
import pg from 'pg';
import { type ActionHandler, type ActionServer, startActionServer } from '../support/actionServer.js';
import type { HostOptions } from '../support/hosts.js';
import { createDatabase, type Scope } from '../support/postgres.js';
import { type RemoteServer, type Resolvers, startRemoteServer } from '../support/remoteServer.js';

/** What some metadata is about: real databases, GraphQL servers and a handler of actions, all of which record their calls. */
export interface HasuraWorld {
  /** Where it is, for `from_env` and `{{…}}`: `<NAME>_URL` of each database and remote schema, `ACTIONS_URL`. */
  readonly env: Readonly<Record<string, string>>;
  read(metadata: unknown, options?: Omit<FromHasuraMetadataOptions, 'metadata'>): Promise<FromHasuraMetadata>;
  forget(): void;
  /** SQL texts with values, documents with variables, and bodies of actions, by where they went. */
  calls(): Readonly<Record<string, readonly (readonly [string, unknown])[]>>;
  /** The headers of the last call to a remote schema, or to the handler of actions. */
  headers(name: string): Readonly<Record<string, unknown>>;
}

export interface HasuraWorldOptions {
  readonly databases?: Readonly<Record<string, string>>;
  readonly remotes?: Readonly<Record<string, { readonly typeDefs: string; readonly resolvers?: Resolvers }>>;
  readonly actions?: Readonly<Record<string, ActionHandler>>;
}

export async function startHasuraWorld(
  scope: Scope,
  { databases = {}, remotes = {}, actions = {} }: HasuraWorldOptions,
): Promise<HasuraWorld> {
  const env: Record<string, string> = {};
  const names = new Map<string, string>();
  for (const [name, ddl] of Object.entries(databases)) {
    const url = await createDatabase(scope, ddl);
    names.set(new URL(url).pathname.slice(1), name);
    env[`${name.toUpperCase()}_URL`] = url;
  }
  const statements = recordStatements(scope, names);
  const servers = new Map<string, RemoteServer>();
  for (const [name, schema] of Object.entries(remotes)) {
    const server = await startRemoteServer(scope, schema);
    servers.set(name, server);
    env[`${name.toUpperCase()}_URL`] = server.url;
  }
  const handler: ActionServer = await startActionServer(scope, actions);
  env.ACTIONS_URL = handler.url;
  return {
    env,
    read: (metadata, options) => fromHasuraMetadata({ metadata, ...options, env: { ...env, ...options?.env } }),
    forget() {
      statements.length = 0;
      handler.calls.length = 0;
      for (const { requests } of servers.values()) requests.length = 0;
    },
    calls() {
      const calls: Record<string, (readonly [string, unknown])[]> = {};
      for (const { name, text, values } of statements) calls[name] = [...(calls[name] ?? []), [text, values]];
      for (const [name, { requests }] of servers) {
        if (requests.length > 0) calls[name] = requests.map(({ query, variables }) => [query, variables]);
      }
      if (handler.calls.length > 0) calls.actions = handler.calls.map(({ body }) => [body.action.name, body]);
      return calls;
    },
    headers: (name) => servers.get(name)?.requests.at(-1)?.headers ?? handler.calls.at(-1)?.headers ?? {},
  };
}

/** What a host needs of what was read. */
export function toHost(world: HasuraWorld, { typeDefs, resolvers, options }: FromHasuraMetadata): HostOptions {
  const { sources, ...rest } = options;
  return { typeDefs, resolvers, sources, options: rest, beforeRequest: world.forget };
}

/** Sources are opened by URL here, so statements are recorded where `pg` sends them. */
function recordStatements(scope: Scope, names: ReadonlyMap<string, string>) {
  const statements: { name: string; text: string; values: unknown }[] = [];
  const { query } = pg.Client.prototype;
  Object.assign(pg.Client.prototype, {
    query(this: pg.Client & { readonly database?: string }, ...args: readonly unknown[]) {
      const name = names.get(this.database ?? '');
      const [statement] = args;
      if (name !== undefined && isStatement(statement)) {
        statements.push({ name, text: statement.text, values: statement.values ?? [] });
      }
      return Reflect.apply(query, this, args);
    },
  });
  scope.after(async () => {
    Object.assign(pg.Client.prototype, { query });
  });
  return statements;
}

function isStatement(value: unknown): value is { readonly text: string; readonly values?: unknown } {
  return typeof value === 'object' && value !== null && 'text' in value && typeof value.text === 'string';
}
