import { posix } from 'node:path';

/** The files that Hasura's command line writes, and where they stand in the whole. */
export const FILES: readonly (readonly [file: string, key: string])[] = [
  ['databases/databases.yaml', 'sources'],
  ['remote_schemas.yaml', 'remote_schemas'],
  ['inherited_roles.yaml', 'inherited_roles'],
  ['allow_list.yaml', 'allowlist'],
  ['api_limits.yaml', 'api_limits'],
  ['backend_configs.yaml', 'backend_configs'],
  ['cron_triggers.yaml', 'cron_triggers'],
  ['graphql_schema_introspection.yaml', 'graphql_schema_introspection'],
  ['metrics_config.yaml', 'metrics_config'],
  ['network.yaml', 'network'],
  ['opentelemetry.yaml', 'opentelemetry'],
  ['query_collections.yaml', 'query_collections'],
  ['rest_endpoints.yaml', 'rest_endpoints'],
];
/** These hold several keys of the whole. */
export const VERSION = 'version.yaml';
export const ACTIONS = 'actions.yaml';
export const ACTIONS_SDL = 'actions.graphql';

/** The path below the directory, or nothing where it leads out of it. */
export function resolveInclude(from: string, written: string): string | undefined {
  if (written === '' || posix.isAbsolute(written) || /[\\:\0]/.test(written)) return undefined;
  const path = posix.normalize(posix.join(posix.dirname(from), written));
  return path === '..' || path.startsWith('../') ? undefined : path;
}
