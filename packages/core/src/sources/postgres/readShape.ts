import { getNullableType, isListType } from 'graphql';
import { RemoteJoinsError } from '../../error/RemoteJoinsError.js';
import { isOfRowAlone } from '../../model/computed.js';
import { remember } from '../../model/remember.js';
import type { Column } from '../../model/table.js';
import type { ColumnChoice, TableArguments } from '../../model/tableArguments.js';
import { toWireValue } from '../../model/wireValue.js';
import type { CountColumn, Occurrence, RowSet, RowsPlan } from '../../planning/fetchPlan.js';
import { readArguments } from '../../planning/readArguments.js';
import { type ArgumentReader, createArgumentReader } from './argumentReader.js';
import { createGathered, type ReadContext } from './gathered.js';
import { isListSet } from './outputs.js';
import { type Permitted, readPermission } from './permitted.js';
import { type PlacedCall, readCalls } from './readCalls.js';
import { readCondition, redacted } from './readCondition.js';
import { readOrder } from './readOrder.js';
import { type Condition, type Counted, noRows, type OrderTerm, type RowArguments, type Shape } from './shape.js';
import { tieColumns } from './ties.js';

/**
 * Reads the arguments of a plan's fields for one request, and what its role may see.
 * @throws RemoteJoinsError `BAD_USER_INPUT`, `FORBIDDEN`, naming the argument or the variable and never its value
 */
export function readShape(plan: RowsPlan, context: ReadContext): Shape {
  const gathered = createGathered();
  const readerFor = (coordinate: string): ArgumentReader => createArgumentReader(coordinate, context, gathered);
  const read = readWith(plan, context.variables, readerFor);
  return { ...read, ...gathered };
}

/** The same with readers of the caller's, which gather the rest. */
export function readWith(
  plan: RowsPlan,
  variables: Readonly<Record<string, unknown>>,
  readerFor: (coordinate: string) => ArgumentReader,
): Pick<Shape, 'signature' | 'occurrences' | 'failures'> {
  const signatures: string[] = [];
  const read = new Map<number, RowArguments>();
  const failures = new Map<number, Error>();
  for (const place of placesToRead(plan)) {
    const { occurrence } = place;
    const reader = readerFor(occurrence.coordinate);
    const given = readOr(failures, plan, occurrence, () =>
      readRowArguments(place, readArguments(occurrence.args, variables), reader, {
        counts: readCounts(place, variables, reader),
        calls: readCalls(place.calls, variables, reader),
      }),
    );
    if (given === undefined) reader.discard();
    read.set(occurrence.id, given ?? noRows);
    signatures.push(given === undefined ? `${occurrence.id}!` : `${occurrence.id}:${reader.signature()}`);
  }
  return { signature: signatures.join(';'), occurrences: read, failures };
}

/** What the plan's own field cannot be asked for fails the plan; what a field below it cannot fails that field. */
function readOr<T>(failures: Map<number, Error>, plan: RowsPlan, { id }: Occurrence, read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RemoteJoinsError) || id === plan.sets[0]?.object.occurrence.id) throw error;
    failures.set(id, error);
    return undefined;
  }
}

/** A table of a plan about which there is something to read. */
export interface TablePlace {
  readonly occurrence: Occurrence;
  /** Whether its rows are a list of the answer. */
  readonly list: boolean;
  /** The columns that are selected, or aggregated. */
  readonly selected: readonly Column[];
  /** Counts of its rows. */
  readonly counts: readonly CountColumn[];
  /** Functions that are given more than a row, by it or of it. */
  readonly calls: readonly PlacedCall[];
}

const places = new WeakMap<RowsPlan, readonly TablePlace[]>();

/** Those of a plan's tables whose fields take arguments, and those that the role may not see all of. */
export function placesToRead(plan: RowsPlan): readonly TablePlace[] {
  return remember(places, plan, () => plan.sets.flatMap((set) => placesOf(plan, set)));
}

function placesOf(plan: RowsPlan, set: RowSet): readonly TablePlace[] {
  const { object, columns } = set;
  const selectedOf = ({ id }: Occurrence): readonly Column[] =>
    columns.flatMap((column) => {
      if (column.kind === 'leaf') return column.occurrence.id === id ? [column.leaf.column] : [];
      return column.kind === 'value' && column.occurrence.id === id ? [column.column] : [];
    });
  const countsOf = ({ id }: Occurrence): readonly CountColumn[] =>
    columns.flatMap((column) => (column.kind === 'count' && column.occurrence.id === id ? [column] : []));
  const callsOf = ({ id, rows, args }: Occurrence): readonly PlacedCall[] => {
    const placed: PlacedCall[] = rows === undefined ? [] : [{ call: rows.call, args }];
    for (const column of columns) {
      if ((column.kind !== 'leaf' && column.kind !== 'key') || column.occurrence.id !== id) continue;
      const [{ computed }, given] =
        column.kind === 'leaf' ? [column.leaf.column, column.args] : [column.column, undefined];
      if (computed?.kind === 'call') placed.push({ call: computed.call, args: given });
    }
    return placed.filter(({ call }) => !isOfRowAlone(call));
  };
  const isRead = (occurrence: Occurrence): boolean =>
    occurrence.args !== undefined ||
    occurrence.permission !== undefined ||
    countsOf(occurrence).some(({ args }) => args) ||
    callsOf(occurrence).length > 0;
  return withObjects(object.occurrence)
    .filter(isRead)
    .map((occurrence) => ({
      occurrence,
      list: occurrence === object.occurrence && isListSet(plan, set),
      selected: selectedOf(occurrence),
      counts: countsOf(occurrence),
      calls: callsOf(occurrence),
    }));
}

