import type { MetadataNode } from './metadataNode.js';

/** Hasura metadata v3 that was checked, by itself: databases and remote schemas were not asked. In the order it was written. */
export interface HasuraMetadata {
  readonly sources: readonly HasuraSource[];
  readonly remoteSchemas: readonly HasuraRemoteSchema[];
  readonly actions: readonly HasuraAction[];
  readonly customTypes: HasuraCustomTypes;
  readonly inheritedRoles: readonly HasuraInheritedRole[];
  /** Every role that a permission names, of whatever and be it sound or not. */
  readonly roles: ReadonlySet<string>;
}

/** What each object keeps of the tree, so that a later check can say where it stands. */
export interface Written {
  readonly node: MetadataNode;
}

/** A text in which environment variables stand for parts. Never empty. */
export interface EnvText extends Written {
  readonly parts: readonly EnvTextPart[];
}

export type EnvTextPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'variable'; readonly name: string };

export interface HasuraSource extends Written {
  readonly name: string;
  /** All of them Postgres by protocol and SQL. */
  readonly kind: 'postgres' | 'citus' | 'alloy';
  readonly connection: HasuraConnection;
  readonly customization: HasuraSourceCustomization;
  readonly tables: readonly HasuraTable[];
  readonly functions: readonly HasuraFunction[];
}

export interface HasuraConnection {
  readonly databaseUrl: EnvText;
  readonly usePreparedStatements: boolean;
  readonly isolationLevel?: 'read-committed' | 'repeatable-read' | 'serializable';
  readonly maxConnections?: number;
  readonly totalMaxConnections?: number;
  readonly idleTimeoutSeconds?: number;
  readonly poolTimeoutSeconds?: number;
  readonly connectionLifetimeSeconds?: number;
  readonly retries?: number;
}

export interface HasuraSourceCustomization {
  readonly rootFieldsNamespace?: string;
  readonly rootFields: Affixes;
  readonly typeNames: Affixes;
  /** Absent: what the server's setting says, `hasura-default` without one. */
  readonly namingConvention?: 'hasura-default' | 'graphql-default';
}

export interface Affixes {
  readonly prefix?: string;
  readonly suffix?: string;
}

/** A table, view or function of a Postgres database. */
export interface QualifiedName {
  readonly schema: string;
  readonly name: string;
}

export interface HasuraTable extends Written {
  readonly table: QualifiedName;
  readonly isEnum: boolean;
  readonly customName?: string;
  readonly comment?: string;
  /** What is said of columns, by their names in the database. */
  readonly columns: ReadonlyMap<string, { readonly customName?: string; readonly comment?: string }>;
  readonly rootFields: ReadonlyMap<TableRootField, CustomRootField>;
  readonly objectRelationships: readonly HasuraRelationship[];
  readonly arrayRelationships: readonly HasuraRelationship[];
  readonly computedFields: readonly HasuraComputedField[];
  readonly remoteRelationships: readonly HasuraRemoteRelationship[];
  readonly selectPermissions: readonly HasuraSelectPermission[];
}

export type TableRootField = 'select' | 'select_by_pk' | 'select_aggregate' | 'select_stream';

export interface CustomRootField {
  readonly name?: string;
  readonly comment?: string;
}

/** A relationship within one database. */
export interface HasuraRelationship extends Written {
  readonly kind: 'object' | 'array';
  readonly name: string;
  readonly comment?: string;
  readonly using: RelationshipUsing;
}

export type RelationshipUsing =
  /** The foreign key of this table on these columns. */
  | { readonly kind: 'foreignKey'; readonly columns: readonly string[] }
  /** The foreign key of that table on those columns, to this one. */
  | { readonly kind: 'foreignKeyOf'; readonly table: QualifiedName; readonly columns: readonly string[] }
  /** Columns of this table to columns of that. */
  | { readonly kind: 'manual'; readonly table: QualifiedName; readonly mapping: ReadonlyMap<string, string> };

export interface HasuraComputedField extends Written {
  readonly name: string;
  readonly function: QualifiedName;
  readonly tableArgument?: string;
  readonly sessionArgument?: string;
  readonly comment?: string;
}

/** A relationship to another source, of a table or of a type of a remote schema. */
export interface HasuraRemoteRelationship extends Written {
  readonly name: string;
  readonly target: RemoteTarget;
}

export type RemoteTarget =
  | {
      readonly kind: 'source';
      readonly source: string;
      readonly table: QualifiedName;
      readonly relationshipType: 'object' | 'array';
      /** Columns or fields of this side to columns of that. */
      readonly mapping: ReadonlyMap<string, string>;
    }
  | {
      readonly kind: 'remoteSchema';
      readonly remoteSchema: string;
      readonly lhsFields: ReadonlySet<string>;
      /** From the root down; never empty. */
      readonly path: readonly RemoteStep[];
      /** `legacy` is `{remote_schema, hasura_fields, remote_field}`: it goes out as it came in. */
      readonly encoding: 'unified' | 'legacy';
    };

export interface RemoteStep extends Written {
  readonly field: string;
  readonly arguments: ReadonlyMap<string, RemoteValue>;
}

export type RemoteValue =
  /** `$name`: a field of this side. */
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'constant'; readonly value: string | number | boolean }
  | { readonly kind: 'list'; readonly items: readonly RemoteValue[] }
  | { readonly kind: 'object'; readonly fields: ReadonlyMap<string, RemoteValue> };

