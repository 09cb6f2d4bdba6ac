import { Kind, type ObjectFieldNode, type ObjectValueNode, print, type ValueNode } from 'graphql';
import { tableKey } from '../../model/catalog.js';
import { isOfRow } from '../../model/computed.js';
import type { Filter, FilterKey } from '../../model/permission.js';
import type { Table } from '../../model/table.js';
import type { PermissionDefinition, RelationshipDefinition } from '../../schema/definitions.js';
import { areComparable, formOfColumn, sideOfColumn } from '../keyTypes.js';
import { nameTable } from '../words.js';
import { buildComparisons } from './buildComparisons.js';
import { type Builder, columnNames, findColumn, type LinkedTable } from './builder.js';
import { allOf, type FilterDraft, type FilterPart, type FilterRows, NOTHING, refuseFilter } from './filterDraft.js';
import { findPairs, leadsToRemote } from './relationshipPairs.js';

/**
 * Reads the filter of a permission as a condition on its table; nothing where it is every row.
 *
 *   {owner: {_eq: {session: "x-hasura-user-id"}}, _or: [{total: {_gt: 5}}, {items: {sku: {_eq: "a"}}}]}
 */
export function buildFilter(
  builder: Builder,
  { typeName, role, filter }: PermissionDefinition,
  linked: LinkedTable,
): Filter | undefined {
  if (filter === undefined) return undefined;
  const draft = { builder, coordinate: typeName, role: role.value };
  const built = readConditions(draft, filter.value, 'filter', { table: linked.table, linked });
  return built.kind === 'and' && built.filters.length === 0 ? undefined : built;
}

function readConditions(draft: FilterDraft, node: ObjectValueNode, path: string, rows: FilterRows): Filter {
  return allOf(node.fields.map((field) => readCondition(draft, field, `${path}.${field.name.value}`, rows)));
}

function readCondition(draft: FilterDraft, node: ObjectFieldNode, path: string, rows: FilterRows): Filter {
  const { builder, coordinate, role } = draft;
  const { value } = node;
  const name = node.name.value;
  if (name === '_and' || name === '_or') return readList(draft, { node, path }, value, name, rows);
  if (name === '_not') return { kind: 'not', filter: readNested(draft, { node, path }, value, rows) };
  if (name === '_exists') return readExists(draft, { node, path }, value, rows);
  const { linked, table } = rows;
  const relationship = `${linked?.type.name}.${name}`;
  if (builder.definitions.unreadable.has(relationship)) return NOTHING;
  const definition = builder.definitions.relationships.get(relationship);
  if (definition !== undefined) return readRelationship(draft, { node, path }, value, definition, rows);
  const column = linked === undefined ? table.columns.get(name) : findColumn(builder, linked, name);
  builder.show('column', {
    coordinate,
    node,
    name,
    table,
    column,
    user: `"${path}" of role "${role}"`,
    names: () => (linked === undefined ? [...table.columns.keys()] : columnNames(builder, linked)),
    explicit: true,
    host: false,
  });
  return column === undefined ? NOTHING : buildComparisons(draft, { node, path }, value, { name, column, rows });
}

/** One object stands for a list of it: GraphQL's list coercion. */
function readList(
  draft: FilterDraft,
  part: FilterPart,
  value: ValueNode,
  name: '_and' | '_or',
  rows: FilterRows,
): Filter {
  const items = value.kind === Kind.LIST ? value.values : [value];
  const filters = items.map((item, index) =>
    readNested(draft, { node: item, path: `${part.path}[${index}]` }, item, rows),
  );
  return name === '_and' ? allOf(filters) : { kind: 'or', filters };
}

function readNested(draft: FilterDraft, part: FilterPart, value: ValueNode, rows: FilterRows): Filter {
  if (value.kind === Kind.OBJECT) return readConditions(draft, value, part.path, rows);
  refuseFilter(
    draft,
    part,
    `must be an object of conditions, but is ${print(value)}.`,
    'Write conditions, such as {id: {_eq: 1}}.',
  );
  return NOTHING;
}

