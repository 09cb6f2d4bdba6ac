import type { Model } from './model.js';

/** Whether some remote schema serves a field of a type. */
export function isRemoteField({ remoteTypes }: Model, typeName: string, fieldName: string): boolean {
  for (const types of remoteTypes.values()) if (types.get(typeName)?.fields.has(fieldName)) return true;
  return false;
}
