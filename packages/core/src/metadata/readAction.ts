import { present } from '../model/present.js';
import { readTemplate } from './envText.js';
import type { HasuraAction, HasuraField } from './hasuraMetadata.js';
import { type Members, type Read, readMembers } from './members.js';
import { isEmpty, type MetadataNode } from './metadataNode.js';
import { quote } from './nearNames.js';
import { ITSELF, objectsOf, textIn } from './objects.js';
import { nameOf } from './objectsOfMetadata.js';
import { readEndpoint } from './readEndpoint.js';
import { readField, reportTwins } from './readField.js';
import { roleOf } from './roles.js';
import type { Scope } from './scope.js';
import { listOf, oneOf, readGraphQLName, readText, readTypeText, setOf } from './values.js';

/** Root fields that are served over HTTP. Their types are those of `custom_types`: where that is not sound, none of them is. */
export function actions(hasTypes: boolean): Read<readonly HasuraAction[]> {
  return objectsOf({
    type: 'action',
    nameOf: (node) => textIn(node, 'name'),
    named: nameOf.action,
    read: (scope, node) => readAction(scope, node, hasTypes),
  });
}

function readAction(scope: Scope, node: MetadataNode, hasTypes: boolean): HasuraAction | undefined {
  const members = readMembers(scope, node, ITSELF, { known: ['name', 'definition', 'permissions', 'comment'] });
  const name = members?.required('name', readGraphQLName);
  const definition = members?.required('definition', readDefinition);
  if (!hasTypes) {
    scope.report({
      code: 'METADATA_REFERENCE_NOT_FOUND',
      place: node.place,
      message: `${scope.name} is left out with custom_types, whose types it may have.`,
      remedy: 'Correct "custom_types".',
    });
  }
  if (members === undefined || name === undefined || definition === undefined) return undefined;
  return {
    node,
    name,
    ...definition,
    roles: members.optional('permissions', setOf(roleOf)) ?? new Set(),
    ...present({ comment: members.optional('comment', readText) }),
  };
}

type Definition = Pick<HasuraAction, 'type' | 'kind' | 'endpoint' | 'arguments' | 'outputType'>;

const readDefinition: Read<Definition> = (scope, node, what) => {
  const members = readMembers(scope, node, what, {
    known: [
      'handler',
      'kind',
      'type',
      'arguments',
      'output_type',
      'headers',
      'forward_client_headers',
      'ignored_client_headers',
      'timeout',
      ...TRANSFORMS,
    ],
  });
  for (const key of TRANSFORMS) refuseTransform(scope, members, key);
  const handler = members?.required('handler', readTemplate);
  const outputType = members?.required('output_type', readTypeText);
  const args: readonly HasuraField[] = members?.optional('arguments', listOf(readField)) ?? [];
  reportTwins(scope, node.place, 'argument', args);
  if (members === undefined || handler === undefined || outputType === undefined) return undefined;
  return {
    type: members.optional('type', oneOf('query', 'mutation')) ?? 'mutation',
    kind: members.optional('kind', readKind) || 'synchronous',
    endpoint: readEndpoint(members, handler, { key: 'timeout', byDefault: 30 }),
    arguments: args,
    outputType,
  };
};

const TRANSFORMS = ['request_transform', 'response_transform'] as const;

/** Without its transforms a handler, which may be anybody's, would be sent all of the session, and understand none of it. */
function refuseTransform(scope: Scope, members: Members | undefined, key: (typeof TRANSFORMS)[number]): void {
  const entry = members?.node.entries.get(key);
  if (entry === undefined || isEmpty(entry.value)) return;
  scope.report({
    code: 'METADATA_NOT_SUPPORTED',
    place: entry.place,
    message: `${quote(key)} is not supported: ${scope.name} is left out.`,
    remedy: "Have a handler of your own, which speaks Hasura's protocol, do what it does.",
  });
}

/** Of queries the command line exports an empty one. */
const readKind: Read<HasuraAction['kind'] | ''> = (scope, node, what) =>
  node.kind === 'text' && node.value === '' ? '' : oneOf('synchronous', 'asynchronous')(scope, node, what);