/** `{_table: "members", _where: {…}}`: a row anywhere in another table of the database. */
function readExists(draft: FilterDraft, part: FilterPart, value: ValueNode, outer: FilterRows): Filter {
  const { source } = outer.table;
  const remedy = 'Write {_table: "name", _where: {…}}, or {_table: {schema: "…", name: "…"}, _where: {…}}.';
  const members = readMembers(value, ['_table', '_where']);
  const where = members?.get('_where');
  const named = members && readTableName(members.get('_table'));
  if (named === undefined || where === undefined) {
    refuseFilter(draft, part, `must name a table and a condition on it, but is ${print(value)}.`, remedy);
    return NOTHING;
  }
  const catalog = draft.builder.sources.get(source);
  if (catalog === undefined || catalog instanceof Error || catalog.kind !== 'tables') return NOTHING;
  const { name, schema = catalog.defaultSchema } = named;
  const table = catalog.tables.get(tableKey(schema, name));
  const { coordinate, builder } = draft;
  builder.show('table', { coordinate, node: part.node, source, schema, name, catalog, table, remedy });
  if (table === undefined) return NOTHING;
  const rows = { table, linked: typeOf(builder, table), outer: outside(outer) };
  const filter = readNested(draft, { node: where, path: `${part.path}._where` }, where, rows);
  return { kind: 'exists', table, mapping: [], filter };
}

/** What rows are looked for by that conditions on these reach. */
function outside(rows: FilterRows): readonly FilterRows[] {
  return [rows, ...(rows.outer ?? [])];
}

/** The type whose names conditions on a table may use: its only one. */
function typeOf({ tables }: Builder, table: Table): LinkedTable | undefined {
  const [only, second] = [...tables.values()].filter((linked) => linked.table === table);
  return second === undefined ? only : undefined;
}

function readTableName(node: ValueNode | undefined): { readonly schema?: string; readonly name: string } | undefined {
  if (node?.kind === Kind.STRING) return { name: node.value };
  const members = node && readMembers(node, ['schema', 'name']);
  const [schema, name] = [members?.get('schema'), members?.get('name')];
  return schema?.kind === Kind.STRING && name?.kind === Kind.STRING
    ? { schema: schema.value, name: name.value }
    : undefined;
}

/** The members of an object that has exactly these. */
function readMembers(node: ValueNode, names: readonly string[]): ReadonlyMap<string, ValueNode> | undefined {
  if (node.kind !== Kind.OBJECT || node.fields.length !== names.length) return undefined;
  const members = new Map(node.fields.map((field) => [field.name.value, field.value]));
  return names.every((name) => members.has(name)) ? members : undefined;
}

function readRelationship(
  draft: FilterDraft,
  part: FilterPart,
  value: ValueNode,
  definition: RelationshipDefinition,
  rows: FilterRows,
): Filter {
  const { builder } = draft;
  const { coordinate } = definition;
  if (leadsToRemote(definition)) {
    const fault = `is a condition on relationship "${coordinate}", which leads to a remote schema.`;
    refuseFilter(draft, part, fault, 'Remove it: conditions reach through relationships to tables only.');
    return NOTHING;
  }
  const found = findPairs(builder, definition);
  if (found === undefined || found.pairs.length === 0) return NOTHING;
  const { parent, target, pairs } = found;
  if (!pairs.every((pair) => isOfRow(pair.parent))) {
    const fault = `is a condition on relationship "${coordinate}", whose key is computed from the session.`;
    refuseFilter(
      draft,
      part,
      fault,
      'Remove it: conditions reach through relationships that join columns of rows only.',
    );
    return NOTHING;
  }
  const { table } = target;
  const isElsewhere = parent.table.source !== table.source;
  const there = { table, linked: target, ...(isElsewhere ? { isElsewhere } : { outer: outside(rows) }) };
  const filter = readNested(draft, part, value, there);
  if (!isElsewhere) {
    const unfit = pairs.find((pair) => !areComparable(pair.parent, pair.target));
    if (unfit === undefined) return { kind: 'exists', table, mapping: pairs, filter };
    const fault = `is a condition on relationship "${coordinate}", whose columns have types that Postgres does not compare.`;
    refuseFilter(draft, part, fault, 'Remove it, or join columns of the same type.');
    return NOTHING;
  }
  const keys: FilterKey[] = [];
  for (const pair of pairs) {
    const side = sideOfColumn(pair.target);
    const form = side && formOfColumn(pair.parent, [side]);
    if (form !== undefined) keys.push({ ...pair, form });
    else {
      const { name, type } = pair.parent;
      const fault = `is a condition on relationship "${coordinate}", whose column "${name}" of ${nameTable(parent.table)} (${type.sql}) cannot be compared with values of another database.`;
      refuseFilter(draft, part, fault, 'Remove it, or join by a column of another type.');
    }
  }
  return keys.length === pairs.length ? { kind: 'elsewhere', coordinate, table, keys, filter } : NOTHING;
}
