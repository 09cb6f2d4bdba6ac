import { fileURLToPath } from 'node:url';
import { type FromHasuraMetadata, fromHasuraMetadata } from '@remote-joins/core';

/** Where the sources are, and how Hasura would be set up: what the metadata leaves to the environment. */
export type Environment = Readonly<Record<string, string>>;

export const adminSecret = 'a secret of this example';

export const settings: Environment = {
  HASURA_GRAPHQL_ADMIN_SECRET: adminSecret,
  HASURA_GRAPHQL_ENABLE_REMOTE_SCHEMA_PERMISSIONS: 'true',
};

/** Everything that either host needs, from the directory alone. */
export function readMetadata(env: Environment): Promise<FromHasuraMetadata> {
  const metadata = fileURLToPath(new URL('metadata', import.meta.url));
  return fromHasuraMetadata({ metadata, compat: 'hasura', env: { ...settings, ...env } });
}
