import { present } from '../model/present.js';
import type { HasuraFunction } from './hasuraMetadata.js';
import { type Read, readMembers } from './members.js';
import type { MetadataNode } from './metadataNode.js';
import { ITSELF } from './objects.js';
import { readRootField, rootFieldsOf } from './readTable.js';
import { roleOf } from './roles.js';
import type { Scope } from './scope.js';
import { oneOf, readGraphQLName, readName, readQualifiedName, readText, setOf } from './values.js';

/** A function that is a root field. */
export function readFunction(scope: Scope, node: MetadataNode): HasuraFunction | undefined {
  const members = readMembers(scope, node, ITSELF, { known: ['function', 'configuration', 'permissions', 'comment'] });
  const name = members?.required('function', readQualifiedName);
  if (members === undefined || name === undefined) return undefined;
  return {
    node,
    function: name,
    rootFields: new Map(),
    ...members.optional('configuration', readConfiguration),
    roles: members.optional('permissions', setOf(roleOf)) ?? new Set(),
    ...present({ comment: members.optional('comment', readText) }),
  };
}

type Configuration = Pick<HasuraFunction, 'exposedAs' | 'sessionArgument' | 'customName' | 'rootFields'>;

const readConfiguration: Read<Configuration> = (scope, node, what) => {
  const members = readMembers(scope, node, what, {
    known: ['exposed_as', 'session_argument', 'custom_name', 'custom_root_fields'],
    unsupported: ['response'],
  });
  if (members === undefined) return undefined;
  return {
    rootFields: members.optional('custom_root_fields', readRootFields) ?? new Map(),
    ...present({
      exposedAs: members.optional('exposed_as', oneOf('query', 'mutation')),
      sessionArgument: members.optional('session_argument', readName),
      customName: members.optional('custom_name', readGraphQLName),
    }),
  };
};

const FUNCTION_ROOT_FIELDS = ['function', 'function_aggregate'] as const;

const readRootFields: Read<HasuraFunction['rootFields']> = (scope, node, what) => {
  const members = readMembers(scope, node, what, { known: FUNCTION_ROOT_FIELDS });
  return members && rootFieldsOf(FUNCTION_ROOT_FIELDS, (key) => members.optional(key, readRootField));
};