function withObjects(occurrence: Occurrence): Occurrence[] {
  return [occurrence, ...occurrence.objects.flatMap(withObjects)];
}

function readRowArguments(
  { occurrence, list, selected }: TablePlace,
  given: Readonly<Record<string, unknown>>,
  reader: ArgumentReader,
  { counts, calls }: Pick<RowArguments, 'counts' | 'calls'>,
): RowArguments {
  const { arguments: meaning, permission } = occurrence;
  const permitted = readPermission(permission, reader);
  const conditions = permitted.narrow(readConditions(meaning, given, reader, permitted));
  const order = meaning.orderBy === undefined ? [] : readOrder(meaning.orderBy, given[meaning.orderBy.name], reader);
  const distinctOn = readDistinctOn(meaning, given, order, reader);
  const limit = readCount(meaning.limit, given, reader, list ? permission?.limit : undefined);
  const offset = readCount(meaning.offset, given, reader);
  const counted = [...counts.values()].flatMap(({ columns }) => columns);
  const shown = [
    ...selected,
    ...counted,
    ...order.flatMap((term) => (term.kind === 'column' ? [term.column] : [])),
    ...distinctOn,
    ...tieColumns(occurrence),
  ];
  for (const column of permission === undefined ? [] : shown) permitted.redactionOf(column);
  return {
    conditions,
    ...permitted.seen,
    order,
    distinctOn,
    redactions: permitted.redactions,
    counts,
    calls,
    ...(limit !== undefined && { limit }),
    ...(offset !== undefined && { offset }),
  };
}

function readConditions(
  { equals, where }: TableArguments,
  given: Readonly<Record<string, unknown>>,
  reader: ArgumentReader,
  permitted: Permitted,
): readonly Condition[] {
  const conditions: Condition[] = [];
  for (const { name, column, type } of equals) {
    const value = given[name];
    if (value === null || value === undefined) continue;
    const many = isListType(getNullableType(type)) && column.type.kind !== 'array';
    const operator = many ? '_in' : '_eq';
    reader.sign(name);
    conditions.push({
      kind: 'compare',
      column,
      operator,
      operand: reader.operand({ value, type, column, operator, path: name }),
      ...redacted(column, permitted),
    });
  }
  const value = where === undefined ? undefined : given[where.name];
  if (where !== undefined && value !== null && value !== undefined) {
    reader.sign(where.name);
    conditions.push(readCondition(where.input, value, where.name, reader, permitted));
  }
  return conditions;
}

/** A limit or an offset. */
function readCount(
  name: string | undefined,
  given: Readonly<Record<string, unknown>>,
  reader: ArgumentReader,
  most?: number,
): number | undefined {
  const value = name === undefined ? undefined : given[name];
  if (name === undefined || value === null || value === undefined) {
    return most === undefined ? undefined : reader.most(most);
  }
  const number = reader.count(value, name, most);
  reader.sign(name);
  return number;
}

/**
 * `distinct on` keeps the first row of each group, so the order has to begin with the group's columns. It may name them
 * in any order.
 */
function readDistinctOn(
  { distinctOn, orderBy }: TableArguments,
  given: Readonly<Record<string, unknown>>,
  order: readonly OrderTerm[],
  reader: ArgumentReader,
): readonly Column[] {
  const value = distinctOn === undefined ? undefined : given[distinctOn.name];
  if (distinctOn === undefined || value === null || value === undefined) return [];
  const columns = readColumns(distinctOn, value, distinctOn.name, reader);
  if (columns.size === 0) return [];
  const leading = order.slice(0, columns.size);
  const isChosen = (term: OrderTerm): boolean => term.kind === 'column' && columns.has(term.column);
  if (order.length > 0 && (leading.length < columns.size || !leading.every(isChosen))) {
    const remedy = `Begin "${orderBy?.name ?? 'order_by'}" with the same columns.`;
    throw reader.badInput(distinctOn.name, 'names columns that the order does not begin with', remedy);
  }
  reader.sign(distinctOn.name, ...[...columns].map(({ name }) => JSON.stringify(name)));
  return [...columns];
}

function readColumns(
  { columns, type }: ColumnChoice,
  value: unknown,
  path: string,
  reader: ArgumentReader,
): ReadonlySet<Column> {
  const names: unknown = toWireValue(type, value, new Map());
  const chosen = new Set<Column>();
  for (const name of Array.isArray(names) ? names : [names]) {
    const column = typeof name === 'string' ? columns.get(name) : undefined;
    if (column === undefined) throw reader.badInput(path, 'holds something that is no column');
    chosen.add(column);
  }
  return chosen;
}

/** What the arguments of counts ask for. */
function readCounts(
  { counts }: TablePlace,
  variables: Readonly<Record<string, unknown>>,
  reader: ArgumentReader,
): RowArguments['counts'] {
  const read = new Map<CountColumn, Counted>();
  for (const [index, column] of counts.entries()) {
    const { columns: choice, distinct: once } = column.count;
    const given = readArguments(column.args, variables);
    const value = choice === undefined ? undefined : given[choice.name];
    if (choice === undefined || value === null || value === undefined) continue;
    const columns = [...readColumns(choice, value, choice.name, reader)];
    const distinct = once !== undefined && given[once] === true;
    read.set(column, { columns, distinct });
    reader.sign(`count${index}`, distinct ? 'distinct' : 'all', ...columns.map(({ name }) => JSON.stringify(name)));
  }
  return read;
}
