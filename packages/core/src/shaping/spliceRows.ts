import { GraphQLFloat, GraphQLInt, type GraphQLOutputType, getNamedType, isNonNullType } from 'graphql';
import { invariant } from '../error/invariant.js';
import type { SourceNames } from '../model/model.js';
import type { JoinPlan, RowColumn, RowField, RowObject, RowSet, RowsPlan } from '../planning/fetchPlan.js';
import type { Answer, KeySet, RowsAnswer } from '../source.js';
import { missing } from './leafSerializer.js';
import type { LeafReader } from './leafValue.js';
import { createErrorLocator } from './locateErrors.js';
import { type Finish, type Member, parentShape, type Shape } from './shape.js';
import { createRowShaper, type RowMember, type RowShaper } from './shaper.js';
import type { ParentKeys, Splice } from './splice.js';

type Columns = readonly (readonly unknown[])[];

/**
 * Rows to trees. A finished join or list is one more column of its set, so every object is made once, complete:
 *
 *   columns  id [1, 2]   customer_id [7, 7]        joined [{name}, {name}]
 *   rows     {id: 1, customer: {name}}, {id: 2, customer: {name}}
 */
export function createRowsSplice(plan: RowsPlan, names: SourceNames, shape: Shape = parentShape): Splice {
  const sets = plan.sets.map((set) => compileSet(set, names, shape));
  const splice: Splice = {
    readKeys: (answer) => new Map(plan.joins.map((join) => [join, readParentKeys(join, rowsOf(answer))])),
    build(answer, joined, keys, finish = { clean: true }) {
      const { sets: data, failures = none } = rowsOf(answer);
      if (failures.size > 0) finish.clean = false;
      const objects: object[][] = [];
      // Children are laid out after their parents, so the last set is finished first.
      for (let index = sets.length - 1; index >= 0; index--) {
        const [build, columns] = [sets[index], data[index]];
        invariant(build && columns, 'an answer without one of its sets');
        objects[index] = build(
          columns,
          joined,
          (child) => ({
            links: data[child]?.[0] ?? [],
            objects: objects[child] ?? [],
            failure: failures.get(plan.sets[child]?.object.occurrence.id ?? -1),
          }),
          failures,
          finish,
        );
      }
      return matchRows(plan, data[0]?.[0] ?? [], objects[0] ?? [], keys);
    },
  };
  if (plan.sets[0]?.aggregate === undefined) return splice;
  const buildEmpty = (finish: Finish): unknown =>
    splice.build(emptyAnswer(plan), new Map(), { count: 1, columns: [] }, finish)[0];
  return { ...splice, buildEmpty };
}

/** What the database answers for a key that no row has. */
function emptyAnswer({ sets }: RowsPlan): RowsAnswer {
  const answered = sets.map(({ aggregate, parent, columns }) => {
    const isValue = aggregate === 'values' && parent === undefined;
    return columns.map((column) => (isValue ? [emptyValue(column)] : []));
  });
  return { kind: 'rows', sets: answered };
}

function emptyValue(column: RowColumn): unknown {
  if (column.kind === 'value') return null;
  const isText = column.kind === 'count' && !isNumber(column.leaf.type);
  return isText ? '0' : 0;
}

function isNumber(type: GraphQLOutputType): boolean {
  const { name } = getNamedType(type);
  return name === GraphQLInt.name || name === GraphQLFloat.name;
}

function rowsOf(answer: Answer): RowsAnswer {
  invariant(answer.kind === 'rows', 'an answer of another kind than its plan');
  return answer;
}

function readParentKeys(join: JoinPlan, { sets }: RowsAnswer): ParentKeys {
  const set = sets[join.set] ?? [];
  const columns = join.keys.map((slot) => {
    invariant(slot.kind === 'column', 'a key that is no column');
    return set[slot.column] ?? [];
  });
  return { parents: set[0]?.length ?? 0, columns };
}

type BuildSet = (
  columns: Columns,
  joined: ReadonlyMap<JoinPlan, readonly unknown[]>,
  child: (set: number) => ChildRows,
  failures: ReadonlyMap<number, Error>,
  finish: Finish,
) => object[];

/** The rows of a list of the same statement, and why there are none. */
interface ChildRows {
  readonly links: readonly unknown[];
  readonly objects: readonly object[];
  readonly failure?: Error;
}

const none: ReadonlyMap<number, Error> = new Map();

/** Columns of the answer come first, the finished joins and lists after them. */
function compileSet(set: RowSet, names: SourceNames, shape: Shape): BuildSet {
  const layout: Layout = {
    names,
    shape,
    columns: set.columns.length,
    readers: new Map(),
    objects: [],
    extra: [],
    required: [],
  };
  const build: RowShaper = createRowShaper(layMembers(layout, set.object), shape.kind === 'parent');
  const { readers, objects, extra, required } = layout;
  const isResponse = shape.kind === 'response';
  return (answered, joined, child, failures, finish) => {
    const columns = [...answered];
    const count = answered[0]?.length ?? 0;
    if (failures.size > 0) {
      for (const { occurrence, presence = 0 } of objects) {
        const failure = failures.get(occurrence.id);
        if (failure !== undefined) columns[presence] = Array<Error>(count).fill(failure);
      }
    }
    for (const [column, { read, presence }] of readers) {
      const values = (answered[column] ?? []).map(read);
      if (isResponse && values.some((value, row) => value instanceof Error && isPresent(answered, presence, row))) {
        finish.clean = false;
      }
      columns[column] = values;
    }
    for (const field of extra) {
      if (field.kind === 'join') columns.push(joined.get(field.join) ?? []);
      else if (field.kind === 'aggregate') columns.push(placeRows(field, count, answered, child(field.set)));
      else columns.push(groupRows(field, count, answered, child(field.set)));
    }
    for (const { column, presence } of required) {
      const isBroken = (value: unknown, row: number): boolean => isMissing(value) && isPresent(answered, presence, row);
      if (!columns[column]?.some(isBroken)) continue;
      finish.clean = false;
      columns[column] = columns[column].map((value, row) => (isBroken(value, row) ? missing : value));
    }
    return build(count, columns);
  };
}

