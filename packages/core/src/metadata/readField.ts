import { present } from '../model/present.js';
import type { HasuraField } from './hasuraMetadata.js';
import { type Read, readMembers } from './members.js';
import { quote } from './nearNames.js';
import type { Place } from './place.js';
import type { Scope } from './scope.js';
import { readGraphQLName, readText, readTypeText } from './values.js';

/** A field of a custom type, or an argument of an action. */
export const readField: Read<HasuraField> = (scope, node, what) => {
  const members = readMembers(scope, node, what, {
    known: ['name', 'type', 'description'],
    unsupported: ['arguments'], // Hasura reads and ignores those of an object's fields
  });
  const name = members?.required('name', readGraphQLName);
  const type = members?.required('type', readTypeText);
  if (name === undefined || type === undefined) return undefined;
  return { name, type, ...present({ description: members?.optional('description', readText) }) };
};

/** Tells of names that stand more than once in one list. */
export function reportTwins(
  scope: Scope,
  place: Place,
  kind: string,
  fields: Iterable<{ readonly name: string }>,
): void {
  const names = new Set<string>();
  for (const { name } of fields) {
    if (names.has(name)) {
      scope.report({
        code: 'METADATA_DUPLICATE',
        place,
        message: `${scope.name} has more than one ${kind} ${quote(name)}.`,
        remedy: 'Keep one of them.',
      });
    }
    names.add(name);
  }
}
