import type { GraphQLField } from 'graphql';
import { getNamedType, isInterfaceType, isObjectType } from 'graphql';
import type { HasuraRemoteRelationship, RemoteStep, RemoteTarget, RemoteValue } from '../hasuraMetadata.js';
import { quote } from '../nearNames.js';
import type { ScopeObject } from '../scopeObject.js';
import type { Printing } from './printing.js';
import { useTypes } from './printRemoteTypes.js';
import { printAggregateOf, printListArguments } from './printTables.js';
import { printRemainingArguments } from './remainingArguments.js';
import { createRemoteNames, printOutputType } from './remoteNames.js';
import { describe, linesOf, type SdlLine } from './sdlLine.js';

/** The side that a relationship starts from. */
export interface RelationshipStart {
  readonly owner: ScopeObject;
  /** Its source's name in the metadata. */
  readonly source: string;
  /** As names of input types have it that are made for the relationship. */
  readonly label: string;
  /** The field here, by the name of the column or field that the metadata has. */
  readonly fieldOf: (name: string) => string;
  /** Why it cannot be a key, by the same name; nothing where it can. */
  readonly faultOf: (name: string) => string | undefined;
}

/** A remote relationship as a field with `@remoteRelationship`, one to a list with its aggregate; nothing where its target is gone. */
export function printRemoteTarget(
  printing: Printing,
  { name, target }: Pick<HasuraRemoteRelationship, 'name' | 'target'>,
  start: RelationshipStart,
): readonly SdlLine[] {
  const keys = target.kind === 'source' ? target.mapping.keys() : target.lhsFields;
  const fault = Array.from(keys, start.faultOf).find((each) => each !== undefined);
  if (fault !== undefined) {
    const remedy = `Correct ${target.kind === 'source' ? '"field_mapping"' : 'the fields of this side'}.`;
    printing.faults.push({ owner: start.owner, code: 'METADATA_INCONSISTENT', message: fault, remedy });
    return [];
  }
  return target.kind === 'source'
    ? printTableTarget(printing, name, target, start)
    : printFieldTarget(printing, name, target, start);
}

function printTableTarget(
  printing: Printing,
  name: string,
  { source, table, relationshipType, mapping }: Extract<RemoteTarget, { kind: 'source' }>,
  { owner, fieldOf }: RelationshipStart,
): readonly SdlLine[] {
  const type = printing.tables.find(source, table);
  if (type === undefined) return [];
  const reference = [...mapping.values()].find((column) => type.fields.get(column)?.leaf.kind === 'enum');
  if (reference !== undefined) {
    printing.faults.push({
      owner,
      code: 'METADATA_INCONSISTENT',
      message: `The target column ${quote(reference)} refers to an enum table, which Hasura joins by no relationship.`,
      remedy: 'Map another column.',
    });
    return [];
  }
  const pairs = Array.from(mapping, ([own, column]) => {
    const target = type.fields.get(column)?.name ?? column;
    return `${fieldOf(own)}: ${JSON.stringify(target)}`;
  });
  const directive = `@remoteRelationship(fieldMapping: {${pairs.join(', ')}})`;
  if (relationshipType === 'object') return [{ owner, text: `${name}: ${type.typeName} ${directive}` }];
  const nonNull = printing.nullableLists ? '' : '!';
  return linesOf(owner, [
    `${name}${printListArguments(type)}: [${type.typeName}!]${nonNull} ${directive}`,
    printAggregateOf(name, type, nonNull),
  ]);
}

function printFieldTarget(
  printing: Printing,
  name: string,
  { remoteSchema, path }: Extract<RemoteTarget, { kind: 'remoteSchema' }>,
  start: RelationshipStart,
): readonly SdlLine[] {
  const remote = printing.metadata.remoteSchemas.find((each) => each.name === remoteSchema);
  const catalog = printing.catalogs.remoteSchemas.get(remoteSchema);
  if (remote === undefined || catalog === undefined || catalog instanceof Error) return [];
  const names = createRemoteNames(remote, catalog.schema);
  const found = findLast(catalog.schema.getQueryType(), path);
  if ('fault' in found) {
    printing.faults.push({
      owner: start.owner,
      code: 'METADATA_INCONSISTENT',
      message: found.fault,
      remedy: 'Correct "remote_field".',
    });
    return [];
  }
  useTypes(printing, remote, names, found.field);
  const last = path.at(-1)?.arguments ?? new Map<string, RemoteValue>();
  const argumentsLeft = printRemainingArguments(printing, { names, field: found.field, filled: last, name, start });
  const directive = printDirective(printing, remoteSchema, path, start);
  // A key that is null, or a remote schema that fails, makes it null whatever the remote schema promises.
  const type = printOutputType(names, found.field.type).replace(/!$/, '');
  const { owner } = start;
  // What a relationship is about is what its target's type says.
  const { description } = getNamedType(found.field.type);
  return [...describe(owner, description), { owner, text: `${name}${argumentsLeft}: ${type} ${directive}` }];
}

function findLast(
  root: unknown,
  path: readonly RemoteStep[],
): { readonly field: GraphQLField<unknown, unknown> } | { readonly fault: string } {
  let parent = root;
  let field: GraphQLField<unknown, unknown> | undefined;
  for (const step of path) {
    const fields = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields() : {};
    field = Object.hasOwn(fields, step.field) ? fields[step.field] : undefined;
    if (field === undefined) return { fault: `The remote schema has no field "${step.field}" there.` };
    parent = getNamedType(field.type);
  }
  return field === undefined ? { fault: 'It names no field.' } : { field };
}

function printDirective(
  { sourceNames }: Printing,
  remoteSchema: string,
  path: readonly RemoteStep[],
  { fieldOf }: RelationshipStart,
): string {
  const variables = new Set(path.flatMap((step) => [...step.arguments.values()].flatMap(variablesIn)));
  const renamed = [...variables].filter((name) => fieldOf(name) !== name);
  const args = [
    `schema: ${JSON.stringify(sourceNames.remoteSchemas.get(remoteSchema) ?? remoteSchema)}`,
    `field: ${JSON.stringify(printPath(path))}`,
    ...(renamed.length === 0
      ? []
      : [`variables: {${renamed.map((name) => `${name}: ${JSON.stringify(fieldOf(name))}`).join(', ')}}`]),
  ];
  return `@remoteRelationship(${args.join(', ')})`;
}

function printPath([step, ...rest]: readonly RemoteStep[]): string {
  if (step === undefined) return '';
  const args = Array.from(step.arguments, ([name, value]) => `${name}: ${printValue(value)}`);
  const call = args.length === 0 ? step.field : `${step.field}(${args.join(', ')})`;
  return rest.length === 0 ? call : `${call} { ${printPath(rest)} }`;
}

function printValue(value: RemoteValue): string {
  switch (value.kind) {
    case 'variable':
      return `$${value.name}`;
    case 'constant':
      return JSON.stringify(value.value);
    case 'list':
      return `[${value.items.map(printValue).join(', ')}]`;
    case 'object':
      return `{${Array.from(value.fields, ([name, member]) => `${name}: ${printValue(member)}`).join(', ')}}`;
    default:
      return value satisfies never;
  }
}

function variablesIn(value: RemoteValue): readonly string[] {
  switch (value.kind) {
    case 'variable':
      return [value.name];
    case 'constant':
      return [];
    case 'list':
      return value.items.flatMap(variablesIn);
    case 'object':
      return [...value.fields.values()].flatMap(variablesIn);
    default:
      return value satisfies never;
  }
}
