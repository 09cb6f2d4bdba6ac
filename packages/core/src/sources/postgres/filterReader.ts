import { RemoteJoinsError } from '../../error/RemoteJoinsError.js';
import { type Comparison, operandKindOf } from '../../model/operator.js';
import type { ElsewhereFilter, FilterOperand } from '../../model/permission.js';
import type { Column } from '../../model/table.js';
import type { Gathered, ReadContext } from './gathered.js';
import { type Refuse, toOperand } from './parameter.js';
import { readSessionOperand } from './sessionOperand.js';

/** Gathers, while filters of permissions are read, what is sent for them. */
export interface FilterReader {
  /** Turns an operand into what is sent for it, keeps it and tells its number. */
  filterOperand(operand: FilterOperand, column: Column, operator: Comparison): number;
  /** Keeps that keys of another database are needed and tells their number. */
  lookup(filter: ElsewhereFilter): number;
}

/** @param coordinate the field that is asked for; absent where that is for others to say */
export function createFilterReader(
  coordinate: string | undefined,
  { session, refused }: Pick<ReadContext, 'session' | 'refused'>,
  { values, lookups, sessionVariables }: Gathered,
): FilterReader {
  return {
    filterOperand(operand, column, operator) {
      if (operand.kind === 'constant') return values.push(toConstant(operand.value, column, operator)) - 1;
      const { name } = operand;
      sessionVariables.add(name);
      return values.push(readSessionOperand({ name, column, operator, coordinate }, session)) - 1;
    },
    lookup(filter) {
      const error = refused?.get(filter);
      if (error !== undefined) throw dependent(coordinate, error);
      const known = lookups.indexOf(filter);
      return known < 0 ? lookups.push(filter) - 1 : known;
    },
  };
}

/** What is sent for a constant, which was checked when the schema was. */
function toConstant(value: unknown, { name, type }: Column, operator: Comparison): unknown {
  const refuse: Refuse = (what) =>
    new RemoteJoinsError('INTERNAL_SERVER_ERROR', `A constant that is compared with column "${name}" ${what}.`);
  return toOperand(value, operandKindOf(operator), type.kind, refuse);
}

/** Through what, and at which source, is the business of those who may see it. */
function dependent(coordinate: string | undefined, { code, message, cause, extensions }: RemoteJoinsError): Error {
  const what = coordinate === undefined ? 'What may be seen' : `What may be seen of field "${coordinate}"`;
  const text = `${what} depends on another source, which gave no answer: ${message}`;
  return new RemoteJoinsError(code, text, { cause, extensions });
}
