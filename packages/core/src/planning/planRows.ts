import { invariant } from '../error/invariant.js';
import type { Aggregate } from '../model/aggregate.js';
import { type ComputedCall, takesArguments } from '../model/computed.js';
import type { TableLeaf, TableRoot, TableType } from '../model/model.js';
import type { KeyPart, Relationship, TableTarget } from '../model/relationship.js';
import { remember } from '../model/remember.js';
import type { Column, Table } from '../model/table.js';
import type { ColumnPair } from '../model/tableArguments.js';
import type { ResponseField, RowField, RowObject, RowsPlan } from './fetchPlan.js';
import { type AggregatePlace, layAggregate } from './planAggregate.js';
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
import {
  addOccurrence,
  asNullable,
  columnIndex,
  finishSet,
  isReadAsKey,
  isRedacted,
  keyIndex,
  type Layout,
  type OpenOccurrence,
  type OpenSet,
  openSet,
  tableTypeOf,
} from './rowLayout.js';
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
  target: Pick<TableRoot | TableTarget, 'typeName' | 'arguments' | 'aggregate' | 'rows'>,
  { match, keyColumn }: Linking,
  planJoin: JoinPlanner,
): Pick<RowsPlan, 'sets' | 'joins'> {
  const layout: Layout = { context, planJoin, sets: [], joins: [], occurrences: 0, calls: 0 };
  const type = tableTypeOf(context, target.typeName);
  const parts = { mapping: [], unique: false, arguments: target.arguments, ...(target.rows && { rows: target.rows }) };
  if (target.aggregate !== undefined)
    addAggregate(layout, type, field, target.aggregate, parts, { linked: match !== 'root' });
  else {
    addSet(layout, type, field, addOccurrence(layout, type, field, parts), {
      linked: match !== 'root',
      linkColumn: match === 'key' ? keyColumn : undefined,
    });
  }
  const { sets, joins } = layout;
  return { sets: sets.map(finishSet), joins };
}

/** How the target's rows are found again. */
interface Linking {
  readonly match: RowsPlan['match'];
  /** What `match: 'key'` compares. */
  readonly keyColumn?: Column;
}

function addSet(
  layout: Layout,
  type: TableType,
  field: SelectedField,
  occurrence: OpenOccurrence,
  parts: Parameters<typeof openSet>[2],
): OpenSet {
  const set = openSet(layout, occurrence, parts);
  set.object = { typeName: type.typeName, occurrence, ...layFields(layout, set, type, field, occurrence) };
  return set;
}

/** The sets of an aggregate, which hang on the same; of the rows themselves there are fewer where a role has a limit. */
function addAggregate(
  layout: Layout,
  type: TableType,
  field: SelectedField,
  { type: aggregateType }: Aggregate,
  parts: Parameters<typeof addOccurrence>[3],
  place: Pick<AggregatePlace, 'linked' | 'parent'>,
): OpenSet {
  const occurrence = addOccurrence(layout, type, field, parts);
  const addNodes = (nodes: SelectedField): OpenSet => {
    const own = addOccurrence(layout, type, field, parts);
    return addSet(layout, type, nodes, own, { ...place, linked: true, aggregate: 'nodes' });
  };
  return layAggregate(layout, aggregateType, field, { occurrence, ...place, addNodes });
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
  /** Each selection is computed with arguments of its own. */
  const layCall = (called: CalledLeaf, selected: SelectedField): RowField => {
    const key = memberKey(selected);
    return remember(fields, key, () => {
      const { computed } = called.column;
      const as = nameCall(layout, computed.as, occurrence.table);
      const leaf = {
        ...called,
        column: { ...called.column, computed: { ...computed, as, call: { ...computed.call } } },
      };
      const laid = isRedacted(occurrence, leaf.column) ? asNullable(leaf) : leaf;
      const args = argumentsOf(selected);
      const column = columnIndex(set, { kind: 'leaf', occurrence, leaf: laid, ...(args && { args }) });
      return { kind: 'leaf', key, column, leaf: laid };
    });
  };
  const layKey = (name: string, { column, form }: KeyPart): void => {
    if (column === undefined) return;
    const key = keyMember(name);
    const leaf: TableLeaf = { fieldName: key, column, type: keyType };
    remember(
      fields,
      key,
      (): RowField => ({ kind: 'leaf', key, column: keyIndex(set, occurrence, column, form), leaf }),
    );
  };
  for (const selected of selectedBelow(layout.context, field, type.typeName).values()) {
    const coordinate = coordinateOf(selected);
    const leaf = type.leaves.get(selected.fieldName);
    const relationship = model.relationships.get(coordinate);
    if (model.hostFields.has(coordinate)) {
      // The host's resolver may read any field of its parent, but none that needs arguments.
      for (const each of type.leaves.values()) if (!isCalled(each)) layLeaf(each);
      for (const key of keysHandedOn(layout.context, selected, (name) => type.leaves.has(name))) layKey(...key);
      continue;
    }
    const member = (): RowField | undefined => {
      if (leaf !== undefined) return isCalled(leaf) ? layCall(leaf, selected) : layLeaf(leaf);
      if (relationship === undefined) return undefined;
      const key = memberKey(selected);
      return remember(fields, key, () => layRelationship(layout, set, selected, occurrence, relationship, key));
    };
    response.push({ key: selected.responseKey, type: selected.definition.type, field: member() });
  }
  return { fields: [...fields.values()], response };
}

