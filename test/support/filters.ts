import { type TableCatalog, tableKey } from '../../packages/core/src/model/catalog.js';
import type { KeyForm } from '../../packages/core/src/model/keyForm.js';
import { isOperator, type Operator } from '../../packages/core/src/model/operator.js';
import type { Filter, FilterOperand } from '../../packages/core/src/model/permission.js';
import type { Column, Table } from '../../packages/core/src/model/table.js';
import type { ColumnPair } from '../../packages/core/src/model/tableArguments.js';

/**
 * A permission's filter, written by hand: columns and their comparisons, all of which hold.
 *
 *     { user_id: { _eq: { session: 'x-user' } }, _or: [{ title: { _is_null: true } }, { rows: exists('users', { user_id: 'id' }) }] }
 */
export interface FilterParts {
  readonly [name: string]: Comparisons | Rows | FilterParts | readonly FilterParts[];
}

type Comparisons = { readonly [operator in Operator]?: unknown };

/** There is such a row in another table. */
interface Rows {
  readonly rows: string;
  /** Column here → column there. */
  readonly on: Readonly<Record<string, string>>;
  readonly where: FilterParts;
  /** In another database: the forms of the keys, part by part. */
  readonly forms?: readonly KeyForm[];
}

export function exists(rows: string, on: Rows['on'] = {}, where: FilterParts = {}): Rows {
  return { rows, on, where };
}

export function elsewhere(rows: string, on: Rows['on'], forms: readonly KeyForm[], where: FilterParts = {}): Rows {
  return { rows, on, where, forms };
}

/** @param other the catalog of the other database */
export function createFilters(catalog: TableCatalog, other = catalog): (table: string, parts: FilterParts) => Filter {
  const filterOf = (from: TableCatalog, name: string, parts: FilterParts): Filter =>
    all(Object.entries(parts).map(([member, given]) => memberOf(from, tableOf(from, name), member, given)));

  function memberOf(from: TableCatalog, table: Table, member: string, given: FilterParts[string]): Filter {
    const items = (Array.isArray(given) ? given : [given]) as readonly FilterParts[];
    if (member === '_and' || member === '_or') {
      return { kind: member === '_and' ? 'and' : 'or', filters: items.map((each) => filterOf(from, table.name, each)) };
    }
    if (member === '_not') return { kind: 'not', filter: filterOf(from, table.name, items[0] ?? {}) };
    if (isRows(given)) return rowsOf(from, table, given);
    const column = columnOf(table, member);
    return all(Object.entries(given).map(([name, operand]) => comparisonOf(column, name, operand)));
  }

  function rowsOf(from: TableCatalog, parent: Table, { rows, on, where, forms }: Rows): Filter {
    const there = forms === undefined ? from : other;
    const table = tableOf(there, rows);
    const pairs = Object.entries(on).map(
      ([a, b]): ColumnPair => ({ parent: columnOf(parent, a), target: columnOf(table, b) }),
    );
    const filter = filterOf(there, rows, where);
    if (forms === undefined) return { kind: 'exists', table, mapping: pairs, filter };
    const keys = pairs.map((pair, part) => ({ ...pair, form: forms[part] ?? ({ kind: 'text' } as const) }));
    return { kind: 'elsewhere', coordinate: `${parent.name}.${rows}`, table, keys, filter };
  }

  return (table, parts) => filterOf(catalog, table, parts);
}

function comparisonOf(column: Column, name: string, operand: unknown): Filter {
  const operator = isOperator(name) ? name : undefined;
  if (operator === undefined) throw new Error(`"${name}" is no operator`);
  if (operator === '_is_null') return { kind: 'null', column, isNull: operand === true };
  return { kind: 'compare', column, operator, operand: operandOf(operand) };
}

function operandOf(operand: unknown): FilterOperand {
  if (typeof operand === 'object' && operand !== null && 'session' in operand) {
    return { kind: 'session', name: String(operand.session) };
  }
  return { kind: 'constant', value: operand };
}

function all(filters: readonly Filter[]): Filter {
  const [only] = filters;
  return filters.length === 1 && only !== undefined ? only : { kind: 'and', filters };
}

function isRows(given: object): given is Rows {
  return 'rows' in given && typeof given.rows === 'string';
}

function tableOf(catalog: TableCatalog, name: string): Table {
  const table = catalog.tables.get(tableKey('public', name));
  if (table === undefined) throw new Error(`no table "${name}"`);
  return table;
}

function columnOf(table: Table, name: string): Column {
  const column = table.columns.get(name);
  if (column === undefined) throw new Error(`"${table.name}" has no column "${name}"`);
  return column;
}
