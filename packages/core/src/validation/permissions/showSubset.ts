import { isDeepStrictEqual } from 'node:util';
import {
  type DirectiveNode,
  type GraphQLArgument,
  type GraphQLEnumType,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLUnionType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  isSpecifiedScalarType,
  isUnionType,
  OperationTypeNode,
  valueFromAST,
  visit,
} from 'graphql';
import type { Place, Show } from '../visits.js';
import type { WrittenPermission } from './readPermissions.js';

/** Shows what a role may see of a remote schema, piece by piece, beside the remote schema itself. */
export function showSubset(show: Show, permission: WrittenPermission): void {
  const { schema, upstream, source } = permission;
  showRoots(show, permission);
  showDirectives(show, permission);
  const types = Object.values(upstream.getTypeMap()).filter(isOwn);
  for (const type of Object.values(schema.getTypeMap()).filter(isOwn)) {
    const there = upstream.getType(type.name);
    const place = placeOf(permission, type.name, type);
    const owner = `Remote schema "${source}"`;
    const names = types.map(({ name }) => name);
    show('permitted', { ...place, what: 'type', name: type.name, owner, found: there !== undefined, names });
    if (there !== undefined) showType(show, permission, place, type, there);
  }
}

/** What is not in every schema anyway. */
function isOwn(type: GraphQLNamedType): boolean {
  return !isIntrospectionType(type) && !isSpecifiedScalarType(type);
}

type Node = Place['node'];

function placeOf(
  { option }: WrittenPermission,
  coordinate: string,
  { astNode }: { readonly astNode?: Node | null },
): Place {
  return { coordinate: `${option}: ${coordinate}`, node: astNode ?? undefined };
}

function showRoots(show: Show, permission: WrittenPermission): void {
  const { schema, upstream, source } = permission;
  for (const operation of Object.values(OperationTypeNode)) {
    const here = schema.getRootType(operation)?.name;
    const there = upstream.getRootType(operation)?.name;
    if (here === undefined) continue;
    const place = placeOf(permission, 'schema', schema);
    const what = `${operation} root`;
    const owner = `Remote schema "${source}"`;
    if (there === undefined) show('permitted', { ...place, what, name: here, owner, found: false, names: [] });
    else show('permittedAs', { ...place, source, what, here: `"${here}"`, there: `"${there}"`, same: here === there });
  }
}

/** Directives of GraphQL itself, which a printed schema has, limit nothing that a role may see. */
const harmless: ReadonlySet<string> = new Set(['preset', 'deprecated', 'specifiedBy', 'oneOf']);

/** Those that nothing defines are told already. */
function showDirectives(show: Show, { option, document }: WrittenPermission): void {
  visit(document, {
    Directive(node: DirectiveNode) {
      const name = node.name.value;
      show('permittedDirective', { coordinate: `${option}: @${name}`, node, name, known: harmless.has(name) });
    },
  });
}

function showType(
  show: Show,
  permission: WrittenPermission,
  place: Place,
  here: GraphQLNamedType,
  there: GraphQLNamedType,
): void {
  const { source } = permission;
  const [kind, kindThere] = [kindOf(here), kindOf(there)];
  show('permittedAs', {
    ...place,
    source,
    what: 'kind of type',
    here: kind,
    there: kindThere,
    same: kind === kindThere,
  });
  if (isUnionType(here) && isUnionType(there)) showMembers(show, permission, here, there);
  if (isEnumType(here) && isEnumType(there)) showValues(show, permission, here, there);
  if (isInputObjectType(here) && isInputObjectType(there)) showInputFields(show, permission, here, there);
  if ((isObjectType(here) && isObjectType(there)) || (isInterfaceType(here) && isInterfaceType(there))) {
    showInterfaces(show, permission, here, there);
    showFields(show, permission, here, there);
  }
}

function kindOf(type: GraphQLNamedType): string {
  if (isObjectType(type)) return 'an object type';
  if (isInterfaceType(type)) return 'an interface';
  if (isUnionType(type)) return 'a union';
  if (isEnumType(type)) return 'an enum';
  return isInputObjectType(type) ? 'an input object' : 'a scalar';
}

function nameOwner({ source }: WrittenPermission, what: string, name: string): string {
  return `${what} "${name}" of remote schema "${source}"`;
}

function showMembers(show: Show, permission: WrittenPermission, here: GraphQLUnionType, there: GraphQLUnionType): void {
  const names = there.getTypes().map(({ name }) => name);
  for (const { name } of here.getTypes()) {
    const nodes = [here.astNode, ...here.extensionASTNodes].flatMap((node) => node?.types ?? []);
    const node = nodes.find((member) => member.name.value === name);
    const place = placeOf(permission, here.name, { astNode: node });
    const owner = nameOwner(permission, 'Union', here.name);
    show('permitted', { ...place, what: 'member', name, owner, found: names.includes(name), names });
  }
}

