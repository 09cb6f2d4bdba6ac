import { RemoteJoinsError } from '../../error/RemoteJoinsError.js';
import { type TableCatalog, tableKey } from '../../model/catalog.js';
import { remember } from '../../model/remember.js';
import type {
  Column,
  ColumnType,
  ForeignKey,
  FunctionArgument,
  FunctionType,
  Table,
  TableFunction,
} from '../../model/table.js';
import {
  type CatalogRows,
  type ColumnRow,
  type FunctionRow,
  type FunctionTypeRow,
  isCatalogRows,
  type TableRow,
} from './catalogRows.js';
import { catalogSQL } from './catalogSQL.js';
import { createTypeReader } from './columnType.js';
import { type Database, isFailure } from './database.js';
import { noOrigins } from './failure.js';

/**
 * Asks the database for all tables and views of its users' schemas, and functions of their rows, in one statement.
 * @throws RemoteJoinsError `SOURCE_UNAVAILABLE`, `SOURCE_TIMEOUT`, `SOURCE_ERROR`, `SOURCE_INVALID_RESPONSE`
 */
export async function introspect(database: Database, source: string, defaultSchema: string): Promise<TableCatalog> {
  const row = await database.send({ text: catalogSQL, values: [], origins: noOrigins });
  if (isFailure(row)) throw row.error;
  const { tables, types, functions } = readRows(row[0]);
  const typeOf = createTypeReader(types);
  const rows = new Map(tables.map((table) => [tableKey(table.schema, table.name), table]));
  const toColumn = (column: ColumnRow): Column => ({
    name: column.name,
    type: typeOf(column.type),
    notNull: column.notNull,
    deterministic: column.deterministic && isPlain(typeOf(column.type).kind),
    ...(column.dimensions > 1 && { dimensions: column.dimensions }),
    ...(column.comment !== null && { comment: column.comment }),
  });
  const toForeignKeys = createForeignKeyReader(rows);
  const byKey = [...rows].map(([key, row]): [string, Table] => [key, toTable(source, row, toColumn, toForeignKeys)]);
  const byName = toFunctions(functions, typeOf);
  return { kind: 'tables', defaultSchema, tables: new Map(byKey), ...(byName.size > 0 && { functions: byName }) };
}

function toFunctions(
  rows: readonly FunctionRow[],
  typeOf: (id: number) => ColumnType,
): ReadonlyMap<string, readonly TableFunction[]> {
  const toType = ({ type, row }: FunctionTypeRow): FunctionType => ({ type: typeOf(type), ...(row && { row }) });
  const functions = new Map<string, TableFunction[]>();
  for (const { returns, arguments: taken, ...rest } of rows) {
    const args = taken.map((argument): FunctionArgument => {
      const { name, isOptional } = argument;
      return { ...toType(argument), ...(name !== null && { name }), isOptional };
    });
    const key = tableKey(rest.schema, rest.name);
    remember(functions, key, () => []).push({ ...rest, arguments: args, returns: toType(returns) });
  }
  return functions;
}

/** Types whose `=` takes different texts for equal. */
function isPlain(kind: Column['type']['kind']): boolean {
  return kind !== 'citext' && kind !== 'bpchar';
}

function toTable(
  source: string,
  row: TableRow,
  toColumn: (column: ColumnRow) => Column,
  toForeignKeys: (row: TableRow) => readonly ForeignKey[],
): Table {
  const toNames = createColumnNames(row);
  const primary = row.keys.find(({ isPrimary }) => isPrimary);
  const foreignKeys = toForeignKeys(row);
  return {
    source,
    schema: row.schema,
    name: row.name,
    isView: row.isView,
    columns: new Map(row.columns.map((column) => [column.name, toColumn(column)])),
    primaryKey: primary === undefined ? [] : toNames(primary.columns),
    uniqueKeys: row.keys.map(({ columns }) => toNames(columns)),
    ...(foreignKeys.length > 0 && { foreignKeys }),
    ...(row.partitionOf !== null && { partitionOf: row.partitionOf }),
    ...(row.comment !== null && { comment: row.comment }),
  };
}

/** Columns are told by number, which those of another table are looked up for. */
function createForeignKeyReader(rows: ReadonlyMap<string, TableRow>): (row: TableRow) => readonly ForeignKey[] {
  return (row) =>
    row.foreignKeys.flatMap(({ name, columns, target }) => {
      const targetRow = rows.get(tableKey(target.schema, target.name));
      if (targetRow === undefined) return [];
      const targetColumns = createColumnNames(targetRow)(target.columns);
      return [{ name, columns: createColumnNames(row)(columns), target: { ...target, columns: targetColumns } }];
    });
}

function createColumnNames({ columns }: TableRow): (numbers: readonly number[]) => readonly string[] {
  const nameOf = new Map(columns.map(({ number, name }) => [number, name]));
  return (numbers) => numbers.flatMap((number) => nameOf.get(number) ?? []);
}

function readRows(text: unknown): CatalogRows {
  const rows: unknown = typeof text === 'string' ? JSON.parse(text) : undefined;
  if (!isCatalogRows(rows)) {
    throw new RemoteJoinsError(
      'SOURCE_INVALID_RESPONSE',
      'The database did not tell its tables. Check that it is a Postgres of version 13 or later.',
    );
  }
  return rows;
}
