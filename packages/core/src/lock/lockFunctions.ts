import { type TableCatalog, tableKey } from '../model/catalog.js';
import type { FunctionCall } from '../model/computed.js';
import type { Model } from '../model/model.js';
import type { FunctionType, TableFunction } from '../model/table.js';
import { inOrder, type LockedFunction, type LockedFunctions, type LockedFunctionType } from './lock.js';
import { lockType } from './lockType.js';

/** The functions of a database that are called; nothing where there are none. */
export function lockFunctions({ functions }: TableCatalog, source: string, model: Model): LockedFunctions | undefined {
  const schemas = new Map<string, Map<string, readonly LockedFunction[]>>();
  for (const { function: called } of callsOf(model, source)) {
    const named = schemas.get(called.schema) ?? new Map<string, readonly LockedFunction[]>();
    // Others of its name too: a call must not be one of theirs.
    const same = functions?.get(tableKey(called.schema, called.name)) ?? [];
    schemas.set(called.schema, named.set(called.name, same.map(lockFunction)));
  }
  if (schemas.size === 0) return undefined;
  return inOrder([...schemas].map(([schema, named]) => [schema, inOrder(named)] as const));
}

function* callsOf({ tables, rootFields, relationships }: Model, source: string): Generator<FunctionCall> {
  for (const { table, leaves } of tables.values()) {
    for (const { column } of table.source === source ? leaves.values() : []) {
      if (column.computed?.kind === 'call') yield column.computed.call;
    }
  }
  const targets = [...relationships.values()].map(({ target }) => target);
  for (const target of [...rootFields.values(), ...targets]) {
    if (target.kind === 'table' && target.rows !== undefined && target.source === source) yield target.rows.call;
  }
}

function lockFunction({ isVolatile, returnsSet, returns, arguments: taken }: TableFunction): LockedFunction {
  return {
    ...(isVolatile && { isVolatile }),
    ...(returnsSet && { returnsSet }),
    returns: lockFunctionType(returns),
    arguments: taken.map(({ name, isOptional, ...type }) => ({
      ...(name !== undefined && { name }),
      ...lockFunctionType(type),
      ...(isOptional && { isOptional }),
    })),
  };
}

function lockFunctionType({ type, row }: FunctionType): LockedFunctionType {
  return { type: lockType(type), ...(row && { row }) };
}
