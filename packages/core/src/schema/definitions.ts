import type {
  ASTNode,
  GraphQLField,
  GraphQLInterfaceType,
  GraphQLObjectType,
  ObjectValueNode,
  ValueNode,
} from 'graphql';

/** What the author wrote, read but not yet checked against any source. */
export interface Definitions {
  /** `@table`, by type name. */
  readonly tables: ReadonlyMap<string, TableDefinition>;
  /** `@select`, by coordinate. */
  readonly selects: ReadonlyMap<string, FieldDefinition>;
  /** `@aggregate`, by coordinate. */
  readonly aggregates: ReadonlyMap<string, AggregateDefinition>;
  /** `@remoteField`, by coordinate. */
  readonly remoteFields: ReadonlyMap<string, RemoteFieldDefinition>;
  /** `@action`, by coordinate. */
  readonly actions: ReadonlyMap<string, ActionDefinition>;
  /** `@namespace`, by coordinate. */
  readonly namespaces: ReadonlyMap<string, FieldDefinition>;
  /** `@computed`, by coordinate. */
  readonly computed: ReadonlyMap<string, ComputedDefinition>;
  /** `@remoteRelationship`, by coordinate. */
  readonly relationships: ReadonlyMap<string, RelationshipDefinition>;
  /** `@permission`, by type name. */
  readonly permissions: ReadonlyMap<string, readonly PermissionDefinition[]>;
  /** `@column(name:)`, by coordinate: `Order.sku`, `Query.orders(sku:)`, `Color.RED`. */
  readonly columns: ReadonlyMap<string, Written<string>>;
  /** `@upstream(name:)`, by coordinate; of types by type name. */
  readonly upstream: ReadonlyMap<string, Written<string>>;
  /** Coordinates whose directive could not be read: their problems are told, and nothing follows from them. */
  readonly unreadable: ReadonlySet<string>;
}

/** A value and where it stands. */
export interface Written<T> {
  readonly value: T;
  readonly node: ASTNode;
}

export interface TableDefinition {
  readonly typeName: string;
  readonly node: ASTNode;
  readonly source: Written<string>;
  readonly name?: Written<string>;
  readonly schema?: Written<string>;
}

export interface FieldDefinition {
  readonly coordinate: string;
  readonly parent: GraphQLObjectType | GraphQLInterfaceType;
  readonly field: GraphQLField<unknown, unknown>;
  readonly node: ASTNode;
}

export interface AggregateDefinition extends FieldDefinition {
  readonly relationship?: Written<string>;
}

export interface ComputedDefinition extends FieldDefinition {
  readonly function: Written<string>;
  readonly tableArgument?: Written<string>;
  readonly sessionArgument?: Written<string>;
}

export interface RemoteFieldDefinition extends FieldDefinition {
  readonly schema: Written<string>;
  readonly upstreamField?: Written<string>;
}

export interface ActionDefinition extends FieldDefinition {
  readonly source: Written<string>;
  readonly name?: Written<string>;
}

export interface RelationshipDefinition extends FieldDefinition {
  readonly source?: Written<string>;
  readonly table?: Written<string>;
  readonly schema?: Written<string>;
  readonly template?: Written<Template>;
  readonly fieldMapping?: Written<ReadonlyMap<string, Written<string>>>;
  readonly variables?: Written<ReadonlyMap<string, Written<VariableSource>>>;
  readonly matchBy?: Written<ReadonlyMap<string, Written<string>>>;
  readonly batchSize?: Written<number>;
}

export interface PermissionDefinition {
  readonly typeName: string;
  readonly node: ASTNode;
  readonly role: Written<string>;
  readonly fields: Written<readonly Written<string>[]>;
  /** As it was written: what it means depends on the table. */
  readonly filter?: Written<ObjectValueNode>;
  readonly limit?: Written<number>;
  readonly aggregations?: Written<boolean>;
  readonly rootFields?: Written<readonly Written<string>[]>;
}

/** Where the value of a `$x` comes from, when it is not simply a parent field. */
export type VariableSource =
  | { readonly kind: 'path'; readonly path: readonly string[] }
  /** No `$x`: a part of the parent that must be there, and is not sent. */
  | { readonly kind: 'notNull'; readonly path: readonly string[] }
  | { readonly kind: 'header' | 'env' | 'argument' | 'session'; readonly name: string }
  | { readonly kind: 'value'; readonly value: ValueNode };

/** The path of `field: "shop(kind: RETAIL) { seller(sku: $sku) }"`, from the root down. Never empty. */
export interface Template {
  readonly steps: readonly TemplateStep[];
}

export interface TemplateStep {
  readonly name: string;
  readonly args: ReadonlyMap<string, ValueNode>;
}
