import type { GraphQLInputType } from 'graphql';
import type { AggregateFunction } from './aggregate.js';
import type { Operator } from './operator.js';
import type { TablePermission } from './permission.js';
import type { Column, Table } from './table.js';

/** The checked meaning of the arguments of a field that points to a table. Names are the SDL's. */
export interface TableArguments {
  readonly limit?: string;
  readonly offset?: string;
  readonly where?: { readonly name: string; readonly input: WhereInput };
  readonly orderBy?: { readonly name: string; readonly input: OrderInput };
  readonly distinctOn?: ColumnChoice;
  readonly equals: readonly EqualityArgument[];
}

/** An argument whose values name columns. */
export interface ColumnChoice {
  readonly name: string;
  /** By enum value. */
  readonly columns: ReadonlyMap<string, Column>;
  readonly type: GraphQLInputType;
}

export interface EqualityArgument {
  readonly name: string;
  readonly column: Column;
  readonly type: GraphQLInputType;
}

/** One of the SDL's own input types read as a condition on a table. May refer to itself. */
export interface WhereInput {
  readonly typeName: string;
  readonly table: Table;
  /** By input field name. */
  readonly fields: ReadonlyMap<string, WhereField>;
  /** Names of fields that the role may not use: given all the same, by a host that did not validate, they are refused. */
  readonly hidden?: ReadonlySet<string>;
}

export type WhereField =
  | { readonly kind: 'and' | 'or' | 'not'; readonly input: WhereInput }
  | {
      readonly kind: 'column';
      readonly column: Column;
      readonly operators: ReadonlyMap<string, WhereOperator>;
      /** `_cast: {String: {…}}`, where there is such: conditions on the column as a text. */
      readonly asText?: Pick<Extract<WhereField, { kind: 'column' }>, 'column' | 'operators'>;
    }
  | {
      readonly kind: 'relationship';
      readonly mapping: readonly ColumnPair[];
      readonly input: WhereInput;
      /** Coordinate of the relationship, `User.orders`. */
      readonly coordinate: string;
      /** The role's, for the rows that are looked for. */
      readonly permission?: TablePermission;
    };

export interface WhereOperator {
  readonly operator: Operator;
  /** The SDL type of the operand, which serialises it. */
  readonly type: GraphQLInputType;
}

/** An equality between a column of the parent table and one of the target table. */
export interface ColumnPair {
  readonly parent: Column;
  readonly target: Column;
}

/** One of the SDL's own input types read as an order of the rows of a table. May refer to itself. */
export interface OrderInput {
  readonly typeName: string;
  /** By input field name. */
  readonly fields: ReadonlyMap<string, OrderField>;
  /** As of a `WhereInput`. */
  readonly hidden?: ReadonlySet<string>;
}

export type OrderField =
  | ({ readonly kind: 'column'; readonly column: Column } & Directed)
  /** What the one row holds that a relationship leads to; `unique`: whether there can be no second. */
  | ({ readonly kind: 'relationship'; readonly unique: boolean; readonly input: OrderInput } & RelatedTable)
  /** What the rows come to that a relationship leads to. The coordinate is that of the `@aggregate` field. */
  | ({ readonly kind: 'aggregate'; readonly input: AggregateOrderInput } & RelatedTable);

/** One of the SDL's own input types read as an order by what rows come to: `{count: desc, max: {total: asc}}`. */
export interface AggregateOrderInput {
  readonly typeName: string;
  /** By input field name. */
  readonly fields: ReadonlyMap<string, AggregateOrderField>;
  readonly hidden?: ReadonlySet<string>;
}

export type AggregateOrderField =
  | { readonly kind: 'group'; readonly input: AggregateOrderInput }
  | ({ readonly kind: 'count' } & Directed)
  | ({ readonly kind: 'value'; readonly function: AggregateFunction; readonly column: Column } & Directed);

interface Directed {
  /** The enum type of the directions; value *names* match `(asc|desc)(_nulls_(first|last))?` in any case. */
  readonly direction: GraphQLInputType;
}

/** Rows of another table of the same database. */
export interface RelatedTable {
  readonly table: Table;
  readonly mapping: readonly ColumnPair[];
  /** Of the field that leads to them, `Order.customer`. */
  readonly coordinate: string;
  /** The role's, for these rows. */
  readonly permission?: TablePermission;
}
