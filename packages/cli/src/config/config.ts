import type {
  ActionOptions,
  PostgresOptions,
  RemoteJoinsOptions,
  RemoteSchemaOptions,
  Source,
} from '@remote-joins/core';
import type { GraphQLSchema } from 'graphql';

/** What `remote-joins.config.{ts,js,json}` holds. Paths are relative to its folder. */
export interface RemoteJoinsConfig {
  /** Files with SDL: paths, folders (all `.graphql` and `.gql` below) or globs (`schema/*.graphql`). */
  readonly typeDefs?: string | readonly string[] | undefined;
  /** Instead of `typeDefs`: the schema built with its resolvers, so that fields of the host's own need no guessing. */
  readonly schema?: GraphQLSchema | (() => GraphQLSchema | Promise<GraphQLSchema>) | undefined;
  /** Metadata of Hasura 2: the directory that `hasura metadata export` writes, or a JSON file. It brings its own sources. */
  readonly metadata?: string | undefined;
  /** The sources that the SDL names, as the plugin takes them, or as plain data. */
  readonly sources?: Readonly<Record<string, Source | SourceConfig>> | undefined;
  /** As the plugin takes them. */
  readonly inheritedRoles?: RemoteJoinsOptions['inheritedRoles'];
  /** Files with operations whose calls are counted, named like `typeDefs`. */
  readonly operations?: string | readonly string[] | undefined;
  /** Most calls that any of these may make. */
  readonly maxCalls?: number | undefined;
  /** Default: `remote-joins.lock.json`. */
  readonly lock?: string | undefined;
}

/** A source as plain data. */
export type SourceConfig =
  | ({ readonly kind: 'postgres' } & PostgresOptions)
  | ({
      readonly kind: 'remoteSchema';
      /** File of its SDL, taken instead of asking for it. */
      readonly schema?: string | undefined;
      /** By role: the file of what it may see. */
      readonly permissions?: Readonly<Record<string, string>> | undefined;
    } & Omit<RemoteSchemaOptions, 'schema' | 'permissions'>)
  | ({ readonly kind: 'action' } & ActionOptions);

/** The config as it is given: for editors, that know its type by this. */
export function defineConfig(config: RemoteJoinsConfig): RemoteJoinsConfig {
  return config;
}
