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
  return args.length === 0 ? '' : `(${args.join(', ')})`;
}

function printRemaining(
  printing: Printing,
  remaining: Printed,
  input: GraphQLArgument | GraphQLInputField,
  filled: ReadonlyMap<string, RemoteValue>,
): readonly string[] {
  const value = filled.get(input.name);
  if (value === undefined) return [printArgument(remaining.names, input)];
  const list = getNullableType(input.type);
  if (value.kind === 'list' && isListType(list)) {
    const [item] = value.items;
    const type = item?.kind === 'object' ? printRest(printing, remaining, list.ofType, item.fields) : undefined;
    return type === undefined ? [] : [`${input.name}: [${type}${isNonNullType(list.ofType) ? '!' : ''}]`];
  }
  if (value.kind !== 'object') return [];
  const type = printRest(printing, remaining, input.type, value.fields);
  return type === undefined ? [] : [`${input.name}: ${type}`];
}

/** The input type of what is left of an object; nothing where all of it is filled. */
function printRest(
  printing: Printing,
  remaining: Printed,
  type: GraphQLInputType,
  filled: ReadonlyMap<string, RemoteValue>,
): string | undefined {
  const object = getNamedType(type);
  if (isListType(getNullableType(type)) || !isInputObjectType(object)) return undefined;
  const { names, name, start, rests } = remaining;
  const wanted = `${names.typeName(object)}_remote_rel_${start.label}${name}`;
  const same = rests.get(wanted) ?? [];
  rests.set(wanted, same);
  const index = same.push(undefined) - 1;
  const fields = Object.values(object.getFields());
  const texts = fields.flatMap((field) => printRemaining(printing, remaining, field, filled));
  if (texts.length === 0) return undefined;
  const text = texts.join('\n');
  const known = same.indexOf(text);
  const own = numbered(wanted, known < 0 ? index : known);
  if (known < 0) same[index] = text;
  const block = blockOf(start.owner, `input ${own}${upstreamIf(own, object.name)}`, linesOf(start.owner, texts));
  if (printing.claim(own, start.owner, textOf(block))) printing.blocks.push(block);
  return own;
}

function numbered(name: string, index: number): string {
  return index === 0 ? name : `${name}_${index + 1}`;
}
