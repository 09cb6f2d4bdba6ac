import { type SchemaCatalog, type TableCatalog, tableKey } from '../model/catalog.js';
import type { Column, ColumnType, FunctionType, Table, TableFunction } from '../model/table.js';
import type {
  Lock,
  LockedColumn,
  LockedColumnType,
  LockedFunctions,
  LockedFunctionType,
  LockedSource,
  LockedTable,
} from './lock.js';
import { schemaFromLock } from './schemaFromLock.js';

/**
 * What a lock says that a source holds; nothing where it does not name the source. A schema that is checked against it comes
 * to the same model as against the source itself. What roles may see of a remote schema is an option, and in no lock.
 */
export function catalogFromLock(lock: Lock, source: string): TableCatalog | SchemaCatalog | undefined {
  const locked: LockedSource | undefined = Object.hasOwn(lock.sources, source) ? lock.sources[source] : undefined;
  if (locked === undefined) return undefined;
  if (locked.kind === 'schema') return { kind: 'schema', schema: schemaFromLock(locked) };
  const tables = Object.entries(locked.tables).flatMap(([schema, named]) =>
    Object.entries(named).map(([name, table]) => toTable({ source, schema, name }, table)),
  );
  return {
    kind: 'tables',
    defaultSchema: locked.defaultSchema,
    tables: new Map(tables.map((table) => [tableKey(table.schema, table.name), table])),
    ...(locked.functions && { functions: toFunctions(locked.functions) }),
  };
}

function toFunctions(locked: LockedFunctions): ReadonlyMap<string, readonly TableFunction[]> {
  const functions = new Map<string, readonly TableFunction[]>();
  for (const [schema, named] of Object.entries(locked)) {
    for (const [name, same] of Object.entries(named)) {
      functions.set(
        tableKey(schema, name),
        same.map(({ isVolatile, returnsSet, returns, arguments: taken }) => ({
          schema,
          name,
          isVolatile: isVolatile === true,
          returnsSet: returnsSet === true,
          returns: toFunctionType(returns),
          arguments: taken.map(({ name, isOptional, ...type }) => ({
            ...(name !== undefined && { name }),
            ...toFunctionType(type),
            isOptional: isOptional === true,
          })),
        })),
      );
    }
  }
  return functions;
}

function toFunctionType({ type, row }: LockedFunctionType): FunctionType {
  return { type: toType(type), ...(row && { row }) };
}

function toTable(
  place: Pick<Table, 'source' | 'schema' | 'name'>,
  { isView, columns, primaryKey, uniqueKeys = [], foreignKeys }: LockedTable,
): Table {
  return {
    ...place,
    isView: isView === true,
    columns: new Map(Object.entries(columns).map(([name, column]) => [name, toColumn(name, column)])),
    primaryKey,
    uniqueKeys: primaryKey.length === 0 ? uniqueKeys : [primaryKey, ...uniqueKeys],
    ...(foreignKeys && { foreignKeys: Object.entries(foreignKeys).map(([name, key]) => ({ name, ...key })) }),
  };
}

function toColumn(name: string, { type, notNull, deterministic, dimensions }: LockedColumn): Column {
  return {
    name,
    type: toType(type),
    notNull: notNull === true,
    deterministic: deterministic !== false,
    ...(dimensions !== undefined && { dimensions }),
  };
}

function toType(type: LockedColumnType): ColumnType {
  if (typeof type === 'string') return { kind: type, sql: type };
  const { element, ...rest } = type;
  return { ...rest, ...(element !== undefined && { element: toType(element) }) };
}
