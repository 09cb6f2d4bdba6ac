import { isColumnOperator } from '../../model/operator.js';
import type { HasuraSelectPermission, QualifiedName, TableRootField } from '../hasuraMetadata.js';
import type { MetadataNode, ObjectNode } from '../metadataNode.js';
import { toJson } from '../metadataNode.js';
import { quote } from '../nearNames.js';
import { objectOf } from '../objectsOfMetadata.js';
import type { ScopeObject } from '../scopeObject.js';
import { isGraphQLName } from '../values.js';
import { findLocal } from './localRelationship.js';
import { rootTypeOf } from './namespaces.js';
import { functionFieldsOf, isComputedList } from './printFunctions.js';
import type { Printing } from './printing.js';
import type { SdlLine } from './sdlLine.js';
import type { TableType } from './tableType.js';

/** A select permission as `@permission`, on one line. */
export function printPermission(printing: Printing, type: TableType, permission: HasuraSelectPermission): SdlLine {
  const { source, table, fields } = type;
  const { role, columns, computedFields, filter, limit, allowAggregations, queryRootFields } = permission;
  // All columns are no computed field, which "*" would be as well.
  const isAll = columns === 'all' && table.computedFields.length === 0;
  const granted = columns === 'all' ? fields.keys() : columns;
  const ownNames = Array.from(granted, (column) => fields.get(column)?.name ?? column);
  const names = isAll ? ['*'] : [...ownNames, ...leavesAmong(printing, type, computedFields)];
  const owner = objectOf.inTable('select_permission', source, table, { name: role, node: permission.node });
  const conditions = printConditions({ printing, type, outermost: type, owner }, filter);
  const isTold = !printing.inferFunctionPermissions && functionFieldsOf(printing, type).length > 0;
  const granting = queryRootFields ?? (isTold ? everyRootField : undefined);
  const args = [
    `role: ${JSON.stringify(role)}`,
    `fields: [${names.map((name) => JSON.stringify(name)).join(', ')}]`,
    ...(conditions === '{}' ? [] : [`filter: ${conditions}`]),
    ...(limit === undefined ? [] : [`limit: ${limit}`]),
    ...(allowAggregations ? ['aggregations: true'] : []),
    ...(granting === undefined ? [] : [`rootFields: [${printRootFields(printing, type, role, granting)}]`]),
  ];
  return { owner, text: `@permission(${args.join(', ')})` };
}

/** Lists are not granted: they are there for who sees their rows. */
function leavesAmong(printing: Printing, type: TableType, names: ReadonlySet<string>): readonly string[] {
  const granted = type.table.computedFields.filter(({ name }) => names.has(name));
  return granted.filter((field) => !isComputedList(printing, type, field)).map(({ name }) => name);
}

/** Functions that not everybody may ask who sees their rows are told role by role, and so is all that reads these. */
const everyRootField: ReadonlySet<TableRootField> = new Set(['select', 'select_by_pk', 'select_aggregate']);

function printRootFields(
  printing: Printing,
  type: TableType,
  role: string,
  granted: ReadonlySet<TableRootField>,
): string {
  const { rootFields, catalog } = type;
  const names = [
    ...(granted.has('select') ? [rootFields.select] : []),
    ...(granted.has('select_by_pk') && catalog.primaryKey.length > 0 ? [rootFields.select_by_pk] : []),
    ...(granted.has('select_aggregate') ? [rootFields.select_aggregate] : []),
    ...functionFieldsOf(printing, type, role),
  ];
  const root = rootTypeOf(type.source);
  return names.map((name) => JSON.stringify(root === 'Query' ? name : `${root}.${name}`)).join(', ');
}

/** Rows whose conditions are printed: of a tracked table, or of one that only the database knows. */
interface Rows {
  readonly printing: Printing;
  readonly type: TableType | undefined;
  /** That of the permission's own rows. */
  readonly outermost: TableType;
  readonly owner: ScopeObject;
}

/** A boolean expression as a `where` value. `$and` is an old way to write `_and`, and a bare value is equality. */
function printConditions(rows: Rows, node: MetadataNode): string {
  if (node.kind !== 'object') return printJson(rows, toJson(node));
  const members = Array.from(node.entries, ([key, { value }]) => printCondition(rows, key, value));
  return `{${members.filter((member) => member !== undefined).join(', ')}}`;
}

