import {
  type GraphQLNamedType,
  type GraphQLType,
  getNullableType,
  isEnumType,
  isListType,
  isNamedType,
  specifiedScalarTypes,
} from 'graphql';
import type { ColumnKind, ColumnType } from '../../model/table.js';
import type { Rule } from '../visits.js';

/** An SDL type can hold, and be compared with, the values of its column. */
export const ColumnTypeMismatchRule: Rule = (context) => ({
  columnType: ({ coordinate, node, type, column, operand, what = `column "${column.name}"` }) => {
    const wanted = wantedType(type, column.type);
    if (wanted === undefined) return;
    context.report({
      code: 'COLUMN_TYPE_MISMATCH',
      coordinate,
      node,
      message: `The type ${type}${operand === undefined ? '' : ` of "${operand}"`} does not fit ${what}, which is ${column.type.sql}.`,
      remedy: `Use ${wanted}.`,
    });
  },
});

const whole: readonly ColumnKind[] = ['int2', 'int4', 'int8', 'numeric', 'money'];
const holders: Readonly<Record<string, readonly ColumnKind[]>> = {
  Int: whole,
  Float: [...whole, 'float4', 'float8'],
  Boolean: ['bool'],
};
const texts: readonly ColumnKind[] = ['text', 'varchar', 'bpchar', 'citext'];

/** A type that would fit, where the given one does not. */
function wantedType(type: GraphQLType, column: ColumnType): string | undefined {
  const nullable = getNullableType(type);
  if (isListType(nullable)) {
    if (column.kind !== 'array') return fitting(column);
    // Postgres does not tell arrays of arrays from arrays: lists may be nested as deep as one likes.
    const nested = isListType(getNullableType(nullable.ofType));
    const wanted = wantedType(nullable.ofType, nested ? column : (column.element ?? column));
    return wanted === undefined || nested ? wanted : `a list of ${wanted}`;
  }
  return isNamedType(nullable) && !fits(nullable, column) ? fitting(column) : undefined;
}

function fits(type: GraphQLNamedType, column: ColumnType): boolean {
  if (isEnumType(type)) return column.kind === 'enum' || texts.includes(column.kind);
  if (!specifiedScalarTypes.some(({ name }) => name === type.name)) return true;
  const kinds = holders[type.name];
  return kinds === undefined || kinds.includes(column.kind);
}

function fitting(column: ColumnType): string {
  if (column.kind === 'array') return `a list of ${column.element === undefined ? 'them' : fitting(column.element)}`;
  const names = Object.entries(holders).flatMap(([name, kinds]) => (kinds.includes(column.kind) ? [name] : []));
  const text = column.kind === 'enum' ? 'an enum, String' : 'String, ID';
  return `${[...names, text].join(', ')} or a custom scalar`;
}
