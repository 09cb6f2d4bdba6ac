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
import { createBranchFinder } from './jsonValue.js';
import { missing } from './leafSerializer.js';
import { createErrorLocator } from './locateErrors.js';
import type { Finish, Member, Shape } from './shape.js';
import {
  type Counting,
  createListReader,
  createObjectReader,
  type PlainValue,
  type ReadMember,
  type ValueReader,
} from './shaper.js';

/** Where a rebuild stands: how many objects of each branch were made. */
interface Walk extends Counting {
  readonly joined: ReadonlyMap<JoinPlan, readonly unknown[]>;
  readonly finish: Finish;
}

type Build = ValueReader<Walk>;

/** Makes the builder of one place of objects, given what builds from anything else. */
type CreateBuild = (other: Build) => Build;

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
  const build = selection ? createNested(compilation, type, selection) : createLeaf(compilation, type);
  const locate = createErrorLocator(coordinate);
  return (values, joined, finish) => {
    const walk: Walk = { counts: compilation.places.map(() => 0), joined, finish };
    // Nothing is null: undefined would be no finished value, and a resolver would fetch it anew.
    return values.map((value) => locate(build === undefined ? value : build(value, walk)) ?? null);
  };
}

function compileSelection({ abstract, branches }: RemoteSelection, compilation: Compilation): CreateBuild {
  const creators = branches.map(
    (branch) => [branch.upstreamName, compileBranch(branch, abstract, compilation)] as const,
  );
  const [only] = creators;
  if (!abstract && only !== undefined) return only[1];
  return (other) => {
    const buildOf = createBranchFinder(abstract, new Map(creators.map(([name, create]) => [name, create(other)])));
    return (value, walk) => (buildOf(value) ?? other)(value, walk);
  };
}

function compileBranch(branch: RemoteBranch, isAbstract: boolean, compilation: Compilation): CreateBuild {
  const { shape, places } = compilation;
  const number = places.push(branch) - 1;
  const members = shape.branchMembers(branch, isAbstract).map((member): ReadMember<Walk> => {
    const made = createMember(compilation, member);
    return { key: member.key, ...made, ...locateMember(compilation, branch, member, made) };
  });
  return (other) => createObjectReader(members, { marked: shape.kind === 'parent', number, other });
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
      return { alias, read: createNested(compilation, field.type, field.selection) };
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

function createNested(compilation: Compilation, type: GraphQLOutputType, selection: RemoteSelection): Build {
  const noList = new RemoteJoinsError('SOURCE_INVALID_RESPONSE', 'The source answered with no list where one is due.');
  const noObject = new RemoteJoinsError(
    'SOURCE_INVALID_RESPONSE',
    `The source answered with something that is no object of type "${selection.typeName}".`,
  );
  const create = compileSelection(selection, compilation);
  return createWrapped(type);

  function createWrapped(wrapped: GraphQLOutputType, isRequired = false): Build {
    if (isNonNullType(wrapped)) return createWrapped(wrapped.ofType, compilation.shape.kind === 'response');
    if (!isListType(wrapped)) return create(createOther(isRequired, noObject));
    return createListReader(createWrapped(wrapped.ofType), createOther(isRequired, noList));
  }
}

/** What stands where there is no list, or no object. */
function createOther(isRequired: boolean, invalid: Error): Build {
  return (value, { finish }) => {
    const isNull = value === null || value === undefined;
    if (isNull && !isRequired) return null;
    finish.clean = false;
    if (isNull) return missing;
    return value instanceof Error ? value : invalid;
  };
}
