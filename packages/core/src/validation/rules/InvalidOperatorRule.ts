import type { ColumnKind } from '../../model/table.js';
import { patternOperators } from '../patternOperators.js';
import type { Rule } from '../visits.js';

/** Conditions and orders are such that the type of their column has them. */
export const InvalidOperatorRule: Rule = (context) => ({
  operator: ({ coordinate, node, operator, column, filter }) => {
    const { kind, sql } = column.type;
    const text = texts.has(kind);
    const possible = operator === '_is_null' || (patternOperators.has(operator) ? text : kind !== 'json');
    if (possible) return;
    context.report({
      code: 'INVALID_OPERATOR',
      coordinate,
      node,
      message: `"${operator}" cannot be used on column "${column.name}", which is ${sql}.`,
      remedy: patternOperators.has(operator)
        ? `Use it on text columns only${filter ? '' : '; give other columns an input type of their own'}.`
        : 'Remove it: Postgres neither compares nor sorts values of this type, and only _is_null works.',
    });
  },
});

const texts: ReadonlySet<ColumnKind> = new Set(['text', 'varchar', 'bpchar', 'citext']);
