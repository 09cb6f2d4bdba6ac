import type { GraphQLOutputType, GraphQLResolveInfo } from 'graphql';
import { remember } from '../model/remember.js';
import type { Column } from '../model/table.js';
import type { RemoteBranch, RemoteObjectField, ResponseField, RowField, RowObject } from '../planning/fetchPlan.js';
import { specialKey } from '../planning/planContext.js';
import { createLeafSerializer } from './leafSerializer.js';
import { createLeafReader, type LeafReader } from './leafValue.js';

/**
 * What objects are made for. `parent`: the host's executor reads them, completes their values and reports what is wrong.
 * `response`: they are the answer itself, and all of it must be as the schema says.
 */
export interface Shape {
  readonly kind: 'parent' | 'response';
  rowMembers(object: RowObject): readonly Member<RowField>[];
  branchMembers(branch: RemoteBranch, isAbstract: boolean): readonly Member<RemoteObjectField>[];
  /** What to do with a leaf's wire values; absent where they are right as they are. */
  createLeaf(type: GraphQLOutputType, names: ReadonlyMap<string, string>, column?: Column): LeafReader | undefined;
}

export interface Member<Field> {
  readonly key: string;
  /** Absent where the member is a constant. */
  readonly field?: Field;
  /** `__typename`, where it is the response's; or the choice among several members of one field name. */
  readonly constant?: unknown;
  /** The SDL type of the value, where the shape is held to it. */
  readonly type?: GraphQLOutputType;
}

export const parentShape: Shape = {
  kind: 'parent',
  rowMembers: ({ fields }) => nameMembers(fields),
  branchMembers: ({ fields, typeName }, isAbstract) => {
    const members = nameMembers(fields);
    return isAbstract ? [{ key: '__typename', constant: typeName }, ...members] : members;
  },
  createLeaf: (type, names, column) => createLeafReader(type, names, column?.type.kind),
};

export const responseShape: Shape = {
  kind: 'response',
  rowMembers: ({ response, typeName }) => nameResponse(response, typeName),
  branchMembers: ({ response, typeName }) => nameResponse(response, typeName),
  createLeaf: createLeafSerializer,
};

/**
 * Members by field name, where an executor's default resolver finds them. A field selected more than once, by aliases, has a
 * member for each under a key that no GraphQL name can be; under its name it then has a method, which default resolvers call.
 */
function nameMembers<Field extends { readonly key: string }>(fields: readonly Field[]): readonly Member<Field>[] {
  const byName = new Map<string, Field[]>();
  for (const field of fields) remember(byName, fieldNameOf(field.key), (): Field[] => []).push(field);
  return [...byName].flatMap(([name, same]): Member<Field>[] => {
    if (same.length === 1) return same.map((field) => ({ key: name, field }));
    const members = same.map((field) => ({ key: specialKey(name, responseKeyOf(field.key)), field }));
    return [...members, { key: name, constant: createChoice(name) }];
  });
}

/** The two parts of a member key, see `memberKey`. */
function fieldNameOf(key: string): string {
  return key.split(' ', 1)[0] ?? key;
}

function responseKeyOf(key: string): string {
  // All that follows: where documents come as JSON (Mercurius takes them), a response key may hold anything.
  return key.slice(key.indexOf(' ') + 1);
}

function createChoice(fieldName: string): GraphQLMethod {
  return function choose(this: Readonly<Record<string, unknown>>, _args, _context, info) {
    return this[specialKey(fieldName, String(info.path.key))];
  };
}

type GraphQLMethod = (
  this: Readonly<Record<string, unknown>>,
  args: unknown,
  context: unknown,
  info: Pick<GraphQLResolveInfo, 'path'>,
) => unknown;

function nameResponse<Field>(response: readonly ResponseField<Field>[], typeName: string): readonly Member<Field>[] {
  return response.map((member) => (member.field === undefined ? { ...member, constant: typeName } : member));
}

/** Whether everything made is as the schema says. Only the response shape looks; an Error stands where it is not. */
export interface Finish {
  clean: boolean;
}
