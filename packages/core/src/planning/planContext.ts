import { type GraphQLObjectType, GraphQLScalarType, type GraphQLSchema, getNamedType, isLeafType } from 'graphql';
import type { Model } from '../model/model.js';
import type { KeyPart } from '../model/relationship.js';
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

/**
 * The member that holds a key which is no field of its type, in an object that a resolver of the host's may hand on: no
 * GraphQL field begins so.
 */
export function keyMember(name: string): string {
  return `__key_${name}`;
}

/** The type of such a member: the value is kept as it came. */
export const keyType: GraphQLScalarType = new GraphQLScalarType({ name: 'RemoteJoinsKey' });

/** The keys to hold beside the fields of a type, by parent field, where the host resolves a field: objects may come back. */
export function keysHandedOn(
  { model }: PlanContext,
  field: SelectedField,
  hasField: (name: string) => boolean,
): ReadonlyMap<string, KeyPart> {
  if (isLeafType(getNamedType(field.definition.type))) return new Map();
  const relationships = [...model.relationships.values()].filter(({ typeName }) => typeName === field.parentType.name);
  const parts = relationships.flatMap(({ key }) => key).filter(({ hostPath }) => hostPath.length === 1);
  return new Map(parts.map((part) => [part.hostPath.join(), part] as const).filter(([name]) => !hasField(name)));
}

/** What is selected below a field for one of its object types. */
export function selectedBelow(
  { schema, selections }: PlanContext,
  field: SelectedField,
  typeName: string,
): ReturnType<OperationSelections['below']> {
  return selections.below(field, schema.getType(typeName) as GraphQLObjectType);
}
