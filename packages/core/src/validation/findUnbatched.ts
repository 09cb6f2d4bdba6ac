import {
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isListType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import type { ProblemLocation } from '../error/problem.js';
import type { Catalog } from '../model/catalog.js';
import type { Model } from '../model/model.js';
import type { Relationship, RemoteTarget } from '../model/relationship.js';
import { createLocate } from '../schema/locations.js';

/** A relationship that asks a remote schema for each key under an alias of its own. */
export interface UnbatchedRelationship {
  readonly coordinate: string;
  /** The remote schema, and the path in it: `warehouse.stock`. */
  readonly source: string;
  readonly field: string;
  /** What would take all keys in one list, as `field` and `matchBy` say it; absent where the remote schema has no such field. */
  readonly batch?: { readonly field: string; readonly matchBy: string };
  readonly location?: ProblemLocation;
}

/** The relationships to remote schemas whose keys do not travel in one list, in the order of the SDL. */
export function findUnbatched(
  { relationships, schema }: Model,
  catalogs: ReadonlyMap<string, Catalog>,
): readonly UnbatchedRelationship[] {
  const locate = createLocate(schema);
  return [...relationships.values()].flatMap((relationship) => {
    const { coordinate, typeName, fieldName, target, key } = relationship;
    if (target.kind !== 'remote' || target.matchBy !== undefined || key.length === 0) return [];
    const catalog = catalogs.get(target.source);
    const batch = catalog?.kind === 'schema' ? findBatchForm(relationship, target, catalog.schema) : undefined;
    const type = schema.getType(typeName);
    const location = isObjectType(type) ? locate(type.getFields()[fieldName]?.astNode ?? undefined) : undefined;
    const field = target.path.map((step) => step.field).join('.');
    return [{ coordinate, source: target.source, field, ...(batch && { batch }), ...(location && { location }) }];
  });
}

/** A root field that answers a list of the same type, and whose one list argument takes keys that its objects show. */
function findBatchForm(
  { key, list }: Relationship,
  { path }: RemoteTarget,
  upstream: GraphQLSchema,
): UnbatchedRelationship['batch'] {
  const [step, second] = path;
  const [part] = key;
  const query = upstream.getQueryType()?.getFields() ?? {};
  const filled = step?.args.filter(({ value }) => value !== undefined) ?? [];
  const [argument] = filled;
  if (step === undefined || second !== undefined || part === undefined || key.length > 1) return undefined;
  if (argument?.value?.kind !== 'key' || filled.length > 1 || list) return undefined;
  const answered = query[step.field];
  const keyType = answered?.args.find(({ name }) => name === argument.name)?.type;
  if (answered === undefined || keyType === undefined) return undefined;
  const type = getNamedType(answered.type);
  if (!isObjectType(type) || type.getFields()[argument.name] === undefined) return undefined;
  for (const field of Object.values(query)) {
    if (!isListType(getNullableType(field.type)) || getNamedType(field.type) !== type) continue;
    const taking = listArgumentOf(field, String(getNamedType(keyType)));
    if (taking === undefined) continue;
    return { field: `${field.name}(${taking}: [$${part.name}])`, matchBy: `{${part.name}: "${argument.name}"}` };
  }
  return undefined;
}

/** The argument that takes a list of keys, where no other has to be given. */
function listArgumentOf({ args }: GraphQLField<unknown, unknown>, keyType: string): string | undefined {
  const taking = args.find(({ type }) => isListType(getNullableType(type)) && String(getNamedType(type)) === keyType);
  const isEnough = args.every((argument) => argument === taking || !isRequiredArgument(argument));
  return isEnough ? taking?.name : undefined;
}
