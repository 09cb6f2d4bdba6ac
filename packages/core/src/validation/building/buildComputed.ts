import { getNamedType, getNullableType, isLeafType, isListType, isNonNullType, isObjectType } from 'graphql';
import { type FunctionCall, type FunctionRows, isOfRowAlone, type RowValue } from '../../model/computed.js';
import type { TableRoot } from '../../model/model.js';
import type { Relationship } from '../../model/relationship.js';
import type { Column, Table } from '../../model/table.js';
import type { ComputedDefinition } from '../../schema/definitions.js';
import { nameTable } from '../words.js';
import { buildCall } from './buildCall.js';
import { type Builder, type LinkedTable, showColumnType } from './builder.js';
import { buildTableArguments } from './buildTableArguments.js';
import { type FoundFunction, findFunctionOfRow, findFunctionOfRows, isRowOf, nameFunction } from './findFunction.js';

/** Finds the function behind every leaf with `@computed`: other steps look such leaves up, as they do columns. */
export function linkComputedLeaves(builder: Builder): void {
  for (const definition of builder.definitions.computed.values()) {
    const { coordinate, parent, field, node } = definition;
    const linked = builder.tables.get(parent.name);
    if (builder.rootTypes.has(parent.name)) continue;
    builder.show('servedField', { ...definition, directive: '@computed', host: builder.hostResolved(coordinate) });
    if (linked === undefined || !isLeafType(getNamedType(field.type))) continue;
    const { table } = linked;
    const found = findFunctionOfRow(builder, definition, table);
    if (found === undefined) continue;
    const { returns, returnsSet } = found.called;
    if (returnsSet || returns.row !== undefined) {
      const what = returns.row === undefined ? 'many values' : 'rows';
      const fault = `Function "${nameFunction(found.called)}" answers ${what}, but the field's type is ${field.type}.`;
      builder.show('computed', { coordinate, node, fault, remedy: 'Name a function that answers one value.' });
      continue;
    }
    const call = buildCall(builder, definition, found, table);
    if (call === undefined) continue;
    const column = createColumn(builder, linked, found, call);
    const what = `what function "${nameFunction(found.called)}" answers`;
    const place = { coordinate, node: field.astNode ?? undefined };
    showColumnType(builder, { ...place, type: field.type, column, table, use: 'read', what });
    builder.computed.set(coordinate, { fieldName: field.name, column, type: field.type });
  }
}

/** Every list with `@computed` of a type with `@table`. */
export function buildComputedLists(builder: Builder): Relationship[] {
  const lists: Relationship[] = [];
  for (const definition of builder.definitions.computed.values()) {
    const { coordinate, parent, field } = definition;
    const linked = builder.tables.get(parent.name);
    if (linked === undefined || builder.rootTypes.has(parent.name) || isLeafType(getNamedType(field.type))) continue;
    const target = findTarget(builder, definition);
    const found = findFunctionOfRow(builder, definition, linked.table);
    const built = found && target && buildRows(builder, definition, target, found);
    if (built === undefined || target === undefined) continue;
    const { table } = target;
    const { row } = ownColumns(linked.table);
    lists.push({
      coordinate,
      typeName: parent.name,
      fieldName: field.name,
      list: true,
      emptyValue: isNonNullType(field.type) ? 'list' : 'null',
      key: [],
      target: {
        kind: 'table',
        source: table.source,
        typeName: target.type.name,
        table,
        columns: [],
        unique: false,
        sameDatabase: [],
        ...built,
        rows: { ...built.rows, row },
      },
      batchSize: 10_000,
    });
  }
  return lists;
}

/** Every `@computed` field of the query type, and of its namespaces. */
export function buildComputedRoots(builder: Builder): TableRoot[] {
  const roots: TableRoot[] = [];
  for (const definition of builder.definitions.computed.values()) {
    const { coordinate, parent, tableArgument } = definition;
    if (builder.rootTypes.get(parent.name) !== 'query') continue;
    builder.show('servedField', { ...definition, directive: '@computed', host: builder.hostResolved(coordinate) });
    if (tableArgument !== undefined) {
      const fault = '@computed(tableArgument:) has no meaning at the root: there is no row.';
      builder.show('computed', { coordinate, node: tableArgument.node, fault, remedy: 'Remove the argument.' });
    }
    const target = findTarget(builder, definition);
    const found = target && findFunctionOfRows(builder, definition, target.table);
    const built = found && buildRows(builder, definition, target, found);
    if (built === undefined || target === undefined) continue;
    const { table, type } = target;
    roots.push({ kind: 'table', coordinate, source: table.source, typeName: type.name, table, list: true, ...built });
  }
  return roots;
}

