import {
  GraphQLBoolean,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  type GraphQLOutputType,
  GraphQLString,
  isListType,
  isNonNullType,
} from 'graphql';
import { RemoteJoinsError } from '../error/RemoteJoinsError.js';
import type { SourceNames } from '../model/model.js';
import type { JoinPlan, RemoteBranch, RemoteObjectField, RemotePlan, RemoteSelection } from '../planning/fetchPlan.js';
import { createBranchFinder, type JsonObject } from './jsonValue.js';
import { missing } from './leafSerializer.js';
import { createErrorLocator } from './locateErrors.js';
import type { Finish, Member, Shape } from './shape.js';
import { createObjectReader, type PlainValue, type ReadMember } from './shaper.js';

/** Where a rebuild stands: how many objects of each branch were made. */
interface Walk {
  readonly counts: number[];
  readonly joined: ReadonlyMap<JoinPlan, readonly unknown[]>;
  readonly finish: Finish;
}

type Build = (value: unknown, walk: Walk) => unknown;

interface Compilation {
  readonly names: SourceNames;
  readonly shape: Shape;
  /** The branches of all selections, in the order they were met. */
  readonly places: RemoteBranch[];
}

/**
 * Rebuilds the objects of an answer with exactly what was selected: passing them through would leak what nobody asked
 * for. Joins are taken by number, in the order in which their keys were read.
 */
export function createJsonBuild(
  { type, selection, coordinate }: RemotePlan,
  names: SourceNames,
  shape: Shape,
): (values: readonly unknown[], joined: Walk['joined'], finish: Finish) => readonly unknown[] {
  const compilation: Compilation = { names, shape, places: [] };
  const build = selection
    ? createWrapped(compilation, type, compileSelection(selection, compilation))
    : createLeaf(compilation, type);
  const locate = createErrorLocator(coordinate);
  return (values, joined, finish) => {
    const walk: Walk = { counts: compilation.places.map(() => 0), joined, finish };
    // Nothing is null: undefined would be no finished value, and a resolver would fetch it anew.
    return values.map((value) => locate(build === undefined ? value : build(value, walk)) ?? null);
  };
}

function compileSelection({ typeName, abstract, branches }: RemoteSelection, compilation: Compilation): Build {
  const builds = branches.map((branch) => [branch.upstreamName, compileBranch(branch, abstract, compilation)] as const);
  const buildOf = createBranchFinder(abstract, new Map(builds));
  const invalid = new RemoteJoinsError(
    'SOURCE_INVALID_RESPONSE',
    `The source answered with something that is no object of type "${typeName}".`,
  );
  return (value, walk) => {
    const build = buildOf(value);
    if (build !== undefined) return build(value, walk);
    walk.finish.clean = false;
    return invalid;
  };
}

function compileBranch(branch: RemoteBranch, isAbstract: boolean, compilation: Compilation): Build {
  const { shape, places } = compilation;
  const place = places.push(branch) - 1;
  const members = shape.branchMembers(branch, isAbstract).map((member): ReadMember<Walk> => {
    const made = createMember(compilation, member);
    return { key: member.key, ...made, ...locateMember(compilation, branch, member, made) };
  });
  const read = createObjectReader(members, shape.kind === 'parent');
  return (value, walk) => {
    const index = walk.counts[place] ?? 0;
    walk.counts[place] = index + 1;
    return read(value as JsonObject, walk, index);
  };
}

/** In the shape that reports errors, they name their field. */
function locateMember(
  { shape }: Compilation,
  { typeName }: RemoteBranch,
  { key }: Member<RemoteObjectField>,
  { read }: Omit<ReadMember<Walk>, 'key'>,
): Pick<ReadMember<Walk>, 'read'> {
  if (shape.kind !== 'parent') return {};
  const locate = createErrorLocator(`${typeName}.${key.split(' ')[0]}`);
  return { read: (value, walk, index) => locate(read === undefined ? value : read(value, walk, index)) };
}

function createMember(
  compilation: Compilation,
  { field, type, constant }: Member<RemoteObjectField>,
): Omit<ReadMember<Walk>, 'key'> {
  switch (field?.kind) {
    case undefined:
      return { read: () => constant };
    case 'leaf': {
      const { alias, type: leafType } = field;
      const plain = plainValue(leafType);
      const read = createLeaf(compilation, leafType);
      return { alias, ...(plain && { plain }), ...(read && { read }) };
    }
    case 'nested': {
      const { alias } = field;
      return { alias, read: createWrapped(compilation, field.type, compileSelection(field.selection, compilation)) };
    }
    case 'join': {
      const { join } = field;
      const isRequired = type !== undefined && isNonNullType(type);
      return {
        read(_member, { joined, finish }, index) {
          const value = joined.get(join)?.[index];
          if (!isRequired || (value !== null && value !== undefined)) return value;
          finish.clean = false;
          return missing;
        },
      };
    }
    default:
      return field satisfies never;
  }
}

/** What values of a built-in scalar are right as they are, in either shape. */
function plainValue(type: GraphQLOutputType): PlainValue | undefined {
  if (isNonNullType(type)) return plainValue(type.ofType);
  return 'name' in type ? PLAIN_VALUES.get(type.name) : undefined;
}

const PLAIN_VALUES: ReadonlyMap<string, PlainValue> = new Map([
  [GraphQLString.name, 'text'],
  [GraphQLID.name, 'text'],
  [GraphQLInt.name, 'integer'],
  [GraphQLFloat.name, 'number'],
  [GraphQLBoolean.name, 'boolean'],
]);

function createLeaf({ names, shape }: Compilation, type: GraphQLOutputType): Build | undefined {
  const read = shape.createLeaf(type, names.upstream);
  if (shape.kind === 'parent') return read;
  return (value, { finish }) => {
    const leaf = read === undefined ? value : read(value);
    if (leaf instanceof Error) finish.clean = false;
    return leaf;
  };
}

/** Builds through the wrappers of a type. */
function createWrapped(compilation: Compilation, type: GraphQLOutputType, build: Build): Build {
  if (isNonNullType(type)) {
    const nullable = createWrapped(compilation, type.ofType, build);
    if (compilation.shape.kind === 'parent') return nullable;
    return (value, walk) => {
      const built = nullable(value, walk);
      if (built !== null) return built;
      walk.finish.clean = false;
      return missing;
    };
  }
  const inner = isListType(type) ? createWrapped(compilation, type.ofType, build) : undefined;
  const invalid = new RemoteJoinsError('SOURCE_INVALID_RESPONSE', 'The source answered with no list where one is due.');
  return (value, walk) => {
    if (value === null || value === undefined) return null;
    if (inner === undefined && !(value instanceof Error)) return build(value, walk);
    if (inner !== undefined && Array.isArray(value)) return buildList(value, inner, walk);
    walk.finish.clean = false;
    return value instanceof Error ? value : invalid;
  };
}

/** The list itself where nothing in it had to be made anew. */
function buildList(items: readonly unknown[], build: Build, walk: Walk): readonly unknown[] {
  let made: unknown[] | undefined;
  for (let i = 0; i < items.length; i++) {
    const item = build(items[i], walk);
    if (made !== undefined) made[i] = item;
    else if (item !== items[i]) {
      made = items.slice();
      made[i] = item;
    }
  }
  return made ?? items;
}
