import { RemoteJoinsError } from '../../error/RemoteJoinsError.js';
import { type TableCatalog, tableKey } from '../../model/catalog.js';
import type { Column, Table } from '../../model/table.js';
import { type CatalogRows, type ColumnRow, isCatalogRows, type TableRow } from './catalogRows.js';
import { catalogSQL } from './catalogSQL.js';
import { createTypeReader } from './columnType.js';
import { type Database, isFailure } from './database.js';
import { noOrigins } from './failure.js';

/**
 * Asks the database for all tables and views of its users' schemas, in one statement.
 * @throws RemoteJoinsError `SOURCE_UNAVAILABLE`, `SOURCE_TIMEOUT`, `SOURCE_ERROR`, `SOURCE_INVALID_RESPONSE`
 */
export async function introspect(database: Database, source: string, defaultSchema: string): Promise<TableCatalog> {
  const row = await database.send({ text: catalogSQL, values: [], origins: noOrigins });
  if (isFailure(row)) throw row.error;
  const { tables, types } = readRows(row[0]);
  const typeOf = createTypeReader(types);
  const byKey = tables.map((table): [string, Table] => [
    tableKey(table.schema, table.name),
    toTable(source, table, (column) => ({
      name: column.name,
      type: typeOf(column.type),
      notNull: column.notNull,
      deterministic: column.deterministic && isPlain(typeOf(column.type).kind),
    })),
  ]);
  return { kind: 'tables', defaultSchema, tables: new Map(byKey) };
}

/** Types whose `=` takes different texts for equal. */
function isPlain(kind: Column['type']['kind']): boolean {
  return kind !== 'citext' && kind !== 'bpchar';
}

function toTable(source: string, row: TableRow, toColumn: (column: ColumnRow) => Column): Table {
  const nameOf = new Map(row.columns.map(({ number, name }) => [number, name]));
  const toNames = (numbers: readonly number[]) => numbers.flatMap((number) => nameOf.get(number) ?? []);
  const primary = row.keys.find(({ isPrimary }) => isPrimary);
  return {
    source,
    schema: row.schema,
    name: row.name,
    isView: row.isView,
    columns: new Map(row.columns.map((column) => [column.name, toColumn(column)])),
    primaryKey: primary === undefined ? [] : toNames(primary.columns),
    uniqueKeys: row.keys.map(({ columns }) => toNames(columns)),
  };
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
