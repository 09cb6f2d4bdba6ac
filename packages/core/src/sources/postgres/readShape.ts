import { getNullableType, isListType } from 'graphql';
import { RemoteJoinsError } from '../../error/RemoteJoinsError.js';
import type { SourceNames } from '../../model/model.js';
import type { Column } from '../../model/table.js';
import type { TableArguments } from '../../model/tableArguments.js';
import { toWireValue } from '../../model/wireValue.js';
import type { Occurrence, RowsPlan } from '../../planning/fetchPlan.js';
import { readArguments } from '../../planning/readArguments.js';
import { type ArgumentReader, createArgumentReader } from './argumentReader.js';
import { readCondition } from './readCondition.js';
import { readOrder } from './readOrder.js';
import { type Condition, noRows, type OrderTerm, type RowArguments, type Shape } from './shape.js';

const argumentsOf = new WeakMap<RowsPlan, readonly Occurrence[]>();

/**
 * Reads the arguments of a plan's fields for one request.
 * @throws RemoteJoinsError `BAD_USER_INPUT`, naming the argument and never its value
 */
export function readShape(plan: RowsPlan, variables: Readonly<Record<string, unknown>>, names: SourceNames): Shape {
  const values: unknown[] = [];
  const readerFor = (coordinate: string): ArgumentReader => createArgumentReader(coordinate, names, values);
  return { ...readWith(plan, variables, readerFor), values };
}

/** The same with readers of the caller's, which keep the values. */
export function readWith(
  plan: RowsPlan,
  variables: Readonly<Record<string, unknown>>,
  readerFor: (coordinate: string) => ArgumentReader,
): Omit<Shape, 'values'> {
  const signatures: string[] = [];
  const read = new Map<number, RowArguments>();
  const failures = new Map<number, Error>();
  for (const occurrence of occurrencesWithArguments(plan)) {
    const reader = readerFor(occurrence.args?.coordinate ?? plan.coordinate);
    const given = readOr(failures, plan, occurrence, () =>
      readRowArguments(occurrence, readArguments(occurrence.args, variables), reader),
    );
    read.set(occurrence.id, given ?? noRows);
    signatures.push(given === undefined ? `${occurrence.id}!` : `${occurrence.id}:${reader.signature()}`);
  }
  return { signature: signatures.join(';'), occurrences: read, failures };
}

/** Bad arguments of the plan's own field fail the plan; those of a field below it fail that field. */
function readOr<T>(failures: Map<number, Error>, plan: RowsPlan, { id }: Occurrence, read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RemoteJoinsError) || id === plan.sets[0]?.object.occurrence.id) throw error;
    failures.set(id, error);
    return undefined;
  }
}

/** Those of a plan's tables whose fields take arguments. */
export function occurrencesWithArguments(plan: RowsPlan): readonly Occurrence[] {
  let found = argumentsOf.get(plan);
  if (found === undefined) {
    found = plan.sets.flatMap((set) => withObjects(set.object.occurrence)).filter(({ args }) => args !== undefined);
    argumentsOf.set(plan, found);
  }
  return found;
}

function withObjects(occurrence: Occurrence): Occurrence[] {
  return [occurrence, ...occurrence.objects.flatMap(withObjects)];
}

function readRowArguments(
  occurrence: Occurrence,
  given: Readonly<Record<string, unknown>>,
  reader: ArgumentReader,
): RowArguments {
  const meaning = occurrence.arguments;
  const conditions = readConditions(meaning, given, reader);
  const order = meaning.orderBy === undefined ? [] : readOrder(meaning.orderBy, given[meaning.orderBy.name], reader);
  const distinctOn = readDistinctOn(meaning, given, order, reader);
  const limit = readCount(meaning.limit, given, reader);
  const offset = readCount(meaning.offset, given, reader);
  return {
    conditions,
    order,
    distinctOn,
    ...(limit !== undefined && { limit }),
    ...(offset !== undefined && { offset }),
  };
}

function readConditions(
  { equals, where }: TableArguments,
  given: Readonly<Record<string, unknown>>,
  reader: ArgumentReader,
): readonly Condition[] {
  const conditions: Condition[] = [];
  for (const { name, column, type } of equals) {
    const value = given[name];
    if (value === null || value === undefined) continue;
    const many = isListType(getNullableType(type)) && column.type.kind !== 'array';
    reader.sign(name);
    conditions.push({
      kind: 'compare',
      column,
      operator: many ? '_in' : '_eq',
      operand: reader.operand({ value, type, column, many, path: name }),
    });
  }
  const value = where === undefined ? undefined : given[where.name];
  if (where !== undefined && value !== null && value !== undefined) {
    reader.sign(where.name);
    conditions.push(readCondition(where.input, value, where.name, reader));
  }
  return conditions;
}

/** A limit or an offset. */
function readCount(
  name: string | undefined,
  given: Readonly<Record<string, unknown>>,
  reader: ArgumentReader,
): number | undefined {
  const value = name === undefined ? undefined : given[name];
  if (name === undefined || value === null || value === undefined) return undefined;
  const number = reader.count(value, name);
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
  const names: unknown = toWireValue(distinctOn.type, value, new Map());
  const columns = new Set<Column>();
  for (const name of Array.isArray(names) ? names : [names]) {
    const column = typeof name === 'string' ? distinctOn.columns.get(name) : undefined;
    if (column === undefined) throw reader.badInput(distinctOn.name, 'holds something that is no column');
    columns.add(column);
  }
  if (columns.size === 0) return [];
  const leading = order.slice(0, columns.size);
  if (order.length > 0 && (leading.length < columns.size || !leading.every(({ column }) => columns.has(column)))) {
    const remedy = `Begin "${orderBy?.name ?? 'order_by'}" with the same columns.`;
    throw reader.badInput(distinctOn.name, 'names columns that the order does not begin with', remedy);
  }
  reader.sign(distinctOn.name, ...[...columns].map(({ name }) => JSON.stringify(name)));
  return [...columns];
}
