import { RemoteJoinsError } from '../../error/RemoteJoinsError.js';
import { type Comparison, operandKindOf } from '../../model/operator.js';
import type { RequestSession, SessionVariable } from '../../model/session.js';
import type { Column, ColumnKind } from '../../model/table.js';
import { isExactNumber, readTextList } from '../../model/textList.js';
import { toArrayLiteral } from './arrayLiteral.js';
import { checkText, type Refuse } from './parameter.js';

/** A session variable that a permission compares a column with. */
export interface SessionOperand {
  readonly name: string;
  readonly column: Column;
  readonly operator: Comparison;
  /** Of the field that is asked for, where it is known. */
  readonly coordinate: string | undefined;
}

/**
 * What is sent for a session variable. Variables are texts, and the database reads them as values of the column's type;
 * lists are lists, or their text: an array literal of Postgres, or JSON.
 *
 * @throws RemoteJoinsError `FORBIDDEN` where there is no such variable: rows that depend on who asks must never be asked
 * for without it; `BAD_USER_INPUT` where it cannot be sent
 */
export function readSessionOperand(operand: SessionOperand, { variables }: RequestSession): unknown {
  const { name, column, operator, coordinate } = operand;
  const variable = variables.get(name);
  const needed = coordinate === undefined ? '' : `, which field "${coordinate}" needs`;
  if (variable === undefined) {
    const message = `The session has no variable "${name}"${needed}. Have the option "session" give it.`;
    throw new RemoteJoinsError('FORBIDDEN', message);
  }
  const refuse: Refuse = (what, remedy = 'Have the option "session" give it another value.') =>
    new RemoteJoinsError(
      'BAD_USER_INPUT',
      `The session variable "${name}"${needed && `${needed},`} ${what}. ${remedy}`,
    );
  const kind = operandKindOf(operator);
  switch (kind) {
    case 'value':
    case 'boolean':
      return readOne(variable, column.type.kind, refuse);
    case 'values':
      return readList(variable, column.type.kind, refuse);
    case 'pattern':
    case 'key':
      return readOne(variable, 'text', refuse);
    case 'keys':
      return readList(variable, 'text', refuse);
    default:
      return kind satisfies never;
  }
}

const LIST = 'Give it as a list, as an array of Postgres ({1,2}) or as JSON ([1,2]).';
const ONE = 'is a list where one value is needed';

function readList(variable: SessionVariable, kind: ColumnKind, refuse: Refuse): string {
  const items = typeof variable === 'string' ? readTextList(variable) : variable;
  if (items === undefined) throw refuse('is no list', LIST);
  return toArrayLiteral(items.map((item) => readItem(item, kind, refuse)));
}

function readOne(variable: SessionVariable, kind: ColumnKind, refuse: Refuse): string {
  if (kind === 'array') return readArray(variable, refuse);
  if (typeof variable !== 'string') throw refuse(ONE);
  return readText(variable, kind, refuse);
}

/** A list in JSON may hold numbers and booleans; those that a double holds exactly are as good as their text. */
function readItem(item: unknown, kind: ColumnKind, refuse: Refuse): string {
  if (item === null) throw refuse('holds a null');
  if (kind === 'array') return typeof item === 'string' || Array.isArray(item) ? readArray(item, refuse) : fail();
  if (typeof item === 'string') return readText(item, kind, refuse);
  if (typeof item === 'boolean' || (typeof item === 'number' && isExactNumber(item))) return String(item);
  return fail();

  function fail(): never {
    throw refuse('holds something that is no value of its column', 'Write long numbers as strings.');
  }
}

/** A value of an array column: an array literal as it is, whatever its dimensions, or a list. */
function readArray(value: string | readonly unknown[], refuse: Refuse): string {
  const items = typeof value === 'string' ? readTextList(value) : value;
  if (items !== undefined) return toArrayLiteral(items.map((item) => readItem(item, 'text', refuse)));
  if (typeof value !== 'string' || !value.trimStart().startsWith('{')) throw refuse('is no list', LIST);
  return checkText(value, refuse);
}

function readText(text: string, kind: ColumnKind, refuse: Refuse): string {
  checkText(text, refuse);
  if ((kind === 'json' || kind === 'jsonb') && !isJson(text)) throw refuse('is no JSON');
  return text;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
