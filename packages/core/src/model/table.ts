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
}

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly notNull: boolean;
  /** Whether equality is equality of text (false below a nondeterministic collation). */
  readonly deterministic: boolean;
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
}
