import type { FieldNode, GraphQLField, GraphQLOutputType } from 'graphql';
import type { AggregateFunction, CountArguments } from '../model/aggregate.js';
import type { FunctionRows } from '../model/computed.js';
import type { TableLeaf } from '../model/model.js';
import type { ElsewhereFilter, TablePermission } from '../model/permission.js';
import type { KeyPart, Relationship, RemoteTarget } from '../model/relationship.js';
import type { RemoteField } from '../model/remoteType.js';
import type { Column, Table } from '../model/table.js';
import type { ColumnPair, TableArguments } from '../model/tableArguments.js';

/** What one source is asked for one root field or one relationship. Made once per operation, whatever the values. */
export type FetchPlan = RowsPlan | RemotePlan;

/** The arguments a client gave to a field: read per request, since variables may be among them. */
export interface ArgumentPlan {
  readonly coordinate: string;
  readonly field: GraphQLField<unknown, unknown>;
  readonly node: FieldNode;
}

// ── Tables ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** Rows of one database, with everything of the same database below them: one statement (or a part of one). */
export interface RowsPlan {
  readonly kind: 'rows';
  readonly source: string;
  readonly coordinate: string;
  readonly list: boolean;
  /**
   * How rows find their way back. `root`: all rows are the answer. `key`: column 0 of the first set holds the key
   * value (`= ANY`). `ordinal`: column 0 of the first set holds the argument id, and rows come ordered by it.
   */
  readonly match: 'root' | 'key' | 'ordinal';
  /** The target columns the keys are compared with; empty for `root`. */
  readonly keyColumns: readonly Column[];
  /** The key's parts, parallel to `keyColumns`. */
  readonly key: readonly KeyPart[];
  readonly unique: boolean;
  /** All result sets, parents before children; `sets[0]` is the target's. Each becomes one array of columns. */
  readonly sets: readonly RowSet[];
  /** Joins that start anywhere in the sets, in the order their keys are read. */
  readonly joins: readonly JoinPlan[];
}

/** One result set. Its rows are those of `object`'s table; one-to-one objects are more columns of it. */
export interface RowSet {
  readonly index: number;
  /** The columns of the answer, in order. Never empty. */
  readonly columns: readonly RowColumn[];
  readonly object: RowObject;
  /** For a list below another set: where its parents are. Column 0 then holds the parent's row number, from 0. */
  readonly parent?: { readonly set: number; readonly occurrence: Occurrence };
  /**
   * Of an aggregate, which has two sets that hang on the same. `values`: one row for each parent, or key, or for the root
   * field, whether there are rows of the table or not. `nodes`: the rows themselves; column 0 then always holds a number
   * of the former.
   */
  readonly aggregate?: 'values' | 'nodes';
}

/** A table at one place of a statement. */
export interface Occurrence {
  /** Unique within the plan, from 0. */
  readonly id: number;
  /** Of the field that reads it. */
  readonly coordinate: string;
  readonly table: Table;
  /** How it hangs on its parent occurrence; absent where it is the plan's target. */
  readonly mapping: readonly ColumnPair[];
  /** Whether at most one row matches the mapping. */
  readonly unique: boolean;
  /** The function whose rows these are; absent where they are the table's. */
  readonly rows?: FunctionRows;
  readonly arguments: TableArguments;
  /** The client's arguments; absent where the field takes none or none were given. */
  readonly args?: ArgumentPlan;
  /** What the role may see of the table; absent where that is everything. */
  readonly permission?: TablePermission;
  /** One-to-one objects of the same set, joined to this occurrence. */
  readonly objects: readonly Occurrence[];
}

export type RowColumn =
  /** Argument id (`ordinal`), key value (`key`) or parent row number (child set): always column 0, if at all. */
  | { readonly kind: 'link' }
  /** A field's value, in the text form its SDL type asks for. */
  | {
      readonly kind: 'leaf';
      readonly occurrence: Occurrence;
      readonly leaf: TableLeaf;
      /** The client's arguments, where it is computed with any. */
      readonly args?: ArgumentPlan;
    }
  /**
   * A column read for a join, in the form that tells key values exactly (int8, numeric as text). JSON is a text as well,
   * unless what it joins takes any JSON.
   */
  | { readonly kind: 'key'; readonly occurrence: Occurrence; readonly column: Column; readonly isJson?: true }
  /** What a function makes of the values of a column, in the text form of its field. */
  | {
      readonly kind: 'value';
      readonly occurrence: Occurrence;
      readonly function: AggregateFunction;
      readonly column: Column;
      readonly leaf: TableLeaf;
    }
  | CountColumn
  /** Whether a one-to-one object has a row. */
  | { readonly kind: 'presence'; readonly occurrence: Occurrence }
  /** Keeps the row count of a set that has nothing else. */
  | { readonly kind: 'constant' };

/** How many rows there are, or how many with values in columns that the client names. */
export interface CountColumn {
  readonly kind: 'count';
  readonly occurrence: Occurrence;
  readonly count: CountArguments;
  readonly args?: ArgumentPlan;
  readonly leaf: TableLeaf;
}

