import { type Operator, operandKindOf } from '../../model/operator.js';

/**
 * Which operators a column's type has. `null`: `_is_null` alone; `equal`: no order besides; `pattern`: of texts, `_like` and
 * its kind as well; `array` and `json`: what they hold as well.
 */
export type OperatorKind = 'null' | 'equal' | 'all' | 'pattern' | 'array' | 'json';

const equating: readonly Operator[] = ['_eq', '_in', '_neq', '_nin'];
const comparing: readonly Operator[] = [...equating, '_gt', '_gte', '_lt', '_lte'];
const matching: readonly Operator[] = [
  '_ilike', '_iregex', '_like', '_nilike', '_niregex', '_nlike', '_nregex', '_nsimilar', '_regex', '_similar',
]; // biome-ignore format: a table of operators
const holding: readonly Operator[] = ['_contained_in', '_contains'];
const keyed: readonly Operator[] = ['_has_key', '_has_keys_all', '_has_keys_any'];

const operatorsOf: Readonly<Record<OperatorKind, readonly Operator[]>> = {
  null: [],
  equal: equating,
  all: comparing,
  pattern: [...comparing, ...matching],
  array: [...comparing, ...holding],
  json: [...comparing, ...holding, ...keyed],
};

/**
 * The fields of an input type of operators, in the order of their names.
 *
 * @param operand the type of the column, without an outer `!`
 * @param cast the input type of `_cast`, where there is one
 */
export function printOperators(kind: OperatorKind, operand: string, cast?: string): readonly string[] {
  const typed = operatorsOf[kind].map((operator) => `${operator}: ${operandOf(operator, operand)}`);
  return [...typed, ...(cast === undefined ? [] : [`_cast: ${cast}`]), '_is_null: Boolean'].sort();
}

function operandOf(operator: Operator, type: string): string {
  const kind = operandKindOf(operator);
  switch (kind) {
    case 'value':
    case 'pattern':
      return type;
    case 'values':
      return `[${type}!]`;
    case 'key':
      return 'String';
    case 'keys':
      return '[String!]';
    case 'boolean':
      return 'Boolean';
    default:
      return kind satisfies never;
  }
}
