import { buildSchema } from 'graphql';
import { type SchemaCatalog, type TableCatalog, tableKey } from '../../packages/core/src/model/catalog.js';
import { remember } from '../../packages/core/src/model/remember.js';
import type { Column, ColumnKind, ColumnType, Table } from '../../packages/core/src/model/table.js';

/** `int4`, `text!` (NOT NULL), `text[]`, `mood(happy|sad)`: a column in one word. */
export type ColumnWord = string;

export interface TableWords {
  readonly [column: string]: ColumnWord;
}

export interface TableOptions {
  readonly schema?: string;
  readonly isView?: boolean;
  /** `id` where left out. */
  readonly primaryKey?: readonly string[];
  readonly uniqueKeys?: readonly (readonly string[])[];
}

/** A table as a database's catalog would tell it, without the database. */
export function table(source: string, name: string, words: TableWords, options: TableOptions = {}): Table {
  const { schema = 'public', isView = false, primaryKey = ['id'], uniqueKeys = [] } = options;
  const columns = new Map(Object.entries(words).map(([column, word]) => [column, toColumn(column, word)]));
  const unique = [...(primaryKey.length === 0 ? [] : [primaryKey]), ...uniqueKeys];
  return { source, schema, name, isView, columns, primaryKey, uniqueKeys: unique };
}

export function tableCatalog(...tables: readonly Table[]): TableCatalog {
  return {
    kind: 'tables',
    defaultSchema: 'public',
    tables: new Map(tables.map((table) => [tableKey(table.schema, table.name), table])),
  };
}

export function schemaCatalog(sdl: string): SchemaCatalog {
  return { kind: 'schema', schema: buildSchema(sdl) };
}

function toColumn(name: string, word: ColumnWord): Column {
  const notNull = word.endsWith('!');
  return { name, type: toType(notNull ? word.slice(0, -1) : word), notNull, deterministic: true };
}

/** As a catalog has it, columns of one type hold the same object. */
const types = new Map<string, ColumnType>();

function toType(word: string): ColumnType {
  return remember(types, word, () => readType(word));
}

function readType(word: string): ColumnType {
  if (word.endsWith('[]')) return { kind: 'array', sql: word, element: toType(word.slice(0, -2)) };
  const [, name = '', labels] = /^(\w+)(?:\((.*)\))?$/.exec(word) ?? [];
  if (labels !== undefined) return { kind: 'enum', sql: `"public"."${name}"`, labels: labels.split('|') };
  return { kind: name as ColumnKind, sql: name };
}
