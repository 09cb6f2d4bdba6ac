import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLType,
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import type { Model, RemoteRoot } from '../../model/model.js';
import type { RemotePermission } from '../../model/permission.js';
import type { RemoteTarget, TemplateArgument, TemplateValue } from '../../model/relationship.js';
import type { RemoteArgument, RemoteField, RemoteType } from '../../model/remoteType.js';
import { sentArguments } from '../../model/sentArguments.js';
import { isPartOfObject } from './deriveArguments.js';
import { deriveRemoteField } from './deriveRemoteField.js';
import { deriveRemoteTarget } from './deriveRemoteTarget.js';
import { permittedField, permittedPath, printedType, type RemoteRole } from './remoteRole.js';

/** What a role does not see of the SDL because of one remote schema. Of a hidden type or field, nothing below is told. */
export interface Hidden {
  /** `Type`, `Type.field`, `Type.field(argument:)`, `Input.field` and `Enum.VALUE` of the SDL. */
  readonly coordinates: ReadonlySet<string>;
  /** By interface or union: object types that it may not be for the role, which sees them elsewhere. */
  readonly members: ReadonlyMap<string, ReadonlySet<string>>;
  /** Arguments that the role has to give, although nobody else does: a part of their object is preset, and it must be whole. */
  readonly demanded: ReadonlySet<string>;
}

/**
 * Follows what a remote schema serves of the SDL, and the role's part of it, in parallel. A type that several remote schemas
 * serve lacks for the role what any of them hides.
 *
 * @param permission absent where the role has none of this remote schema, and sees nothing of it
 */
export function findHiddenRemote(model: Model, source: string, permission: RemotePermission | undefined): Hidden {
  const found = {
    coordinates: new Set<string>(),
    members: new Map<string, ReadonlySet<string>>(),
    demanded: new Set<string>(),
  };
  const role = permission && { permission, names: model.names, typeOf: (type: GraphQLInputType) => type };
  const search = { model, role, ...found };
  for (const root of model.rootFields.values()) {
    if (root.kind === 'remote' && root.source === source) findInRoot(search, root);
  }
  for (const type of model.remoteTypes.get(source)?.values() ?? []) findInType(search, type);
  for (const { coordinate, target } of model.relationships.values()) {
    if (target.kind === 'remote' && target.source === source) findInRelationship(search, coordinate, target);
  }
  return found;
}

interface Search {
  readonly model: Model;
  /** Its types are everybody's: what is hidden of them is what is sought. */
  readonly role: RemoteRole | undefined;
  readonly coordinates: Set<string>;
  readonly members: Map<string, ReadonlySet<string>>;
  readonly demanded: Set<string>;
}

function findInRoot(search: Search, { coordinate, operation, field }: RemoteRoot): void {
  const schema = search.role?.permission.schema;
  const parent = operation === 'query' ? schema?.getQueryType() : schema?.getMutationType();
  findInField(search, coordinate, field, parent?.name);
}

function findInField(search: Search, coordinate: string, field: RemoteField, upstreamParent: string | undefined): void {
  const derived = search.role && deriveRemoteField(search.role, field, upstreamParent);
  const permitted = search.role && permittedField(search.role.permission, upstreamParent, field.upstreamName);
  if (derived === undefined || permitted === undefined) {
    hide(search, coordinate);
    return;
  }
  findInArguments(search, coordinate, sentArguments(field), sentArguments(derived));
  findInEnum(search, field.type, permitted.type);
}

function findInType(search: Search, { typeName, upstreamName, fields, possibleTypes }: RemoteType): void {
  const schema = search.role?.permission.schema;
  const permitted = schema?.getType(upstreamName);
  if (schema === undefined || permitted === undefined) {
    search.coordinates.add(typeName);
    return;
  }
  for (const field of fields.values()) findInField(search, `${typeName}.${field.fieldName}`, field, upstreamName);
  if (possibleTypes === undefined || !isAbstractType(permitted)) return;
  const missing = [...possibleTypes].filter(([name]) => {
    const object = schema.getType(name);
    return isObjectType(object) && !schema.isSubType(permitted, object);
  });
  if (missing.length > 0) search.members.set(typeName, new Set(missing.map(([, name]) => name)));
}

function findInRelationship(search: Search, coordinate: string, target: RemoteTarget): void {
  const derived = search.role && deriveRemoteTarget(search.role, target);
  const permitted = search.role && permittedPath(search.role.permission, target).at(-1)?.field;
  if (derived === undefined || permitted === undefined) {
    hide(search, coordinate);
    return;
  }
  const argumentsOf = ({ path }: RemoteTarget) => path.flatMap(({ args }) => args);
  findInArguments(search, coordinate, argumentsOf(target), argumentsOf(derived));
  const field = fieldAt(search, coordinate);
  if (field !== undefined) findInEnum(search, field.type, permitted.type);
}

