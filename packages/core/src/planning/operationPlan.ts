import { type GraphQLResolveInfo, type GraphQLSchema, Kind, type OperationDefinitionNode, visit } from 'graphql';
import { invariant } from '../error/invariant.js';
import { isRemoteField } from '../model/isRemoteField.js';
import type { Model } from '../model/model.js';
import { isJoinedByKey } from '../model/relationship.js';
import { remember } from '../model/remember.js';
import type { FetchPlan, JoinPlan } from './fetchPlan.js';
import type { PlanContext } from './planContext.js';
import { planHostJoin, planRoot } from './planFetch.js';
import { type OperationSelections, possibleTypes, type SelectedField, selectFields } from './selectedFields.js';

/** The plans of one operation under one set of `@skip`/`@include` values. Made where a resolver first asks, then kept. */
export interface OperationPlan {
  readonly selections: OperationSelections;
  /** The field a resolver is called for. */
  find(info: GraphQLResolveInfo): SelectedField;
  /**
   * Whether the object a resolver is called for came to its place through a field of the host's. One of ours that a host's
   * resolver hands on was fetched for what is selected elsewhere.
   */
  isHandedOn(info: GraphQLResolveInfo): boolean;
  /** What to fetch for a `@select`, `@remoteField` or `@action` field. */
  root(field: SelectedField): FetchPlan;
  /** What to fetch for a relationship whose parent is the host's. */
  join(field: SelectedField): JoinPlan;
}

/** Finds or makes the plan of the operation that a resolver is part of. */
export type OperationPlanner = (execution: Execution) => OperationPlan;

/** One execution of an operation; a resolver's `info` is one. `variableValues` are coerced. */
export type Execution = Pick<GraphQLResolveInfo, 'schema' | 'operation' | 'fragments' | 'variableValues'>;

/** Sets of `@skip`/`@include` values kept per operation; beyond that the oldest is planned again. */
const PLANS_PER_OPERATION = 64;

interface PlannedOperation {
  /** Names of the variables that `@skip` and `@include` read. */
  readonly conditions: readonly string[];
  readonly plans: Map<string, OperationPlan>;
}

/** What a role sees, where the host executes a schema that holds more. */
export interface PlannedSchema {
  readonly schema: GraphQLSchema;
  /** Throws where an operation asks for what the schema does not have: nothing is planned then. */
  assertValid(execution: Execution): void;
}

/**
 * A planner for one generation of the model, or for what one role has of it. Plans are kept by the operation's AST node,
 * so they live as long as the host keeps the parsed document, and by condition values.
 *
 * @param role absent where the schema that the host executes is planned on
 */
export function createOperationPlanner(model: Model, role?: PlannedSchema): OperationPlanner {
  const operations = new WeakMap<OperationDefinitionNode, PlannedOperation>();
  return (execution) => {
    const planned = remember(operations, execution.operation, () => ({
      conditions: conditionVariables(execution),
      plans: new Map(),
    }));
    const key = planKey(planned.conditions, execution.variableValues);
    let plan = planned.plans.get(key);
    if (plan === undefined) {
      role?.assertValid(execution);
      plan = planOperation(model, role === undefined ? execution : { ...execution, schema: role.schema });
      if (planned.plans.size >= PLANS_PER_OPERATION) planned.plans.delete(planned.plans.keys().next().value ?? '');
      planned.plans.set(key, plan);
    }
    return plan;
  };
}

function planKey(conditions: readonly string[], variables: Execution['variableValues']): string {
  return conditions.length === 0 ? '' : JSON.stringify(conditions.map((name) => variables[name] ?? null));
}

function planOperation(model: Model, { operation, fragments, schema, variableValues }: Execution): OperationPlan {
  const selections = selectFields({ schema, operation, fragments, variables: variableValues });
  const context = { model, schema, selections };
  const found = new Map<string, SelectedField[]>();
  const handedOn = new Map<string, boolean>();
  const roots = new Map<SelectedField, FetchPlan>();
  const joins = new Map<SelectedField, JoinPlan>();
  return {
    selections,
    find(info) {
      const key = pathKey(info);
      const candidates = remember(found, key, () => findFields(selections, schema, info));
      const field = candidates.length === 1 ? candidates[0] : findSelected(info, candidates);
      invariant(field, `no plan for "${info.parentType.name}.${info.fieldName}"`);
      return field;
    },
    isHandedOn: (info) => remember(handedOn, pathKey(info), () => isBelowHostField(context, info)),
    root: (field) => remember(roots, field, () => planRoot(context, field)),
    join: (field) => remember(joins, field, () => planHostJoin(context, field)),
  };
}

