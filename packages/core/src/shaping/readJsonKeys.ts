import { type GraphQLOutputType, isListType, isNonNullType } from 'graphql';
import { invariant } from '../error/invariant.js';
import type { JoinPlan, RemoteObjectField, RemotePlan, RemoteSelection } from '../planning/fetchPlan.js';
import { createBranchFinder, pathReader } from './jsonValue.js';
import { createListReader, createObjectVisitor, type ValueReader, type VisitMember } from './shaper.js';
import type { ParentKeys } from './splice.js';

/** Join keys under collection. */
interface OpenKeys extends ParentKeys {
  parents: number;
  readonly columns: readonly unknown[][];
}

/** The keys are parallel to the plan's joins. */
type Visit = ValueReader<readonly OpenKeys[]>;

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
  const members = branches.map(
    ({ upstreamName, fields }) => [upstreamName, fields.flatMap((field) => createVisits(field, joins))] as const,
  );
  if (members.every(([, { length }]) => length === 0)) return undefined;
  const visits = new Map(members.map(([name, each]) => [name, createObjectVisitor(each)]));
  const [only] = visits.values();
  if (!abstract) return only;
  const visitOf = createBranchFinder(abstract, visits);
  return (value, keys) => visitOf(value)?.(value, keys) ?? value;
}

/** The visits that one field needs to read the keys at or below it. */
function createVisits(
  field: RemoteObjectField,
  joins: readonly JoinPlan[],
): readonly VisitMember<readonly OpenKeys[]>[] {
  if (field.kind === 'leaf') return [];
  if (field.kind === 'nested') {
    const visit = createSelectionVisit(field.selection, joins);
    return visit === undefined ? [] : [{ alias: field.alias, visit: createVisit(field.type, visit) }];
  }
  const number = joins.indexOf(field.join);
  invariant(number >= 0, 'a join that its plan does not list');
  const count = (_object: unknown, keys: readonly OpenKeys[]): void => {
    const read = keys[number];
    if (read !== undefined) read.parents += 1;
  };
  const parts = field.join.keys.map((slot, part): VisitMember<readonly OpenKeys[]> => {
    const [alias, ...below] = slot.kind === 'member' ? slot.aliases : [];
    const read = pathReader(below);
    return {
      ...(alias !== undefined && { alias }),
      visit: (member, keys) => keys[number]?.columns[part]?.push(read(member)),
    };
  });
  return [{ visit: count }, ...parts];
}

/** Visits through the lists of a type. */
function createVisit(type: GraphQLOutputType, visit: Visit): Visit {
  if (isNonNullType(type)) return createVisit(type.ofType, visit);
  return isListType(type) ? createListReader(createVisit(type.ofType, visit), (value) => value) : visit;
}
