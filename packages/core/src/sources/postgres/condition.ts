import { invariant } from '../../error/invariant.js';
import type { ColumnsFilter } from '../../model/permission.js';
import type { Column, Table } from '../../model/table.js';
import type { ColumnPair } from '../../model/tableArguments.js';
import { columnName, type Guard, qualifiedName, withComputed } from './computed.js';
import { comparePairs, toKeyComparison } from './keyPair.js';
import type { Condition, Redactions } from './shape.js';
import { alias, empty, isEmpty, join, type Sql, sql, typeName, value } from './sql.js';

type Comparison = Extract<Condition, { kind: 'compare' }>;

/** Conditions that all hold for the rows of `row`. What asks for nothing is left out. */
export function compileConditions(
  conditions: readonly Condition[],
  row: Sql,
  depth = 1,
  outer: readonly Sql[] = [],
): Sql[] {
  return conditions.flatMap((condition) =>
    condition.kind === 'and'
      ? compileConditions(condition.conditions, row, depth, outer)
      : [compileCondition(condition, row, depth, outer)],
  );
}

/**
 * `depth` numbers the tables of relationships inside a condition: `w1`, `w2`, …; `outer` are the rows that it is inside of,
 * the nearest first.
 */
function compileCondition(condition: Condition, row: Sql, depth: number, outer: readonly Sql[]): Sql {
  switch (condition.kind) {
    case 'and': {
      const parts = compileConditions(condition.conditions, row, depth, outer);
      return parts.length === 0 ? sql`true` : sql`(${join(parts, sql` and `)})`;
    }
    case 'or': {
      const parts = condition.conditions.map((part) => compileCondition(part, row, depth, outer));
      return parts.length === 0 ? sql`false` : sql`(${join(parts, sql` or `)})`;
    }
    case 'not':
      return sql`(not ${compileCondition(condition.condition, row, depth, outer)})`;
    case 'null': {
      const side = compileColumn(condition.column, row, condition.redaction, depth);
      return condition.isNull ? sql`${side} is null` : sql`${side} is not null`;
    }
    case 'compare':
      return compileComparison(condition, compileColumn(condition.column, row, condition.redaction, depth));
    case 'columns':
      return compileColumnComparison(condition, row, outer);
    case 'exists': {
      const other = alias('w', depth);
      const joined = comparePairs(
        condition.mapping,
        (column) => columnOf(row, column),
        (column) => columnOf(other, column),
      );
      const all = [joined, ...compileConditions([condition.condition], other, depth + 1, [row, ...outer])].filter(
        (part) => !isEmpty(part),
      );
      const where = all.length === 0 ? empty : sql` where ${join(all, sql` and `)}`;
      const read = [...condition.mapping.map(({ target }) => target), ...columnsOf(condition.condition)];
      const guard = guardOfJoin(condition.mapping, condition.seen);
      return sql`exists (select from ${withComputed(tableName(condition.table), other, read, { guard })}${where})`;
    }
    case 'found':
      return compileFound(condition, row);
    case 'within':
      return sql`case when ${compileCondition(condition.rows, row, depth, outer)} then ${compileCondition(condition.condition, row, depth, outer)} end`;
    default:
      return condition satisfies never;
  }
}

/**
 * Has functions asked of no rows but these, and of those in which the role sees the column.
 *
 * @param joined columns that are read whether the role sees them or not
 */
export function guardOf(
  seen: Condition | undefined,
  redactions: Redactions = new Map(),
  joined: readonly Column[] = [],
): Guard | undefined {
  if (seen === undefined && redactions.size === 0) return undefined;
  const keys = new Set(joined.map(({ name }) => name));
  return {
    columns: [...(seen ? [seen] : []), ...redactions.values()].flatMap((rows) => columnsOf(rows)),
    rowsOf({ name }) {
      // Where a role sees a column, it sees the row.
      const rows = (keys.has(name) ? undefined : redactions.get(name)) ?? seen;
      return rows && ((row) => compileCondition(rows, row, 1, []));
    },
  };
}

/** The same where rows are joined, which has to wait for it only if they are so by what is computed. */
export function guardOfJoin(mapping: readonly ColumnPair[], seen: Condition | undefined): Guard | undefined {
  return mapping.some(({ target }) => target.computed) ? guardOf(seen) : undefined;
}

/** A column as the role sees it: null in the rows in which it does not. */
export function compileColumn(column: Column, row: Sql, redaction: Condition | undefined, depth = 1): Sql {
  const plain = columnOf(row, column);
  return redaction === undefined
    ? plain
    : sql`case when ${compileCondition(redaction, row, depth, [])} then ${plain} end`;
}

/**
 * The columns of the row itself that a condition reads.
 *
 * @param depth how many tables the condition stands below the row's
 * @param isPlain whether those are left out that it reads as the role sees them
 */
export function columnsOf(condition: Condition, depth = 0, isPlain = false): readonly Column[] {
  const own = (columns: readonly Column[]): readonly Column[] => (depth === 0 ? columns : []);
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.conditions.flatMap((each) => columnsOf(each, depth, isPlain));
    case 'not':
      return columnsOf(condition.condition, depth, isPlain);
    case 'null':
    case 'compare':
      if (condition.redaction === undefined) return own([condition.column]);
      return own([...(isPlain ? [] : [condition.column]), ...columnsOf(condition.redaction)]);
    case 'columns':
      return [...own([condition.column]), ...(condition.out === depth ? [condition.other] : [])];
    case 'exists':
      return [
        ...own(condition.mapping.map(({ parent }) => parent)),
        ...columnsOf(condition.condition, depth + 1, isPlain),
      ];
    case 'found':
      return own(condition.keys.map(({ parent }) => parent));
    case 'within':
      return [...columnsOf(condition.rows, depth, isPlain), ...columnsOf(condition.condition, depth, isPlain)];
    default:
      return condition satisfies never;
  }
}

