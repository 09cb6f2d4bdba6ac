import { type GraphQLOutputType, isListType, isNonNullType } from 'graphql';
import { invariant } from '../error/invariant.js';
import { RemoteJoinsError } from '../error/RemoteJoinsError.js';
import type { SourceNames } from '../model/model.js';
import type { JoinPlan, RemoteBranch, RemotePlan, RemoteSelection } from '../planning/fetchPlan.js';
import type { Answer, JsonAnswer } from '../source.js';
import { createLeafReader } from './leafValue.js';
import { createObjectFactory } from './shaper.js';
import type { ParentKeys, Splice } from './splice.js';

type JsonObject = Readonly<Record<string, unknown>>;

/**
 * JSON to trees: two walks over the same objects in the same order. The first reads join keys, the second rebuilds the
 * objects (passing them through would leak what nobody asked for) and takes the finished joins by their number.
 */
export function createJsonSplice(plan: RemotePlan, names: SourceNames): Splice {
  const places: Place[] = [];
  const selection = plan.selection && compileSelection(plan.selection, names, places);
  const build = selection ? createWrapped(plan.type, selection.build) : createLeafReader(plan.type, names.upstream);
  const visit = selection?.visit && createVisit(plan.type, selection.visit);
  return {
    readKeys(answer) {
      const keys = new Map(plan.joins.map((join): [JoinPlan, OpenKeys] => [join, openKeys(join)]));
      if (visit !== undefined) for (const value of jsonOf(answer).values) visit(value, keys);
      return keys;
    },
    build(answer, joined) {
      const walk: Walk = { counts: places.map(() => 0), joined };
      const { values } = jsonOf(answer);
      return build === undefined ? values : values.map((value) => build(value, walk));
    },
  };
}

function jsonOf(answer: Answer): JsonAnswer {
  invariant(answer.kind === 'json', 'an answer of another kind than its plan');
  return answer;
}

/** Where a rebuild stands: how many objects of each place were made. */
interface Walk {
  readonly counts: number[];
  readonly joined: ReadonlyMap<JoinPlan, readonly unknown[]>;
}

type Build = (value: unknown, walk: Walk) => unknown;
type Visit = (value: unknown, keys: ReadonlyMap<JoinPlan, OpenKeys>) => void;

/** Key values under collection. */
interface OpenKeys extends ParentKeys {
  parents: number;
  readonly columns: readonly unknown[][];
}

function openKeys({ keys }: JoinPlan): OpenKeys {
  return { parents: 0, columns: keys.map(() => []) };
}

/** A branch of a selection, numbered. */
type Place = RemoteBranch;

interface CompiledSelection {
  readonly build: Build;
  /** Absent where no join starts at or below the place. */
  readonly visit?: Visit;
}

function compileSelection(selection: RemoteSelection, names: SourceNames, places: Place[]): CompiledSelection {
  const branches = new Map(
    selection.branches.map((branch) => [branch.upstreamName, compileBranch(branch, selection.abstract, names, places)]),
  );
  const [only] = branches.values();
  const invalid = new RemoteJoinsError(
    'SOURCE_INVALID_RESPONSE',
    `The source answered with something that is no object of type "${selection.typeName}".`,
  );
  const branchOf = (value: unknown): CompiledSelection | undefined => {
    if (!isObject(value)) return undefined;
    return selection.abstract ? branches.get(String(value.__typename)) : only;
  };
  const visited = [...branches.values()].some(({ visit }) => visit !== undefined);
  return {
    build: (value, walk) => branchOf(value)?.build(value, walk) ?? invalid,
    ...(visited && { visit: (value, keys) => branchOf(value)?.visit?.(value, keys) }),
  };
}

function compileBranch(
  branch: RemoteBranch,
  abstract: boolean,
  names: SourceNames,
  places: Place[],
): CompiledSelection {
  const place = places.push(branch) - 1;
  const members: string[] = abstract ? ['__typename'] : [];
  const readers: ((object: JsonObject, walk: Walk, index: number) => unknown)[] = abstract
    ? [() => branch.typeName]
    : [];
  const visits: ((object: JsonObject, keys: ReadonlyMap<JoinPlan, OpenKeys>) => void)[] = [];
  for (const field of branch.fields) {
    members.push(field.key);
    if (field.kind === 'leaf') {
      const read = createLeafReader(field.type, names.upstream);
      const member = memberReader(field.alias);
      readers.push(read === undefined ? member : (object) => read(member(object)));
    } else if (field.kind === 'nested') {
      const { type } = field;
      const member = memberReader(field.alias);
      const { build, visit } = compileSelection(field.selection, names, places);
      const nested = createWrapped(type, build);
      readers.push((object, walk) => nested(member(object), walk));
      if (visit !== undefined) {
        const visitNested = createVisit(type, visit);
        visits.push((object, keys) => visitNested(member(object), keys));
      }
    } else {
      const { join } = field;
      readers.push((_, { joined }, index) => joined.get(join)?.[index]);
      const parts = join.keys.map((slot) => pathReader(slot.kind === 'member' ? slot.aliases : []));
      visits.push((object, keys) => {
        const read = keys.get(join);
        invariant(read, 'a join that its plan does not list');
        read.parents += 1;
        for (const [index, part] of parts.entries()) read.columns[index]?.push(part(object));
      });
    }
  }
  const make = createObjectFactory(members);
  return {
    build(value, walk) {
      const index = walk.counts[place] ?? 0;
      walk.counts[place] = index + 1;
      return make(...readers.map((read) => read(value as JsonObject, walk, index)));
    },
    ...(visits.length > 0 && {
      visit: (value, keys) => {
        for (const visit of visits) visit(value as JsonObject, keys);
      },
    }),
  };
}

/** Builds through the lists of a type. */
function createWrapped(type: GraphQLOutputType, build: Build): Build {
  if (isNonNullType(type)) return createWrapped(type.ofType, build);
  const inner = isListType(type) ? createWrapped(type.ofType, build) : undefined;
  const invalid = new RemoteJoinsError('SOURCE_INVALID_RESPONSE', 'The source answered with no list where one is due.');
  return (value, walk) => {
    if (value === null || value === undefined) return null;
    if (value instanceof Error) return value;
    if (inner === undefined) return build(value, walk);
    return Array.isArray(value) ? value.map((item) => inner(item, walk)) : invalid;
  };
}

/** Visits through the lists of a type, in the order of {@link createWrapped}. */
function createVisit(type: GraphQLOutputType, visit: Visit): Visit {
  if (isNonNullType(type)) return createVisit(type.ofType, visit);
  const inner = isListType(type) ? createVisit(type.ofType, visit) : undefined;
  return (value, keys) => {
    if (value === null || value === undefined || value instanceof Error) return;
    if (inner === undefined) visit(value, keys);
    else if (Array.isArray(value)) for (const item of value) inner(item, keys);
  };
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads a member of the answer's own: one that the source left out is null, whatever its name is. */
function memberReader(alias: string): (object: JsonObject) => unknown {
  if (alias in Object.prototype) return (object) => (Object.hasOwn(object, alias) ? object[alias] : null);
  return (object) => object[alias] ?? null;
}

function pathReader(aliases: readonly string[]): (object: JsonObject) => unknown {
  const steps = aliases.map(memberReader);
  return (object) => {
    let value: unknown = object;
    for (const step of steps) value = isObject(value) ? step(value) : null;
    return value instanceof Error ? null : value;
  };
}
