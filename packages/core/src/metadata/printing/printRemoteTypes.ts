import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
  isUnionType,
} from 'graphql';
import type { HasuraRemoteSchema } from '../hasuraMetadata.js';
import { nearNames, quote } from '../nearNames.js';
import { objectOf } from '../objectsOfMetadata.js';
import { placeOfRemote, type RootPlace } from './namespaces.js';
import type { Printing } from './printing.js';
import { printRemoteTarget } from './printRemoteTarget.js';
import { printArguments, printInput } from './remoteArguments.js';
import { createRemoteNames, printOutputType, type RemoteNames, upstreamIf } from './remoteNames.js';
import { blockOf, describe, type SdlLine, textOf } from './sdlLine.js';

/** The root fields of all remote schemas, and the types below them. */
export function printRemoteSchemas(printing: Printing): void {
  for (const remote of printing.metadata.remoteSchemas) {
    const catalog = printing.catalogs.remoteSchemas.get(remote.name);
    if (catalog === undefined || catalog instanceof Error) continue;
    const { schema } = catalog;
    const names = createRemoteNames(remote, schema);
    for (const [operation, root] of [
      ['Query', schema.getQueryType()],
      ['Mutation', schema.getMutationType()],
    ] as const) {
      if (!root) continue;
      const place = placeOfRemote(printing, remote, operation, root, objectOf.remoteSchema(remote));
      const fields = Object.values(root.getFields());
      place.lines.push(...fields.flatMap((field) => printRoot(printing, remote, names, place, root, field)));
    }
  }
}

function printRoot(
  printing: Printing,
  remote: HasuraRemoteSchema,
  names: RemoteNames,
  place: RootPlace,
  root: GraphQLNamedType,
  field: GraphQLField<unknown, unknown>,
): readonly SdlLine[] {
  const owner = objectOf.remoteSchema(remote);
  const name = names.fieldName(root, field.name);
  if (names.isRoot(getNamedType(field.type)) || !printing.claim(`${place.typeName}.${name}`, owner)) return [];
  useTypes(printing, remote, names, field);
  const schema = JSON.stringify(printing.sourceNames.remoteSchemas.get(remote.name) ?? remote.name);
  const upstream = name === field.name ? '' : `, field: ${JSON.stringify(field.name)}`;
  const type = printOutputType(names, field.type);
  const text = `${name}${printArguments(names, field.args)}: ${type} @remoteField(schema: ${schema}${upstream})`;
  return [...describe(owner, field.description), { owner, text: `${text}${deprecatedIf(field)}` }];
}

/** Prints the types that a field answers with and takes, unless they are printed already. */
export function useTypes(
  printing: Printing,
  remote: HasuraRemoteSchema,
  names: RemoteNames,
  field: GraphQLField<unknown, unknown>,
): void {
  for (const { type } of [field, ...field.args]) useType(printing, remote, names, getNamedType(type));
}

/** Types of remote schemas that were printed. */
const printed = new WeakMap<Printing, Set<string>>();

export function useType(
  printing: Printing,
  remote: HasuraRemoteSchema,
  names: RemoteNames,
  type: GraphQLNamedType,
): void {
  if (isSpecifiedScalarType(type)) return;
  const own = names.typeName(type);
  if (isScalarType(type) && own === type.name) {
    printing.scalars.add(own);
    return;
  }
  const seen = printed.get(printing) ?? new Set();
  printed.set(printing, seen);
  const key = `${remote.name}\0${type.name}`;
  if (seen.has(key)) return;
  seen.add(key);
  const owner = objectOf.remoteSchema(remote);
  const place = printing.blocks.push([]) - 1; // above the types below it
  const lines = printType(printing, remote, names, type);
  // A type of two remote schemas may be one, if they agree on it, and nobody joins anything to it.
  const isJoined = remote.relationships.some(({ typeName }) => typeName === type.name);
  if (printing.claim(own, owner, isJoined ? undefined : textOf(lines))) printing.blocks[place] = lines;
  for (const next of typesBelow(printing, remote, type)) useType(printing, remote, names, next);
}

function typesBelow(
  printing: Printing,
  remote: HasuraRemoteSchema,
  type: GraphQLNamedType,
): readonly GraphQLNamedType[] {
  const catalog = printing.catalogs.remoteSchemas.get(remote.name);
  if (isUnionType(type)) return type.getTypes();
  if (isInputObjectType(type)) return Object.values(type.getFields()).map((field) => getNamedType(field.type));
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  const implementing =
    isInterfaceType(type) && catalog !== undefined && !(catalog instanceof Error)
      ? catalog.schema.getPossibleTypes(type)
      : [];
  const fields = Object.values(type.getFields()).filter((field) => !isRootType(printing, remote, field));
  return [
    ...type.getInterfaces(),
    ...implementing,
    ...fields.flatMap((field) => [field, ...field.args].map((each) => getNamedType(each.type))),
  ];
}

