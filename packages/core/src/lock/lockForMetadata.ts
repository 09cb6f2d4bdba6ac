import { type Catalog, type TableCatalog, tableKey } from '../model/catalog.js';
import type { ForeignKey } from '../model/table.js';
import { findAllParts } from './allParts.js';
import {
  inOrder,
  type Lock,
  type LockedForeignKey,
  type LockedSource,
  type LockedTable,
  type LockedTables,
} from './lock.js';
import { lockSchema } from './lockSchema.js';

/** By a source and a table of it; absent where that is no enum table. */
export type EnumValuesOf = (
  source: string,
  table: { readonly schema: string; readonly name: string },
) => readonly EnumValue[] | undefined;

interface EnumValue {
  readonly value: string;
  readonly comment?: string | undefined;
}

/**
 * A lock by which metadata can be served, of the lock of the SDL that was made of it: of tables also the foreign keys that make
 * relationships and the rows that make enums, and remote schemas whole, since that is how metadata serves them. Descriptions are
 * in no lock.
 */
export function lockForMetadata(lock: Lock, catalogs: ReadonlyMap<string, Catalog>, enumValuesOf: EnumValuesOf): Lock {
  const sources = Object.entries(lock.sources).map(([name, source]): readonly [string, LockedSource] => {
    const catalog = catalogs.get(name);
    if (catalog?.kind === 'schema') return [name, lockSchema(catalog.schema, findAllParts(catalog.schema))];
    if (catalog?.kind !== 'tables' || source.kind !== 'tables') return [name, source];
    return [name, completeTables(source, catalog, (table) => enumValuesOf(name, table))];
  });
  return { ...lock, sources: inOrder(sources) };
}

function completeTables(
  locked: LockedTables,
  catalog: TableCatalog,
  enumValuesOf: (table: Parameters<EnumValuesOf>[1]) => ReturnType<EnumValuesOf>,
): LockedTables {
  const tables = Object.entries(locked.tables).map(([schema, named]) => {
    const complete = Object.entries(named).map(([name, table]): readonly [string, LockedTable] => {
      const keys = catalog.tables.get(tableKey(schema, name))?.foreignKeys ?? [];
      const used = keys.filter((key) => isUsed(key, table, locked));
      const values = enumValuesOf({ schema, name });
      return [
        name,
        {
          ...table,
          ...(used.length > 0 && { foreignKeys: inOrder(used.map(lockForeignKey)) }),
          ...(values && { enumValues: values.map(lockEnumValue) }),
        },
      ];
    });
    return [schema, inOrder(complete)] as const;
  });
  return { ...locked, tables: inOrder(tables) };
}

/** A key of a column that nothing uses, or to a table that nothing uses, makes no relationship. */
function isUsed({ columns, target }: ForeignKey, table: LockedTable, { tables }: LockedTables): boolean {
  const there = ofName(ofName(tables, target.schema), target.name)?.columns ?? {};
  const has = (known: object, names: readonly string[]): boolean => names.every((name) => Object.hasOwn(known, name));
  return has(table.columns, columns) && has(there, target.columns);
}

function lockForeignKey({ name, columns, target }: ForeignKey): readonly [string, LockedForeignKey] {
  return [name, { columns, target }];
}

function lockEnumValue({ value, comment }: EnumValue): EnumValue {
  return { value, ...(comment !== undefined && { comment }) };
}

/** The rows of an enum table as they are locked. */
export function enumValuesFromLock(lock: Lock, ...[name, table]: Parameters<EnumValuesOf>): ReturnType<EnumValuesOf> {
  const source = ofName(lock.sources, name);
  return source?.kind === 'tables' ? ofName(ofName(source.tables, table.schema), table.name)?.enumValues : undefined;
}

function ofName<Value>(values: Readonly<Record<string, Value>> | undefined, name: string): Value | undefined {
  return values !== undefined && Object.hasOwn(values, name) ? values[name] : undefined;
}
