import type { AggregateType } from '../../model/aggregate.js';
import type { TableRoot } from '../../model/model.js';
import type { Relationship } from '../../model/relationship.js';

/** Names of the types that aggregates answer with. */
export function findAggregateTypes(
  roots: readonly TableRoot[],
  relationships: readonly Relationship[],
): ReadonlySet<string> {
  const names = new Set<string>();
  const add = ({ typeName, fields }: AggregateType): void => {
    names.add(typeName);
    for (const field of fields.values()) if (field.kind === 'group') add(field.type);
  };
  for (const { aggregate } of roots) if (aggregate !== undefined) add(aggregate.type);
  for (const { target } of relationships) {
    if (target.kind === 'table' && target.aggregate !== undefined) add(target.aggregate.type);
  }
  return names;
}
