import type { Choose } from '../randomQuery.js';
import { chance } from './seededChoose.js';
import { type ColumnName, codes, ids, isText, numbers, type Row, type Rows, texts, type Value } from './tables.js';

/** A permission's filter, as it is written in SDL and as what it means: once more, and without SQL. */
export type Filter =
  | { readonly kind: '_and' | '_or'; readonly filters: readonly Filter[] }
  | { readonly kind: '_not'; readonly filter: Filter }
  | { readonly kind: 'null'; readonly column: ColumnName; readonly isNull: boolean }
  | { readonly kind: 'compare'; readonly column: ColumnName; readonly operator: string; readonly operand: Operand }
  | {
      readonly kind: 'there';
      readonly name: string;
      readonly table: string;
      readonly pairs: Pairs;
      readonly filter: Filter;
    }
  | { readonly kind: 'anywhere'; readonly table: string; readonly filter: Filter };

type Operand = { readonly value: Value | readonly Value[] } | { readonly session: string };

/** Column of the parent, column of the target. */
export type Pairs = readonly (readonly [ColumnName, ColumnName])[];

/** A relationship that filters may go through. */
export interface Way {
  readonly name: string;
  readonly table: string;
  readonly pairs: Pairs;
}

export type Variables = Readonly<Record<string, string | readonly string[]>>;

export interface FilterScope {
  readonly choose: Choose;
  /** Relationships of a table. */
  readonly waysFrom: (table: string) => readonly Way[];
  /** Tables of the same database. */
  readonly besides: (table: string) => readonly string[];
  readonly columns: readonly ColumnName[];
}

/** Patterns of `_like` and of `_regex`, with what they mean. */
const likes: Readonly<Record<string, RegExp>> = { 'a%': /^a/, '%b': /b$/, '%CNRY%': /CNRY/, _: /^.$/ };
const regexes: Readonly<Record<string, RegExp>> = { '^a': /^a/, b$: /b$/, CNRY: /CNRY/, '^.?$': /^.?$/ };
const similars: Readonly<Record<string, RegExp>> = { '(a|b)%': /^[ab]/, '%B': /B$/ };
const patterns: Readonly<Record<string, Readonly<Record<string, RegExp>>>> = {
  _like: likes,
  _nlike: likes,
  _ilike: likes,
  _nilike: likes,
  _similar: similars,
  _regex: regexes,
  _iregex: regexes,
};

export function randomFilter(scope: FilterScope, table: string, depth = 3): Filter {
  const { choose, waysFrom, besides } = scope;
  const below = (): readonly Filter[] =>
    Array.from({ length: choose([0, 1, 2, 2]) }, () => randomFilter(scope, table, depth - 1));
  switch (
    depth === 0
      ? 'leaf'
      : choose(['leaf', 'leaf', 'leaf', 'leaf', 'and', 'or', 'or', 'not', 'there', 'there', 'anywhere'])
  ) {
    case 'and':
      return { kind: '_and', filters: below() };
    case 'or':
      return { kind: '_or', filters: below() };
    case 'not':
      return { kind: '_not', filter: randomFilter(scope, table, depth - 1) };
    case 'there': {
      const way = choose(waysFrom(table));
      if (way === undefined) break;
      return { kind: 'there', ...way, filter: randomFilter(scope, way.table, depth - 1) };
    }
    case 'anywhere': {
      const other = choose(besides(table));
      return { kind: 'anywhere', table: other, filter: randomFilter(scope, other, depth - 1) };
    }
  }
  return randomComparison(scope);
}

function randomComparison({ choose, columns }: FilterScope): Filter {
  const column = choose(columns);
  if (chance(choose, 12)) return { kind: 'null', column, isNull: chance(choose, 50) };
  const values: readonly Value[] = valuesOf(column);
  const operator = choose([
    '_eq',
    '_eq',
    '_neq',
    '_gt',
    '_gte',
    '_lt',
    '_lte',
    '_in',
    '_in',
    '_nin',
    ...(isText(column) ? Object.keys(patterns) : []),
  ]);
  const meanings = patterns[operator];
  if (meanings !== undefined)
    return { kind: 'compare', column, operator, operand: { value: choose(Object.keys(meanings)) } };
  const isList = operator === '_in' || operator === '_nin';
  if (chance(choose, 40)) {
    const session = isList
      ? isText(column)
        ? 'x-texts'
        : 'x-ids'
      : isText(column)
        ? choose(['x-text', 'x-secret'])
        : 'x-id';
    return { kind: 'compare', column, operator, operand: { session } };
  }
  const value = isList ? Array.from({ length: choose([0, 1, 2, 3]) }, () => choose(values)) : choose(values);
  return { kind: 'compare', column, operator, operand: { value } };
}

export function valuesOf(column: ColumnName): readonly (number | string)[] {
  if (column === 'k') return codes;
  if (column === 'n') return numbers;
  return isText(column) ? texts : ids;
}

