import type { Computed } from './computed.js';

/** What a column's values are, folded to the cases that reading, comparing and sending tell apart. */
export type ColumnKind =
  | 'int2' | 'int4' | 'int8' | 'numeric' | 'money' | 'float4' | 'float8'
  | 'text' | 'varchar' | 'bpchar' | 'citext' | 'uuid' | 'bool' | 'enum' | 'bytea'
  | 'date' | 'time' | 'timetz' | 'timestamp' | 'timestamptz' | 'interval'
  | 'json' | 'jsonb' | 'array' | 'other'; // biome-ignore format: a table of kinds

export interface ColumnType {
  readonly kind: ColumnKind;
  /** The type as SQL text, ready for a cast: `int4`, `"public"."mood"`, `int4[]`. Made from the catalog, quoted there. */
  readonly sql: string;
  /** Element type of an array. */
  readonly element?: ColumnType;
  /** Labels of an enum, in its own order. */
  readonly labels?: readonly string[];
  /** The database's own name of an enum, or of a type that is `other`. */
  readonly name?: QualifiedName;
  /** False where Postgres neither compares nor sorts its values; `json` says so by its kind. */
  readonly isComparable?: boolean;
}

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly notNull: boolean;
  /** Whether equality is equality of text (false below a nondeterministic collation). */
  readonly deterministic: boolean;
  /** Of an array, where it was declared with more than one; Postgres does not hold values to it. */
  readonly dimensions?: number;
  readonly comment?: string;
  /** Absent where a table stores it. Names of others hold a character that keeps them apart. */
  readonly computed?: Computed;
}

/** A table or view as the database's catalog tells it. */
export interface Table {
  readonly source: string;
  readonly schema: string;
  readonly name: string;
  readonly isView: boolean;
  readonly columns: ReadonlyMap<string, Column>;
  /** Column names of the primary key; empty where there is none. */
  readonly primaryKey: readonly string[];
  /** Column name sets that are unique (primary key included, partial and deferrable indexes left out). */
  readonly uniqueKeys: readonly (readonly string[])[];
  /** Absent where there are none. */
  readonly foreignKeys?: readonly ForeignKey[];
  /** The partitioned table that holds its rows too. */
  readonly partitionOf?: QualifiedName;
  readonly comment?: string;
}

/** `columns` of a row hold the values of `target.columns` of one row there, or a null. */
export interface ForeignKey {
  readonly name: string;
  readonly columns: readonly string[];
  readonly target: QualifiedName & { readonly columns: readonly string[] };
}

/** A function that takes rows of a table, or answers them. */
export interface TableFunction extends QualifiedName {
  /** Whether it may answer otherwise each time, or change something. */
  readonly isVolatile: boolean;
  readonly arguments: readonly FunctionArgument[];
  readonly returns: FunctionType;
  /** Whether it answers any number of them. */
  readonly returnsSet: boolean;
}

export interface FunctionArgument extends FunctionType {
  readonly name?: string;
  readonly isOptional: boolean;
}

export interface FunctionType {
  readonly type: ColumnType;
  /** The table whose row it is; absent where it is none. */
  readonly row?: QualifiedName;
}

/** Of whatever the database names with a schema. */
export interface QualifiedName {
  readonly schema: string;
  readonly name: string;
}
