import type { TableLeaf } from './model.js';
import type { Column } from './table.js';
import type { ColumnChoice } from './tableArguments.js';

/** Functions that make one value of the values of a column, by their names in Postgres. */
export const aggregateFunctions = [
  'sum', 'avg', 'min', 'max',
  'stddev', 'stddev_pop', 'stddev_samp', 'variance', 'var_pop', 'var_samp',
] as const; // biome-ignore format: a table of functions
export type AggregateFunction = (typeof aggregateFunctions)[number];

/** A checked `@aggregate`: what is answered of rows instead of them. */
export interface Aggregate {
  readonly type: AggregateType;
  /** Coordinate of the relationship whose rows they are; absent where they are those of a root field. */
  readonly relationship?: string;
}

/** One of the SDL's own object types read as aggregates of the rows of one table. */
export interface AggregateType {
  readonly typeName: string;
  /** By field name. */
  readonly fields: ReadonlyMap<string, AggregateField>;
}

export type AggregateField =
  /** The rows themselves. */
  | { readonly kind: 'nodes' }
  /** More aggregates: `aggregate { … }`, `sum { … }`. */
  | { readonly kind: 'group'; readonly type: AggregateType }
  | { readonly kind: 'count'; readonly count: CountArguments; readonly leaf: TableLeaf }
  /** The column of the leaf is what the function makes of `column`. */
  | {
      readonly kind: 'value';
      readonly function: AggregateFunction;
      readonly column: Column;
      readonly leaf: TableLeaf;
    };

/** The checked meaning of the arguments of a count. Names are the SDL's. */
export interface CountArguments {
  readonly columns?: ColumnChoice;
  readonly distinct?: string;
}
