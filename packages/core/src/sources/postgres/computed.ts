import { invariant } from '../../error/invariant.js';
import {
  type CallArgument,
  type ComputedCall,
  type FunctionCall,
  isOfRowAlone,
  type RowValue,
} from '../../model/computed.js';
import type { Column, ColumnType, QualifiedName } from '../../model/table.js';
import type { Calls } from './shape.js';
import { empty, identifier, join, type Sql, sql, typeName, value } from './sql.js';

/** A table or function, under its schema: what it means must not depend on the session's search_path. */
export function qualifiedName({ schema, name }: QualifiedName): Sql {
  return sql`${identifier(schema)}.${identifier(name)}`;
}

/** The name that a column has among those of its rows. */
export function columnName({ name, computed }: Column): Sql {
  return identifier(computed?.as ?? name);
}

/**
 * Rows under an alias, with those of the columns that have to be computed of them. All else reads these as it reads any;
 * Postgres makes one query of both, whose indexes serve as before, and computes nothing for rows that are not asked for:
 *
 *     "public"."users" t0
 *     (select r.*, "public"."full_name"(r.*) as "f0" from "public"."users" r) t0
 *
 * Places are told before any row is left out, so they are a query of their own, out of which rows come as values.
 */
export function withComputed(
  rows: Sql,
  row: Sql,
  columns: readonly Column[],
  { calls = noCalls, guard }: { readonly calls?: Calls; readonly guard?: Guard | undefined } = {},
): Sql {
  const byName = new Map(columns.flatMap((column) => (column.computed ? [[column.computed.as, column] as const] : [])));
  const place = [...byName.values()].map(({ computed }) => computed).find((computed) => computed?.kind === 'place');
  if (place?.kind !== 'place') return selectComputed(rows, row, [...byName.values()], sql`r.*`, { calls, guard });
  const others = [...byName.values()].filter(({ computed }) => computed !== place && computed?.as !== place.row.as);
  const needsRow = byName.size > 1 ? sql`${rowValue(place.row)} as ${identifier(place.row.as)}, ` : empty;
  const placed = sql`(select r.*, ${needsRow}row_number() over () as ${identifier(place.as)} from ${rows} r)`;
  return selectComputed(placed, row, others, sql`r.${identifier(place.row.as)}`, { calls, guard });
}

/**
 * The rows of which functions may be asked. Postgres computes what is joined, and what rows are joined by, once it has read
 * a row, be it one that is left out later: a function that fails for it would tell of it.
 */
export interface Guard {
  /** What is read of a row to tell. It is computed for every row. */
  readonly columns: readonly Column[];
  /** Absent where a column is computed for every row. */
  rowsOf(column: Column): ((row: Sql) => Sql) | undefined;
}

function selectComputed(
  rows: Sql,
  row: Sql,
  columns: readonly Column[],
  value: Sql,
  { calls, guard }: { readonly calls: Calls; readonly guard: Guard | undefined },
): Sql {
  const told = new Set(guard?.columns.map(({ computed }) => computed?.as));
  const outputs = columns.flatMap((column) => {
    const { computed, type } = column;
    if (computed === undefined || computed.kind === 'place') return [];
    const made = compileComputed(computed, type, value, calls);
    const isFree = computed.kind === 'row' || told.has(computed.as);
    const seen = guard && !isFree ? compileGuard(guard, column, value) : undefined;
    return [sql`${seen === undefined ? made : sql`case when ${seen} then ${made} end`} as ${identifier(computed.as)}`];
  });
  return outputs.length === 0
    ? sql`${rows} ${row}`
    : sql`(select r.*, ${join(outputs, sql`, `)} from ${rows} r) ${row}`;
}

/** Whether a row is one of those. What has to be computed of it for that stands beside it. */
function compileGuard(guard: Guard, column: Column, value: Sql): Sql | undefined {
  const compile = guard.rowsOf(column);
  if (compile === undefined) return undefined;
  const columns = guard.columns.flatMap(({ computed, type }) =>
    computed?.kind === 'call'
      ? [[computed.as, sql`${compileComputed(computed, type, value, noCalls)} as ${identifier(computed.as)}`] as const]
      : [],
  );
  const row = sql`r`;
  if (columns.length === 0) return compile(row);
  const beside = join([...new Map(columns).values()], sql`, `);
  return sql`exists (select from (select r.*, ${beside}) r where ${compile(row)})`;
}

const noCalls: Calls = new Map();

/** Whether all that a function is given is known. It is not where a field cannot be asked for, which has no rows then. */
export function canBeCalled(call: FunctionCall, calls: Calls): boolean {
  return calls.has(call) || isOfRowAlone(call);
}

function compileComputed(computed: RowValue | ComputedCall, type: ColumnType, row: Sql, calls: Calls): Sql {
  if (computed.kind === 'row') return rowValue(computed);
  return canBeCalled(computed.call, calls) ? compileCall(computed.call, row, calls) : sql`null::${typeName(type)}`;
}

function rowValue({ table }: RowValue): Sql {
  return sql`(r.*)::${qualifiedName(table)}`;
}

/** `"public"."price"(r.*, "currency" => $1::text)`. What is left out has the function's own default. */
export function compileCall(call: FunctionCall, row: Sql | undefined, calls: Calls): Sql {
  const operands = calls.get(call);
  const operandOf = (argument: CallArgument): Sql | undefined => {
    if (argument.kind === 'row') return row;
    const type = typeName(argument.kind === 'session' ? argument.type : argument.column.type);
    const operand = operands?.get(argument);
    if (operand === 'null') return sql`null::${type}`;
    return operand === undefined ? undefined : sql`${value({ kind: 'argument', index: operand })}::${type}`;
  };
  const given = call.arguments.flatMap((argument): Sql[] => {
    const text = operandOf(argument);
    invariant(
      text !== undefined || argument.kind === 'given',
      `"${call.function.name}" would be called without all it needs`,
    );
    if (text === undefined) return [];
    return [argument.name === undefined ? text : sql`${identifier(argument.name)} => ${text}`];
  });
  return sql`${qualifiedName(call.function)}(${join(given, sql`, `)})`;
}