type Path = GraphQLResolveInfo['path'];

/** Response keys without list indices, with the types that the executor tells. */
function pathKey({ path, parentType }: GraphQLResolveInfo): string {
  let key = parentType.name;
  for (let at: Path | undefined = path; at !== undefined; at = at.prev) {
    if (typeof at.key === 'string') key += ` ${at.typename ?? ''}.${at.key}`;
  }
  return key;
}

/**
 * Fields at a response path. graphql-js names the object type of each step; graphql-jit does not, so that below an
 * abstract type several fields may stand at one path.
 */
function findFields(
  selections: OperationSelections,
  schema: GraphQLSchema,
  { path, parentType }: GraphQLResolveInfo,
): SelectedField[] {
  const fields = findAt(selections, schema, stepsOf(path));
  return fields.filter((field) => field.parentType.name === parentType.name);
}

/** The steps of a path from the root down, without list indices. */
function stepsOf(path: Path): readonly Path[] {
  const steps: Path[] = [];
  for (let at: Path | undefined = path; at !== undefined; at = at.prev) {
    if (typeof at.key === 'string') steps.unshift(at);
  }
  return steps;
}

function findAt(selections: OperationSelections, schema: GraphQLSchema, steps: readonly Path[]): SelectedField[] {
  let fields = steps.length === 0 ? [] : [...selections.root.values()].filter(isAt(steps[0]));
  for (const step of steps.slice(1)) {
    fields = fields.flatMap((field) =>
      possibleTypes(schema, field).flatMap((type) => [...selections.below(field, type).values()].filter(isAt(step))),
    );
  }
  return fields;
}

/** Goes up from a field over fields of remote objects and of aggregates, which are part of their parents, to the one that fetched them. */
function isBelowHostField({ model, schema, selections }: PlanContext, { path }: GraphQLResolveInfo): boolean {
  const steps = stepsOf(path);
  for (let length = steps.length - 1; length > 0; length--) {
    const origins = findAt(selections, schema, steps.slice(0, length)).map((field) => originOf(model, field));
    if (origins.includes('host')) return true;
    if (origins.includes('joined')) return false;
  }
  return true;
}

function originOf(model: Model, { parentType, fieldName }: SelectedField): 'joined' | 'part' | 'host' {
  const coordinate = `${parentType.name}.${fieldName}`;
  const relationship = model.relationships.get(coordinate);
  if (isJoinedByKey(relationship) || model.rootFields.has(coordinate)) return 'joined';
  if (relationship !== undefined) return 'part';
  if (model.aggregateTypes.has(parentType.name)) return 'part';
  return isRemoteField(model, parentType.name, fieldName) && !model.hostFields.has(coordinate) ? 'part' : 'host';
}

function isAt(step: Path | undefined): (field: SelectedField) => boolean {
  return ({ responseKey, parentType }) =>
    responseKey === step?.key && (step.typename === undefined || step.typename === parentType.name);
}

/**
 * graphql-jit's `fieldNodes` also hold nodes whose fragment is skipped, never fewer than those selected: the field with the
 * most nodes of all those it may be. (One below another type may be selected by a part of them.)
 */
function findSelected({ fieldNodes }: GraphQLResolveInfo, fields: readonly SelectedField[]): SelectedField | undefined {
  const possible = fields.filter(({ nodes }) => nodes.every((node) => fieldNodes.includes(node)));
  return possible.reduce<SelectedField | undefined>(
    (best, field) => (best !== undefined && best.nodes.length >= field.nodes.length ? best : field),
    undefined,
  );
}

function conditionVariables({ operation, fragments }: Execution): readonly string[] {
  const names = new Set<string>();
  const readConditions = (root: Parameters<typeof visit>[0]): void => {
    visit(root, {
      Directive(node) {
        if (node.name.value !== 'skip' && node.name.value !== 'include') return;
        for (const { value } of node.arguments ?? []) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
      },
    });
  };
  readConditions(operation);
  for (const fragment of Object.values(fragments)) readConditions(fragment);
  return [...names].sort();
}
