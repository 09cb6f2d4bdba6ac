import type { GraphQLInputType } from 'graphql';
import type { Column, ColumnType, QualifiedName } from './table.js';

/** A checked `@computed`: how a function of the database is called. */
export interface FunctionCall {
  readonly function: QualifiedName;
  /** Those that are given, in the order of the function's own. */
  readonly arguments: readonly CallArgument[];
}

export type CallArgument =
  /** The row that the field belongs to. Without a name it is the function's first. */
  | { readonly kind: 'row'; readonly name?: string }
  /** The variables of the session, as an object. */
  | { readonly kind: 'session'; readonly name: string; readonly type: ColumnType }
  /** What the client gives. */
  | {
      readonly kind: 'given';
      readonly name: string;
      /** The function's argument, read as a column that values are made for. */
      readonly column: Column;
      /** The argument of the SDL's field, and the input field in it where it holds several. */
      readonly path: readonly [string, string?];
      readonly type: GraphQLInputType;
      /** Whether the function has a value of its own where the client gives none. */
      readonly isOptional: boolean;
    };

/** A function that answers rows, where a table would stand. */
export interface FunctionRows {
  readonly call: FunctionCall;
  /** The parent's row as a value; absent where the function takes none. */
  readonly row?: Column;
  /** The number that the function gives to a row by its place. */
  readonly place: Column;
}

/** What a column is that no table stores. */
export type Computed =
  | ComputedCall
  | RowValue
  /** The number of a row in the order in which they come. */
  | { readonly kind: 'place'; readonly as: string; readonly row: RowValue };

/** What a function makes of the row. */
export interface ComputedCall {
  readonly kind: 'call';
  readonly as: string;
  readonly call: FunctionCall;
}

/** The row itself. */
export interface RowValue {
  readonly kind: 'row';
  readonly as: string;
  readonly table: QualifiedName;
}

/** Whether a call depends on nothing but the row: its value is the same wherever it is read. */
export function isOfRowAlone({ arguments: given }: FunctionCall): boolean {
  return given.every(({ kind }) => kind === 'row');
}

/** Whether a column is one that a table stores, or computed of its row alone. */
export function isOfRow({ computed }: { readonly computed?: Computed }): boolean {
  return computed?.kind !== 'call' || isOfRowAlone(computed.call);
}

/** Whether a client can give it arguments, so that it may be another value at each place. */
export function takesArguments({ arguments: given }: FunctionCall): boolean {
  return given.some(({ kind }) => kind === 'given');
}
