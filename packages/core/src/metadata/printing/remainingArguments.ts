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
import { remember } from '../../model/remember.js';
import type { RemoteValue } from '../hasuraMetadata.js';
import type { Printing } from './printing.js';
import type { RelationshipStart } from './relationshipStart.js';
import { printArgument } from './remoteArguments.js';
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
  return args.length === 0 ? '' : `(${args.map(({ text }) => text).join(', ')})`;
}

/** An argument, or a member of an input object. */
interface Left {
  readonly text: string;
  readonly isRequired: boolean;
}

function printRemaining(
  printing: Printing,
  remaining: Remaining,
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
  remaining: Remaining,
  type: GraphQLInputType,
  filled: ReadonlyMap<string, RemoteValue>,
): { readonly typeName: string; readonly isRequired: boolean } | undefined {
  const object = getNamedType(type);
  if (isListType(getNullableType(type)) || !isInputObjectType(object)) return undefined;
  const { names, start } = remaining;
  const typeName = nameOf(remaining, names.typeName(object), filled);
  const fields = Object.values(object.getFields());
  const left = fields.flatMap((field) => printRemaining(printing, remaining, field, filled));
  if (left.length === 0) return undefined;
  const head = `input ${typeName}${upstreamIf(typeName, object.name)}`;
  const texts = left.map(({ text }) => text);
  const block = blockOf(start.owner, head, linesOf(start.owner, texts));
  if (printing.claim(typeName, start.owner, textOf(block))) printing.blocks.push(block);
  return { typeName, isRequired: left.some(({ isRequired }) => isRequired) };
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
