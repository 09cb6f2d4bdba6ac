import { lexicographicSortSchema, printSchema } from 'graphql';
import type { RemotePermission } from '../../model/permission.js';

/** What roles do not agree on. */
export type RemoteConflict = 'schema' | 'presets';

/**
 * What a role sees of a remote schema that inherits it from others, who must see all the same of it: no schema could say
 * which part goes with which preset.
 *
 * @param parents what the others see that have a permission of the remote schema; not empty
 */
export function mergeRemotePermissions(
  role: string,
  [first, ...others]: readonly [RemotePermission, ...RemotePermission[]],
): RemotePermission | RemoteConflict {
  for (const other of others) {
    if (printParts(other) !== printParts(first)) return 'schema';
    if (printPresets(other) !== printPresets(first)) return 'presets';
  }
  return { ...first, role };
}

function printParts({ schema }: RemotePermission): string {
  return printSchema(lexicographicSortSchema(schema));
}

function printPresets({ presets }: RemotePermission): string {
  const sorted = [...presets].sort(([a], [b]) => (a < b ? -1 : 1));
  // Types of GraphQL print themselves in JSON.
  return JSON.stringify(sorted, (_, value: unknown) => (value instanceof Map ? [...value] : value));
}
