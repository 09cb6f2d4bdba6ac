import { GraphQLID, GraphQLInt, GraphQLString, getNamedType } from 'graphql';
import { invariant } from '../error/invariant.js';
import type { KeyForm } from '../model/keyForm.js';
import type { TableLeaf, TableType } from '../model/model.js';
import type { Column } from '../model/table.js';
import type { JoinPlan, Occurrence, RowColumn, RowObject, RowSet } from './fetchPlan.js';
import { argumentsOf, coordinateOf, type JoinPlanner, type PlanContext } from './planContext.js';
import type { SelectedField } from './selectedFields.js';

/** The sets of one statement, while they are laid out. */
export interface Layout {
  readonly context: PlanContext;
  readonly planJoin: JoinPlanner;
  readonly sets: OpenSet[];
  readonly joins: JoinPlan[];
  occurrences: number;
  /** How many calls of functions have been given a name. */
  calls: number;
}

export interface OpenSet {
  readonly index: number;
  readonly own: Occurrence;
  /** The column of its own table that column 0 holds, where it holds one. */
  readonly linkColumn?: Column;
  readonly columns: RowColumn[];
  readonly parent?: RowSet['parent'];
  readonly aggregate?: RowSet['aggregate'];
  object?: RowObject;
}

export interface OpenOccurrence extends Occurrence {
  readonly objects: Occurrence[];
}

export function finishSet({ index, columns, parent, aggregate, object }: OpenSet): RowSet {
  invariant(object, 'a result set without an object');
  if (columns.length === 0) columns.push({ kind: 'constant' });
  return { index, columns, object, parent, ...(aggregate && { aggregate }) };
}

export function addOccurrence(
  layout: Layout,
  type: TableType,
  field: SelectedField,
  parts: Pick<Occurrence, 'mapping' | 'unique' | 'arguments' | 'rows'>,
): OpenOccurrence {
  const { table, permission } = type;
  return {
    id: layout.occurrences++,
    coordinate: coordinateOf(field),
    table,
    args: argumentsOf(field),
    ...(permission && { permission }),
    objects: [],
    ...parts,
  };
}

/** @param linked whether column 0 tells on what a row hangs */
export function openSet(
  layout: Layout,
  own: Occurrence,
  { linked, ...parts }: { readonly linked: boolean } & Pick<OpenSet, 'parent' | 'linkColumn' | 'aggregate'>,
): OpenSet {
  const set: OpenSet = { index: layout.sets.length, own, columns: linked ? [{ kind: 'link' }] : [], ...parts };
  layout.sets.push(set);
  return set;
}

/** @param form that of the key, where it is sent to another source */
export function keyIndex(set: OpenSet, occurrence: Occurrence, column: Column, form?: KeyForm): number {
  const isLink = set.linkColumn === column && occurrence === set.own;
  const takesJson = form?.kind === 'json' || form?.kind === 'list';
  const isJson = takesJson && (column.type.kind === 'json' || column.type.kind === 'jsonb');
  return isLink ? 0 : columnIndex(set, { kind: 'key', occurrence, column, ...(isJson && { isJson }) });
}

/** The index of a column of the answer; one that is there already is used again. */
export function columnIndex(set: OpenSet, wanted: RowColumn): number {
  const index = set.columns.findIndex((column) => isSameColumn(column, wanted));
  return index < 0 ? set.columns.push(wanted) - 1 : index;
}

function isSameColumn(a: RowColumn, b: RowColumn): boolean {
  if ((a.kind !== 'leaf' && a.kind !== 'key') || (b.kind !== 'leaf' && b.kind !== 'key')) return false;
  if (a.occurrence !== b.occurrence) return false;
  if (a.kind === 'leaf')
    return b.kind === 'leaf' ? a.leaf === b.leaf : a.leaf.column === b.column && isReadAsKey(a.leaf);
  return b.kind === 'leaf'
    ? a.column === b.leaf.column && isReadAsKey(b.leaf)
    : a.column === b.column && a.isJson === b.isJson;
}

/** Whether the role sees a column in some of the rows only. */
export function isRedacted({ permission }: Occurrence, { name }: Column): boolean {
  return permission?.redactedColumns.has(name) ?? false;
}

/** A field with a column of its own, which may be null: a join by the column is made in all rows, and shares nothing with it. */
export function asNullable(leaf: TableLeaf): TableLeaf {
  return { ...leaf, column: { ...leaf.column, notNull: false } };
}

/** Whether a field's value has the same text as a join key's: one column then serves both. */
export function isReadAsKey({ type, column }: TableLeaf): boolean {
  const { name } = getNamedType(type);
  switch (column.type.kind) {
    case 'int2':
    case 'int4':
      return name === GraphQLInt.name;
    case 'text':
    case 'varchar':
    case 'uuid':
      return name === GraphQLString.name || name === GraphQLID.name;
    default:
      return false;
  }
}

export function tableTypeOf({ model }: PlanContext, typeName: string): TableType {
  const type = model.tables.get(typeName);
  invariant(type, `"${typeName}" is no table type`);
  return type;
}