function showValues(show: Show, permission: WrittenPermission, here: GraphQLEnumType, there: GraphQLEnumType): void {
  const names = there.getValues().map(({ name }) => name);
  for (const value of here.getValues()) {
    const { name } = value;
    const place = placeOf(permission, `${here.name}.${name}`, value);
    const owner = nameOwner(permission, 'Enum', here.name);
    show('permitted', { ...place, what: 'value', name, owner, found: names.includes(name), names });
  }
}

type Fielded = GraphQLObjectType | GraphQLInterfaceType;

function showInterfaces(show: Show, permission: WrittenPermission, here: Fielded, there: Fielded): void {
  const names = there.getInterfaces().map(({ name }) => name);
  for (const { name } of here.getInterfaces()) {
    const nodes = [here.astNode, ...here.extensionASTNodes].flatMap((node) => node?.interfaces ?? []);
    const node = nodes.find((implemented) => implemented.name.value === name);
    const place = placeOf(permission, here.name, { astNode: node });
    const owner = nameOwner(permission, 'Type', here.name);
    show('permitted', { ...place, what: 'interface', name, owner, found: names.includes(name), names });
  }
}

function showFields(show: Show, permission: WrittenPermission, here: Fielded, there: Fielded): void {
  const upstream = there.getFields();
  for (const field of Object.values(here.getFields())) {
    const coordinate = `${here.name}.${field.name}`;
    const place = placeOf(permission, coordinate, field);
    const found = memberOf(upstream, field.name);
    const owner = nameOwner(permission, 'Type', here.name);
    const names = Object.keys(upstream);
    show('permitted', { ...place, what: 'field', name: field.name, owner, found: found !== undefined, names });
    if (found !== undefined) showArguments(show, permission, coordinate, place, field, found);
  }
}

function showArguments(
  show: Show,
  permission: WrittenPermission,
  coordinate: string,
  place: Place,
  here: GraphQLField<unknown, unknown>,
  there: GraphQLField<unknown, unknown>,
): void {
  showSameType(show, permission, place, here, there);
  const owner = nameOwner(permission, 'Field', coordinate);
  const names = there.args.map(({ name }) => name);
  for (const argument of here.args) {
    const at = placeOf(permission, `${coordinate}(${argument.name}:)`, argument);
    const found = there.args.find(({ name }) => name === argument.name);
    show('permitted', { ...at, what: 'argument', name: argument.name, owner, found: found !== undefined, names });
    if (found !== undefined) showInput(show, permission, at, argument, found);
  }
  const given = new Set(here.args.map(({ name }) => name));
  for (const input of there.args.filter(isRequiredArgument)) {
    show('permittedInput', { ...place, owner, input, given: given.has(input.name) });
  }
}

function showInputFields(
  show: Show,
  permission: WrittenPermission,
  here: GraphQLInputObjectType,
  there: GraphQLInputObjectType,
): void {
  const [fields, upstream] = [here.getFields(), there.getFields()];
  const owner = nameOwner(permission, 'Input object', here.name);
  for (const field of Object.values(fields)) {
    const place = placeOf(permission, `${here.name}.${field.name}`, field);
    const found = memberOf(upstream, field.name);
    const names = Object.keys(upstream);
    show('permitted', { ...place, what: 'field', name: field.name, owner, found: found !== undefined, names });
    if (found !== undefined) showInput(show, permission, place, field, found);
  }
  const place = placeOf(permission, here.name, here);
  for (const input of Object.values(upstream).filter(isRequiredInputField)) {
    show('permittedInput', { ...place, owner, input, given: memberOf(fields, input.name) !== undefined });
  }
}

type Input = GraphQLArgument | GraphQLInputField;

/** A default may be left out. One that is given is read as a value of the type upstream, which may have more fields. */
function showInput(show: Show, permission: WrittenPermission, place: Place, here: Input, there: Input): void {
  showSameType(show, permission, place, here, there);
  const written = here.astNode?.defaultValue;
  if (!written) return;
  const same = isDeepStrictEqual(valueFromAST(written, there.type), there.defaultValue);
  show('permittedAs', {
    ...place,
    source: permission.source,
    what: 'default value',
    here: undefined,
    there: undefined,
    same,
  });
}

function showSameType(
  show: Show,
  { source }: WrittenPermission,
  place: Place,
  here: { readonly type: unknown },
  there: { readonly type: unknown },
): void {
  const [type, upstream] = [String(here.type), String(there.type)];
  show('permittedAs', { ...place, source, what: 'type', here: type, there: upstream, same: type === upstream });
}

function memberOf<Member>(members: Readonly<Record<string, Member>>, name: string): Member | undefined {
  return Object.hasOwn(members, name) ? members[name] : undefined;
}
