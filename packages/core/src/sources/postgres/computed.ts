import { invariant } from '../../error/invariant.js';
import { type CallArgument, type Computed, type FunctionCall, isOfRowAlone } from '../../model/computed.js';
import type { Column, QualifiedName } from '../../model/table.js';
import type { Calls } from './shape.js';
import { identifier, join, type Sql, sql, typeName, value } from './sql.js';

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
 * Postgres makes one query of both, whose indexes serve as before:
 *
 *     "public"."users" t0
 *     (select r.*, "public"."full_name"(r.*) as "f0" from "public"."users" r) t0
 */
export function withComputed(rows: Sql, row: Sql, columns: readonly Column[], calls: Calls = noCalls): Sql {
  const outputs = new Map<string, Sql>();
  for (const column of columns) {
    const { computed } = column;
    if (computed !== undefined && !outputs.has(computed.as))
      outputs.set(computed.as, sql`${compileComputed(computed, column, calls)} as ${identifier(computed.as)}`);
  }
  if (outputs.size === 0) return sql`${rows} ${row}`;
  return sql`(select r.*, ${join([...outputs.values()], sql`, `)} from ${rows} r) ${row}`;
}

const noCalls: Calls = new Map();

/** Whether all that a function is given is known. It is not where a field cannot be asked for, which has no rows then. */
export function canBeCalled(call: FunctionCall, calls: Calls): boolean {
  return calls.has(call) || isOfRowAlone(call);
}

function compileComputed(computed: Computed, { type }: Column, calls: Calls): Sql {
  switch (computed.kind) {
    case 'call':
      if (!canBeCalled(computed.call, calls)) return sql`null::${typeName(type)}`;
      return compileCall(computed.call, sql`r.*`, calls);
    case 'row':
      return sql`(r.*)::${qualifiedName(computed.table)}`;
    case 'place':
      return sql`row_number() over ()`;
    default:
      return computed satisfies never;
  }
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