/** The shape of one object made from a row. */
export interface RowObject {
  readonly typeName: string;
  readonly occurrence: Occurrence;
  /** Index of the presence column; absent where every row has the object. */
  readonly presence?: number;
  /** What the host's executor reads from the object, by member key. */
  readonly fields: readonly RowField[];
  /** What the client asked for, by response key, in the order of the selection. */
  readonly response: readonly ResponseField<RowField>[];
}

/** One response key. Fields of the host's own are not among them. */
export interface ResponseField<Field> {
  readonly key: string;
  /** The SDL type of the field, with its wrappers. */
  readonly type: GraphQLOutputType;
  /** Absent for `__typename`. */
  readonly field?: Field;
}

export type RowField =
  | { readonly kind: 'leaf'; readonly key: string; readonly column: number; readonly leaf: TableLeaf }
  | { readonly kind: 'object'; readonly key: string; readonly object: RowObject }
  /** A list of the same database: the rows of another set, grouped by their column 0. */
  | {
      readonly kind: 'list';
      readonly key: string;
      readonly set: number;
      readonly emptyValue: 'null' | 'list';
      readonly keyed: readonly number[];
    }
  /** An aggregate of the same database: the one row of another set that hangs on this. */
  | { readonly kind: 'aggregate'; readonly key: string; readonly set: number; readonly keyed: readonly number[] }
  | { readonly kind: 'join'; readonly key: string; readonly join: JoinPlan };

/**
 * The distinct keys of the rows that a filter asks for in another database: one array of columns, one per key part, in
 * the form of join keys.
 */
export interface LookupPlan {
  readonly kind: 'lookup';
  readonly source: string;
  readonly coordinate: string;
  /** Equal for plans that bring the same keys to one request. */
  readonly identity: string;
  readonly elsewhere: ElsewhereFilter;
  /** Rows beyond are not read. */
  readonly most: number;
}

// ── Remote schemas and actions ──────────────────────────────────────────────────────────────────────────────────────────────

/**
 * One root field of a remote schema (or a path below one), for one parent or for many keys; or an action, whose answer is
 * read as if that selection had been asked of it.
 */
export interface RemotePlan {
  readonly kind: 'remote';
  readonly source: string;
  readonly coordinate: string;
  readonly operation: 'query' | 'mutation';
  /** For a `@remoteField` or `@action` root: the field. For a relationship: its target's path. */
  readonly target: RemoteTarget;
  readonly key: readonly KeyPart[];
  /** The client's arguments to the SDL field; those of the template's `caller` and `argument` are read from them. */
  readonly args?: ArgumentPlan;
  /** The SDL type of the field, with its wrappers; what the last step of the path answers (per key, for `matchBy`). */
  readonly type: GraphQLOutputType;
  /** Whether the field is a list. With `matchBy`, the matches of one key are then a list, otherwise the first. */
  readonly list: boolean;
  /** Absent where the field is a leaf. */
  readonly selection?: RemoteSelection;
  /** Joins that start anywhere in the selection, in the order of a depth-first walk. */
  readonly joins: readonly JoinPlan[];
}

/** What is asked of the objects at one place of a remote answer. */
export interface RemoteSelection {
  /** SDL type of the place, perhaps abstract. */
  readonly typeName: string;
  /** Upstream type of the place: the type condition of a fragment. */
  readonly upstreamName: string;
  /** Whether the place may hold several types; then `__typename` is asked for, under its own name. */
  readonly abstract: boolean;
  /** One per object type that is possible here; exactly one where the place is not abstract. */
  readonly branches: readonly RemoteBranch[];
}

export interface RemoteBranch {
  readonly typeName: string;
  readonly upstreamName: string;
  /** What is asked upstream, phantom fields included; `alias` is the member of the answer's object. */
  readonly asked: readonly AskedField[];
  /** What the host's executor reads from objects of this type, by member key. */
  readonly fields: readonly RemoteObjectField[];
  /** What the client asked for, by response key, in the order of the selection. */
  readonly response: readonly ResponseField<RemoteObjectField>[];
}

export interface AskedField {
  readonly alias: string;
  readonly upstreamName: string;
  readonly field?: RemoteField;
  readonly args?: ArgumentPlan;
  readonly selection?: RemoteSelection;
  /** Nested phantom fields of a key path "a.b"; absent otherwise. */
  readonly phantoms?: readonly AskedField[];
}

export type RemoteObjectField =
  | { readonly kind: 'leaf'; readonly key: string; readonly alias: string; readonly type: GraphQLOutputType }
  | {
      readonly kind: 'nested';
      readonly key: string;
      readonly alias: string;
      readonly type: GraphQLOutputType;
      readonly selection: RemoteSelection;
    }
  | { readonly kind: 'join'; readonly key: string; readonly join: JoinPlan };

// ── Joins ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** A relationship at one place of the operation. */
export interface JoinPlan {
  readonly relationship: Relationship;
  readonly fetch: FetchPlan;
  /** Where the keys are read, one entry per part of the key. */
  readonly keys: readonly KeySlot[];
  /** Where the parents are rows: the set that holds them; otherwise 0. */
  readonly set: number;
}

/** Rows: the column. Remote: aliases from the parent object down. Host: the resolver reads them itself. */
export type KeySlot =
  | { readonly kind: 'column'; readonly column: number }
  | { readonly kind: 'member'; readonly aliases: readonly string[] }
  | { readonly kind: 'host' };