/** What all lists take as arguments, whatever a function calls its own. */
const ofLists: ReadonlySet<string> = new Set([
  'where', 'order_by', 'orderBy', 'limit', 'offset', 'distinct_on', 'distinctOn',
]); // biome-ignore format: a table of names

/** The table whose rows a list is made of. */
function findTarget(builder: Builder, definition: ComputedDefinition): LinkedTable | undefined {
  const { coordinate, field, node } = definition;
  const type = getNamedType(field.type);
  if (!isListType(getNullableType(field.type)) || !isObjectType(type)) {
    const what = builder.rootTypes.has(definition.parent.name) ? 'is a list' : 'is a leaf, or a list';
    const fault = `A computed field ${what} of a type with @table, but the field's type is ${field.type}.`;
    builder.show('computed', { coordinate, node, fault, remedy: 'Give it such a type.' });
    return undefined;
  }
  const declared = builder.definitions.tables.get(type.name);
  if (!builder.definitions.unreadable.has(type.name))
    builder.show('tableField', { ...definition, typeName: type.name, declared });
  return builder.tables.get(type.name);
}

function buildRows(
  builder: Builder,
  definition: ComputedDefinition,
  target: LinkedTable,
  found: FoundFunction,
): { readonly arguments: TableRoot['arguments']; readonly rows: FunctionRows } | undefined {
  const { coordinate, field, node } = definition;
  const { called } = found;
  const { table } = target;
  if (!called.returnsSet || !isRowOf(called.returns, table) || parentSource(builder, definition) !== table.source) {
    const fault = `Function "${nameFunction(called)}" does not answer a set of rows of ${nameTable(table)}.`;
    builder.show('computed', { coordinate, node, fault, remedy: 'Name a function that "returns setof" the table.' });
    return undefined;
  }
  const call = buildCall(builder, definition, found, table, ofLists);
  const given = new Set(field.args.map(({ name }) => name).filter((name) => !isOfList(builder, definition, name)));
  const args = buildTableArguments(builder, coordinate, field, target, true, given);
  const { place } = ownColumns(table);
  return call && { arguments: args, rows: { call, place } };
}

/** The database that the function is looked for in. */
function parentSource(builder: Builder, { parent, field }: ComputedDefinition): string | undefined {
  const of = builder.rootTypes.has(parent.name) ? getNamedType(field.type).name : parent.name;
  return builder.tables.get(of)?.table.source;
}

function isOfList({ definitions }: Builder, { coordinate }: ComputedDefinition, name: string): boolean {
  return ofLists.has(name) && !definitions.columns.has(`${coordinate}(${name}:)`);
}

/** What a function makes of a row, as a column. Fields of one type that are the same share it. */
function createColumn(
  builder: Builder,
  { type, table }: LinkedTable,
  { called }: FoundFunction,
  call: FunctionCall,
): Column {
  const name = `${nameFunction(called)}(${JSON.stringify(call.arguments.map(({ name }) => name ?? null))})`;
  const known = [...builder.computed]
    .filter(([coordinate]) => coordinate.startsWith(`${type.name}.`))
    .map(([, { column }]) => column);
  const same = isOfRowAlone(call) ? known.find((column) => column.name === name) : undefined;
  if (same !== undefined) return same;
  const { kind } = called.returns.type;
  return {
    name,
    type: called.returns.type,
    notNull: false,
    deterministic: kind !== 'citext' && kind !== 'bpchar',
    computed: { kind: 'call', as: freeName(table, `f${known.length}`), call },
  };
}

/** The columns that are no field's: a row as a value, and its place among others. */
function ownColumns(table: Table): { readonly row: Column; readonly place: Column } {
  const { schema, name } = table;
  const row: RowValue = { kind: 'row', as: freeName(table, 'row'), table: { schema, name } };
  const common = { notNull: true, deterministic: true } as const;
  return {
    row: { ...common, name: '(row)', type: { kind: 'other', sql: 'record' }, computed: row },
    place: {
      ...common,
      name: '(place)',
      type: { kind: 'int8', sql: 'int8' },
      computed: { kind: 'place', as: freeName(table, 'place'), row },
    },
  };
}

/** A name that no column of the table has. */
function freeName(table: Table, wanted: string): string {
  return table.columns.has(wanted) ? freeName(table, `${wanted}_`) : wanted;
}