/** Whether a row has the one-to-one object with this presence column. */
function isPresent(columns: Columns, presence: number | undefined, row: number): boolean {
  return presence === undefined || columns[presence]?.[row] === true;
}

/** A value that a non-null field cannot have: nothing, or the absence of a one-to-one object. */
function isMissing(value: unknown): boolean {
  return value === null || value === undefined || value === false;
}

interface Layout {
  readonly names: SourceNames;
  readonly shape: Shape;
  /** How many columns the answer has. */
  readonly columns: number;
  readonly readers: Map<number, { readonly read: LeafReader; readonly presence?: number }>;
  /** One-to-one objects of the set. */
  readonly objects: RowObject[];
  readonly extra: Extra[];
  /** Columns that must not be missing in any object. */
  readonly required: { readonly column: number; readonly presence?: number }[];
}

type Extra = Extract<RowField, { kind: 'join' | 'aggregate' | 'list' }>;

function layMembers(layout: Layout, object: RowObject): readonly RowMember[] {
  return layout.shape.rowMembers(object).map((member) => layMember(layout, object, member));
}

function layMember(layout: Layout, object: RowObject, { key, field, type, constant }: Member<RowField>): RowMember {
  const isRequired = type !== undefined && isNonNullType(type);
  switch (field?.kind) {
    case undefined:
      return { kind: 'constant', key, value: constant };
    case 'leaf': {
      const read = layout.shape.createLeaf(field.leaf.type, layout.names.column, field.leaf.column);
      if (read !== undefined) {
        const locate = createErrorLocator(`${object.typeName}.${field.leaf.fieldName}`);
        layout.readers.set(field.column, { read: (value) => locate(read(value)), presence: object.presence });
      }
      return { kind: 'column', key, column: field.column };
    }
    case 'object': {
      const { presence } = field.object;
      if (presence === undefined) return { kind: 'object', key, members: layMembers(layout, field.object) };
      if (isRequired) layout.required.push({ column: presence, presence: object.presence });
      layout.objects.push(field.object);
      return { kind: 'object', key, presence, members: layMembers(layout, field.object) };
    }
    case 'join':
    case 'aggregate':
    case 'list': {
      const column = layout.columns + layout.extra.push(field) - 1;
      if (isRequired) layout.required.push({ column, presence: object.presence });
      return { kind: 'column', key, column };
    }
    default:
      return field satisfies never;
  }
}

/** The lists of all parents of a set: children hold their parent's row number. */
function groupRows(
  { emptyValue, keyed }: Pick<Extract<RowField, { kind: 'list' }>, 'emptyValue' | 'keyed'>,
  count: number,
  columns: Columns,
  { links, objects, failure }: ChildRows,
): unknown[] {
  if (failure !== undefined) return Array<Error>(count).fill(failure);
  const lists = groupRuns(count, links, objects);
  return emptyValue === 'list' ? lists : nullWithoutKey(lists, keyed, columns);
}

/** The values by row, or null where a part of the row's key is. */
function nullWithoutKey(values: unknown[], keyed: readonly number[], columns: Columns): unknown[] {
  if (keyed.length === 0) return values;
  return values.map((value, row) => (keyed.some((key) => columns[key]?.[row] === null) ? null : value));
}

/** Rows come in the order of their parents, so that a parent's list is a slice: cut at its size, as no list that grows is. */
function groupRuns(count: number, links: readonly unknown[], objects: readonly object[]): (readonly object[])[] {
  const lists = new Array<readonly object[]>(count);
  for (let start = 0, end = 0; start < objects.length; start = end) {
    const link = links[start];
    do end++;
    while (end < objects.length && links[end] === link);
    const run = objects.slice(start, end);
    const row = Number(link);
    if (row < count) lists[row] = lists[row]?.concat(run) ?? run;
  }
  for (let row = 0; row < count; row++) lists[row] ??= [];
  return lists;
}

/** The aggregates of all parents of a set: one row each. */
function placeRows(
  { keyed }: Pick<Extract<RowField, { kind: 'aggregate' }>, 'keyed'>,
  count: number,
  columns: Columns,
  { links, objects, failure }: ChildRows,
): unknown[] {
  const values = new Array<unknown>(count).fill(failure ?? null);
  for (let i = 0; i < objects.length; i++) values[Number(links[i])] = failure ?? objects[i];
  return nullWithoutKey(values, keyed, columns);
}

/** The target's rows by argument id. */
function matchRows(
  { match, list, coordinate }: RowsPlan,
  links: readonly unknown[],
  objects: readonly object[],
  keys: KeySet | undefined,
): readonly unknown[] {
  if (match === 'root') return [list ? objects : (objects[0] ?? null)];
  invariant(keys, `"${coordinate}" was fetched without keys`);
  if (match === 'key') {
    const byKey = new Map<unknown, object>();
    for (let i = 0; i < objects.length; i++) byKey.set(links[i], objects[i] as object);
    return (keys.columns[0] ?? []).map((key) => byKey.get(key) ?? null);
  }
  if (list) return groupRows({ emptyValue: 'list', keyed: [] }, keys.count, [], { links, objects });
  const values = new Array<unknown>(keys.count).fill(null);
  for (let i = objects.length - 1; i >= 0; i--) values[Number(links[i])] = objects[i];
  return values;
}
