import { buildSchema } from 'graphql';
import { type SchemaCatalog, type TableCatalog, tableKey } from '../../packages/core/src/model/catalog.js';
import { remember } from '../../packages/core/src/model/remember.js';
import type {
  Column,
  ColumnKind,
  ColumnType,
  FunctionType,
  Table,
  TableFunction,
} from '../../packages/core/src/model/table.js';

/** `int4`, `text!` (NOT NULL), `text[]`, `mood(happy|sad)`, `point` (which nothing compares): a column in one word. */
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

/**
 * A catalog with functions, each in one word line: `full_name(users, sep text = ) text`, `search(q text) setof orders`,
 * `volatile touch(users) int4`. What is the name of a table is a row of it.
 */
export function withFunctions(catalog: TableCatalog, ...lines: readonly string[]): TableCatalog {
  const functions = new Map<string, TableFunction[]>();
  for (const line of lines) {
    const [, isVolatile, schema = 'public', name = '', args = '', isSet, returns = ''] =
      /^(volatile )?(?:(\w+)\.)?(\w+)\((.*)\) (setof )?(\S+)$/.exec(line) ?? [];
    const typeOf = (word: string): FunctionType => {
      const row = [...catalog.tables.values()].find((table) => table.name === word);
      return row === undefined
        ? { type: toType(word) }
        : { type: { kind: 'other', sql: word }, row: { schema: row.schema, name: row.name } };
    };
    const taken = args === '' ? [] : args.split(', ');
    const key = tableKey(schema, name);
    const same = functions.get(key) ?? [];
    functions.set(key, same);
    same.push({
      schema,
      name,
      isVolatile: isVolatile !== undefined,
      returnsSet: isSet !== undefined,
      returns: typeOf(returns),
      arguments: taken.map((word) => {
        const [, named, type = '', isOptional] = /^(?:(\w+) )?(\S+?)( =)?$/.exec(word) ?? [];
        return { ...typeOf(type), ...(named !== undefined && { name: named }), isOptional: isOptional !== undefined };
      }),
    });
  }
  return { ...catalog, functions };
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
  if (word.endsWith('[]')) {
    const element = toType(word.slice(0, -2));
    return { kind: 'array', sql: word, element, ...(element.isComparable === false && { isComparable: false }) };
  }
  if (word === 'point') return { kind: 'other', sql: word, isComparable: false };
  const [, name = '', labels] = /^(\w+)(?:\((.*)\))?$/.exec(word) ?? [];
  if (labels !== undefined) return { kind: 'enum', sql: `"public"."${name}"`, labels: labels.split('|') };
  return { kind: name as ColumnKind, sql: name };
}
