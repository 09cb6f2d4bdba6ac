import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  visit,
} from 'graphql';
import { invariant } from '../error/invariant.js';
import { isRemoteField } from '../model/isRemoteField.js';
import type { Model } from '../model/model.js';
import type { Filter } from '../model/permission.js';
import { isJoinedByKey } from '../model/relationship.js';
import type { FetchPlan, JoinPlan, LookupPlan, Occurrence, RowsPlan } from './fetchPlan.js';
import type { OperationPlan, OperationPlanner } from './operationPlan.js';
import { coordinateOf } from './planContext.js';
import { planLookup } from './planLookup.js';
import { possibleTypes, type SelectedField } from './selectedFields.js';

/** What an operation asks of its sources, whatever its variables are. */
export interface ExplainedOperation {
  readonly operation: 'query' | 'mutation' | 'subscription';
  /** Absent where it has none. */
  readonly name?: string;
  /**
   * Calls made at most, as long as no call has more keys than its `batchSize`, and none has to be made again in parts since
   * some of its data failed. For a subscription: per event.
   */
  readonly count: number;
  /** Calls that wait for each other, one after another. */
  readonly depth: number;
  readonly calls: readonly ExplainedCall[];
}

/** One request to a source, with those that wait for its answer. */
export interface ExplainedCall {
  /** A SQL statement, a document of a remote schema, the request of an action, or a statement for the keys of a filter. */
  readonly kind: 'statement' | 'document' | 'action' | 'lookup';
  readonly source: string;
  /** The field of the host whose objects are joined here; absent where the parents are of another call, or it is a root field. */
  readonly below?: string;
  readonly fields: readonly ExplainedField[];
  readonly calls: readonly ExplainedCall[];
}

/** A field that a call answers. */
export interface ExplainedField {
  readonly coordinate: string;
  /** Names of the key's parts; empty for root fields, and for tables that are part of their parent's statement. */
  readonly key: readonly string[];
  /** Whether each key is asked for under an alias of its own. */
  readonly aliases: boolean;
}

/**
 * The calls of every operation of a document: an example, then its answer.
 *
 *   { orders { id customer { name } items { product { name reviews { stars } } } } }
 *
 *   orders_db                 Query.orders, OrderItem … of the same database
 *   ├─ users_db               Order.customer
 *   └─ catalogue              OrderItem.product
 *      └─ reviews             Product.reviews
 *
 * `@skip` and `@include` with variables are read as if everything was included. The document has to be valid.
 *
 * @throws RemoteJoinsError `LIMIT_EXCEEDED` where it selects too much to be planned
 */
export function explainOperations(
  document: DocumentNode,
  { schema, model, plan }: { schema: GraphQLSchema; model: Model; plan: OperationPlanner },
): readonly ExplainedOperation[] {
  const whole = includeEverything(document);
  const fragments = Object.fromEntries(
    whole.definitions
      .filter((node): node is FragmentDefinitionNode => node.kind === Kind.FRAGMENT_DEFINITION)
      .map((node) => [node.name.value, node]),
  );
  return whole.definitions.filter(isOperation).map((operation) => {
    const planned = plan({ schema, operation, fragments, variableValues: {} });
    return toOperation(operation, mergeRoots(operation, findPlans(planned, model, schema)));
  });
}

function isOperation(node: { readonly kind: string }): node is OperationDefinitionNode {
  return node.kind === Kind.OPERATION_DEFINITION;
}

function includeEverything(document: DocumentNode): DocumentNode {
  return visit(document, {
    Directive: ({ name, arguments: given }) =>
      (name.value === 'skip' || name.value === 'include') && given?.[0]?.value.kind === Kind.VARIABLE
        ? null
        : undefined,
  });
}

/** A plan whose parents are not those of another plan: of a root field, or of objects of the host's. */
interface StartedPlan {
  readonly plan: FetchPlan;
  readonly join?: JoinPlan;
  readonly isAction: boolean;
  /** The field whose objects are joined; absent for root fields. */
  readonly host?: SelectedField;
}

/** Walks down what is selected. Objects that a plan fetched hold their joins already; others are joined anew. */
function findPlans(planned: OperationPlan, model: Model, schema: GraphQLSchema): readonly StartedPlan[] {
  const found: StartedPlan[] = [];

  function visitField(field: SelectedField, isFetched: boolean, host: SelectedField | undefined): void {
    const coordinate = coordinateOf(field);
    const root = model.rootFields.get(coordinate);
    const relationship = model.relationships.get(coordinate);
    const isRelationship = isJoinedByKey(relationship);
    if (root !== undefined) found.push({ plan: planned.root(field), isAction: root.kind === 'action' });
    else if (isRelationship && !isFetched) {
      const join = planned.join(field);
      found.push({ plan: join.fetch, join, isAction: false, ...(host && { host }) });
    }
    const isJoined = root !== undefined || isRelationship;
    const below = isJoined || (isFetched && (relationship !== undefined || isPart(model, field)));
    for (const type of possibleTypes(schema, field)) {
      for (const child of planned.selections.below(field, type).values()) visitField(child, below, field);
    }
  }

  for (const field of planned.selections.root.values()) visitField(field, false, undefined);
  return found;
}

