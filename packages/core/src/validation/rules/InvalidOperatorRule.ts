import { isOperator, operandKindOf } from '../../model/operator.js';
import type { ColumnKind, ColumnType } from '../../model/table.js';
import type { Rule } from '../visits.js';

/** Conditions and orders are such that the type of their column has them. */
export const InvalidOperatorRule: Rule = (context) => ({
  operator: ({ coordinate, node, operator, column, filter }) => {
    const needed = needOf(operator);
    if (needed === undefined || isMet[needed](column.type)) return;
    context.report({
      code: 'INVALID_OPERATOR',
      coordinate,
      node,
      message: `"${operator}" cannot be used on column "${column.name}", which is ${column.type.sql}.`,
      remedy:
        needed === 'order' || column.type.isComparable === false
          ? 'Remove it: Postgres neither compares nor sorts values of this type, and only _is_null works.'
          : `Use it on ${needed} columns only${filter ? '' : '; give other columns an input type of their own'}.`,
    });
  },
});

type Need = 'order' | 'text' | 'jsonb' | 'jsonb and array' | 'json and jsonb';

/** What an operator, or an argument that sorts, needs of a column. */
function needOf(operator: string): Need | undefined {
  if (operator === '_cast') return 'json and jsonb';
  if (operator === '_contains' || operator === '_contained_in') return 'jsonb and array';
  const kind = isOperator(operator) ? operandKindOf(operator) : 'value';
  switch (kind) {
    case 'boolean':
      return undefined;
    case 'pattern':
      return 'text';
    case 'key':
    case 'keys':
      return 'jsonb';
    case 'value':
    case 'values':
      return 'order';
    default:
      return kind satisfies never;
  }
}

const texts: ReadonlySet<ColumnKind> = new Set(['text', 'varchar', 'bpchar', 'citext']);

const isMet: Readonly<Record<Need, (type: ColumnType) => boolean>> = {
  order: ({ kind, isComparable }) => kind !== 'json' && isComparable !== false,
  text: ({ kind }) => texts.has(kind),
  jsonb: ({ kind }) => kind === 'jsonb',
  'jsonb and array': ({ kind, isComparable }) => kind === 'jsonb' || (kind === 'array' && isComparable !== false),
  'json and jsonb': ({ kind }) => kind === 'json' || kind === 'jsonb',
};
