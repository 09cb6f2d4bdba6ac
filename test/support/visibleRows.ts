import type { Filter, FilterOperand } from '../../packages/core/src/model/permission.js';
import type { SessionVariable } from '../../packages/core/src/model/session.js';
import type { Column, Table } from '../../packages/core/src/model/table.js';

/** What a filter means, written down once more and without SQL: over rows in memory, with the logic of three values. */
export interface Reference {
  /** By table name. */
  readonly rows: Readonly<Record<string, readonly Row[]>>;
  readonly session: Readonly<Record<string, SessionVariable>>;
  /** The lists that texts of session variables are. */
  readonly lists: ReadonlyMap<string, readonly (string | null)[]>;
}

export type Row = Readonly<Record<string, string | number | null>>;

/** Yes, no, or unknown. */
type Truth = boolean | undefined;

/** The rows of a table that a filter leaves: those that it surely holds for. */
export function visibleRows(reference: Reference, table: Table, filter: Filter): readonly Row[] {
  return (reference.rows[table.name] ?? []).filter((row) => holds(reference, filter, row) === true);
}

/** Why there can be no answer. Empty where there is one. */
export function faultsOf(reference: Reference, filter: Filter): ReadonlySet<string> {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return new Set(filter.filters.flatMap((each) => [...faultsOf(reference, each)]));
    case 'not':
    case 'exists':
    case 'elsewhere':
      return faultsOf(reference, filter.filter);
    case 'null':
    case 'columns':
      return new Set();
    case 'compare': {
      const read = readOperand(reference, filter.operand, filter.column, filter.operator);
      return new Set(typeof read === 'string' ? [read] : []);
    }
    default:
      return filter satisfies never;
  }
}

function holds(reference: Reference, filter: Filter, row: Row): Truth {
  switch (filter.kind) {
    case 'and': {
      const all = filter.filters.map((each) => holds(reference, each, row));
      return all.includes(false) ? false : all.includes(undefined) ? undefined : true;
    }
    case 'or': {
      const all = filter.filters.map((each) => holds(reference, each, row));
      return all.includes(true) ? true : all.includes(undefined) ? undefined : false;
    }
    case 'not': {
      const held = holds(reference, filter.filter, row);
      return held === undefined ? undefined : !held;
    }
    case 'null':
      return (row[filter.column.name] === null) === filter.isNull;
    case 'compare':
      return compare(reference, filter, row[filter.column.name] ?? null);
    case 'columns':
      throw new Error('Comparisons of columns are not known here');
    case 'exists':
      return hasMatch(reference, filter, filter.mapping, row);
    case 'elsewhere':
      return hasMatch(reference, filter, filter.keys, row);
    default:
      return filter satisfies never;
  }
}

function hasMatch(
  reference: Reference,
  { table, filter }: { readonly table: Table; readonly filter: Filter },
  pairs: readonly { readonly parent: Column; readonly target: Column }[],
  row: Row,
): boolean {
  return visibleRows(reference, table, filter).some((other) =>
    pairs.every(({ parent, target }) => row[parent.name] !== null && row[parent.name] === other[target.name]),
  );
}

function compare(
  reference: Reference,
  { column, operator, operand }: Extract<Filter, { kind: 'compare' }>,
  value: string | number | null,
): Truth {
  const operands = readOperand(reference, operand, column, operator);
  if (typeof operands === 'string') throw new Error(operands);
  if (operator === '_in' || operator === '_nin') {
    const isIn = operands.length === 0 ? false : value === null ? undefined : operands.includes(value);
    return isIn === undefined || operator === '_in' ? isIn : !isIn;
  }
  const [other] = operands;
  if (value === null || other === undefined) return undefined;
  switch (operator) {
    case '_eq':
      return value === other;
    case '_neq':
      return value !== other;
    case '_gt':
      return value > other;
    case '_gte':
      return value >= other;
    case '_lt':
      return value < other;
    case '_lte':
      return value <= other;
    default:
      throw new Error(`"${operator}" is not known here`);
  }
}

/** The operands, or the code of what is wrong with them. */
function readOperand(
  { session, lists }: Reference,
  operand: FilterOperand,
  { type }: Column,
  operator: string,
): readonly (string | number)[] | string {
  const isList = operator === '_in' || operator === '_nin';
  if (operand.kind === 'constant') return (isList ? operand.value : [operand.value]) as readonly (string | number)[];
  const variable = session[operand.name];
  if (variable === undefined) return 'FORBIDDEN';
  const texts = isList ? (typeof variable === 'string' ? lists.get(variable) : variable) : [variable];
  const read: (string | number)[] = [];
  for (const text of texts ?? [null]) {
    if (typeof text !== 'string' || text.includes('\0')) return 'BAD_USER_INPUT';
    if (type.kind === 'int4' && !/^-?\d+$/.test(text)) return 'BAD_USER_INPUT';
    read.push(type.kind === 'int4' ? Number(text) : text);
  }
  return read;
}
