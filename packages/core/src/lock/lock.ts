import type { ColumnKind, QualifiedName } from '../model/table.js';

/**
 * What the joins of a schema use of its sources, and nothing else: enough to check the schema, and to start with it, where
 * a source cannot be asked. Plain JSON, whose keys are in the order of their names, so that it is the same text each time.
 *
 *     { "version": 1, "sources": { "users_db": { "kind": "tables", "tables": { "public": { "users": { … } } } } } }
 */
export interface Lock {
  readonly version: 1;
  /** By name. Handlers of actions say nothing of what they hold. */
  readonly sources: Readonly<Record<string, LockedSource>>;
}

export type LockedSource = LockedTables | LockedSchema;

export interface LockedTables {
  readonly kind: 'tables';
  readonly defaultSchema: string;
  /** By schema, then by name. */
  readonly tables: Readonly<Record<string, Readonly<Record<string, LockedTable>>>>;
  /** Absent where none is called. */
  readonly functions?: LockedFunctions;
}

/** By schema, then by name: several where they are told apart by their arguments. */
export type LockedFunctions = Readonly<Record<string, Readonly<Record<string, readonly LockedFunction[]>>>>;

export interface LockedFunction {
  readonly isVolatile?: true;
  readonly returnsSet?: true;
  readonly returns: LockedFunctionType;
  readonly arguments: readonly (LockedFunctionType & { readonly name?: string; readonly isOptional?: true })[];
}

export interface LockedFunctionType {
  readonly type: LockedColumnType;
  /** The table whose row it is. */
  readonly row?: QualifiedName;
}

export interface LockedTable {
  readonly isView?: true;
  readonly columns: Readonly<Record<string, LockedColumn>>;
  readonly primaryKey: readonly string[];
  /** Those of columns that are used, beside the primary key. */
  readonly uniqueKeys?: readonly (readonly string[])[];
  /** By name: those between columns that are used. Only where metadata was locked, which makes relationships of them. */
  readonly foreignKeys?: Readonly<Record<string, LockedForeignKey>>;
  /** The rows of an enum table. Only where metadata was locked, which makes an enum of them. */
  readonly enumValues?: readonly LockedEnumValue[];
}

export interface LockedForeignKey {
  readonly columns: readonly string[];
  readonly target: QualifiedName & { readonly columns: readonly string[] };
}

export interface LockedEnumValue {
  readonly value: string;
  readonly comment?: string;
}

export interface LockedColumn {
  readonly type: LockedColumnType;
  readonly notNull?: true;
  readonly deterministic?: false;
  /** Of an array, where it was declared with more than one. */
  readonly dimensions?: number;
}

/** As the model has it; its kind alone where SQL calls it the same. */
export type LockedColumnType =
  | ColumnKind
  | {
      readonly kind: ColumnKind;
      readonly sql: string;
      readonly name?: QualifiedName;
      readonly element?: LockedColumnType;
      readonly labels?: readonly string[];
      readonly isComparable?: false;
    };

export interface LockedSchema {
  readonly kind: 'schema';
  /** Names of the root types. */
  readonly query?: string;
  readonly mutation?: string;
  /** By name. */
  readonly types: Readonly<Record<string, LockedType>>;
}

export type LockedType =
  | { readonly kind: 'scalar' }
  | ({ readonly kind: 'enum'; readonly values: readonly string[] } & LockedAnswers)
  | ({ readonly kind: 'union'; readonly types: readonly string[] } & LockedAnswers)
  | ({
      readonly kind: 'object' | 'interface';
      readonly interfaces?: readonly string[];
      readonly fields: Readonly<Record<string, LockedField>>;
    } & LockedAnswers)
  | { readonly kind: 'input'; readonly fields: Readonly<Record<string, LockedInput>> };

export interface LockedAnswers {
  /** Values or types that may be answered as well, and that nothing uses: what is not even among them is new. */
  readonly others?: readonly string[];
}

export interface LockedField {
  readonly type: string;
  readonly args?: Readonly<Record<string, LockedInput>>;
}

export interface LockedInput {
  readonly type: string;
  /** In GraphQL's syntax. */
  readonly default?: string;
}

/** A lock as the text of its file. */
export function printLock(lock: Lock): string {
  return `${JSON.stringify(lock, null, 2)}\n`;
}

/** Entries as an object, in the order of their names. */
export function inOrder<Value>(entries: Iterable<readonly [string, Value]>): Readonly<Record<string, Value>> {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}
