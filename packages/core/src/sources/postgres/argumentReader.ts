import type { GraphQLInputType } from 'graphql';
import { RemoteJoinsError } from '../../error/RemoteJoinsError.js';
import type { SourceNames } from '../../model/model.js';
import type { Column } from '../../model/table.js';
import { toWireValue } from '../../model/wireValue.js';
import { toArrayLiteral } from './arrayLiteral.js';

/** Gathers, while arguments are read, what their SQL text depends on (the signature) apart from what it does not (values). */
export interface ArgumentReader {
  sign(...words: readonly string[]): void;
  signature(): string;
  /** Keeps a limit or an offset and tells its number. */
  count(value: unknown, path: string): number;
  /** Turns an operand into what is sent for it, keeps it and tells its number. */
  operand(operand: Operand): number;
  badInput(path: string, what: string, remedy?: string): RemoteJoinsError;
}

export interface Operand {
  /** The internal value of the argument. */
  readonly value: unknown;
  readonly type: GraphQLInputType;
  readonly column: Column;
  /** Whether it is a list of values, each of the column's type. */
  readonly many: boolean;
  /** `where.id._eq` */
  readonly path: string;
}

/** Values of one statement: the protocol counts them in two bytes, and statements of several plans are merged. */
export const MAX_VALUES = 10_000;
/** Words of one field's signature: six for a plain condition. */
const MAX_WORDS = 60_000;

export function createArgumentReader(coordinate: string, names: SourceNames, values: unknown[]): ArgumentReader {
  const words: string[] = [];

  function badInput(path: string, what: string, remedy = 'Give it another value, or leave it out.'): RemoteJoinsError {
    return new RemoteJoinsError('BAD_USER_INPUT', `Argument "${path}" of field "${coordinate}" ${what}. ${remedy}`);
  }

  function tooMany(): RemoteJoinsError {
    const message = `The arguments of field "${coordinate}" hold more conditions than one statement can. Use "_in" for many values.`;
    return new RemoteJoinsError('LIMIT_EXCEEDED', message, { extensions: { limit: 'conditions' } });
  }

  function push(value: unknown): number {
    if (values.length >= MAX_VALUES) throw tooMany();
    return values.push(value) - 1;
  }

  function count(value: unknown, path: string): number {
    if (typeof value === 'number' ? !Number.isSafeInteger(value) : !/^-?\d{1,18}$/.test(String(value))) {
      throw badInput(path, 'is not a whole number');
    }
    if (Number(value) < 0) throw badInput(path, 'is negative', 'Give 0 or more, or leave it out.');
    return push(typeof value === 'number' ? value : String(value));
  }

  function sign(...more: readonly string[]): void {
    if (words.length > MAX_WORDS) throw tooMany();
    words.push(...more);
  }

  function operand({ value, type, column, many, path }: Operand): number {
    const wire = serialize(value, type, path);
    if (!many) return push(toParameter(wire, column.type.kind, path));
    const items = Array.isArray(wire) ? wire : [wire];
    return push(toArrayLiteral(items.map((item) => toParameter(item, column.type.kind, path))));
  }

  function serialize(value: unknown, type: GraphQLInputType, path: string): unknown {
    try {
      return toWireValue(type, value, names.column);
    } catch {
      throw badInput(path, 'cannot be written by its own type');
    }
  }

  function toParameter(wire: unknown, kind: Column['type']['kind'], path: string): unknown {
    if (wire === null || wire === undefined) {
      throw badInput(path, 'holds a null', 'Leave it out, or use "_is_null" to ask for nulls.');
    }
    if (kind === 'json' || kind === 'jsonb') return checkText(JSON.stringify(wire), path);
    if (kind === 'array' && Array.isArray(wire)) return checkText(toArrayLiteral(wire), path);
    if (typeof wire === 'bigint') return wire.toString();
    if (typeof wire === 'number' || typeof wire === 'boolean') return wire;
    return checkText(typeof wire === 'string' ? wire : JSON.stringify(wire), path);
  }

  /** A NUL fails in the database; half a surrogate pair would be sent as another character. */
  function checkText(text: string, path: string): string {
    if (text.includes('\0') || !text.isWellFormed()) throw badInput(path, 'holds a character that no text can hold');
    return text;
  }

  return { sign, signature: () => words.join(','), count, operand, badInput };
}