function printCondition(rows: Rows, key: string, value: MetadataNode): string | undefined {
  const word = key.replace(/^\$/, '_');
  if (word === '_and' || word === '_or') return `${word}: ${printList(rows, value)}`;
  if (word === '_not') return `${word}: ${printConditions(rows, value)}`;
  if (word === '_exists' && value.kind === 'object') return `${word}: ${printExists(rows, value)}`;
  const target = findTarget(rows, key);
  if (target !== undefined) return `${key}: ${printConditions({ ...rows, type: target }, value)}`;
  const name = nameOf(rows, rows.type?.fields.get(key)?.name ?? key);
  if (value.kind !== 'object') return `${name}: {_eq: ${printJson(rows, toJson(value))}}`;
  if (value.entries.size === 0) return undefined; // every row, as in Hasura
  const operators = Array.from(value.entries, ([operator, operand]) => {
    const word = operator.replace(/^\$/, '_');
    const plain = aliases[word] ?? word;
    return `${nameOf(rows, plain)}: ${printOperand(rows, plain, toJson(operand.value))}`;
  });
  return `${name}: {${operators.join(', ')}}`;
}

/** Hasura's other names of operators. */
const aliases: Readonly<Record<string, string | undefined>> = { _ne: '_neq', _cneq: '_cne' };

function printOperand(rows: Rows, operator: string, value: unknown): string {
  if (isColumnOperator(operator)) return printJson(rows, nameColumn(rows, value));
  // An object is a constant of JSON; of `_cast`, conditions.
  const isConstant = typeof value === 'object' && value !== null && !Array.isArray(value) && operator !== '_cast';
  return isConstant ? `{value: ${printJson(rows, value)}}` : printJson(rows, value);
}

/** `"column"` of the row itself, or `["$", "column"]` of the row that the permission is about. */
function nameColumn({ type, outermost }: Rows, value: unknown): unknown {
  const name = (of: TableType | undefined, column: unknown): unknown =>
    typeof column === 'string' ? (of?.fields.get(column)?.name ?? column) : column;
  if (!Array.isArray(value)) return name(type, value);
  return value.map((part: unknown, index) => (index === 0 ? part : name(outermost, part)));
}

function printList(rows: Rows, value: MetadataNode): string {
  const items = value.kind === 'list' ? value.items : [value];
  return `[${items.map((item) => printConditions(rows, item)).join(', ')}]`;
}

function printExists(rows: Rows, node: ObjectNode): string {
  const { printing, type } = rows;
  const table = readTable(node.entries.get('_table')?.value);
  const where = node.entries.get('_where')?.value;
  const target = type && table && printing.tables.find(type.source.name, table);
  const conditions = where === undefined ? '{}' : printConditions({ ...rows, type: target }, where);
  const { schema = 'public', name = '' } = table ?? {};
  return `{_table: {schema: ${JSON.stringify(schema)}, name: ${JSON.stringify(name)}}, _where: ${conditions}}`;
}

function readTable(node: MetadataNode | undefined): QualifiedName | undefined {
  if (node?.kind === 'text') return { schema: 'public', name: node.value };
  if (node?.kind !== 'object') return undefined;
  const [schema, name] = [node.entries.get('schema')?.value, node.entries.get('name')?.value];
  return name?.kind === 'text'
    ? { schema: schema?.kind === 'text' ? schema.value : 'public', name: name.value }
    : undefined;
}

/** The table that a relationship leads to, within the database or to another one. */
function findTarget({ printing, type }: Rows, name: string): TableType | undefined {
  if (type === undefined) return undefined;
  const { source, table, catalog } = type;
  if (catalog.columns.has(name)) return undefined;
  const database = printing.catalogs.databases.get(source.name);
  const local = [...table.objectRelationships, ...table.arrayRelationships].find((each) => each.name === name);
  if (local !== undefined && database !== undefined && !(database instanceof Error)) {
    const found = findLocal(database, catalog, local);
    return 'fault' in found ? undefined : printing.tables.find(source.name, found.target);
  }
  const remote = table.remoteRelationships.find((each) => each.name === name)?.target;
  return remote?.kind === 'source' ? printing.tables.find(remote.source, remote.table) : undefined;
}

function nameOf({ printing, owner }: Pick<Rows, 'printing' | 'owner'>, text: string): string {
  if (isGraphQLName(text)) return text;
  printing.faults.push({
    owner,
    code: 'METADATA_NOT_SUPPORTED',
    message: `It names ${quote(text)}, which is no name in GraphQL.`,
    remedy: 'Give the column a custom name.',
  });
  return '_';
}

/** JSON in GraphQL's syntax. */
function printJson(rows: Rows, value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => printJson(rows, item)).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, member]) => `${nameOf(rows, key)}: ${printJson(rows, member)}`);
  return `{${members.join(', ')}}`;
}
