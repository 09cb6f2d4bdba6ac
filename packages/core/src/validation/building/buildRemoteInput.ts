import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLNamedType,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql';
import type { TemplateValue } from '../../model/relationship.js';
import type { RemoteArgument } from '../../model/remoteType.js';
import { compareInput } from '../remoteTypes.js';
import type { Place } from '../visits.js';
import { type Builder, upstreamName, useValueNames } from './builder.js';

/** The arguments of an SDL field, as arguments of the field upstream; what upstream requires must be among them. */
export function buildRemoteArguments(
  builder: Builder,
  coordinate: string,
  field: GraphQLField<unknown, unknown>,
  upstream: GraphQLField<unknown, unknown>,
  of: string,
): Map<string, RemoteArgument> {
  const args = new Map<string, RemoteArgument>();
  const given = new Set<string>();
  for (const argument of field.args) {
    const built = buildRemoteArgument(builder, coordinate, argument, upstream, of);
    if (built === undefined) continue;
    given.add(built.upstreamName);
    args.set(argument.name, built);
  }
  for (const input of upstream.args) {
    if (!isRequiredArgument(input)) continue;
    const place = { coordinate, node: field.astNode ?? undefined };
    builder.show('requiredInput', { ...place, input, of: `field "${of}"`, given: given.has(input.name) });
  }
  return args;
}

/** What a template fills in where a caller may give something, too. */
export interface Filled {
  readonly value: TemplateValue;
  /** Whether lists of objects may hold both, the caller's first: not where the template's grow by keys. */
  readonly appends: boolean;
}

/** One argument of an SDL field, passed on to a field upstream. */
export function buildRemoteArgument(
  builder: Builder,
  fieldCoordinate: string,
  argument: GraphQLArgument,
  upstream: GraphQLField<unknown, unknown>,
  of: string,
  template?: Filled,
): RemoteArgument | undefined {
  const coordinate = `${fieldCoordinate}(${argument.name}:)`;
  const name = upstreamName(builder, coordinate, argument.name);
  const found = upstream.args.find((candidate) => candidate.name === name);
  const place = {
    coordinate,
    node: builder.definitions.upstream.get(coordinate)?.node ?? argument.astNode ?? undefined,
  };
  builder.show('remoteArgument', {
    ...place,
    name,
    of: `field "${of}"`,
    found,
    names: upstream.args.map((arg) => arg.name),
  });
  if (found === undefined) return undefined;
  showInput(builder, { coordinate, node: argument.astNode ?? undefined }, argument, found, template);
  return { name: argument.name, upstreamName: name, type: argument.type, upstreamType: String(found.type) };
}

interface Input {
  readonly type: GraphQLInputType;
  readonly defaultValue?: unknown;
}

/** Shows how a value of an SDL input type becomes a value upstream, down to the fields of input objects. */
export function showInput(builder: Builder, place: Place, here: Input, there: Input, template?: Filled): void {
  const [type, upstream] = [getNamedType(here.type), getNamedType(there.type)];
  const name = upstreamName(builder, type.name, type.name);
  const hasDefault = here.defaultValue !== undefined;
  const upstreamDefault = there.defaultValue !== undefined || template !== undefined;
  builder.show('remoteInput', {
    ...place,
    type: here.type,
    upstreamName: name,
    upstream: there.type,
    hasDefault,
    upstreamDefault,
  });
  if (template !== undefined && !isShared(template, here.type)) {
    builder.show('clash', { ...place, argument: place.coordinate, path: '' });
  }
  if (compareInput(here.type, there.type, name, false) !== undefined) return;
  if (isEnumType(type) && isEnumType(upstream)) {
    const names = useValueNames(builder, type, builder.definitions.upstream);
    const known = upstream.getValues().map((value) => value.name);
    builder.show('enum', { ...place, type, known, names, owner: `enum "${upstream.name}" upstream`, read: false });
  }
  if (isInputObjectType(type) && isInputObjectType(upstream)) showInputObject(builder, type, upstream, place, template);
}

/** Whether a template and a caller can both fill a value: an object, or a list of objects. */
function isShared({ value, appends }: Filled, type: GraphQLInputType): boolean {
  if (!isInputObjectType(getNamedType(type))) return false;
  if (value.kind === 'object') return true;
  const isList = value.kind === 'list' && isListType(getNullableType(type));
  return appends && isList && value.items.every(({ kind }) => kind === 'object');
}

/** Pairs of input objects already shown, since input types refer to themselves. */
const shown = new WeakMap<Builder, Map<GraphQLNamedType, Set<GraphQLNamedType>>>();

function showInputObject(
  builder: Builder,
  type: GraphQLInputObjectType,
  upstream: GraphQLInputObjectType,
  user: Place,
  template: Filled | undefined,
): void {
  const filled = template?.value.kind === 'object' ? template.value.fields : undefined;
  if (filled === undefined && isShown(builder, type, upstream)) return;
  const fields = upstream.getFields();
  const given = new Set(filled?.keys());
  for (const field of Object.values(type.getFields())) {
    const coordinate = `${type.name}.${field.name}`;
    const name = upstreamName(builder, coordinate, field.name);
    const written = builder.definitions.upstream.get(coordinate);
    const place = { coordinate, node: written?.node ?? field.astNode ?? undefined };
    const found = fields[name];
    builder.show('remoteArgument', {
      ...place,
      name,
      of: `input object "${upstream.name}"`,
      found,
      names: Object.keys(fields),
    });
    if (found === undefined) continue;
    const value = filled?.get(name);
    given.add(name);
    // A clash is told of the field that meets it, everything else of the input type.
    const at = value === undefined ? { coordinate, node: field.astNode ?? undefined } : user;
    showInput(builder, at, field, found, value && template && { ...template, value });
  }
  for (const input of Object.values(fields)) {
    if (!isRequiredInputField(input)) continue;
    const place = { coordinate: type.name, node: type.astNode ?? undefined };
    builder.show('requiredInput', {
      ...place,
      input,
      of: `input object "${upstream.name}"`,
      given: given.has(input.name),
    });
  }
}

function isShown(builder: Builder, type: GraphQLNamedType, upstream: GraphQLNamedType): boolean {
  const pairs = shown.get(builder) ?? new Map<GraphQLNamedType, Set<GraphQLNamedType>>();
  shown.set(builder, pairs);
  const partners = pairs.get(type) ?? new Set();
  pairs.set(type, partners);
  return partners.size === partners.add(upstream).size;
}
