import type { Column, Table } from '../../model/table.js';
import type { ColumnPair, Operator } from '../../model/tableArguments.js';

/**
 * What the arguments of one request ask for, without their values: all that the SQL text depends on. Operands are
 * numbers into `values`, so that one text serves every request of the same shape.
 */
export interface Shape {
  /** Equal for equal shapes of one plan, for no others. */
  readonly signature: string;
  /** Ready to be sent. */
  readonly values: readonly unknown[];
  /** By id of the occurrence; absent where it was given no arguments. */
  readonly occurrences: ReadonlyMap<number, RowArguments>;
  /** By id of an occurrence below the plan's own: why its arguments cannot be used. It has no rows then. */
  readonly failures: ReadonlyMap<number, Error>;
}

/** What rows of one table are asked for. */
export interface RowArguments {
  readonly conditions: readonly Condition[];
  readonly order: readonly OrderTerm[];
  readonly distinctOn: readonly Column[];
  /** Operand numbers. */
  readonly limit?: number;
  readonly offset?: number;
}

export interface OrderTerm {
  readonly column: Column;
  readonly descending: boolean;
  readonly nulls?: 'first' | 'last';
}

export type Condition =
  | { readonly kind: 'and' | 'or'; readonly conditions: readonly Condition[] }
  | { readonly kind: 'not'; readonly condition: Condition }
  | { readonly kind: 'null'; readonly column: Column; readonly isNull: boolean }
  | {
      readonly kind: 'compare';
      readonly column: Column;
      readonly operator: Exclude<Operator, '_is_null'>;
      readonly operand: number;
    }
  | {
      readonly kind: 'exists';
      readonly table: Table;
      readonly mapping: readonly ColumnPair[];
      readonly condition: Condition;
    };

/** Of an occurrence whose arguments cannot be used. */
export const noRows: RowArguments = { conditions: [{ kind: 'or', conditions: [] }], order: [], distinctOn: [] };

export const noArguments: RowArguments = { conditions: [], order: [], distinctOn: [] };
