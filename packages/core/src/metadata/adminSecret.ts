import type { HasuraMetadata } from './hasuraMetadata.js';
import { placeIn, rootPlace } from './place.js';
import type { Environment } from './resolveEnvironment.js';
import type { Scope } from './scope.js';

/** What a request of an admin must hold, by the environment; absent where everybody is one. */
export function adminSecretOf(env: Environment): string | undefined {
  return env.HASURA_GRAPHQL_ADMIN_SECRET || env.HASURA_GRAPHQL_ACCESS_KEY || undefined;
}

/** Warns where there are permissions, and nobody is held to them. */
export function reportNoAdminSecret({ roles }: HasuraMetadata, env: Environment, { report }: Scope): void {
  if (roles.size === 0 || adminSecretOf(env) !== undefined) return;
  report({
    code: 'METADATA_NO_ADMIN_SECRET',
    severity: 'warning',
    place: placeIn(rootPlace('env'), 'HASURA_GRAPHQL_ADMIN_SECRET'),
    message:
      "There are permissions, but no admin secret: every request is an admin's that names no role, as in Hasura.",
    remedy:
      'Set "HASURA_GRAPHQL_ADMIN_SECRET", or give a function of your own as "session" beside the options that are made here.',
  });
}
