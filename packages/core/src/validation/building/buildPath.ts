import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
} from 'graphql';
import type { RelationshipDefinition, TemplateStep } from '../../schema/definitions.js';
import { type Builder, findSchema } from './builder.js';
import { fieldOf, meetRemoteType, type RemoteOccurrence } from './buildRemoteTypes.js';

/** A template's path, found in a remote schema. */
export interface FoundPath {
  readonly source: string;
  readonly schema: GraphQLSchema;
  readonly steps: readonly FoundStep[];
  readonly last: FoundStep;
}

export interface FoundStep {
  readonly step: TemplateStep;
  readonly parent: GraphQLNamedType;
  readonly field: GraphQLField<unknown, unknown>;
}

/** Follows the path of a relationship to a remote field; `go` gets the type it leads to. */
export function buildPath(
  builder: Builder,
  definition: RelationshipDefinition,
  go: (next: RemoteOccurrence) => void,
): FoundPath | undefined {
  const { coordinate, schema: named, template } = definition;
  if (named === undefined || template === undefined) return undefined;
  const source = named.value;
  const schema = findSchema(builder, { coordinate, node: named.node }, source);
  if (schema === undefined) return undefined;
  const place = { coordinate, node: template.node };
  const steps: FoundStep[] = [];
  let parent: GraphQLNamedType | null | undefined = schema.getQueryType();
  if (!parent) {
    builder.show('remoteRoot', { coordinate, node: named.node, source, operation: 'query' });
    return undefined;
  }
  for (const [index, step] of template.value.steps.entries()) {
    const { name } = step;
    const field: GraphQLField<unknown, unknown> | undefined = fieldOf(parent, name);
    builder.show('remoteField', { ...place, source, parent, name, field, host: false, explicit: true });
    if (field === undefined) return undefined;
    if (index < template.value.steps.length - 1) {
      builder.show('pathStep', { ...place, source, name: `${parent.name}.${name}`, type: field.type });
      if (!isCompositeType(getNamedType(field.type))) return undefined;
    }
    steps.push({ step, parent, field });
    parent = getNamedType(field.type);
  }
  const last = steps.at(-1);
  if (last === undefined) return undefined;
  const types = answerTypes(definition, last.field.type);
  const upstreamField = `${last.parent.name}.${last.field.name}`;
  const options = { upstreamField, outer: false, batched: definition.matchBy !== undefined };
  const at = { coordinate, node: definition.field.astNode ?? undefined };
  const next = meetRemoteType(builder, at, { source, schema }, types.here, types.there, options);
  if (next !== undefined) go(next);
  return { source, schema, steps, last };
}

/** What one parent gets, here and upstream. With `matchBy` the list upstream is the batch: its items are compared. */
function answerTypes(
  { field, matchBy }: RelationshipDefinition,
  upstream: GraphQLOutputType,
): { readonly here: GraphQLOutputType; readonly there: GraphQLOutputType } {
  const [here, there] = [getNullableType(field.type), getNullableType(upstream)];
  if (matchBy === undefined || !isListType(there)) return { here: field.type, there: upstream };
  return { here: isListType(here) ? getNullableType(here.ofType) : here, there: getNullableType(there.ofType) };
}
