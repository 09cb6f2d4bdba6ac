import { getNamedType, getNullableType, isListType, isNonNullType, isObjectType } from 'graphql';
import type { Relationship } from '../../model/relationship.js';
import type { RelationshipDefinition } from '../../schema/definitions.js';
import { type Builder, isRootType, loseTypes } from './builder.js';
import { buildPath, type FoundPath } from './buildPath.js';
import { buildRemoteTarget } from './buildRemoteTarget.js';
import type { RemoteOccurrence } from './buildRemoteTypes.js';
import { buildTableTarget } from './buildTableTarget.js';

/** A relationship whose target's kind is known, and for a remote one its path. */
export interface LinkedRelationship {
  readonly definition: RelationshipDefinition;
  readonly target: 'table' | 'remote' | undefined;
  readonly path?: FoundPath | undefined;
}

/** Tells what each relationship points to; `go` gets the types that remote schemas answer with. */
export function linkRelationships(builder: Builder, go: (next: RemoteOccurrence) => void): LinkedRelationship[] {
  const placed = [...builder.definitions.relationships.values()].filter((definition) => isPlaced(builder, definition));
  return placed.map((definition) => {
    const target = targetOf(builder, definition);
    const { coordinate } = definition;
    builder.show('servedField', {
      ...definition,
      directive: '@remoteRelationship',
      host: builder.hostResolved(coordinate),
    });
    builder.show('relationship', { definition, target });
    if (target !== 'remote') return { definition, target };
    let followed = false;
    const path = buildPath(builder, definition, (next) => {
      followed = true;
      go(next);
    });
    if (!followed) loseTypes(builder, getNamedType(definition.field.type));
    return { definition, target, path };
  });
}

/** The relationships themselves, once it is known which types occur where. */
export function buildRelationships(builder: Builder, linked: readonly LinkedRelationship[]): Relationship[] {
  const relationships: Relationship[] = [];
  for (const { definition, target, path } of linked) {
    const { coordinate, parent, field } = definition;
    const list = isListType(getNullableType(field.type));
    const built =
      target === 'table'
        ? buildTableTarget(builder, definition, list)
        : path !== undefined
          ? buildRemoteTarget(builder, definition, path, list)
          : undefined;
    if (built === undefined) continue;
    const batchSize = definition.batchSize?.value ?? (built.target.kind === 'table' ? 10_000 : 1_000);
    const emptyValue = list && isNonNullType(field.type) ? 'list' : 'null';
    relationships.push({
      coordinate,
      typeName: parent.name,
      fieldName: field.name,
      list,
      emptyValue,
      ...built,
      batchSize,
    });
  }
  return relationships;
}

/** Whether a relationship stands on a type that has objects of its own; from any other place nothing follows. */
function isPlaced(builder: Builder, { parent }: RelationshipDefinition): boolean {
  return isObjectType(parent) && !isRootType(builder, parent);
}

/** Exactly one target, or nothing. A table may go without saying, where the field's type has one. */
function targetOf(builder: Builder, definition: RelationshipDefinition): 'table' | 'remote' | undefined {
  const { source, table, schema, template, field } = definition;
  const named = {
    table: source !== undefined || table !== undefined,
    remote: schema !== undefined || template !== undefined,
  };
  if (named.table && named.remote) return undefined;
  if (named.remote) return schema !== undefined && template !== undefined ? 'remote' : undefined;
  const typeName = getNamedType(field.type).name;
  const { tables, unreadable } = builder.definitions;
  return named.table || tables.has(typeName) || unreadable.has(typeName) ? 'table' : undefined;
}
