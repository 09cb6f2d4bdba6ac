import { getNamedType } from 'graphql';
import type { ColumnPair } from '../../model/tableArguments.js';
import type { RelationshipDefinition } from '../../schema/definitions.js';
import { type Builder, findColumn, findKeyColumn, type LinkedTable } from './builder.js';

export interface RelationshipPairs {
  readonly parent: LinkedTable;
  readonly target: LinkedTable;
  readonly pairs: readonly ColumnPair[];
}

export function leadsToRemote({ schema, template }: RelationshipDefinition): boolean {
  return schema !== undefined || template !== undefined;
}

/** The columns that join the tables of a relationship; nothing where one of them is missing, which is told with it. */
export function findPairs(builder: Builder, definition: RelationshipDefinition): RelationshipPairs | undefined {
  const parent = builder.tables.get(definition.parent.name);
  const target = builder.tables.get(getNamedType(definition.field.type).name);
  if (parent === undefined || target === undefined) return undefined;
  const pairs: ColumnPair[] = [];
  for (const [field, { value }] of definition.fieldMapping?.value ?? []) {
    const pair = { parent: findKeyColumn(builder, parent, field), target: findColumn(builder, target, value) };
    if (pair.parent === undefined || pair.target === undefined) return undefined;
    pairs.push({ parent: pair.parent, target: pair.target });
  }
  return { parent, target, pairs };
}
