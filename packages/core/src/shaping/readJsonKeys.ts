import { type GraphQLOutputType, isListType, isNonNullType } from 'graphql';
import { invariant } from '../error/invariant.js';
import type { JoinPlan, RemoteObjectField, RemotePlan, RemoteSelection } from '../planning/fetchPlan.js';
import { createBranchFinder, type JsonObject, memberReader, pathReader } from './jsonValue.js';
import type { ParentKeys } from './splice.js';

/** Join keys under collection. */
interface OpenKeys extends ParentKeys {
  parents: number;
  readonly columns: readonly unknown[][];
}

/** @param keys parallel to the plan's joins */
type Visit = (value: unknown, keys: readonly OpenKeys[]) => void;

/** Reads the keys of all joins of a plan, in the order in which its objects will be rebuilt. */
export function createKeyReader(plan: RemotePlan): (values: readonly unknown[]) => ReadonlyMap<JoinPlan, ParentKeys> {
  const selection = plan.selection && createSelectionVisit(plan.selection, plan.joins);
  if (selection === undefined) return () => new Map();
  const visit = createVisit(plan.type, selection);
  return (values) => {
    const keys = plan.joins.map(openKeys);
    for (const value of values) visit(value, keys);
    return new Map(plan.joins.map((join, index) => [join, keys[index] ?? openKeys(join)]));
  };
}

function openKeys({ keys }: JoinPlan): OpenKeys {
  return { parents: 0, columns: keys.map(() => []) };
}

/** Absent where no join starts at or below the place. */
function createSelectionVisit({ abstract, branches }: RemoteSelection, joins: readonly JoinPlan[]): Visit | undefined {
  const visits = new Map(
    branches.map((branch) => [branch.upstreamName, branch.fields.flatMap((field) => createVisits(field, joins))]),
  );
  if ([...visits.values()].every(({ length }) => length === 0)) return undefined;
  const visitsOf = createBranchFinder(abstract, visits);
  return (value, keys) => {
    for (const visit of visitsOf(value) ?? []) visit(value, keys);
  };
}

/** The visits that one field needs to read the keys at or below it. */
function createVisits(field: RemoteObjectField, joins: readonly JoinPlan[]): readonly Visit[] {
  if (field.kind === 'leaf') return [];
  if (field.kind === 'nested') {
    const visit = createSelectionVisit(field.selection, joins);
    if (visit === undefined) return [];
    const member = memberReader(field.alias);
    const visitNested = createVisit(field.type, visit);
    return [(object, keys) => visitNested(member(object as JsonObject), keys)];
  }
  const { join } = field;
  const number = joins.indexOf(join);
  const parts = join.keys.map((slot) => pathReader(slot.kind === 'member' ? slot.aliases : []));
  return [
    (object, keys) => {
      const read = keys[number];
      invariant(read, 'a join that its plan does not list');
      read.parents += 1;
      for (let part = 0; part < parts.length; part++) read.columns[part]?.push(parts[part]?.(object as JsonObject));
    },
  ];
}

/** Visits through the lists of a type. */
function createVisit(type: GraphQLOutputType, visit: Visit): Visit {
  if (isNonNullType(type)) return createVisit(type.ofType, visit);
  const inner = isListType(type) ? createVisit(type.ofType, visit) : undefined;
  return (value, keys) => {
    if (value === null || value === undefined || value instanceof Error) return;
    if (inner === undefined) visit(value, keys);
    else if (Array.isArray(value)) for (const item of value) inner(item, keys);
  };
}
