import type { TablePermission } from '../../model/permission.js';
import type { Column } from '../../model/table.js';
import type { FilterReader } from './filterReader.js';
import { isExpression } from './operators.js';
import { readFilter } from './readFilter.js';
import type { Condition, Redactions } from './shape.js';

/** What a role may see of a table at one place of a statement. */
export interface Permitted {
  /** The rows that may be seen; nothing where all may. */
  readonly seen: { readonly seen?: Condition };
  /** All rows that may be seen, and of them those that are asked for. */
  narrow(asked: readonly Condition[]): readonly Condition[];
  /** The rows in which a column may be seen; absent where it may in all of them. */
  redactionOf(column: Column): Condition | undefined;
  /** Those that were asked for. */
  readonly redactions: Redactions;
}

/**
 * Reads a permission for one request. Every table that a statement reads for a client passes through here: `narrow` is
 * the only way from what is asked to conditions.
 *
 * @throws RemoteJoinsError `FORBIDDEN` where the session lacks a variable
 */
export function readPermission(permission: TablePermission | undefined, reader: FilterReader): Permitted {
  if (permission === undefined) return everything;
  const rows = permission.filter && readFilter(permission.filter, reader);
  const redactions = new Map<string, Condition>();
  return {
    redactions,
    seen: rows === undefined ? {} : { seen: rows },
    narrow: (asked) => (rows === undefined ? asked : [rows, ...asked.map((each) => within(rows, each))]),
    redactionOf({ name }) {
      const filter = permission.redactedColumns.get(name);
      if (filter === undefined) return undefined;
      const redaction = redactions.get(name) ?? readFilter(filter, reader);
      redactions.set(name, redaction);
      return redaction;
    },
  };
}

const everything: Permitted = {
  redactions: new Map(),
  seen: {},
  narrow: (asked) => asked,
  redactionOf: () => undefined,
};

/**
 * Postgres looks at conditions in the order that it finds cheapest. One that fails for what a row holds, or only once there
 * is a row to look at, would tell of rows that are hidden, so it waits until the row is known to be seen.
 */
function within(rows: Condition, asked: Condition): Condition {
  if (asked.kind === 'and') return { kind: 'and', conditions: asked.conditions.map((each) => within(rows, each)) };
  return mayFail(asked) ? { kind: 'within', rows, condition: asked } : asked;
}

function mayFail(condition: Condition): boolean {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.conditions.some(mayFail);
    case 'exists':
      return condition.mapping.some(({ parent }) => parent.computed) || mayFail(condition.condition);
    case 'not':
    case 'within':
      return mayFail(condition.condition);
    case 'compare': {
      const { operator, column } = condition;
      const isList = operator === '_in' || operator === '_nin';
      return (
        column.computed !== undefined ||
        isExpression(operator) ||
        column.type.kind === 'json' ||
        (isList && column.type.kind === 'array')
      );
    }
    case 'null':
      return condition.column.computed !== undefined;
    case 'columns':
      return condition.column.computed !== undefined || condition.other.computed !== undefined;
    case 'found':
      return false;
    default:
      return condition satisfies never;
  }
}
