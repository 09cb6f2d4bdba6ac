import { GraphQLError, parse } from 'graphql';
import { present } from '../model/present.js';
import { readTemplate, readVariable } from './envText.js';
import type {
  EnvText,
  HasuraEndpoint,
  HasuraFieldNames,
  HasuraRemoteCustomization,
  HasuraRemotePermission,
  HasuraRemoteSchema,
  HasuraTypeRelationships,
} from './hasuraMetadata.js';
import { isOneOf, type Members, type Read, readMembers } from './members.js';
import type { MetadataNode } from './metadataNode.js';
import { ITSELF, objectsOf, textIn } from './objects.js';
import { nameOf } from './objectsOfMetadata.js';
import { readEndpoint } from './readEndpoint.js';
import { readRemoteRelationship } from './readRemoteRelationship.js';
import { affixesOf, emptyAsAbsent } from './readSource.js';
import type { Scope } from './scope.js';
import { listOf, mapOf, readGraphQLName, readName, readText } from './values.js';

/** Remote schemas, with their permissions and relationships. */
export const remoteSchemas: Read<readonly HasuraRemoteSchema[]> = objectsOf({
  type: 'remote_schema',
  nameOf: (node) => textIn(node, 'name'),
  read: readRemoteSchema,
});

function readRemoteSchema(scope: Scope, node: MetadataNode): HasuraRemoteSchema | undefined {
  const members = readMembers(scope, node, ITSELF, {
    known: ['name', 'definition', 'comment', 'permissions', 'remote_relationships'],
  });
  const name = members?.required('name', readName);
  const definition = members?.required('definition', readDefinition);
  if (members === undefined || name === undefined || definition === undefined) return undefined;
  const permissions = members.node.entries.get('permissions')?.value;
  return {
    node,
    name,
    ...definition,
    ...present({ comment: members.optional('comment', readText) }),
    permissions: members.optional('permissions', permissionsOf(name)) ?? [],
    hasPermissions: permissions?.kind === 'list' && permissions.items.length > 0,
    relationships: members.optional('remote_relationships', listOf(readTypeRelationships(name))) ?? [],
  };
}

interface Definition {
  readonly endpoint: HasuraEndpoint;
  readonly customization: HasuraRemoteCustomization;
}

const readDefinition: Read<Definition> = (scope, node, what) => {
  const members = readMembers(scope, node, what, {
    known: ['url', 'url_from_env', 'headers', 'forward_client_headers', 'timeout_seconds', 'customization'],
  });
  const url = members && readUrl(scope, members, what);
  if (members === undefined || url === undefined) return undefined;
  return {
    endpoint: readEndpoint(members, url, { key: 'timeout_seconds', byDefault: 60 }),
    customization: members.optional('customization', readCustomization) ?? NO_CUSTOMIZATION,
  };
};

const NO_CUSTOMIZATION: HasuraRemoteCustomization = { typeNames: { mapping: new Map() }, fieldNames: [] };

function readUrl(scope: Scope, members: Members, what: string): EnvText | undefined {
  if (!isOneOf(scope, members, what, ['url', 'url_from_env'])) return undefined;
  return members.optional('url', readTemplate) ?? members.optional('url_from_env', readVariable);
}

const readCustomization: Read<HasuraRemoteCustomization> = (scope, node, what) => {
  const members = readMembers(scope, node, what, { known: ['root_fields_namespace', 'type_names', 'field_names'] });
  if (members === undefined) return undefined;
  return {
    typeNames: members.optional('type_names', readTypeNames) ?? { mapping: new Map() },
    fieldNames: members.optional('field_names', listOf(readFieldNames)) ?? [],
    ...present({ rootFieldsNamespace: emptyAsAbsent(members, 'root_fields_namespace') }),
  };
};

const readTypeNames: Read<HasuraRemoteCustomization['typeNames']> = (scope, node, what) => {
  const members = readMembers(scope, node, what, { known: ['prefix', 'suffix', 'mapping'] });
  return members && { ...affixesOf(members), mapping: mappingOf(members) };
};

const readFieldNames: Read<HasuraFieldNames> = (scope, node, what) => {
  const members = readMembers(scope, node, what, { known: ['parent_type', 'prefix', 'suffix', 'mapping'] });
  const parentType = members?.required('parent_type', readGraphQLName);
  if (members === undefined || parentType === undefined) return undefined;
  return { node, parentType, ...affixesOf(members), mapping: mappingOf(members) };
};

function mappingOf(members: Members): ReadonlyMap<string, string> {
  return members.optional('mapping', mapOf(readGraphQLName)) ?? new Map();
}

function permissionsOf(remoteSchema: string): Read<readonly HasuraRemotePermission[]> {
  return objectsOf({
    type: 'remote_schema_permission',
    nameOf: (node) => textIn(node, 'role'),
    named: (role) => nameOf.remotePermission(role, remoteSchema),
    read: readPermission,
  });
}

function readPermission(scope: Scope, node: MetadataNode): HasuraRemotePermission | undefined {
  const members = readMembers(scope, node, ITSELF, { known: ['role', 'definition'], ignored: ['comment'] });
  const role = members?.required('role', readName);
  const schema = members?.required('definition', readPermissionDefinition);
  return role === undefined || schema === undefined ? undefined : { node, role, schema };
}

const readPermissionDefinition: Read<string> = (scope, node, what) =>
  readMembers(scope, node, what, { known: ['schema'] })?.required('schema', readSdl);

const readSdl: Read<string> = (scope, node, what) => {
  const sdl = readName(scope, node, what);
  const fault = sdl === undefined ? undefined : faultOf(sdl);
  if (fault === undefined) return sdl;
  scope.report({
    code: 'METADATA_PARSE_ERROR',
    place: node.place,
    message: `${what} of ${scope.name} is no SDL${fault}`,
    remedy: 'Write the part of the remote schema that the role may see, in SDL.',
  });
  return undefined;
};

/** `, at its line 2: Expected Name, found "}".`, or nothing where it can be parsed. */
function faultOf(sdl: string): string | undefined {
  try {
    parse(sdl, { noLocation: true });
    return undefined;
  } catch (error) {
    // Whatever else it throws comes of a text too deep for its stack.
    const { locations, message } = error instanceof GraphQLError ? error : { locations: [], message: '' };
    const [at] = locations ?? [];
    return at === undefined ? ': it is nested too deep.' : `, at its line ${at.line}: ${message.replace(SYNTAX, '')}`;
  }
}

const SYNTAX = /^Syntax Error: /;

const readTypeRelationships =
  (remoteSchema: string): Read<HasuraTypeRelationships> =>
  (scope, node, what) => {
    const members = readMembers(scope, node, what, { known: ['type_name', 'relationships'] });
    const typeName = members?.required('type_name', readGraphQLName);
    if (members === undefined || typeName === undefined) return undefined;
    const relationships = objectsOf({
      type: 'remote_schema_remote_relationship',
      nameOf: (item) => textIn(item, 'name'),
      named: (name) => nameOf.ofRemoteType(name, typeName, remoteSchema),
      read: (inner, item) => readRemoteRelationship(inner, item, 'strict'),
    });
    return { node, typeName, relationships: members.optional('relationships', relationships) ?? [] };
  };
