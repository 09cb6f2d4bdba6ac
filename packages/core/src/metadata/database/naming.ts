import type { AggregateFunction } from '../../model/aggregate.js';

/** How names are made of the database's: as Hasura's two naming conventions do. */
export type Naming = 'hasura-default' | 'graphql-default';

export const namings: readonly Naming[] = ['hasura-default', 'graphql-default'];

/** What comes with a table's type, or with a scalar, and is named after it. */
export type Derived =
  | 'bool_exp'
  | 'order_by'
  | 'select_column'
  | 'comparison_exp'
  | 'cast_exp'
  | 'aggregate'
  | 'aggregate_fields'
  | 'aggregate_order_by'
  | `${AggregateFunction}_${'fields' | 'order_by'}`;

export interface Convention {
  /** Of a table or an enum: `user_accounts`, `UserAccounts`. */
  type(name: string): string;
  /** Of a column, a relationship or a root field: `user_id`, `userId`. */
  field(name: string): string;
  /** `users_bool_exp`, `UsersBoolExp`. */
  derived(typeName: string, what: Derived): string;
  /** `users_aggregate`, `usersAggregate`: of a root field or of a relationship. */
  aggregate(field: string): string;
  /** `users_by_pk`, `usersByPk`. */
  byPrimaryKey(rootField: string): string;
  /** Of a row of Hasura's enum tables: `in_transit`, `IN_TRANSIT`. */
  enumValue(row: string): string;
  readonly orderArgument: string;
  readonly distinctArgument: string;
  readonly directionType: string;
  readonly directions: readonly string[];
}

const directions = ['asc', 'asc_nulls_first', 'asc_nulls_last', 'desc', 'desc_nulls_first', 'desc_nulls_last'];

const conventions: Readonly<Record<Naming, Convention>> = {
  'hasura-default': {
    type: (name) => name,
    field: (name) => name,
    derived: (typeName, what) => `${typeName}_${what}`,
    aggregate: (field) => `${field}_aggregate`,
    byPrimaryKey: (rootField) => `${rootField}_by_pk`,
    enumValue: (row) => row,
    orderArgument: 'order_by',
    distinctArgument: 'distinct_on',
    directionType: 'order_by',
    directions,
  },
  'graphql-default': {
    type: (name) => toCamel(name).replace(/[A-Za-z]/, (letter) => letter.toUpperCase()),
    field: (name) => toCamel(name).replace(/[A-Za-z]/, (letter) => letter.toLowerCase()),
    derived: (typeName, what) => `${typeName}${toPascal(what)}`,
    aggregate: (field) => toCamel(`${field}_aggregate`),
    byPrimaryKey: (rootField) => `${rootField}ByPk`,
    enumValue: (row) => row.toUpperCase(),
    orderArgument: 'orderBy',
    distinctArgument: 'distinctOn',
    directionType: 'OrderBy',
    directions: directions.map((direction) => direction.toUpperCase()),
  },
};

export function conventionOf(naming: Naming): Convention {
  return conventions[naming];
}

/** `USER_ID` has no case of its own to keep, `userID` has. A `_` that a name begins or ends with stays. */
function toCamel(name: string): string {
  const text = /[a-z]/.test(name) ? name : name.toLowerCase();
  return text.replace(/(?<=[A-Za-z0-9])_+([A-Za-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** `BoolExp`, `StddevPopFields`. */
function toPascal(what: Derived): string {
  const words = what.split('_');
  return words.map((word) => word.replace(/^./, (letter) => letter.toUpperCase())).join('');
}
