import { invariant } from '../../error/invariant.js';
import type { AggregateFunction } from '../../model/aggregate.js';
import type { CallArgument, FunctionCall } from '../../model/computed.js';
import type { Comparison } from '../../model/operator.js';
import type { ColumnsFilter, ElsewhereFilter, FilterKey } from '../../model/permission.js';
import type { Column, Table } from '../../model/table.js';
import type { ColumnPair } from '../../model/tableArguments.js';
import type { CountColumn, Occurrence } from '../../planning/fetchPlan.js';

/**
 * What the arguments of one request ask for, and what its role may see, without values: all that the SQL text depends on.
 * Operands are numbers into `values`, so that one text serves every request of the same shape.
 */
export interface Shape extends Needs {
  /** Equal for equal shapes of one plan, for no others. */
  readonly signature: string;
  /** Ready to be sent. */
  readonly values: readonly unknown[];
  /** By id of the occurrence; absent where it was given no arguments and all of it may be seen. */
  readonly occurrences: ReadonlyMap<number, RowArguments>;
  /** By id of an occurrence below the plan's own: why it cannot be asked for. It has no rows then. */
  readonly failures: ReadonlyMap<number, Error>;
}

/** What a statement takes from elsewhere, beside keys. */
export interface Needs {
  /** Whether there are values of the client's among its own. */
  readonly hasArguments: boolean;
  /** Session variables whose values are among them. */
  readonly sessionVariables: ReadonlySet<string>;
  /** What has to be known of other databases before it is sent. Slots tell them by their numbers. */
  readonly lookups: readonly ElsewhereFilter[];
}

/** What rows of one table are asked for, of those that the role may see. */
export interface RowArguments {
  /** Those of the permission are among them. */
  readonly conditions: readonly Condition[];
  /** The rows that the role sees; absent where it sees all. */
  readonly seen?: Condition;
  readonly order: readonly OrderTerm[];
  readonly distinctOn: readonly Column[];
  /** Operand numbers. */
  readonly limit?: number;
  readonly offset?: number;
  /** By column name: the rows in which the role sees the column, wherever it is read but for a join. */
  readonly redactions: Redactions;
  /** What was asked of each count; absent where all rows are counted. */
  readonly counts: ReadonlyMap<CountColumn, Counted>;
  /** What functions are given beside rows. */
  readonly calls: Calls;
}

/** By call, then by argument: those that are left out are not among them. */
export type Calls = ReadonlyMap<FunctionCall, ReadonlyMap<CallArgument, CallOperand>>;

/** The number of an operand. */
export type CallOperand = number | 'null';

/** Rows with a value in each of these columns. */
export interface Counted {
  readonly columns: readonly Column[];
  /** Whether rows that hold the same values are one. */
  readonly distinct: boolean;
}

export type Redactions = ReadonlyMap<string, Condition>;

export type OrderTerm = OrderValue & Direction;

export interface Direction {
  readonly descending: boolean;
  readonly nulls?: 'first' | 'last';
}

/** What rows are ordered by. */
export type OrderValue =
  | { readonly kind: 'column'; readonly column: Column }
  /** What the row holds that a relationship leads to: of several the first, by these columns. */
  | {
      readonly kind: 'related';
      readonly rows: RelatedRows;
      readonly unique: boolean;
      readonly ties: readonly Column[];
      readonly value: OrderValue;
    }
  | { readonly kind: 'count'; readonly rows: RelatedRows }
  | {
      readonly kind: 'value';
      readonly rows: RelatedRows;
      readonly function: AggregateFunction;
      readonly column: Column;
    };

/** Rows of another table that hang on a row, of those that the role may see. */
export interface RelatedRows {
  /** Of the field that leads to them. */
  readonly coordinate: string;
  readonly table: Table;
  readonly mapping: readonly ColumnPair[];
  readonly conditions: readonly Condition[];
  /** As of `RowArguments`. */
  readonly seen?: Condition;
  readonly redactions: Redactions;
}

export type Condition =
  | { readonly kind: 'and' | 'or'; readonly conditions: readonly Condition[] }
  | { readonly kind: 'not'; readonly condition: Condition }
  | {
      readonly kind: 'null';
      readonly column: Column;
      readonly isNull: boolean;
      /** The rows in which the role sees the column. */
      readonly redaction?: Condition;
    }
  | {
      readonly kind: 'compare';
      readonly column: Column;
      readonly operator: Comparison;
      readonly operand: number;
      readonly redaction?: Condition;
      /** Whether the column is cast to its type here first. */
      readonly cast?: true;
    }
  | ColumnsFilter
  /** Without a mapping: anywhere in the table. */
  | {
      readonly kind: 'exists';
      readonly table: Table;
      readonly mapping: readonly ColumnPair[];
      readonly condition: Condition;
      /** The rows of the table that the role sees, which are among those of the condition; absent where it sees all. */
      readonly seen?: Condition;
    }
  /** The row has one of the keys that were looked up in another database. */
  | { readonly kind: 'found'; readonly keys: readonly FilterKey[]; readonly lookup: number }
  /** A condition that is looked at in no other rows than these. */
  | { readonly kind: 'within'; readonly rows: Condition; readonly condition: Condition };

/** What was read for an occurrence. One that the role may not see all of was read, or no statement is made. */
export function argumentsOf({ occurrences }: Shape, { id, coordinate, permission }: Occurrence): RowArguments {
  const read = occurrences.get(id);
  invariant(read !== undefined || permission === undefined, `"${coordinate}" would be read without its permission`);
  return read ?? noArguments;
}

export const noRedactions: Redactions = new Map();

export const noArguments: RowArguments = {
  conditions: [],
  order: [],
  distinctOn: [],
  redactions: noRedactions,
  counts: new Map(),
  calls: new Map(),
};

/** Of an occurrence that cannot be asked for. */
export const noRows: RowArguments = { ...noArguments, conditions: [{ kind: 'or', conditions: [] }] };
