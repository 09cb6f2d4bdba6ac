import type { GraphQLSchema } from 'graphql';
import { hostResolvedOf } from '../execution/attachResolvers.js';
import type { ValidOptions } from '../options.js';
import { restoreInputs } from '../roles/presetInputs.js';
import { readDirectives } from '../schema/readDirectives.js';
import { restoreNodes } from '../schema/restoreNodes.js';
import { type Checked, checkDefinitions, toChecked } from '../validation/checkDefinitions.js';
import type { KnownSources } from './recallSources.js';

/**
 * Reads a schema as it was written, whatever was attached to it, and checks it against what is known of the sources. Where
 * roles see different things nothing is deferred: what a role may see of a source cannot be told before that is known.
 */
export function judge(
  schema: GraphQLSchema,
  { catalogs, failures, deferred }: Pick<KnownSources, 'catalogs' | 'failures' | 'deferred'>,
  { session, inheritedRoles }: Pick<ValidOptions, 'session' | 'inheritedRoles'>,
): Checked {
  restoreNodes(schema);
  restoreInputs(schema);
  const read = readDirectives(schema);
  const isGoverned =
    read.definitions.permissions.size > 0 || [...catalogs.values()].some((each) => 'permissions' in each);
  const checked = checkDefinitions(read.definitions, schema, catalogs, hostResolvedOf(schema), failures, {
    session: session !== undefined,
    inheritedRoles,
    deferred: isGoverned ? new Set() : deferred,
  });
  return toChecked(checked.model, [...read.problems, ...checked.problems]);
}
