import type { GraphQLOutputType, GraphQLSchema } from 'graphql';
import type { Aggregate } from './aggregate.js';
import type { FunctionRows } from './computed.js';
import type { Permissions, TablePermission } from './permission.js';
import type { Relationship } from './relationship.js';
import type { RemoteField, RemoteType } from './remoteType.js';
import type { Column, Table } from './table.js';
import type { TableArguments } from './tableArguments.js';

/** The checked schema: everything planning needs, nothing an author could still have got wrong. */
export interface Model {
  readonly schema: GraphQLSchema;
  /** Types with `@table`, by type name. */
  readonly tables: ReadonlyMap<string, TableType>;
  /** Types served by remote schemas and actions: source name → SDL type name → type. One SDL type may belong to several sources. */
  readonly remoteTypes: ReadonlyMap<string, ReadonlyMap<string, RemoteType>>;
  /** Names of types without `@table` whose objects are made of the rows of one: those of `@aggregate` fields, and below. */
  readonly aggregateTypes: ReadonlySet<string>;
  /** `@select`, `@aggregate`, `@computed`, `@remoteField` and `@action` fields, by coordinate `Query.orders`: of root types and namespaces. */
  readonly rootFields: ReadonlyMap<string, RootField>;
  /** `@namespace` fields, by coordinate: the name of the type that groups root fields there. */
  readonly namespaces: ReadonlyMap<string, string>;
  /** By coordinate. */
  readonly relationships: ReadonlyMap<string, Relationship>;
  /** Coordinates of fields that the host resolves although their type is a table's or a remote schema's. */
  readonly hostFields: ReadonlySet<string>;
  /**
   * Coordinates of joined and root fields that cannot be answered, since a source has not said yet what it holds; they are
   * among `hostFields`. Absent where all can.
   */
  readonly unavailable?: ReadonlySet<string>;
  /** Names that differ from the SDL's, by coordinate (`Color.RED`, `Filter.minPrice`). */
  readonly names: SourceNames;
  /** Absent where nothing is governed. */
  readonly permissions?: Permissions;
}

export interface SourceNames {
  /** `@column(name:)` of enum values and input fields. */
  readonly column: ReadonlyMap<string, string>;
  /** `@upstream(name:)` of enum values and input fields. */
  readonly upstream: ReadonlyMap<string, string>;
}

export interface TableType {
  readonly kind: 'table';
  readonly typeName: string;
  readonly table: Table;
  /** Leaf fields, by SDL field name. */
  readonly leaves: ReadonlyMap<string, TableLeaf>;
  /** What the role may see whose model this is; absent where it is an admin's, or nothing is governed. */
  readonly permission?: TablePermission;
}

export interface TableLeaf {
  readonly fieldName: string;
  readonly column: Column;
  /** The field's type in the SDL, with its wrappers. */
  readonly type: GraphQLOutputType;
}

export type RootField = TableRoot | RemoteRoot | ActionRoot;

export interface TableRoot {
  readonly kind: 'table';
  readonly coordinate: string;
  readonly source: string;
  /** SDL type of the rows, a key of `Model.tables`. */
  readonly typeName: string;
  readonly table: Table;
  readonly list: boolean;
  readonly arguments: TableArguments;
  /** Absent where the rows themselves are answered. */
  readonly aggregate?: Aggregate;
  /** Of a `@computed` field: the function that answers them. */
  readonly rows?: FunctionRows;
}

export interface RemoteRoot {
  readonly kind: 'remote';
  readonly coordinate: string;
  readonly source: string;
  readonly operation: 'query' | 'mutation';
  readonly field: RemoteField;
}

export interface ActionRoot {
  readonly kind: 'action';
  readonly coordinate: string;
  readonly source: string;
  readonly operation: 'query' | 'mutation';
  /** Its upstream name is the action's. */
  readonly field: RemoteField;
}
