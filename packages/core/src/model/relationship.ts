import type { GraphQLInputType } from 'graphql';
import type { Aggregate } from './aggregate.js';
import type { FunctionRows } from './computed.js';
import type { KeyForm } from './keyForm.js';
import type { ObjectPresets, RemoteArgument } from './remoteType.js';
import type { Column, Table } from './table.js';
import type { ColumnPair, TableArguments } from './tableArguments.js';

/** A checked `@remoteRelationship`, or the `@aggregate` of one, or a `@computed` list. */
export interface Relationship {
  /** `Type.field`. */
  readonly coordinate: string;
  readonly typeName: string;
  readonly fieldName: string;
  /** Whether the field is a list. */
  readonly list: boolean;
  /** What stands where there is no key: `null`, or `[]` where the outer list is non-null, or the aggregate of no rows. */
  readonly emptyValue: 'null' | 'list' | 'aggregate';
  /** The join key, part by part; empty where the template holds constants only (one call serves every parent). */
  readonly key: readonly KeyPart[];
  readonly target: TableTarget | RemoteTarget;
  /** Most distinct keys per call. */
  readonly batchSize: number;
}

/** Whether rows are joined by a key. What a function makes of a row is a part of that row, as its columns are. */
export function isJoinedByKey(relationship: Relationship | undefined): boolean {
  return relationship !== undefined && !(relationship.target.kind === 'table' && relationship.target.rows);
}

/** One part of a join key: how to read it from each kind of parent, and the text form both sides are compared in. */
export interface KeyPart {
  /** The parent field, or the variable's name, as the author wrote it. */
  readonly name: string;
  /** Where the parent is a table. */
  readonly column?: Column;
  /** Where the parent is a remote type: upstream field names from the parent down, by source name. */
  readonly upstreamPaths: ReadonlyMap<string, readonly string[]>;
  /** Where the parent is the host's: SDL field names from the parent down (or the bare name where the SDL has no such field). */
  readonly hostPath: readonly string[];
  readonly form: KeyForm;
}

/** Points to rows of a table. `columns` are parallel to the relationship's key. */
export interface TableTarget {
  readonly kind: 'table';
  readonly source: string;
  /** SDL type of the rows, a key of `Model.tables`. */
  readonly typeName: string;
  readonly table: Table;
  readonly columns: readonly Column[];
  /** Whether `columns` hold a unique key, so that at most one row matches. */
  readonly unique: boolean;
  /** Where the parent is a table of the same database: what joins them in one statement. */
  readonly sameDatabase?: readonly ColumnPair[];
  readonly arguments: TableArguments;
  /** Absent where the rows themselves are answered. */
  readonly aggregate?: Aggregate;
  /** Of a `@computed` list: the function that answers them, from a row of the same database. */
  readonly rows?: FunctionRows;
}

/** Points to a root field of a remote schema, or to a field below it. */
export interface RemoteTarget {
  readonly kind: 'remote';
  readonly source: string;
  /** From the query root down; the caller's own arguments go to the last step. */
  readonly path: readonly PathStep[];
  /** Absent: one alias per key. Present: one list argument for all keys, the answer matched by key. */
  readonly matchBy?: readonly MatchField[];
}

export interface PathStep {
  /** Upstream name of the field. */
  readonly field: string;
  readonly args: readonly TemplateArgument[];
}

export interface TemplateArgument {
  /** Upstream name. */
  readonly name: string;
  /** Type in the remote schema, printed. */
  readonly type: string;
  /** What the template fills in; absent where the caller alone gives the argument. */
  readonly value?: TemplateValue;
  /** The argument of the relationship field in the SDL whose value is passed on here. */
  readonly caller?: RemoteArgument;
}

/** A value of the template. Constants are wire values (enum values are their names). */
export type TemplateValue =
  | { readonly kind: 'constant'; readonly value: unknown }
  /** `filled`: where it is JSON that stands for an input object, what a role has preset in it, and its type in the role's part. */
  | {
      readonly kind: 'key';
      readonly part: number;
      readonly filled?: { readonly type: GraphQLInputType; readonly presets: ObjectPresets };
    }
  | { readonly kind: 'argument'; readonly argument: RemoteArgument }
  | { readonly kind: 'header'; readonly name: string }
  /** A session variable, its name in lower case, as a value of an upstream type. */
  | { readonly kind: 'session'; readonly name: string; readonly type: GraphQLInputType }
  /** `open`: of objects that an author wrote, beside which a caller may give more. */
  | { readonly kind: 'list'; readonly items: readonly TemplateValue[]; readonly open?: true }
  | { readonly kind: 'object'; readonly fields: ReadonlyMap<string, TemplateValue> };

/** `matchBy`: the key part `part` equals the upstream field `field` of a result. */
export interface MatchField {
  readonly part: number;
  readonly field: string;
}
