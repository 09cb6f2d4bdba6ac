/** What an operator of conditions is given. */
export type OperandKind =
  /** A value of the column's type. */
  | 'value'
  /** A list of such. */
  | 'values'
  /** A pattern, which is a text. */
  | 'pattern'
  /** A key of a JSON object. */
  | 'key'
  /** A list of such. */
  | 'keys'
  /** True or false. */
  | 'boolean';

/** Hasura's operators. What `_cast` is given is conditions again, so it is none of them. */
export const operandKinds = {
  _eq: 'value', _neq: 'value', _gt: 'value', _gte: 'value', _lt: 'value', _lte: 'value',
  _in: 'values', _nin: 'values', _is_null: 'boolean',
  _like: 'pattern', _nlike: 'pattern', _ilike: 'pattern', _nilike: 'pattern',
  _similar: 'pattern', _nsimilar: 'pattern', _regex: 'pattern', _nregex: 'pattern', _iregex: 'pattern', _niregex: 'pattern',
  _contains: 'value', _contained_in: 'value',
  _has_key: 'key', _has_keys_any: 'keys', _has_keys_all: 'keys',
} as const satisfies Readonly<Record<string, OperandKind>>; // biome-ignore format: a table of operators

export type Operator = keyof typeof operandKinds;

/** Operators that compare a column with what they are given. */
export type Comparison = Exclude<Operator, '_is_null'>;

export const operators: readonly Operator[] = Object.keys(operandKinds).filter(isOperator);

export function isOperator(name: string): name is Operator {
  return Object.hasOwn(operandKinds, name);
}

export function operandKindOf(operator: Operator): OperandKind {
  return operandKinds[operator];
}

/** Operators of permissions that compare a column with another one. */
export const columnOperators = ['_ceq', '_cne', '_cgt', '_cgte', '_clt', '_clte'] as const;
export type ColumnOperator = (typeof columnOperators)[number];

export function isColumnOperator(name: string): name is ColumnOperator {
  return columnOperators.some((known) => known === name);
}
