import {
  DirectiveLocation,
  type GraphQLField,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import type { Problem } from '../error/problem.js';
import { present } from '../model/present.js';
import { remember } from '../model/remember.js';
import type {
  ActionDefinition,
  AggregateDefinition,
  ComputedDefinition,
  Definitions,
  FieldDefinition,
  PermissionDefinition,
  RelationshipDefinition,
  RemoteFieldDefinition,
  TableDefinition,
  Written,
} from './definitions.js';
import { createLocate, type Locate } from './locations.js';
import { type Annotated, createFindDirectives, type FindDirectives, locationOf } from './ownDirectives.js';
import { type DirectiveArguments, readArguments } from './readArguments.js';
import { readTemplate } from './readTemplate.js';
import { createReport, type Report } from './report.js';

/**
 * Reads our directives off a schema that a host built, wherever its builder left them: on the nodes of definitions or
 * of extensions.
 */
export function readDirectives(
  schema: GraphQLSchema,
  locate: Locate = createLocate(schema),
): {
  readonly definitions: Definitions;
  readonly problems: readonly Problem[];
} {
  const problems: Problem[] = [];
  const report = createReport(locate, problems);
  const draft = createDraft(report, createFindDirectives(schema, report));
  draft.find('schema', DirectiveLocation.SCHEMA, [schema.astNode, ...schema.extensionASTNodes]);
  for (const type of Object.values(schema.getTypeMap())) {
    if (!type.name.startsWith('__')) readType(draft, type);
  }
  return { definitions: draft, problems };
}

/** The maps of `Definitions` while they are being filled. */
interface Draft {
  readonly report: Report;
  readonly find: FindDirectives;
  readonly tables: Map<string, TableDefinition>;
  readonly selects: Map<string, FieldDefinition>;
  readonly aggregates: Map<string, AggregateDefinition>;
  readonly remoteFields: Map<string, RemoteFieldDefinition>;
  readonly actions: Map<string, ActionDefinition>;
  readonly namespaces: Map<string, FieldDefinition>;
  readonly computed: Map<string, ComputedDefinition>;
  readonly relationships: Map<string, RelationshipDefinition>;
  readonly permissions: Map<string, PermissionDefinition[]>;
  readonly columns: Map<string, Written<string>>;
  readonly upstream: Map<string, Written<string>>;
  readonly unreadable: Set<string>;
}

function createDraft(report: Report, find: FindDirectives): Draft {
  return {
    report,
    find,
    tables: new Map(),
    selects: new Map(),
    aggregates: new Map(),
    remoteFields: new Map(),
    actions: new Map(),
    namespaces: new Map(),
    computed: new Map(),
    relationships: new Map(),
    permissions: new Map(),
    columns: new Map(),
    upstream: new Map(),
    unreadable: new Set(),
  };
}

function readType(draft: Draft, type: GraphQLNamedType): void {
  const typeName = type.name;
  for (const node of draft.find(typeName, locationOf(type), [type.astNode, ...type.extensionASTNodes])) {
    const args = readArguments(node, typeName, draft.report);
    const source = args?.strings.get('source');
    if (args === undefined) draft.unreadable.add(typeName);
    else if (node.name.value === 'upstream') addName(draft.upstream, typeName, args);
    else if (node.name.value === 'permission') addPermission(draft, { typeName, node }, args);
    else if (node.name.value === 'table' && source !== undefined) {
      const { strings } = args;
      const names = present({ name: strings.get('name'), schema: strings.get('schema') });
      draft.tables.set(typeName, { typeName, node, source, ...names });
    }
  }
  if (isObjectType(type) || isInterfaceType(type)) {
    for (const field of Object.values(type.getFields())) readField(draft, type, field);
  } else if (isInputObjectType(type)) {
    for (const { name, astNode } of Object.values(type.getFields()))
      readNames(draft, `${typeName}.${name}`, DirectiveLocation.INPUT_FIELD_DEFINITION, astNode);
  } else if (isEnumType(type)) {
    for (const { name, astNode } of type.getValues())
      readNames(draft, `${typeName}.${name}`, DirectiveLocation.ENUM_VALUE, astNode);
  }
}

function addPermission(
  { permissions }: Draft,
  place: Pick<PermissionDefinition, 'typeName' | 'node'>,
  { strings, lists, ints, booleans, wheres }: DirectiveArguments,
): void {
  const role = strings.get('role');
  const fields = lists.get('fields');
  if (role === undefined || fields === undefined) return;
  const options = present({
    filter: wheres.get('filter'),
    limit: ints.get('limit'),
    aggregations: booleans.get('aggregations'),
    rootFields: lists.get('rootFields'),
  });
  remember(permissions, place.typeName, () => []).push({ ...place, role, fields, ...options });
}

function readField(draft: Draft, parent: Parent, field: GraphQLField<unknown, unknown>): void {
  const coordinate = `${parent.name}.${field.name}`;
  for (const { name, astNode } of field.args)
    readNames(draft, `${coordinate}(${name}:)`, DirectiveLocation.ARGUMENT_DEFINITION, astNode);
  for (const node of draft.find(coordinate, DirectiveLocation.FIELD_DEFINITION, [field.astNode])) {
    const args = readArguments(node, coordinate, draft.report);
    const name = node.name.value;
    const definition: FieldDefinition = { coordinate, parent, field, node };
    if (args === undefined) draft.unreadable.add(coordinate);
    else if (name === 'column') addName(draft.columns, coordinate, args);
    else if (name === 'upstream') addName(draft.upstream, coordinate, args);
    else if (name === 'select') draft.selects.set(coordinate, definition);
    else if (name === 'namespace') draft.namespaces.set(coordinate, definition);
    else if (name === 'aggregate') readAggregate(draft, definition, args);
    else if (name === 'computed') readComputed(draft, definition, args);
    else if (name === 'remoteField') readRemoteField(draft, definition, args);
    else if (name === 'action') readAction(draft, definition, args);
    else if (name === 'remoteRelationship') readRelationship(draft, definition, args);
  }
}

function readAggregate(draft: Draft, definition: FieldDefinition, { strings }: DirectiveArguments): void {
  const relationship = strings.get('relationship');
  draft.aggregates.set(definition.coordinate, { ...definition, ...present({ relationship }) });
}

function readComputed(draft: Draft, definition: FieldDefinition, { strings }: DirectiveArguments): void {
  const called = strings.get('function');
  if (called === undefined) return;
  draft.computed.set(definition.coordinate, {
    ...definition,
    function: called,
    ...present({ tableArgument: strings.get('tableArgument'), sessionArgument: strings.get('sessionArgument') }),
  });
}

function readRemoteField(draft: Draft, definition: FieldDefinition, { strings }: DirectiveArguments): void {
  const schema = strings.get('schema');
  if (schema === undefined) return;
  const upstreamField = strings.get('field');
  draft.remoteFields.set(definition.coordinate, { ...definition, schema, ...present({ upstreamField }) });
}

function readAction(draft: Draft, definition: FieldDefinition, { strings }: DirectiveArguments): void {
  const source = strings.get('source');
  if (source === undefined) return;
  draft.actions.set(definition.coordinate, { ...definition, source, ...present({ name: strings.get('name') }) });
}

function readRelationship(draft: Draft, definition: FieldDefinition, args: DirectiveArguments): void {
  const { strings, mappings, variables, ints } = args;
  const { coordinate } = definition;
  const field = strings.get('field');
  const refused = notYetSupported(args);
  if (refused !== undefined) {
    draft.report({ code: 'NOT_YET_SUPPORTED', coordinate, ...refused });
    draft.unreadable.add(coordinate);
    return;
  }
  const template = field === undefined ? undefined : readTemplate(field.value);
  if (typeof template === 'string') {
    draft.report({
      code: 'INVALID_TEMPLATE',
      coordinate,
      node: field?.node,
      message: `@remoteRelationship(field: ${JSON.stringify(field?.value)}) cannot be read. ${template}`,
      remedy: 'Write one field per level in GraphQL syntax, such as "shop(kind: RETAIL) { seller(sku: $sku) }".',
    });
    draft.unreadable.add(coordinate);
    return;
  }
  draft.relationships.set(coordinate, {
    ...definition,
    ...present({
      source: strings.get('source'),
      table: strings.get('table'),
      schema: strings.get('schema'),
      template: field && template && { value: template, node: field.node },
      fieldMapping: mappings.get('fieldMapping'),
      variables: variables.get('variables'),
      matchBy: mappings.get('matchBy'),
      batchSize: ints.get('batchSize'),
    }),
  });
}

function notYetSupported({ strings }: DirectiveArguments) {
  const entity = strings.get('entity');
  if (entity !== undefined) {
    return {
      node: entity.node,
      message: '@remoteRelationship(entity:) is not supported yet.',
      remedy: 'Point to a root field of the remote schema: schema: "…", field: "…".',
    };
  }
  const field = strings.get('field');
  if (field === undefined || ['schema', 'source', 'table'].some((name) => strings.has(name))) return undefined;
  return {
    node: field.node,
    message: "@remoteRelationship(field:) without schema, a field of this server's own schema, is not supported yet.",
    remedy: 'Name the remote schema: schema: "…".',
  };
}

/** Names that differ, of an argument, input field or enum value. */
function readNames(
  draft: Draft,
  coordinate: string,
  location: DirectiveLocation,
  node: Annotated | null | undefined,
): void {
  for (const directive of draft.find(coordinate, location, [node])) {
    const args = readArguments(directive, coordinate, draft.report);
    if (args === undefined) draft.unreadable.add(coordinate);
    else if (directive.name.value === 'column') addName(draft.columns, coordinate, args);
    else if (directive.name.value === 'upstream') addName(draft.upstream, coordinate, args);
  }
}

function addName(names: Map<string, Written<string>>, coordinate: string, { strings }: DirectiveArguments): void {
  const name = strings.get('name');
  if (name !== undefined) names.set(coordinate, name);
}

type Parent = GraphQLObjectType | GraphQLInterfaceType;
