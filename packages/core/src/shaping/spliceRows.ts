import { invariant } from '../error/invariant.js';
import type { SourceNames } from '../model/model.js';
import type { JoinPlan, RowField, RowObject, RowSet, RowsPlan } from '../planning/fetchPlan.js';
import type { Answer, KeySet, RowsAnswer } from '../source.js';
import { createLeafReader, type LeafReader } from './leafValue.js';
import { createRowShaper, type RowMember, type RowShaper } from './shaper.js';
import type { ParentKeys, Splice } from './splice.js';

type Columns = readonly (readonly unknown[])[];

/**
 * Rows to trees. A finished join or list is one more column of its set, so every object is made once, complete:
 *
 *   columns  id [1, 2]   customer_id [7, 7]        joined [{name}, {name}]
 *   rows     {id: 1, customer: {name}}, {id: 2, customer: {name}}
 */
export function createRowsSplice(plan: RowsPlan, names: SourceNames): Splice {
  const sets = plan.sets.map((set) => compileSet(set, names));
  return {
    readKeys: (answer) => new Map(plan.joins.map((join) => [join, readParentKeys(join, rowsOf(answer))])),
    build(answer, joined, keys) {
      const { sets: data } = rowsOf(answer);
      const objects: object[][] = [];
      // Children are laid out after their parents, so the last set is finished first.
      for (let index = sets.length - 1; index >= 0; index--) {
        const [build, columns] = [sets[index], data[index]];
        invariant(build && columns, 'an answer without one of its sets');
        objects[index] = build(columns, joined, (child) => [data[child]?.[0] ?? [], objects[child] ?? []]);
      }
      return matchRows(plan, data[0]?.[0] ?? [], objects[0] ?? [], keys);
    },
  };
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
  child: (set: number) => readonly [links: readonly unknown[], objects: readonly object[]],
) => object[];

/** Columns of the answer come first, the finished joins and lists after them. */
function compileSet(set: RowSet, names: SourceNames): BuildSet {
  const readers: { readonly column: number; readonly read: LeafReader }[] = [];
  const extra: Extra[] = [];
  const members = layMembers(set.object, set.columns.length, extra, (leaf, column) => {
    const read = createLeafReader(leaf.type, names.column, leaf.column.type.kind);
    if (read !== undefined) readers.push({ column, read });
  });
  const shape: RowShaper = createRowShaper(members);
  return (answered, joined, child) => {
    const columns = [...answered];
    for (const { column, read } of readers) columns[column] = (answered[column] ?? []).map(read);
    const count = answered[0]?.length ?? 0;
    for (const field of extra) {
      if (field.kind === 'join') columns.push(joined.get(field.join) ?? []);
      else columns.push(groupRows(field, count, answered, child(field.set)));
    }
    return shape(count, columns);
  };
}

type Extra = Extract<RowField, { kind: 'join' | 'list' }>;
type LeafField = Extract<RowField, { kind: 'leaf' }>;

function layMembers(
  object: RowObject,
  columns: number,
  extra: Extra[],
  addLeaf: (leaf: LeafField['leaf'], column: number) => void,
): readonly RowMember[] {
  return object.fields.map((field): RowMember => {
    const { key } = field;
    switch (field.kind) {
      case 'leaf':
        addLeaf(field.leaf, field.column);
        return { kind: 'column', key, column: field.column };
      case 'object': {
        invariant(field.object.presence !== undefined, 'a one-to-one object without presence');
        const members = layMembers(field.object, columns, extra, addLeaf);
        return { kind: 'object', key, presence: field.object.presence, members };
      }
      case 'join':
      case 'list':
        return { kind: 'column', key, column: columns + extra.push(field) - 1 };
      default:
        return field satisfies never;
    }
  });
}

/** The lists of all parents of a set: children hold their parent's row number. */
function groupRows(
  { emptyValue, keyed }: Pick<Extract<RowField, { kind: 'list' }>, 'emptyValue' | 'keyed'>,
  count: number,
  columns: Columns,
  [links, objects]: readonly [readonly unknown[], readonly object[]],
): unknown[] {
  const lists = Array.from({ length: count }, (): object[] => []);
  for (let i = 0; i < objects.length; i++) lists[Number(links[i])]?.push(objects[i] as object);
  if (emptyValue === 'list' || keyed.length === 0) return lists;
  return lists.map((list, row) => (keyed.some((key) => columns[key]?.[row] === null) ? null : list));
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
  if (list) return groupRows({ emptyValue: 'list', keyed: [] }, keys.count, [], [links, objects]);
  const values = new Array<unknown>(keys.count).fill(null);
  for (let i = objects.length - 1; i >= 0; i--) values[Number(links[i])] = objects[i];
  return values;
}
