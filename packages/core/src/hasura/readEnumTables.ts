import { buildSchema, graphql } from 'graphql';
import { attachRemoteJoins } from '../attachRemoteJoins.js';
import type { HasuraMetadata, HasuraTable } from '../metadata/hasuraMetadata.js';
import type { EnumRow, MetadataToPrint, SourceNames } from '../metadata/printing/printing.js';
import { isGraphQLName } from '../metadata/values.js';
import { type TableCatalog, tableKey } from '../model/catalog.js';
import type { Table } from '../model/table.js';
import { remoteJoinsTypeDefs } from '../schema/directives.js';
import type { Source } from '../source.js';

/**
 * The values of all enum tables: their rows, read as any are, by the primary key. A table whose values are no names of
 * GraphQL is none.
 */
export async function readEnumTables(
  metadata: HasuraMetadata,
  catalogs: ReadonlyMap<string, TableCatalog | Error>,
  names: SourceNames,
  sources: ReadonlyMap<string, Source>,
): Promise<MetadataToPrint['enumValues']> {
  const found = new Map<string, readonly EnumRow[]>();
  for (const { name, tables } of metadata.sources) {
    const catalog = catalogs.get(name);
    const source = sources.get(names.databases.get(name) ?? name);
    if (catalog === undefined || catalog instanceof Error || source === undefined) continue;
    const enums = tables.filter(({ isEnum }) => isEnum).flatMap((table) => findEnum(table, catalog) ?? []);
    const rows = enums.length === 0 ? [] : await readRows(source, enums);
    for (const [index, table] of enums.entries()) {
      const values = rows[index] ?? [];
      if (values.length > 0 && values.every(({ value }) => isGraphQLName(value))) found.set(keyOf(name, table), values);
    }
  }
  return (source, table) => found.get(keyOf(source, table));
}

function keyOf(source: string, { schema, name }: { readonly schema: string; readonly name: string }): string {
  return `${source}\0${tableKey(schema, name)}`;
}

function findEnum({ table }: HasuraTable, { tables }: TableCatalog): Table | undefined {
  const found = tables.get(tableKey(table.schema, table.name));
  return found?.primaryKey.length === 1 ? found : undefined;
}

async function readRows(source: Source, tables: readonly Table[]): Promise<readonly (readonly EnumRow[])[]> {
  const fields = tables.map((_, index) => `t${index}: [T${index}!]! @select`);
  const types = tables.map((table, index) => {
    const column = (name: string): string => `@column(name: ${JSON.stringify(name)})`;
    const [key = ''] = table.primaryKey;
    const comment = [...table.columns.keys()].find((name) => name !== key);
    const lines = [
      `value: String! ${column(key)}`,
      ...(comment === undefined ? [] : [`comment: String ${column(comment)}`]),
    ];
    const at = `source: "enums", name: ${JSON.stringify(table.name)}, schema: ${JSON.stringify(table.schema)}`;
    return `type T${index} @table(${at}) { ${lines.join(' ')} }`;
  });
  const schema = buildSchema([remoteJoinsTypeDefs, `type Query { ${fields.join(' ')} }`, ...types].join('\n'));
  const joins = await attachRemoteJoins(schema, { sources: { enums: source } });
  try {
    const asked = tables.map((table, index) => `t${index} { value ${table.columns.size > 1 ? 'comment' : ''} }`);
    const { data } = await graphql({ schema, source: `{ ${asked.join(' ')} }` });
    return tables.map((_, index) => readValues(data?.[`t${index}`]));
  } finally {
    await joins.close();
  }
}

function readValues(rows: unknown): readonly EnumRow[] {
  if (!Array.isArray(rows)) return [];
  return rows.flatMap((row: unknown) =>
    isEnumRow(row) ? [{ value: row.value, comment: row.comment ?? undefined }] : [],
  );
}

function isEnumRow(row: unknown): row is { readonly value: string; readonly comment?: string | null } {
  return typeof row === 'object' && row !== null && 'value' in row && typeof row.value === 'string';
}