/** As the author writes it: fields by name, columns without a field by their own. */
export function printFilter(filter: Filter): string {
  switch (filter.kind) {
    case '_and':
    case '_or':
      return `{${filter.kind}: [${filter.filters.map(printFilter).join(', ')}]}`;
    case '_not':
      return `{_not: ${printFilter(filter.filter)}}`;
    case 'null':
      return `{${nameOf(filter.column)}: {_is_null: ${filter.isNull}}}`;
    case 'compare': {
      const { operand } = filter;
      const written = 'session' in operand ? `{session: "${operand.session}"}` : JSON.stringify(operand.value);
      return `{${nameOf(filter.column)}: {${filter.operator}: ${written}}}`;
    }
    case 'there':
      return `{${filter.name}: ${printFilter(filter.filter)}}`;
    case 'anywhere':
      return `{_exists: {_table: "${filter.table}", _where: ${printFilter(filter.filter)}}}`;
    default:
      return filter satisfies never;
  }
}

/** The column's own name always serves. */
const nameOf = (column: ColumnName): string => column;

/** Whether a session lacks a variable that is needed, or has one that is no value of the column's type. */
export function isFaulty(filter: Filter, session: Variables): boolean {
  switch (filter.kind) {
    case '_and':
    case '_or':
      return filter.filters.some((each) => isFaulty(each, session));
    case '_not':
    case 'there':
    case 'anywhere':
      return isFaulty(filter.filter, session);
    case 'null':
      return false;
    case 'compare': {
      if (!('session' in filter.operand)) return false;
      const variable = session[filter.operand.session];
      if (variable === undefined) return true;
      return !isText(filter.column) && [variable].flat().some((text) => !/^\d+$/.test(text));
    }
    default:
      return filter satisfies never;
  }
}

/** Whether other databases have to be asked first. */
export function looksElsewhere(
  filter: Filter,
  isElsewhere: (from: string, to: string) => boolean,
  table: string,
): boolean {
  switch (filter.kind) {
    case '_and':
    case '_or':
      return filter.filters.some((each) => looksElsewhere(each, isElsewhere, table));
    case '_not':
      return looksElsewhere(filter.filter, isElsewhere, table);
    case 'there':
    case 'anywhere':
      return isElsewhere(table, filter.table) || looksElsewhere(filter.filter, isElsewhere, filter.table);
    default:
      return false;
  }
}

/** Yes, no, or unknown. */
type Truth = boolean | undefined;

/** Whether a filter surely holds for a row. */
export function holds(filter: Filter, row: Row, rows: Rows, session: Variables): boolean {
  return truthOf(filter, row, rows, session) === true;
}

function truthOf(filter: Filter, row: Row, rows: Rows, session: Variables): Truth {
  switch (filter.kind) {
    case '_and': {
      const all = filter.filters.map((each) => truthOf(each, row, rows, session));
      return all.includes(false) ? false : all.includes(undefined) ? undefined : true;
    }
    case '_or': {
      const all = filter.filters.map((each) => truthOf(each, row, rows, session));
      return all.includes(true) ? true : all.includes(undefined) ? undefined : false;
    }
    case '_not': {
      const held = truthOf(filter.filter, row, rows, session);
      return held === undefined ? undefined : !held;
    }
    case 'null':
      return (row[filter.column] === null) === filter.isNull;
    case 'compare':
      return compare(filter.operator, row[filter.column], operandOf(filter, session));
    case 'there':
      return (rows[filter.table] ?? []).some(
        (other) =>
          filter.pairs.every(([here, there]) => row[here] !== null && row[here] === other[there]) &&
          holds(filter.filter, other, rows, session),
      );
    case 'anywhere':
      return (rows[filter.table] ?? []).some((other) => holds(filter.filter, other, rows, session));
    default:
      return filter satisfies never;
  }
}

function operandOf({ operand, column }: Extract<Filter, { kind: 'compare' }>, session: Variables): readonly Value[] {
  const given = 'session' in operand ? session[operand.session] : operand.value;
  const items = Array.isArray(given) ? given : [given];
  return items.map((item: Value) => (isText(column) ? item : Number(item)));
}

function compare(operator: string, value: Value, operands: readonly Value[]): Truth {
  if (operator === '_in' || operator === '_nin') {
    const isIn = operands.length === 0 ? false : value === null ? undefined : operands.includes(value);
    return isIn === undefined || operator === '_in' ? isIn : !isIn;
  }
  const [other] = operands;
  if (value === null || other === undefined || other === null) return undefined;
  const meaning = patterns[operator]?.[String(other)];
  if (meaning !== undefined) {
    const ignoresCase = operator.includes('ilike') || operator === '_iregex';
    const isLike = (ignoresCase ? new RegExp(meaning.source, 'i') : meaning).test(String(value));
    return operator === '_nlike' || operator === '_nilike' ? !isLike : isLike;
  }
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
