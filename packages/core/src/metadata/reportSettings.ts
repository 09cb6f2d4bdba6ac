import { namings } from './database/naming.js';
import { quote } from './nearNames.js';
import { placeIn, rootPlace } from './place.js';
import type { Environment } from './resolveEnvironment.js';
import type { Scope } from './scope.js';

/** Settings that decide what clients get, and that have no effect here: why, and what to do instead. */
const SETTINGS: Readonly<Record<string, readonly [message: string, remedy: string]>> = {
  HASURA_GRAPHQL_AUTH_HOOK: [
    'No webhook is asked who asks: a request needs the admin secret, or is of the unauthorized role.',
    'Give a function of your own as "session" beside the options that are made here.',
  ],
  HASURA_GRAPHQL_JWT_SECRETS: [
    'Of tokens only those of HASURA_GRAPHQL_JWT_SECRET are known.',
    'Set that, or give a function of your own as "session" beside the options that are made here.',
  ],
  HASURA_GRAPHQL_ENABLE_ALLOWLIST: ['There is no allow list: every operation is run.', 'Refuse others in your server.'],
  HASURA_GRAPHQL_ENABLE_APOLLO_FEDERATION: ['Tables are no entities of a federation.', 'Do without it.'],
  HASURA_GRAPHQL_V1_BOOLEAN_NULL_COLLAPSE: ['A condition that is compared with null is refused.', 'Do without it.'],
};

/** Warns of settings in the environment that Hasura would heed and we do not. Values are in no problem. */
export function reportSettings(env: Environment, { report }: Scope): void {
  const warn = (name: string, message: string, remedy: string): void =>
    report({
      code: 'METADATA_NOT_SUPPORTED',
      severity: 'warning',
      place: placeIn(rootPlace('env'), name),
      message: `${quote(name)} has no effect. ${message}`,
      remedy,
    });
  for (const [name, [message, remedy]] of Object.entries(SETTINGS)) {
    if (!isOff(env[name])) warn(name, message, remedy);
  }
  const naming = env.HASURA_GRAPHQL_DEFAULT_NAMING_CONVENTION ?? '';
  if (naming !== '' && !namings.some((known) => known === naming)) {
    warn('HASURA_GRAPHQL_DEFAULT_NAMING_CONVENTION', 'There is no such convention.', `Use ${namings.join(' or ')}.`);
  }
}

function isOff(setting: string | undefined): boolean {
  return ['', 'false', 'f', 'no', 'n'].includes(setting?.toLowerCase() ?? '');
}
