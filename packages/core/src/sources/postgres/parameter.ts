import type { OperandKind } from '../../model/operator.js';
import type { ColumnKind } from '../../model/table.js';
import { toArrayLiteral } from './arrayLiteral.js';

/** Makes the error for a value that cannot be sent. */
export type Refuse = (what: string, remedy?: string) => Error;

/** What is sent for an operand of JSON where a column of this kind is compared with it. */
export function toOperand(wire: unknown, operand: OperandKind, kind: ColumnKind, refuse: Refuse): unknown {
  switch (operand) {
    case 'value':
    case 'boolean':
      return toParameter(wire, kind, refuse);
    case 'values':
      return toListParameter(wire, kind, refuse);
    case 'pattern':
    case 'key':
      return toParameter(wire, 'text', refuse);
    case 'keys':
      return toListParameter(wire, 'text', refuse);
    default:
      return operand satisfies never;
  }
}

function toParameter(wire: unknown, kind: ColumnKind, refuse: Refuse): unknown {
  if (wire === null || wire === undefined) {
    throw refuse('holds a null', 'Leave it out, or use "_is_null" to ask for nulls.');
  }
  if (kind === 'json' || kind === 'jsonb') return checkText(JSON.stringify(wire), refuse);
  if (kind === 'array' && Array.isArray(wire)) return checkText(toArrayLiteral(wire), refuse);
  if (typeof wire === 'bigint') return wire.toString();
  if (typeof wire === 'number' || typeof wire === 'boolean') return wire;
  return checkText(typeof wire === 'string' ? wire : JSON.stringify(wire), refuse);
}

function toListParameter(wire: unknown, kind: ColumnKind, refuse: Refuse): string {
  const items: readonly unknown[] = Array.isArray(wire) ? wire : [wire];
  return toArrayLiteral(items.map((item) => toParameter(item, kind, refuse)));
}

/** A NUL fails in the database; half a surrogate pair would be sent as another character. */
export function checkText(text: string, refuse: Refuse): string {
  if (text.includes('\0') || !text.isWellFormed()) throw refuse('holds a character that no text can hold');
  return text;
}