function findInArguments(
  search: Search,
  coordinate: string,
  all: readonly TemplateArgument[],
  permitted: readonly TemplateArgument[],
): void {
  const left = new Map(callersOf(permitted).map((caller) => [caller.name, caller]));
  for (const { name, type, upstreamType } of callersOf(all)) {
    if (!left.has(name)) hide(search, coordinate, name);
    else findInInput(search, type, printedType(search.role?.permission.schema, upstreamType), new Set());
  }
  for (const { type, value, caller } of permitted) {
    if (caller === undefined || value === undefined || !isCallersAlone(all, caller.name)) continue;
    if (!isPartOfObject(printedType(search.role?.permission.schema, type))) continue;
    for (const at of argumentsAt(search, coordinate, caller.name)) search.demanded.add(at);
  }
}

/** Whether no template fills in a part of it. */
function isCallersAlone(all: readonly TemplateArgument[], name: string): boolean {
  return all.some(({ value, caller }) =>
    value === undefined ? caller?.name === name : value.kind === 'argument' && value.argument.name === name,
  );
}

/** The arguments of the SDL field whose values go anywhere. */
function callersOf(args: readonly TemplateArgument[]): readonly RemoteArgument[] {
  return args.flatMap(({ value, caller }) => [...(caller ? [caller] : []), ...(value ? callersIn(value) : [])]);
}

function callersIn(value: TemplateValue): readonly RemoteArgument[] {
  if (value.kind === 'argument') return [value.argument];
  if (value.kind === 'list') return value.items.flatMap(callersIn);
  return value.kind === 'object' ? [...value.fields.values()].flatMap(callersIn) : [];
}

function findInInput(search: Search, type: GraphQLType, upstream: GraphQLType | undefined, seen: Set<string>): void {
  const [here, there] = [getNamedType(type), getNamedType(upstream)];
  findInEnum(search, type, upstream);
  if (!isInputObjectType(here) || !isInputObjectType(there) || seen.has(here.name)) return;
  seen.add(here.name);
  const fields = there.getFields();
  for (const field of Object.values(here.getFields())) {
    const coordinate = `${here.name}.${field.name}`;
    const name = search.model.names.upstream.get(coordinate) ?? field.name;
    const permitted = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (permitted === undefined) search.coordinates.add(coordinate);
    else findInInput(search, field.type, permitted.type, seen);
  }
}

function findInEnum(search: Search, type: GraphQLType, upstream: GraphQLType | undefined): void {
  const [here, there] = [getNamedType(type), getNamedType(upstream)];
  if (!isEnumType(here) || !isEnumType(there)) return;
  for (const { name } of here.getValues()) {
    const coordinate = `${here.name}.${name}`;
    if (!there.getValue(search.model.names.upstream.get(coordinate) ?? name)) search.coordinates.add(coordinate);
  }
}

/** What one type does not have of an interface, the interface cannot have: it would be a promise that the type does not keep. */
function hide(search: Search, coordinate: string, argument?: string): void {
  const found = argument === undefined ? fieldsAt(search, coordinate) : argumentsAt(search, coordinate, argument);
  for (const at of found) search.coordinates.add(at);
}

/** A field of a type and of the interfaces that it implements. */
function fieldsAt(search: Search, coordinate: string): readonly string[] {
  const [typeName = '', fieldName = ''] = coordinate.split('.');
  const type = search.model.schema.getType(typeName);
  const interfaces = isObjectType(type) || isInterfaceType(type) ? type.getInterfaces() : [];
  const names = [typeName, ...interfaces.map(({ name }) => name)];
  return names.map((name) => `${name}.${fieldName}`).filter((at) => fieldAt(search, at) !== undefined);
}

function argumentsAt(search: Search, coordinate: string, argument: string): readonly string[] {
  const fields = fieldsAt(search, coordinate);
  const having = fields.filter((at) => fieldAt(search, at)?.args.some(({ name }) => name === argument));
  return having.map((at) => `${at}(${argument}:)`);
}

function fieldAt({ model }: Search, coordinate: string): GraphQLField<unknown, unknown> | undefined {
  const [typeName = '', fieldName = ''] = coordinate.split('.');
  const type = model.schema.getType(typeName);
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[fieldName] : undefined;
}
