import type { Model } from './model.js';

/** Whether objects of a type come from sources: those of the host's own may be of it besides. */
export function isFetchedType({ tables, aggregateTypes, remoteTypes }: Model, typeName: string): boolean {
  if (tables.has(typeName) || aggregateTypes.has(typeName)) return true;
  for (const types of remoteTypes.values()) if (types.has(typeName)) return true;
  return false;
}