/** A key with a null in it is none of those that were found, so that `exists` is false and never unknown. */
function compileFound({ keys, lookup }: Extract<Condition, { kind: 'found' }>, row: Sql): Sql {
  const names = keys.map((_, part) => alias('k', part));
  const compared = keys.map(({ parent, form }) => toKeyComparison(columnOf(row, parent), parent.type, form));
  const arrays = compared.map(({ arrayType: type }, part) => value({ kind: 'lookup', index: lookup, part, type }));
  const equal = compared.map(({ side }, part) => sql`${side} = f.${alias('k', part)}`);
  return sql`exists (select from unnest(${join(arrays, sql`, `)}) f(${join(names, sql`, `)}) where ${join(equal, sql` and `)})`;
}

export function tableName(table: Table): Sql {
  return qualifiedName(table);
}

/** A column as it is. */
export function columnOf(row: Sql, column: Column): Sql {
  return sql`${row}.${columnName(column)}`;
}

/** Another column stands in the row itself, or in one that its table was looked for by. */
function compileColumnComparison(
  { column, operator, other, out }: ColumnsFilter,
  row: Sql,
  outer: readonly Sql[],
): Sql {
  const outside = out === 0 ? row : outer[out - 1];
  invariant(outside !== undefined, `column "${other.name}" is in no row around the condition`);
  const [left, right] = [columnOf(row, column), columnOf(outside, other)];
  switch (operator) {
    case '_ceq':
      return sql`${left} = ${right}`;
    case '_cne':
      return sql`${left} <> ${right}`;
    case '_cgt':
      return sql`${left} > ${right}`;
    case '_cgte':
      return sql`${left} >= ${right}`;
    case '_clt':
      return sql`${left} < ${right}`;
    case '_clte':
      return sql`${left} <= ${right}`;
    default:
      return operator satisfies never;
  }
}

function compileComparison({ column, operator, operand, cast }: Comparison, plain: Sql): Sql {
  const left = cast ? sql`${plain}::${typeName(column.type)}` : plain;
  const parameter = value({ kind: 'argument', index: operand });
  // json has no equality, jsonb has.
  const side = column.type.kind === 'json' ? sql`${left}::jsonb` : left;
  const type = column.type.kind === 'json' ? sql`jsonb` : typeName(column.type);
  const one = sql`${parameter}::${type}`;
  switch (operator) {
    case '_eq':
      return sql`${side} = ${one}`;
    case '_neq':
      return sql`${side} <> ${one}`;
    case '_gt':
      return sql`${side} > ${one}`;
    case '_gte':
      return sql`${side} >= ${one}`;
    case '_lt':
      return sql`${side} < ${one}`;
    case '_lte':
      return sql`${side} <= ${one}`;
    case '_in':
    case '_nin':
      return compileMembership(operator, column, side, type, parameter);
    case '_like':
      return sql`${toText(left, column)} like ${parameter}::text`;
    case '_nlike':
      return sql`${toText(left, column)} not like ${parameter}::text`;
    case '_ilike':
      return sql`${toText(left, column)} ilike ${parameter}::text`;
    case '_nilike':
      return sql`${toText(left, column)} not ilike ${parameter}::text`;
    case '_similar':
      return sql`${toText(left, column)} similar to ${parameter}::text`;
    case '_nsimilar':
      return sql`${toText(left, column)} not similar to ${parameter}::text`;
    case '_regex':
      return sql`${toText(left, column)} ~ ${parameter}::text`;
    case '_nregex':
      return sql`${toText(left, column)} !~ ${parameter}::text`;
    case '_iregex':
      return sql`${toText(left, column)} ~* ${parameter}::text`;
    case '_niregex':
      return sql`${toText(left, column)} !~* ${parameter}::text`;
    case '_contains':
      return sql`${side} @> ${one}`;
    case '_contained_in':
      return sql`${side} <@ ${one}`;
    case '_has_key':
      return sql`${side} ? ${parameter}::text`;
    case '_has_keys_any':
      return sql`${side} ?| ${parameter}::text[]`;
    case '_has_keys_all':
      return sql`${side} ?& ${parameter}::text[]`;
    default:
      return operator satisfies never;
  }
}

function compileMembership(operator: '_in' | '_nin', column: Column, side: Sql, type: Sql, parameter: Sql): Sql {
  // A list of arrays is no array of arrays (their lengths may differ), so it travels as a list of their texts.
  if (column.type.kind === 'array') {
    const found = sql`${side} in (select v::${type} from unnest(${parameter}::text[]) v)`;
    return operator === '_in' ? found : sql`(not ${found})`;
  }
  return operator === '_in'
    ? sql`${side} = any(${parameter}::${type}[])`
    : sql`${side} <> all(${parameter}::${type}[])`;
}

function toText(left: Sql, { type }: Column): Sql {
  return type.kind === 'text' || type.kind === 'varchar' || type.kind === 'citext' ? left : sql`${left}::text`;
}
