import { GraphQLID, GraphQLInt, GraphQLString, getNamedType } from 'graphql';
import { invariant } from '../error/invariant.js';
import type { TableLeaf, TableType } from '../model/model.js';
import type { KeyPart, Relationship, TableTarget } from '../model/relationship.js';
import { remember } from '../model/remember.js';
import type { Column } from '../model/table.js';
import type { ColumnPair, TableArguments } from '../model/tableArguments.js';
import type {
  JoinPlan,
  Occurrence,
  ResponseField,
  RowColumn,
  RowField,
  RowObject,
  RowSet,
  RowsPlan,
} from './fetchPlan.js';
import {
  argumentsOf,
  coordinateOf,
  type JoinPlanner,
  keyMember,
  keysHandedOn,
  keyType,
  memberKey,
  type PlanContext,
  selectedBelow,
} from './planContext.js';
import type { SelectedField } from './selectedFields.js';

/**
 * Lays out the result sets of one statement: what is selected of a table, its one-to-one objects as more columns of
 * the same set, its lists as sets of their own, and the columns that joins to other sources read.
 *
 *   orders { id customer { name } items { sku product { name } } }        customer: another database, product: a remote
 *
 *   set 0  orders       id, customer_id (key)
 *   set 1  order_items  row number of the order, sku, product_sku (key)
 */
export function planRowSets(
  context: PlanContext,
  field: SelectedField,
  typeName: string,
  tableArguments: TableArguments,
  { match, keyColumn }: Linking,
  planJoin: JoinPlanner,
): Pick<RowsPlan, 'sets' | 'joins'> {
  const layout: Layout = { context, planJoin, sets: [], joins: [], occurrences: 0 };
  const type = tableTypeOf(context, typeName);
  const occurrence = addOccurrence(layout, type, field, { mapping: [], unique: false, arguments: tableArguments });
  addSet(layout, type, field, occurrence, {
    linked: match !== 'root',
    linkColumn: match === 'key' ? keyColumn : undefined,
  });
  const { sets, joins } = layout;
  return { sets: sets.map(finishSet), joins };
}

/** How the target's rows are found again. */
interface Linking {
  readonly match: RowsPlan['match'];
  /** What `match: 'key'` compares. */
  readonly keyColumn?: Column;
}

interface Layout {
  readonly context: PlanContext;
  readonly planJoin: JoinPlanner;
  readonly sets: OpenSet[];
  readonly joins: JoinPlan[];
  occurrences: number;
}

interface OpenSet {
  readonly index: number;
  readonly own: Occurrence;
  /** The column of its own table that column 0 holds, where it holds one. */
  readonly linkColumn?: Column;
  readonly columns: RowColumn[];
  readonly parent?: RowSet['parent'];
  object?: RowObject;
}

interface OpenOccurrence extends Occurrence {
  readonly objects: Occurrence[];
}

function finishSet({ index, columns, parent, object }: OpenSet): RowSet {
  invariant(object, 'a result set without an object');
  if (columns.length === 0) columns.push({ kind: 'constant' });
  return { index, columns, object, parent };
}

