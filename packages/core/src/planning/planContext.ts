import type { GraphQLObjectType, GraphQLSchema } from 'graphql';
import type { Model } from '../model/model.js';
import type { ArgumentPlan, JoinPlan } from './fetchPlan.js';
import type { OperationSelections, SelectedField } from './selectedFields.js';

/** What planning reads: the checked model and what one operation selects. */
export interface PlanContext {
  readonly model: Model;
  readonly schema: GraphQLSchema;
  readonly selections: OperationSelections;
}

/** Plans a relationship found while planning its parent. The parent adds where the keys are read. */
export type JoinPlanner = (field: SelectedField, keys: JoinPlan['keys'], set?: number) => JoinPlan;

export function coordinateOf(field: SelectedField): string {
  return `${field.parentType.name}.${field.fieldName}`;
}

/** The client's arguments; absent where the field declares none. */
export function argumentsOf(field: SelectedField): ArgumentPlan | undefined {
  if (field.definition.args.length === 0) return undefined;
  return { coordinate: coordinateOf(field), field: field.definition, node: field.nodes[0] };
}

/**
 * The member that holds a composite field, or one with arguments, in an object that the host's executor will read:
 * the field's name where nothing else can be meant by it, otherwise a key that no GraphQL name can be.
 */
export function memberKey(field: SelectedField): string {
  const plain = field.responseKey === field.fieldName && (field.nodes[0].arguments ?? []).length === 0;
  return plain ? field.fieldName : specialKey(field.fieldName, field.responseKey);
}

export function specialKey(fieldName: string, responseKey: string): string {
  return `${fieldName} ${responseKey}`;
}

/** What is selected below a field for one of its object types. */
export function selectedBelow(
  { schema, selections }: PlanContext,
  field: SelectedField,
  typeName: string,
): ReturnType<OperationSelections['below']> {
  return selections.below(field, schema.getType(typeName) as GraphQLObjectType);
}
