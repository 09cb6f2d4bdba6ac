import type { GraphQLInputType } from 'graphql';
import { RemoteJoinsError } from '../../error/RemoteJoinsError.js';
import { type Comparison, operandKindOf } from '../../model/operator.js';
import type { Column } from '../../model/table.js';
import { toWireValue } from '../../model/wireValue.js';
import { createFilterReader, type FilterReader } from './filterReader.js';
import type { Gathered, ReadContext } from './gathered.js';
import { isLike } from './operators.js';
import { type Refuse, toOperand } from './parameter.js';
import { toSessionText } from './sessionText.js';

/**
 * Gathers, while the arguments and the permission of one field are read, what their SQL text depends on (the signature)
 * apart from what it does not (values).
 */
export interface ArgumentReader extends FilterReader {
  sign(...words: readonly string[]): void;
  signature(): string;
  /** Forgets what was kept: the field cannot be asked for, and how far it was read is not in its signature. */
  discard(): void;
  /**
   * Keeps a limit or an offset and tells its number.
   * @param most what a permission makes of a higher one
   */
  count(value: unknown, path: string, most?: number): number;
  /** Keeps the limit of a permission and tells its number. */
  most(limit: number): number;
  /** Turns an operand into what is sent for it, keeps it and tells its number. */
  operand(operand: Operand): number;
  /** Keeps the variables of the session, as one object, and tells its number. */
  session(): number;
  badInput(path: string, what: string, remedy?: string): RemoteJoinsError;
  /** For an input field that the role does not have: no other than for one that nobody has, and in graphql-js' words. */
  unknownField(typeName: string, name: string): RemoteJoinsError;
}

export interface Operand {
  /** The internal value of the argument. */
  readonly value: unknown;
  readonly type: GraphQLInputType;
  readonly column: Column;
  readonly operator: Comparison;
  /** `where.id._eq` */
  readonly path: string;
}

/** Values of one statement: the protocol counts them in two bytes, and statements of several plans are merged. */
export const MAX_VALUES = 10_000;
/** Words of one field's signature: six for a plain condition. */
const MAX_WORDS = 60_000;

export function createArgumentReader(
  coordinate: string,
  context: Omit<ReadContext, 'variables'>,
  gathered: Gathered,
): ArgumentReader {
  const words: string[] = [];
  const before = { values: gathered.values.length, lookups: gathered.lookups.length };

  function discard(): void {
    gathered.values.length = before.values;
    gathered.lookups.length = before.lookups;
  }

  function badInput(path: string, what: string, remedy = 'Give it another value, or leave it out.'): RemoteJoinsError {
    return new RemoteJoinsError('BAD_USER_INPUT', `Argument "${path}" of field "${coordinate}" ${what}. ${remedy}`);
  }

  function unknownField(typeName: string, name: string): RemoteJoinsError {
    return new RemoteJoinsError('BAD_USER_INPUT', `Field "${name}" is not defined by type "${typeName}".`);
  }

  function tooMany(): RemoteJoinsError {
    const message = `The arguments of field "${coordinate}" hold more conditions than one statement can. Use "_in" for many values.`;
    return new RemoteJoinsError('LIMIT_EXCEEDED', message, { extensions: { limit: 'conditions' } });
  }

  function push(value: unknown): number {
    if (gathered.values.length >= MAX_VALUES) throw tooMany();
    return gathered.values.push(value) - 1;
  }

  function pushArgument(value: unknown): number {
    gathered.hasArguments = true;
    return push(value);
  }

  function count(value: unknown, path: string, most = Number.POSITIVE_INFINITY): number {
    if (typeof value === 'number' ? !Number.isSafeInteger(value) : !/^-?\d{1,18}$/.test(String(value))) {
      throw badInput(path, 'is not a whole number');
    }
    if (Number(value) < 0) throw badInput(path, 'is negative', 'Give 0 or more, or leave it out.');
    if (Number(value) > most) return push(most);
    return pushArgument(typeof value === 'number' ? value : String(value));
  }

  function sign(...more: readonly string[]): void {
    if (words.length > MAX_WORDS) throw tooMany();
    words.push(...more);
  }

  function operand({ value, type, column, operator, path }: Operand): number {
    const refuse: Refuse = (what, remedy) => badInput(path, what, remedy);
    const wire = serialize(value, type, path);
    if (isLike(operator) && endsInEscape(wire)) throw refuse('ends in a backslash that escapes nothing');
    return pushArgument(toOperand(wire, operandKindOf(operator), column.type.kind, refuse));
  }

  function serialize(value: unknown, type: GraphQLInputType, path: string): unknown {
    try {
      return toWireValue(type, value, context.names.column);
    } catch {
      throw badInput(path, 'cannot be written by its own type');
    }
  }

  return {
    ...createFilterReader(coordinate, context, gathered),
    sign,
    signature: () => words.join(','),
    discard,
    count,
    most: push,
    operand,
    session: () => push(toSessionText(context.session)),
    badInput,
    unknownField,
  };
}

/**
 * Postgres refuses such a pattern in the middle of comparing it with a row that agrees so far: whether it does would tell
 * of rows that are hidden.
 */
function endsInEscape(pattern: unknown): boolean {
  if (typeof pattern !== 'string') return false;
  // From the end: to look for where the last run begins from the start would read each run once for each of its characters.
  let end = pattern.length;
  while (pattern[end - 1] === '\\') end--;
  return (pattern.length - end) % 2 === 1;
}
