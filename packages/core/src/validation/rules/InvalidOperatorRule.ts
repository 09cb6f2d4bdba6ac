import type { ColumnKind } from '../../model/table.js';
import type { Rule } from '../visits.js';

/** Conditions and orders are such that the type of their column has them. */
export const InvalidOperatorRule: Rule = (context) => ({
  operator: ({ coordinate, node, operator, column }) => {
    const { kind, sql } = column.type;
    const text = texts.has(kind);
    const possible = operator === '_is_null' || (patterns.has(operator) ? text : kind !== 'json');
    if (possible) return;
    context.report({
      code: 'INVALID_OPERATOR',
      coordinate,
      node,
      message: `"${operator}" cannot be used on column "${column.name}", which is ${sql}.`,
      remedy: patterns.has(operator)
        ? 'Use it on text columns only; give other columns an input type of their own.'
        : 'Remove it: Postgres neither compares nor sorts values of this type, and only _is_null works.',
    });
  },
});

const texts: ReadonlySet<ColumnKind> = new Set(['text', 'varchar', 'bpchar', 'citext']);
const patterns: ReadonlySet<string> = new Set([
  '_like',
  '_nlike',
  '_ilike',
  '_nilike',
  '_similar',
  '_regex',
  '_iregex',
]);