/** A type of ours has a root of its own: a field that answers with a remote one is left out. */
function isRootType(printing: Printing, remote: HasuraRemoteSchema, field: GraphQLField<unknown, unknown>): boolean {
  const catalog = printing.catalogs.remoteSchemas.get(remote.name);
  if (catalog === undefined || catalog instanceof Error) return false;
  return createRemoteNames(remote, catalog.schema).isRoot(getNamedType(field.type));
}

function printType(
  printing: Printing,
  remote: HasuraRemoteSchema,
  names: RemoteNames,
  type: GraphQLNamedType,
): readonly SdlLine[] {
  const owner = objectOf.remoteSchema(remote);
  const own = names.typeName(type);
  const name = `${own}${upstreamIf(own, type.name)}`;
  const description = describe(owner, type.description);
  if (isScalarType(type)) return [...description, { owner, text: `scalar ${name}` }];
  if (isUnionType(type)) {
    const members = type.getTypes().map((member) => names.typeName(member));
    return [...description, { owner, text: `union ${name} = ${members.join(' | ')}` }];
  }
  if (isEnumType(type)) {
    const values = type.getValues().flatMap((value): readonly SdlLine[] => {
      return [...describe(owner, value.description), { owner, text: `${value.name}${deprecatedIf(value)}` }];
    });
    return [...description, ...blockOf(owner, `enum ${name}`, values)];
  }
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).flatMap((field): readonly SdlLine[] => {
      return [...describe(owner, field.description), { owner, text: printInput(names, field) }];
    });
    return [...description, ...blockOf(owner, `input ${name}`, fields)];
  }
  const interfaces = type.getInterfaces().map((each) => names.typeName(each));
  const implementing = interfaces.length === 0 ? '' : ` implements ${interfaces.join(' & ')}`;
  const word = isObjectType(type) ? 'type' : 'interface';
  const fields = Object.values(type.getFields()).filter((field) => !isRootType(printing, remote, field));
  const lines = [
    ...fields.flatMap((field) => printField(names, type, field, owner)),
    ...(isObjectType(type) ? printRelationships(printing, remote, names, type) : []),
  ];
  const head = `${word} ${own}${implementing}${upstreamIf(own, type.name)}`;
  return [...description, ...blockOf(owner, head, lines)];
}

function printField(
  names: RemoteNames,
  type: GraphQLNamedType,
  field: GraphQLField<unknown, unknown>,
  owner: SdlLine['owner'],
): readonly SdlLine[] {
  const name = names.fieldName(type, field.name);
  const text = `${name}${printArguments(names, field.args)}: ${printOutputType(names, field.type)}`;
  const directives = `${upstreamIf(name, field.name)}${deprecatedIf(field)}`;
  return [...describe(owner, field.description), { owner, text: `${text}${directives}` }];
}

function printRelationships(
  printing: Printing,
  remote: HasuraRemoteSchema,
  names: RemoteNames,
  type: GraphQLObjectType,
): readonly SdlLine[] {
  const ofType = remote.relationships.filter(({ typeName }) => typeName === type.name);
  return ofType.flatMap((group) =>
    group.relationships.flatMap((relationship) => {
      const owner = objectOf.ofRemoteType(remote, group, relationship);
      return printRemoteTarget(printing, relationship, {
        owner,
        label: remote.name.replaceAll(/\W/g, '_'),
        source: remote.name,
        fieldOf: (field) => names.fieldName(type, field),
        faultOf: (field) => findKeyFault(type, field),
      });
    }),
  );
}

function findKeyFault(type: GraphQLObjectType, name: string): string | undefined {
  const fields = type.getFields();
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (field === undefined) {
    return `Type ${quote(type.name)} of the remote schema has no field ${quote(name)}.${nearNames(name, Object.keys(fields))}`;
  }
  return field.args.length === 0
    ? undefined
    : `Field ${quote(`${type.name}.${name}`)} takes arguments: it can be no key.`;
}

function deprecatedIf({ deprecationReason }: { readonly deprecationReason?: string | null | undefined }): string {
  if (deprecationReason === undefined || deprecationReason === null) return '';
  return ` @deprecated(reason: ${JSON.stringify(deprecationReason)})`;
}