function addOccurrence(
  layout: Layout,
  type: TableType,
  field: SelectedField,
  parts: Pick<Occurrence, 'mapping' | 'unique' | 'arguments'>,
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

function addSet(
  layout: Layout,
  type: TableType,
  field: SelectedField,
  occurrence: OpenOccurrence,
  { linked, ...parts }: { readonly linked: boolean } & Pick<OpenSet, 'parent' | 'linkColumn'>,
): OpenSet {
  const set: OpenSet = {
    index: layout.sets.length,
    own: occurrence,
    columns: linked ? [{ kind: 'link' }] : [],
    ...parts,
  };
  layout.sets.push(set);
  set.object = { typeName: type.typeName, occurrence, ...layFields(layout, set, type, field, occurrence) };
  return set;
}

function layFields(
  layout: Layout,
  set: OpenSet,
  type: TableType,
  field: SelectedField,
  occurrence: OpenOccurrence,
): Pick<RowObject, 'fields' | 'response'> {
  const { model } = layout.context;
  const fields = new Map<string, RowField>();
  const response: ResponseField<RowField>[] = [];
  const layLeaf = (granted: TableLeaf): RowField =>
    remember(fields, granted.fieldName, () => {
      const leaf = isRedacted(occurrence, granted.column) ? asNullable(granted) : granted;
      const isLink = set.linkColumn === leaf.column && occurrence === set.own && isReadAsKey(leaf);
      const column = isLink ? 0 : columnIndex(set, { kind: 'leaf', occurrence, leaf });
      return { kind: 'leaf', key: leaf.fieldName, column, leaf };
    });
  const layKey = (name: string, { column }: KeyPart): void => {
    if (column === undefined) return;
    const key = keyMember(name);
    const leaf: TableLeaf = { fieldName: key, column, type: keyType };
    remember(fields, key, (): RowField => ({ kind: 'leaf', key, column: keyIndex(set, occurrence, column), leaf }));
  };
  for (const selected of selectedBelow(layout.context, field, type.typeName).values()) {
    const coordinate = coordinateOf(selected);
    const leaf = type.leaves.get(selected.fieldName);
    const relationship = model.relationships.get(coordinate);
    if (model.hostFields.has(coordinate)) {
      // The host's resolver may read any field of its parent.
      for (const each of type.leaves.values()) layLeaf(each);
      for (const key of keysHandedOn(layout.context, selected, (name) => type.leaves.has(name))) layKey(...key);
      continue;
    }
    const member = (): RowField | undefined => {
      if (leaf !== undefined) return layLeaf(leaf);
      if (relationship === undefined) return undefined;
      const key = memberKey(selected);
      return remember(fields, key, () => layRelationship(layout, set, selected, occurrence, relationship, key));
    };
    response.push({ key: selected.responseKey, type: selected.definition.type, field: member() });
  }
  return { fields: [...fields.values()], response };
}

function layRelationship(
  layout: Layout,
  set: OpenSet,
  field: SelectedField,
  occurrence: OpenOccurrence,
  relationship: Relationship,
  key: string,
): RowField {
  const { target } = relationship;
  if (target.kind === 'table' && target.sameDatabase !== undefined) {
    return relationship.list
      ? layList(layout, set, field, occurrence, { ...relationship, target }, target.sameDatabase, key)
      : layObject(layout, set, field, occurrence, target, target.sameDatabase, key);
  }
  const slots = relationship.key.map(({ column }) => {
    invariant(column, `"${relationship.coordinate}" has a key without a column`);
    return { kind: 'column' as const, column: keyIndex(set, occurrence, column) };
  });
  const join = layout.planJoin(field, slots, set.index);
  layout.joins.push(join);
  return { kind: 'join', key, join };
}

function layObject(
  layout: Layout,
  set: OpenSet,
  field: SelectedField,
  parent: OpenOccurrence,
  target: TableTarget,
  mapping: readonly ColumnPair[],
  key: string,
): RowField {
  const type = tableTypeOf(layout.context, target.typeName);
  const occurrence = addOccurrence(layout, type, field, {
    mapping,
    unique: target.unique,
    arguments: target.arguments,
  });
  parent.objects.push(occurrence);
  const presence = columnIndex(set, { kind: 'presence', occurrence });
  const members = layFields(layout, set, type, field, occurrence);
  return { kind: 'object', key, object: { typeName: type.typeName, occurrence, presence, ...members } };
}

function layList(
  layout: Layout,
  set: OpenSet,
  field: SelectedField,
  parent: OpenOccurrence,
  relationship: Relationship & { readonly target: TableTarget },
  mapping: readonly ColumnPair[],
  key: string,
): RowField {
  const { target, emptyValue } = relationship;
  const type = tableTypeOf(layout.context, target.typeName);
  const occurrence = addOccurrence(layout, type, field, {
    mapping,
    unique: target.unique,
    arguments: target.arguments,
  });
  const nullable = emptyValue === 'null' ? mapping.filter(({ parent: { notNull } }) => !notNull) : [];
  const keyed = nullable.map(({ parent: column }) => keyIndex(set, parent, column));
  const child = addSet(layout, type, field, occurrence, {
    linked: true,
    parent: { set: set.index, occurrence: parent },
  });
  return { kind: 'list', key, set: child.index, emptyValue, keyed };
}

function keyIndex(set: OpenSet, occurrence: Occurrence, column: Column): number {
  const isLink = set.linkColumn === column && occurrence === set.own;
  return isLink ? 0 : columnIndex(set, { kind: 'key', occurrence, column });
}

/** The index of a column of the answer; one that is there already is used again. */
function columnIndex(set: OpenSet, wanted: RowColumn): number {
  const index = set.columns.findIndex((column) => isSameColumn(column, wanted));
  return index < 0 ? set.columns.push(wanted) - 1 : index;
}

function isSameColumn(a: RowColumn, b: RowColumn): boolean {
  if ((a.kind !== 'leaf' && a.kind !== 'key') || (b.kind !== 'leaf' && b.kind !== 'key')) return false;
  if (a.occurrence !== b.occurrence) return false;
  if (a.kind === 'leaf')
    return b.kind === 'leaf' ? a.leaf === b.leaf : a.leaf.column === b.column && isReadAsKey(a.leaf);
  return b.kind === 'leaf' ? a.column === b.leaf.column && isReadAsKey(b.leaf) : a.column === b.column;
}

/** Whether the role sees a column in some of the rows only. */
function isRedacted({ permission }: Occurrence, { name }: Column): boolean {
  return permission?.redactedColumns.has(name) ?? false;
}

/** A field with a column of its own, which may be null: a join by the column is made in all rows, and shares nothing with it. */
function asNullable(leaf: TableLeaf): TableLeaf {
  return { ...leaf, column: { ...leaf.column, notNull: false } };
}

/** Whether a field's value has the same text as a join key's: one column then serves both. */
function isReadAsKey({ type, column }: TableLeaf): boolean {
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

function tableTypeOf({ model }: PlanContext, typeName: string): TableType {
  const type = model.tables.get(typeName);
  invariant(type, `"${typeName}" is no table type`);
  return type;
}
