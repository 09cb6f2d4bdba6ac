import { getNamedType, isListType, isNonNullType } from 'graphql';
import { invariant } from '../error/invariant.js';
import type { Relationship, TableTarget } from '../model/relationship.js';
import { sentArguments } from '../model/sentArguments.js';
import type { FetchPlan, JoinPlan, RemotePlan, RowsPlan } from './fetchPlan.js';
import { argumentsOf, coordinateOf, type JoinPlanner, type PlanContext } from './planContext.js';
import { planRemoteSelection } from './planRemote.js';
import { planRowSets } from './planRows.js';
import type { SelectedField } from './selectedFields.js';

/** Plans a `@select`, `@remoteField` or `@action` field, with everything below it. */
export function planRoot(context: PlanContext, field: SelectedField): FetchPlan {
  const coordinate = coordinateOf(field);
  const root = context.model.rootFields.get(coordinate);
  invariant(root, `"${coordinate}" is no root field`);
  if (root.kind === 'table') {
    const rows = planRowSets(context, field, root, { match: 'root' }, joinPlanner(context));
    const { list, source } = root;
    return { kind: 'rows', source, coordinate, list, match: 'root', keyColumns: [], key: [], unique: false, ...rows };
  }
  const path = [{ field: root.field.upstreamName, args: sentArguments(root.field) }];
  const target = { kind: 'remote' as const, source: root.source, path };
  return planRemote(context, field, { coordinate, operation: root.operation, target, key: [] });
}

/** Plans a relationship whose parent is an object of the host's: the resolver reads the keys. */
export function planHostJoin(context: PlanContext, field: SelectedField): JoinPlan {
  const plan = joinPlanner(context);
  const relationship = context.model.relationships.get(coordinateOf(field));
  invariant(relationship, `"${coordinateOf(field)}" is no relationship`);
  return plan(
    field,
    relationship.key.map(() => ({ kind: 'host' })),
  );
}

function joinPlanner(context: PlanContext): JoinPlanner {
  return (field, keys, set = 0) => {
    const relationship = context.model.relationships.get(coordinateOf(field));
    invariant(relationship, `"${coordinateOf(field)}" is no relationship`);
    return { relationship, keys, set, fetch: planTarget(context, field, relationship) };
  };
}

function planTarget(context: PlanContext, field: SelectedField, relationship: Relationship): FetchPlan {
  const { coordinate, target, key } = relationship;
  if (target.kind === 'remote') return planRemote(context, field, { coordinate, operation: 'query', target, key });
  const match = matchForm(field, relationship, target);
  const [keyColumn] = target.columns;
  const rows = planRowSets(context, field, target, { match, keyColumn }, joinPlanner(context));
  const { source, columns: keyColumns, unique } = target;
  return {
    kind: 'rows',
    source,
    coordinate,
    list: relationship.list,
    match,
    keyColumns,
    key,
    unique,
    ...rows,
  } satisfies RowsPlan;
}

/**
 * A single unique key of int, text or uuid is looked up by `= ANY` and matched by its value, the cheapest form for
 * Postgres. Everything else carries argument ids, so that JavaScript never compares database values.
 */
function matchForm(field: SelectedField, { list, key }: Relationship, target: TableTarget): 'key' | 'ordinal' {
  if (target.aggregate !== undefined) return 'ordinal';
  const [column, second] = target.columns;
  const [part] = key;
  if (list || !target.unique || column === undefined || part === undefined || second !== undefined) return 'ordinal';
  const { limit, offset } = target.arguments;
  const given = new Set(field.nodes[0].arguments?.map(({ name }) => name.value));
  if ((limit !== undefined && given.has(limit)) || (offset !== undefined && given.has(offset))) return 'ordinal';
  switch (column.type.kind) {
    case 'int2':
    case 'int4':
      return part.form.kind === 'integer' ? 'key' : 'ordinal';
    case 'int8':
      return part.form.kind === 'bigint' ? 'key' : 'ordinal';
    case 'text':
    case 'varchar':
      return part.form.kind === 'text' && column.deterministic ? 'key' : 'ordinal';
    case 'uuid':
      return part.form.kind === 'uuid' ? 'key' : 'ordinal';
    default:
      return 'ordinal';
  }
}

function planRemote(
  context: PlanContext,
  field: SelectedField,
  parts: Pick<RemotePlan, 'coordinate' | 'operation' | 'target' | 'key'>,
): RemotePlan {
  const { type } = field.definition;
  const joins: JoinPlan[] = [];
  const selection = planRemoteSelection(context, parts.target.source, field, joins, joinPlanner(context));
  const list = isListType(isNonNullType(type) ? type.ofType : type);
  invariant(getNamedType(type), `"${parts.coordinate}" has no type`);
  return {
    kind: 'remote',
    source: parts.target.source,
    ...parts,
    args: argumentsOf(field),
    type,
    list,
    selection,
    joins,
  };
}
