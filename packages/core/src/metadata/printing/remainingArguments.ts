import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
} from 'graphql';
import type { RemoteValue } from '../hasuraMetadata.js';
import type { Printing } from './printing.js';
import type { RelationshipStart } from './relationshipStart.js';
import { printArgument } from './remoteArguments.js';
import { type RemoteNames, upstreamIf } from './remoteNames.js';
import { blockOf, linesOf, textOf } from './sdlLine.js';

interface Remaining {
  readonly names: RemoteNames;
  readonly field: GraphQLField<unknown, unknown>;
  /** What the relationship fills in. */
  readonly filled: ReadonlyMap<string, RemoteValue>;
  /** The relationship's own name. */
  readonly name: string;
  readonly start: RelationshipStart;
}

/** With the types that were made for it: the text of each by the name that it has first; none while it is printed. */
interface Printed extends Remaining {
  readonly rests: Map<string, (string | undefined)[]>;
}

/**
 * The arguments of a remote field that a relationship to it leaves to whoever asks. An object that is filled in part, or stands
 * in a list, has an input type of its own, without what is filled: `<Input>_remote_rel_<table><relationship>`. Where an input
 * object that is filled in part holds others of its type, these have such types as well, with a number.
 */
export function printRemainingArguments(printing: Printing, remaining: Remaining): string {
  const { field, filled } = remaining;
  const printed: Printed = { ...remaining, rests: new Map() };
  const args = field.args.flatMap((argument) => printRemaining(printing, printed, argument, filled));
  return args.length === 0 ? '' : `(${args.map(({ text }) => text).join(', ')})`;
}

/** An argument, or a member of an input object. */
interface Left {
  readonly text: string;
  readonly isRequired: boolean;
}

function printRemaining(
  printing: Printing,
  remaining: Printed,
  input: GraphQLArgument | GraphQLInputField,
  filled: ReadonlyMap<string, RemoteValue>,
): readonly Left[] {
  const value = filled.get(input.name);
  if (value === undefined) {
    const isRequired = isNonNullType(input.type) && input.defaultValue === undefined;
    return [{ text: printArgument(remaining.names, input), isRequired }];
  }
  const list = getNullableType(input.type);
  if (value.kind === 'list' && isListType(list)) {
    const [item] = value.items;
    if (item?.kind !== 'object' || isNeeded(list.ofType, item.fields)) return [];
    const rest = printRest(printing, remaining, list.ofType, item.fields);
    const mark = isNonNullType(list.ofType) ? '!' : '';
    return rest === undefined ? [] : [{ text: `${input.name}: [${rest.typeName}${mark}]`, isRequired: false }];
  }
  if (value.kind !== 'object') return [];
  const rest = printRest(printing, remaining, input.type, value.fields);
  if (rest === undefined) return [];
  return [{ text: `${input.name}: ${rest.typeName}${rest.isRequired ? '!' : ''}`, isRequired: rest.isRequired }];
}

/** Whether an object needs what is filled of it: without that the client can give no further one. */
function isNeeded(type: GraphQLInputType, filled: ReadonlyMap<string, RemoteValue>): boolean {
  const object = getNullableType(type);
  const fields = isInputObjectType(object) ? Object.values(object.getFields()) : [];
  return fields.some((field) => filled.has(field.name) && isRequiredInputField(field));
}

/** The input type of what is left of an object, and whether something of it has to be given; nothing where all is filled. */
function printRest(
  printing: Printing,
  remaining: Printed,
  type: GraphQLInputType,
  filled: ReadonlyMap<string, RemoteValue>,
): { readonly typeName: string; readonly isRequired: boolean } | undefined {
  const object = getNamedType(type);
  if (isListType(getNullableType(type)) || !isInputObjectType(object)) return undefined;
  const { names, name, start, rests } = remaining;
  const wanted = `${names.typeName(object)}_remote_rel_${start.label}${name}`;
  const same = rests.get(wanted) ?? [];
  rests.set(wanted, same);
  const index = same.push(undefined) - 1;
  const fields = Object.values(object.getFields());
  const left = fields.flatMap((field) => printRemaining(printing, remaining, field, filled));
  if (left.length === 0) return undefined;
  const texts = left.map(({ text }) => text);
  const text = texts.join('\n');
  const known = same.indexOf(text);
  const typeName = numbered(wanted, known < 0 ? index : known);
  if (known < 0) same[index] = text;
  const head = `input ${typeName}${upstreamIf(typeName, object.name)}`;
  const block = blockOf(start.owner, head, linesOf(start.owner, texts));
  if (printing.claim(typeName, start.owner, textOf(block))) printing.blocks.push(block);
  return { typeName, isRequired: left.some(({ isRequired }) => isRequired) };
}

function numbered(name: string, index: number): string {
  return index === 0 ? name : `${name}_${index + 1}`;
}
