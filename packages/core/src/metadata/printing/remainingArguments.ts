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
import { remember } from '../../model/remember.js';
import type { RemoteValue } from '../hasuraMetadata.js';
import type { Printing } from './printing.js';
import type { RelationshipStart } from './printRemoteTarget.js';
import { printArgument } from './printRemoteTypes.js';
import { type RemoteNames, upstreamIf } from './remoteNames.js';
import { blockOf, linesOf, textOf } from './sdlLine.js';

interface Given {
  readonly names: RemoteNames;
  readonly field: GraphQLField<unknown, unknown>;
  /** What the relationship fills in. */
  readonly filled: ReadonlyMap<string, RemoteValue>;
  /** The relationship's own name. */
  readonly name: string;
  readonly start: RelationshipStart;
}

interface Remaining extends Given {
  /** What is filled in of a type, by the name that its rest is called by: of all that it is filled with otherwise, a number more. */
  readonly shapes: Map<string, string[]>;
}

/**
 * The arguments of a remote field that a relationship to it leaves to whoever asks. An object that is filled in part, or stands
 * in a list, has an input type of its own, without what is filled: `<Input>_remote_rel_<table><relationship>`, or `…_2` where
 * that is the rest of the same type filled otherwise.
 */
export function printRemainingArguments(printing: Printing, given: Given): string {
  const { field, filled } = given;
  const remaining: Remaining = { ...given, shapes: new Map() };
  const args = field.args.flatMap((argument) => printRemaining(printing, remaining, argument, filled));
  return args.length === 0 ? '' : `(${args.join(', ')})`;
}

function printRemaining(
  printing: Printing,
  remaining: Remaining,
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
  remaining: Remaining,
  type: GraphQLInputType,
  filled: ReadonlyMap<string, RemoteValue>,
): string | undefined {
  const object = getNamedType(type);
  if (isListType(getNullableType(type)) || !isInputObjectType(object)) return undefined;
  const { names, start } = remaining;
  const own = nameOf(remaining, names.typeName(object), filled);
  const fields = Object.values(object.getFields());
  const texts = fields.flatMap((field) => printRemaining(printing, remaining, field, filled));
  if (texts.length === 0) return undefined;
  const block = blockOf(start.owner, `input ${own}${upstreamIf(own, object.name)}`, linesOf(start.owner, texts));
  if (printing.claim(own, start.owner, textOf(block))) printing.blocks.push(block);
  return own;
}

/** The outermost of several has the plain name. */
function nameOf({ shapes, name, start }: Remaining, type: string, filled: ReadonlyMap<string, RemoteValue>): string {
  const own = `${type}_remote_rel_${start.label}${name}`;
  const known = remember(shapes, own, () => []);
  const shape = shapeOf(filled);
  const index = known.includes(shape) ? known.indexOf(shape) : known.push(shape) - 1;
  return index === 0 ? own : `${own}_${index + 1}`;
}

/** Which places are filled, whatever with: `{a{_eq}b[{_gt}]}`. */
function shapeOf(filled: ReadonlyMap<string, RemoteValue>): string {
  const members = Array.from(filled, ([name, value]) => `${name}${shapeOfValue(value)}`);
  return `{${members.sort().join(' ')}}`;
}

function shapeOfValue(value: RemoteValue | undefined): string {
  if (value?.kind === 'object') return shapeOf(value.fields);
  return value?.kind === 'list' ? `[${shapeOfValue(value.items[0])}]` : '';
}
