import type { GraphQLSchema } from 'graphql';
import type { KeyForm } from './keyForm.js';
import type { ColumnOperator, Comparison } from './operator.js';
import type { TemplateValue } from './relationship.js';
import type { Column, Table } from './table.js';
import type { ColumnPair } from './tableArguments.js';

/** What each role may see. A model without it is open to everyone. */
export interface Permissions {
  /** By name: every role that the SDL, a source or `inheritedRoles` names. Any other role sees nothing that is governed. */
  readonly roles: ReadonlyMap<string, RolePermissions>;
  /** Types without `@table` that have `@permission`. (Types with `@table` are governed all.) */
  readonly hostTypes: ReadonlySet<string>;
  /** Remote schemas with `permissions`; the others stay open. */
  readonly remotes: ReadonlySet<string>;
}

/** What one role may see of what is governed; those it inherits from are merged in. */
export interface RolePermissions {
  readonly role: string;
  /** By type name; a table type that is not here is closed. */
  readonly tables: ReadonlyMap<string, TablePermission>;
  /** Fields of the types in `Permissions.hostTypes`, by type name; one that is not here is closed. */
  readonly hostTypes: ReadonlyMap<string, ReadonlySet<string>>;
  /** By source name; a governed remote schema that is not here is closed. */
  readonly remotes: ReadonlyMap<string, RemotePermission>;
}

/** What one role may see of a type with `@table`. */
export interface TablePermission {
  readonly typeName: string;
  /** Leaf fields, and fields of the host's own resolvers, by SDL name. */
  readonly fields: ReadonlySet<string>;
  /** Which rows; absent where all. */
  readonly filter?: Filter;
  /** Most rows of one list: per parent, and of the root. */
  readonly limit?: number;
  readonly aggregations: boolean;
  /** Coordinates of the root fields that may read the table, `Query.orders`; absent where all. */
  readonly rootFields?: ReadonlySet<string>;
  /**
   * By column name: the rows in which an inherited role sees the column, through whichever of its fields, where no role
   * that grants one of them sees all rows of this permission. In the others it is null.
   */
  readonly redactedColumns: ReadonlyMap<string, Filter>;
  /**
   * What breaks ties of an order where the role may not select the whole primary key, whose order would tell of it: the
   * columns it may select. Absent where the primary key does.
   */
  readonly ties?: readonly Column[];
}

/** A condition that the author wrote, on rows of one table. */
export type Filter =
  | { readonly kind: 'and' | 'or'; readonly filters: readonly Filter[] }
  | { readonly kind: 'not'; readonly filter: Filter }
  | { readonly kind: 'null'; readonly column: Column; readonly isNull: boolean }
  | {
      readonly kind: 'compare';
      readonly column: Column;
      readonly operator: Comparison;
      readonly operand: FilterOperand;
      /** Whether the column is cast to its type here, which is another one in the table. */
      readonly cast?: true;
    }
  | ColumnsFilter
  /** There is such a row in another table of the database; without a mapping, anywhere in it. */
  | {
      readonly kind: 'exists';
      readonly table: Table;
      readonly mapping: readonly ColumnPair[];
      readonly filter: Filter;
    }
  | ElsewhereFilter;

/** Two columns compare. */
export interface ColumnsFilter {
  readonly kind: 'columns';
  readonly column: Column;
  readonly operator: ColumnOperator;
  readonly other: Column;
  /** Where the other one stands: in the row itself, or so many tables out, from those that conditions look for. */
  readonly out: number;
}

/** There is such a row in another database: its keys are read first. */
export interface ElsewhereFilter {
  readonly kind: 'elsewhere';
  /** The relationship it was written through. */
  readonly coordinate: string;
  readonly table: Table;
  /** Never empty. */
  readonly keys: readonly FilterKey[];
  readonly filter: Filter;
}

/** Operators that take a list are given one. */
export type FilterOperand =
  /** A JSON value of the column's type, or a list of such. */
  | { readonly kind: 'constant'; readonly value: unknown }
  /** A session variable, its name in lower case. */
  | { readonly kind: 'session'; readonly name: string };

export interface FilterKey extends ColumnPair {
  /** That of the parent's column, since the other's keys are brought to it and compared there. */
  readonly form: KeyForm;
}

/** What one role may see of a remote schema. */
export interface RemotePermission {
  readonly source: string;
  readonly role: string;
  /** The role's part of the remote schema, under its names there; without what is preset. */
  readonly schema: GraphQLSchema;
  /** `@preset` by coordinate there: `Query.user(tenant:)` of arguments, `UserFilter.tenant` of input fields. */
  readonly presets: ReadonlyMap<string, Preset>;
}

export interface Preset {
  /** The type upstream, printed. */
  readonly type: string;
  /** A constant or a session variable. */
  readonly value: TemplateValue;
}