/** A leaf whose value depends on what the client gives. */
type CalledLeaf = TableLeaf & {
  readonly column: Column & { readonly computed: ComputedCall };
};

function isCalled(leaf: TableLeaf): leaf is CalledLeaf {
  const { computed } = leaf.column;
  return computed?.kind === 'call' && takesArguments(computed.call);
}

/** A name for what is computed at one place, that no column of the table has. */
function nameCall(layout: Layout, base: string, { columns }: Table): string {
  let name: string;
  do name = `${base}_${layout.calls++}`;
  while (columns.has(name));
  return name;
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
    if (target.aggregate !== undefined) {
      const { aggregate, sameDatabase: mapping, unique, arguments: args } = target;
      const type = tableTypeOf(layout.context, target.typeName);
      const place = { linked: true, parent: { set: set.index, occurrence } };
      const keyed = keysWithNull(set, occurrence, relationship, mapping);
      const child = addAggregate(layout, type, field, aggregate, { mapping, unique, arguments: args }, place);
      return { kind: 'aggregate', key, set: child.index, keyed };
    }
    return relationship.list
      ? layList(layout, set, field, occurrence, { ...relationship, target }, target.sameDatabase, key)
      : layObject(layout, set, field, occurrence, target, target.sameDatabase, key);
  }
  const slots = relationship.key.map(({ column, form }) => {
    invariant(column, `"${relationship.coordinate}" has a key without a column`);
    return { kind: 'column' as const, column: keyIndex(set, occurrence, column, form) };
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
  const { target } = relationship;
  const emptyValue = relationship.emptyValue === 'list' ? 'list' : 'null';
  const type = tableTypeOf(layout.context, target.typeName);
  const occurrence = addOccurrence(layout, type, field, {
    mapping,
    unique: target.unique,
    arguments: target.arguments,
    ...(target.rows && { rows: target.rows }),
  });
  const keyed = keysWithNull(set, parent, relationship, mapping);
  const child = addSet(layout, type, field, occurrence, {
    linked: true,
    parent: { set: set.index, occurrence: parent },
  });
  return { kind: 'list', key, set: child.index, emptyValue, keyed };
}

/** The columns that make a list, or an aggregate, null where one of them is. */
function keysWithNull(
  set: OpenSet,
  parent: OpenOccurrence,
  { emptyValue }: Relationship,
  mapping: readonly ColumnPair[],
): readonly number[] {
  const nullable = emptyValue === 'null' ? mapping.filter(({ parent: { notNull } }) => !notNull) : [];
  return nullable.map(({ parent: column }) => keyIndex(set, parent, column));
}
