import type { GraphQLOutputType } from 'graphql';
import type { Column } from '../model/table.js';
import type { RemoteBranch, RemoteObjectField, RowField, RowObject } from '../planning/fetchPlan.js';
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
  /** Absent for `__typename`. */
  readonly field?: Field;
  /** The SDL type of the value, where the shape is held to it. */
  readonly type?: GraphQLOutputType;
}

export const parentShape: Shape = {
  kind: 'parent',
  rowMembers: ({ fields }) => fields.map((field) => ({ key: field.key, field })),
  branchMembers: ({ fields }, isAbstract) => {
    const members = fields.map((field): Member<RemoteObjectField> => ({ key: field.key, field }));
    return isAbstract ? [{ key: '__typename' }, ...members] : members;
  },
  createLeaf: (type, names, column) => createLeafReader(type, names, column?.type.kind),
};

export const responseShape: Shape = {
  kind: 'response',
  rowMembers: ({ response }) => response,
  branchMembers: ({ response }) => response,
  createLeaf: createLeafSerializer,
};

/** Whether everything made is as the schema says. Only the response shape looks. */
export interface Finish {
  clean: boolean;
}
