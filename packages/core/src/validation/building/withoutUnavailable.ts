import type { Model } from '../../model/model.js';
import type { Relationship } from '../../model/relationship.js';
import type { Builder } from './builder.js';

/**
 * A model of the sources that said what they hold. What was written and could not be built depends on another; and so does a
 * relationship whose key, or a part of it, is read of objects of another.
 */
export function withoutUnavailable(builder: Builder, model: Model): Model {
  const { definitions, hostFields } = builder;
  const relationships = new Map([...model.relationships].filter(([, found]) => isReadable(builder, found)));
  const written = [
    ...definitions.selects.keys(),
    ...definitions.aggregates.keys(),
    ...definitions.remoteFields.keys(),
    ...definitions.actions.keys(),
    ...definitions.relationships.keys(),
  ];
  const unavailable = new Set(
    written.filter((coordinate) => !model.rootFields.has(coordinate) && !relationships.has(coordinate)),
  );
  return { ...model, relationships, unavailable, hostFields: new Set([...hostFields, ...unavailable]) };
}

function isReadable({ definitions, tables, occurrences, lost }: Builder, relationship: Relationship): boolean {
  const { typeName, coordinate, key } = relationship;
  const mapped = definitions.relationships.get(coordinate)?.fieldMapping?.value.size;
  if (mapped !== undefined && key.length < mapped) return false;
  if (definitions.tables.has(typeName)) return tables.has(typeName);
  return !lost.has(typeName) || occurrences.has(typeName);
}