export interface HasuraSelectPermission extends Written {
  readonly role: string;
  readonly columns: 'all' | ReadonlySet<string>;
  readonly computedFields: ReadonlySet<string>;
  /** A boolean expression: which names are columns and which relationships only the database can tell. */
  readonly filter: MetadataNode;
  readonly limit?: number;
  readonly allowAggregations: boolean;
  /** Absent: all. Empty: the table is no root field, and relationships to it work. */
  readonly queryRootFields?: ReadonlySet<TableRootField>;
  readonly subscriptionRootFields?: ReadonlySet<TableRootField>;
}

export interface HasuraFunction extends Written {
  readonly function: QualifiedName;
  /** Absent: a query if the function is stable or immutable. */
  readonly exposedAs?: 'query' | 'mutation';
  readonly sessionArgument?: string;
  readonly customName?: string;
  readonly rootFields: ReadonlyMap<'function' | 'function_aggregate', CustomRootField>;
  readonly roles: ReadonlySet<string>;
  readonly comment?: string;
}

/** A place that is called over HTTP. */
export interface HasuraEndpoint {
  readonly url: EnvText;
  readonly headers: readonly HasuraHeader[];
  readonly forwardClientHeaders: boolean;
  /** Headers of the client's that stay behind, where the others are forwarded. */
  readonly ignoredClientHeaders: readonly string[];
  readonly timeoutSeconds: number;
}

export interface HasuraHeader {
  readonly name: string;
  readonly value: EnvText;
}

export interface HasuraRemoteSchema extends Written {
  readonly name: string;
  readonly endpoint: HasuraEndpoint;
  readonly customization: HasuraRemoteCustomization;
  readonly comment?: string;
  readonly permissions: readonly HasuraRemotePermission[];
  /**
   * Whether permissions were written, be they sound or not: a remote schema whose permissions had to be left out is closed,
   * not open.
   */
  readonly hasPermissions: boolean;
  readonly relationships: readonly HasuraTypeRelationships[];
}

export interface HasuraRemoteCustomization {
  readonly rootFieldsNamespace?: string;
  readonly typeNames: Affixes & { readonly mapping: ReadonlyMap<string, string> };
  readonly fieldNames: readonly HasuraFieldNames[];
}

export interface HasuraFieldNames extends Affixes, Written {
  /** A type by its name upstream. */
  readonly parentType: string;
  readonly mapping: ReadonlyMap<string, string>;
}

export interface HasuraRemotePermission extends Written {
  readonly role: string;
  /** A part of the remote schema, with `@preset`. It can be parsed; against the remote schema it was not checked. */
  readonly schema: string;
}

export interface HasuraTypeRelationships extends Written {
  /** A type by its name upstream. */
  readonly typeName: string;
  readonly relationships: readonly HasuraRemoteRelationship[];
}

export interface HasuraAction extends Written {
  readonly name: string;
  readonly comment?: string;
  readonly type: 'query' | 'mutation';
  readonly kind: 'synchronous' | 'asynchronous';
  readonly endpoint: HasuraEndpoint;
  readonly arguments: readonly HasuraField[];
  /** In GraphQL's syntax: `[Token!]!`. */
  readonly outputType: string;
  readonly roles: ReadonlySet<string>;
}

/** A field or argument whose type is in GraphQL's syntax. */
export interface HasuraField {
  readonly name: string;
  readonly type: string;
  readonly description?: string;
}

export interface HasuraCustomTypes {
  readonly objects: readonly HasuraObjectType[];
  readonly inputObjects: readonly HasuraInputType[];
  readonly scalars: readonly HasuraScalarType[];
  readonly enums: readonly HasuraEnumType[];
}

export interface HasuraScalarType extends Written {
  readonly name: string;
  readonly description?: string;
}

export interface HasuraInputType extends HasuraScalarType {
  readonly fields: readonly HasuraField[];
}

export interface HasuraObjectType extends HasuraInputType {
  readonly relationships: readonly HasuraTypeRelationship[];
}

/** From a type of actions to a table. */
export interface HasuraTypeRelationship extends Written {
  readonly name: string;
  readonly kind: 'object' | 'array';
  readonly source: string;
  readonly table: QualifiedName;
  /** Fields of the type to columns. */
  readonly mapping: ReadonlyMap<string, string>;
}

export interface HasuraEnumType extends HasuraScalarType {
  readonly values: readonly HasuraEnumValue[];
}

export interface HasuraEnumValue {
  readonly value: string;
  readonly description?: string;
  readonly isDeprecated: boolean;
}

export interface HasuraInheritedRole extends Written {
  readonly role: string;
  readonly roleSet: ReadonlySet<string>;
}

/** What was left out, as Hasura's `get_inconsistent_metadata` lists it. Definitions may hold what only admins may see. */
export type InconsistentObject = { readonly reason: string } & (
  | ListedObject
  /** Objects that exclude each other, such as two fields of one name. */
  | { readonly objects: readonly ListedObject[] }
  /** Objects of one name in one list. */
  | { readonly type: string; readonly definitions: readonly unknown[] }
  /** What a role cannot inherit, since those it inherits from differ in it. */
  | { readonly type: string; readonly name: string; readonly entity: { readonly remote_schema: string } }
);

export interface ListedObject {
  readonly type: string;
  readonly name: string;
  readonly definition: unknown;
}
