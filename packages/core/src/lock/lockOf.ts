import type { Catalog } from '../model/catalog.js';
import type { Model } from '../model/model.js';
import { present } from '../model/present.js';
import { inOrder, type Lock, type LockedSource } from './lock.js';
import { lockFunctions } from './lockFunctions.js';
import { lockSchema } from './lockSchema.js';
import { lockTables } from './lockTables.js';
import { findUsedColumns } from './usedColumns.js';
import { findUsedParts } from './usedParts.js';

/**
 * What a checked schema uses of what its sources hold. The same catalogs must be given that the model was checked against.
 *
 * @example
 * lockOf(catalogs, model) // { version: 1, sources: { catalog: { kind: 'schema', query: 'Query', types: { … } } } }
 */
export function lockOf(catalogs: ReadonlyMap<string, Catalog>, model: Model): Lock {
  const used = findUsedColumns(catalogs, model);
  const sources: (readonly [string, LockedSource])[] = [];
  for (const [name, catalog] of catalogs) {
    switch (catalog.kind) {
      case 'tables':
        sources.push([
          name,
          { ...lockTables(catalog, used), ...present({ functions: lockFunctions(catalog, name, model) }) },
        ]);
        break;
      case 'schema':
        sources.push([name, lockSchema(catalog.schema, findUsedParts(name, catalog, model))]);
        break;
      case 'action':
        break;
      default:
        catalog satisfies never;
    }
  }
  return { version: 1, sources: inOrder(sources) };
}
