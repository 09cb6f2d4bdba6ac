import type { Column } from '../../model/table.js';
import type { WhereField, WhereInput } from '../../model/tableArguments.js';
import type { ArgumentReader } from './argumentReader.js';
import { checkNames } from './checkNames.js';
import { type Permitted, readPermission } from './permitted.js';
import type { Condition } from './shape.js';

/**
 * A `where` argument as a condition. What is left out, and an empty object, is no condition; an explicit null is an
 * error and never "every row" (`_is_null: null` alone is none).
 */
export function readCondition(
  input: WhereInput,
  value: unknown,
  path: string,
  reader: ArgumentReader,
  permitted: Permitted,
): Condition {
  const given = readObject(value, path, reader);
  checkNames(input, given, reader);
  const conditions: Condition[] = [];
  reader.sign('{');
  for (const [name, field] of input.fields) {
    if (!Object.hasOwn(given, name) || given[name] === undefined) continue;
    reader.sign(name);
    conditions.push(readField(field, given[name], `${path}.${name}`, reader, permitted));
  }
  reader.sign('}');
  return all(conditions);
}

function readField(
  field: WhereField,
  value: unknown,
  path: string,
  reader: ArgumentReader,
  permitted: Permitted,
): Condition {
  switch (field.kind) {
    case 'and':
      return all(readItems(field.input, value, path, reader, permitted));
    case 'or':
      return { kind: 'or', conditions: readItems(field.input, value, path, reader, permitted) };
    case 'not':
      return { kind: 'not', condition: readCondition(field.input, value, path, reader, permitted) };
    case 'column':
      return readComparisons(field, value, path, reader, permitted);
    case 'relationship': {
      const other = readPermission(field.permission, reader);
      const asked = readCondition(field.input, value, path, reader, other);
      return {
        kind: 'exists',
        table: field.input.table,
        mapping: field.mapping,
        condition: all(other.narrow([asked])),
        ...other.seen,
      };
    }
    default:
      return field satisfies never;
  }
}

function readItems(
  input: WhereInput,
  value: unknown,
  path: string,
  reader: ArgumentReader,
  permitted: Permitted,
): readonly Condition[] {
  if (value === null) throw isNull(path, reader);
  reader.sign('[');
  const conditions = (Array.isArray(value) ? value : [value]).map((item: unknown) =>
    readCondition(input, item, path, reader, permitted),
  );
  reader.sign(']');
  return conditions;
}

/** What a column is compared with. */
type Comparisons = Omit<Extract<WhereField, { kind: 'column' }>, 'kind'> & {
  readonly cast?: true;
};

function readComparisons(
  { column, operators, asText, cast }: Comparisons,
  value: unknown,
  path: string,
  reader: ArgumentReader,
  permitted: Permitted,
): Condition {
  const given = readObject(value, path, reader);
  const conditions: Condition[] = [];
  reader.sign('{');
  for (const [name, { operator, type }] of operators) {
    const operand = Object.hasOwn(given, name) ? given[name] : undefined;
    if (operand === undefined) continue;
    const operandPath = `${path}.${name}`;
    if (operator === '_is_null') {
      if (operand === null) continue;
      reader.sign(name, operand === true ? 'true' : 'false');
      conditions.push({ kind: 'null', column, isNull: operand === true, ...redacted(column, permitted) });
      continue;
    }
    if (operand === null) throw isNull(operandPath, reader);
    reader.sign(name);
    conditions.push({
      kind: 'compare',
      column,
      operator,
      operand: reader.operand({ value: operand, type, column, operator, path: operandPath }),
      ...redacted(column, permitted),
      ...(cast && { cast }),
    });
  }
  if (asText !== undefined && given._cast !== undefined) {
    conditions.push(readCast(asText, given._cast, `${path}._cast`, reader, permitted));
  }
  reader.sign('}');
  return all(conditions);
}

/** `{String: {…}}` */
function readCast(
  asText: Comparisons,
  value: unknown,
  path: string,
  reader: ArgumentReader,
  permitted: Permitted,
): Condition {
  const { String: text } = readObject(value, path, reader);
  if (text === undefined) return all([]);
  return readComparisons({ ...asText, cast: true }, text, `${path}.String`, reader, permitted);
}

/** A column that is null for the role in some rows is so in its conditions. */
export function redacted(
  column: Column,
  permitted: Permitted,
): Pick<Extract<Condition, { kind: 'null' }>, 'redaction'> {
  const redaction = permitted.redactionOf(column);
  return redaction === undefined ? {} : { redaction };
}

function all(conditions: readonly Condition[]): Condition {
  const [only] = conditions;
  return conditions.length === 1 && only !== undefined ? only : { kind: 'and', conditions };
}

function readObject(value: unknown, path: string, reader: ArgumentReader): Readonly<Record<string, unknown>> {
  if (value === null) throw isNull(path, reader);
  if (typeof value !== 'object' || Array.isArray(value)) throw reader.badInput(path, 'is not an object');
  return value as Readonly<Record<string, unknown>>;
}

function isNull(path: string, reader: ArgumentReader): Error {
  return reader.badInput(path, 'is null', 'Leave it out, or use "_is_null" to ask for nulls.');
}