/** Whether a field of a fetched object is fetched with it. */
function isPart(model: Model, { parentType, fieldName }: SelectedField): boolean {
  if (model.hostFields.has(`${parentType.name}.${fieldName}`)) return false;
  return model.aggregateTypes.has(parentType.name) || isRemoteField(model, parentType.name, fieldName);
}

/** Root fields of one remote schema share a document, and so do joins of the same objects; all else goes alone. */
function mergeRoots({ operation }: OperationDefinitionNode, started: readonly StartedPlan[]): readonly ExplainedCall[] {
  const groups = new Map<unknown, StartedPlan[]>();
  for (const each of started) {
    const { plan, host, join, isAction } = each;
    const isShared = join !== undefined || (plan.kind === 'remote' && !isAction && operation !== 'mutation');
    const place = host === undefined ? '' : responsePlace(host);
    const group = isShared ? `${plan.source}\0${place}` : each;
    groups.set(group, [...(groups.get(group) ?? []), each]);
  }
  return [...groups.values()].map((group) => {
    const [{ host, isAction } = { host: undefined, isAction: false }] = group;
    const call = toCall(group.map(({ plan, join }) => ({ fetch: plan, join })));
    const { kind, source, ...rest } = call;
    return {
      kind: isAction ? 'action' : kind,
      source,
      ...(host && { below: coordinateOf(host) }),
      ...rest,
    };
  });
}

function responsePlace(field: SelectedField): string {
  return `${coordinateOf(field)} ${field.responseKey} ${field.nodes[0].loc?.start ?? ''}`;
}

interface Fetched {
  readonly fetch: FetchPlan;
  readonly join: JoinPlan | undefined;
}

/** Plans of one source whose answers come together, and below them the joins of all: those of one source share a call. */
function toCall(plans: readonly Fetched[]): ExplainedCall {
  const [first] = plans;
  invariant(first, 'a call without plans');
  const bySource = new Map<string, Fetched[]>();
  for (const { fetch } of plans) {
    for (const join of fetch.joins) {
      const { source } = join.fetch;
      bySource.set(source, [...(bySource.get(source) ?? []), { fetch: join.fetch, join }]);
    }
  }
  return {
    kind: first.fetch.kind === 'rows' ? 'statement' : 'document',
    source: first.fetch.source,
    fields: withoutRepeats(plans.flatMap(fieldsOf)),
    calls: [...lookupsOf(plans).map(toLookupCall), ...[...bySource.values()].map(toCall)],
  };
}

function fieldsOf({ fetch, join }: Fetched): readonly ExplainedField[] {
  const key = join?.relationship.key.map(({ name }) => name) ?? [];
  const aliases = fetch.kind === 'remote' && key.length > 0 && fetch.target.matchBy === undefined;
  const below = fetch.kind === 'rows' ? occurrencesOf(fetch).map(({ coordinate }) => coordinate) : [];
  const own = { coordinate: fetch.coordinate, key, aliases };
  return [
    own,
    ...below
      .filter((coordinate) => coordinate !== fetch.coordinate)
      .map((coordinate) => ({ coordinate, key: [], aliases: false })),
  ];
}

function withoutRepeats(fields: readonly ExplainedField[]): readonly ExplainedField[] {
  return [...new Map(fields.map((field) => [field.coordinate, field])).values()];
}

function occurrencesOf({ sets }: RowsPlan): readonly Occurrence[] {
  const withObjects = (occurrence: Occurrence): readonly Occurrence[] => [
    occurrence,
    ...occurrence.objects.flatMap(withObjects),
  ];
  return sets.flatMap(({ object }) => withObjects(object.occurrence));
}

// ── Filters of permissions that ask another database ────────────────────────────────────────────────────────────────────

function lookupsOf(plans: readonly Fetched[]): readonly LookupPlan[] {
  const occurrences = plans.flatMap(({ fetch }) => (fetch.kind === 'rows' ? occurrencesOf(fetch) : []));
  const filters = occurrences.flatMap(({ permission }) =>
    permission === undefined ? [] : [permission.filter, ...permission.redactedColumns.values()],
  );
  const found = filters.flatMap((filter) => (filter === undefined ? [] : findLookups(filter)));
  return [...new Map(found.map((lookup) => [lookup.identity, lookup])).values()];
}

function findLookups(filter: Filter): readonly LookupPlan[] {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.filters.flatMap(findLookups);
    case 'not':
    case 'exists':
      return findLookups(filter.filter);
    case 'null':
    case 'compare':
    case 'columns':
      return [];
    case 'elsewhere':
      return [planLookup(filter)];
    default:
      return filter satisfies never;
  }
}

function toLookupCall({ source, coordinate, elsewhere }: LookupPlan): ExplainedCall {
  return {
    kind: 'lookup',
    source,
    fields: [{ coordinate, key: [], aliases: false }],
    calls: findLookups(elsewhere.filter).map(toLookupCall),
  };
}

// ── The whole ───────────────────────────────────────────────────────────────────────────────────────────────────

function toOperation(
  { operation, name }: OperationDefinitionNode,
  calls: readonly ExplainedCall[],
): ExplainedOperation {
  const count = (below: readonly ExplainedCall[]): number =>
    below.reduce((sum, call) => sum + 1 + count(call.calls), 0);
  const depth = (below: readonly ExplainedCall[]): number =>
    below.reduce((most, call) => Math.max(most, 1 + depth(call.calls)), 0);
  return { operation, ...(name && { name: name.value }), count: count(calls), depth: depth(calls), calls };
}
