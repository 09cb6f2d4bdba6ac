import type {
  ASTNode,
  GraphQLArgument,
  GraphQLEnumType,
  GraphQLField,
  GraphQLInputField,
  GraphQLInputType,
  GraphQLNamedType,
  GraphQLOutputType,
  GraphQLSchema,
  GraphQLType,
} from 'graphql';
import type { Catalog, TableCatalog } from '../model/catalog.js';
import type { KeyForm } from '../model/keyForm.js';
import { remember } from '../model/remember.js';
import type { Column, Table } from '../model/table.js';
import type {
  Definitions,
  FieldDefinition,
  RelationshipDefinition,
  TableDefinition,
  Written,
} from '../schema/definitions.js';
import type { Report } from '../schema/report.js';
import type { KeySide } from './keyTypes.js';
import type { RemoteConflict } from './permissions/mergeRemotePermissions.js';

/**
 * What rules are shown, piece by piece, while the model is built; as the nodes of a document in graphql-js' validation.
 * Every visit says what was written and what it was found to mean: an absent member is something not found.
 */
export interface Visits {
  /** Once, before everything else. */
  start: object;
  /** A source is named. */
  source: Place & {
    readonly name: string;
    readonly wanted: Catalog['kind'];
    readonly found: Catalog | Error | undefined;
  };
  /** A table is named. */
  table: Place & {
    readonly source: string;
    readonly schema: string;
    readonly name: string;
    readonly catalog: TableCatalog;
    readonly table: Table | undefined;
    /** Where it is not named by `@table`. */
    readonly remedy?: string;
  };
  /** A column is named: by a field, argument, mapping, input field or enum value. */
  column: ColumnVisit;
  /** An SDL type meets the type of a column. */
  columnType: Place & {
    readonly type: GraphQLType;
    readonly column: Column;
    readonly table: Table;
    readonly use: 'read' | 'compared' | 'aggregated';
    /** What stands for the column, where none is behind it. */
    readonly what?: string;
    /** The operator of a condition that brings the value. */
    readonly operand?: string;
  };
  /** A field of a table type that has an object type and no relationship. */
  objectField: Place & { readonly field: GraphQLField<unknown, unknown>; readonly host: Host };
  /** A leaf field of a table type. */
  leafField: Place & { readonly field: GraphQLField<unknown, unknown> };
  /** A field with a directive that gives it its value. */
  servedField: FieldDefinition & { readonly directive: string; readonly host: Host };
  /** A field of Query or Mutation that has a type with `@table`, and nothing that serves it. */
  unservedRoot: Place & { readonly field: GraphQLField<unknown, unknown> };
  /** A field that reads rows: the type it has, and the table that was declared for it. */
  tableField: FieldDefinition & {
    readonly typeName: string;
    readonly declared: TableDefinition | undefined;
    readonly relationship?: RelationshipDefinition;
  };
  /** Rows of a table in a list, or one row found by columns. */
  rows: FieldDefinition & {
    readonly table: Table;
    readonly list: boolean;
    readonly columns: readonly Column[];
    readonly unique: boolean;
  };
  /** A non-null field, and why it may come to nothing all the same. */
  missing: FieldDefinition & { readonly why: string };
  /** The field mapping of a relationship to a table. */
  fieldMapping: RelationshipDefinition;
  /** A remote schema without the root type that is asked for. */
  remoteRoot: Place & { readonly source: string; readonly operation: 'query' | 'mutation' };
  /** A relationship, whatever its target. */
  relationship: { readonly definition: RelationshipDefinition; readonly target: 'table' | 'remote' | undefined };
  /** An argument of a field that points to a table is not as it must be. */
  tableArgument: Place & { readonly fault: string; readonly remedy: string };
  /** An `@aggregate`, or a part of its type, is not as it must be. */
  aggregate: Place & { readonly fault: string; readonly remedy: string };
  /** A function is named. */
  function: Place & {
    readonly name: string;
    readonly source: string;
    /** What it must do: `takes a row of …`. */
    readonly wanted: string;
    readonly found: boolean;
    readonly names: readonly string[];
  };
  /** A `@computed` field, or an argument of its function, is not as it must be. */
  computed: Place & { readonly fault: string; readonly remedy: string };
  /** A `@namespace`, or its type, is not as it must be. */
  namespace: Place & { readonly fault: string; readonly remedy: string };
  /** A column is compared, sorted by or told apart. */
  operator: Place & { readonly operator: string; readonly column: Column; readonly filter?: true };
  /** A join key part is looked up in the parent. */
  keyField: KeyFieldVisit;
  /** The two sides of a join key part meet. */
  keyPair: Place & {
    readonly name: string;
    readonly sides: readonly KeySide[];
    readonly target: string;
    readonly form: KeyForm | undefined;
  };
  /** A field is named upstream, by a root field, a path or a field of a remote type. */
  remoteField: Place & {
    readonly source: string;
    readonly parent: GraphQLNamedType;
    readonly name: string;
    readonly field: GraphQLField<unknown, unknown> | undefined;
    readonly host: Host;
    readonly explicit: boolean;
  };
  /** A step of a path that is not the last. */
  pathStep: Place & { readonly source: string; readonly name: string; readonly type: GraphQLOutputType };
  /** An SDL type meets the type upstream. `outer`: whether the outermost null counts too. */
  remoteType: RemoteTypeVisit;
  /** An object type that an upstream interface or union may be. */
  possibleType: Place & {
    readonly source: string;
    readonly abstract: string;
    readonly upstreamName: string;
    readonly missing: 'here' | 'upstream';
    readonly schema: GraphQLSchema;
  };
  /** A type of a remote schema, or of what an action answers, that is also a table's. */
  tableAsRemote: Place & { readonly typeName: string; readonly source: string; readonly isAction?: boolean };
  /** A field of what an action answers. */
  actionField: Place & { readonly field: GraphQLField<unknown, unknown>; readonly host: Host };
  /** An argument or input field is named upstream. */
  remoteArgument: Place & {
    readonly name: string;
    readonly of: string;
    readonly found: GraphQLArgument | GraphQLInputField | undefined;
    readonly names: readonly string[];
  };
  /** A required argument or input field upstream; is it given? */
  requiredInput: Place & {
    readonly input: GraphQLArgument | GraphQLInputField;
    readonly of: string;
    readonly given: boolean;
  };
  /** A value of an SDL input type is passed on as a value of an upstream input type. */
  remoteInput: Place & {
    readonly type: GraphQLInputType;
    readonly upstreamName: string;
    readonly upstream: GraphQLInputType;
    readonly upstreamDefault: boolean;
    readonly hasDefault: boolean;
  };
  /** An SDL enum meets the values its source knows. */
  enum: Place & {
    readonly type: GraphQLEnumType;
    readonly known: readonly string[];
    readonly names: ReadonlyMap<string, string>;
    readonly owner: string;
    readonly read: boolean;
  };
  /** A constant or list of the template, or a constant of a filter, meets the type upstream. */
  constant: Place & { readonly type?: GraphQLInputType; readonly value: string; readonly fault: string };
  list: Place & { readonly type: GraphQLInputType; readonly name: string };
  /** `{argument: "x"}` in `variables`. */
  ownArgument: Place & { readonly name: string; readonly found: boolean; readonly names: readonly string[] };
  /** `{env: "X"}` in `variables`. */
  environment: Place & { readonly name: string; readonly set: boolean };
  /** Template and caller fill the same place. */
  clash: Place & { readonly argument: string; readonly path: string };
  /** `matchBy` cannot work. */
  matchBy: Place & { readonly fault: string; readonly remedy: string };
  /** A role's part of a remote schema names something of it. */
  permitted: Place & {
    /** `field`, `enum value`: what it is. */
    readonly what: string;
    readonly name: string;
    /** What should have it, as the beginning of a sentence: `Type "Query" of remote schema "catalog"`. */
    readonly owner: string;
    readonly found: boolean;
    readonly names: readonly string[];
  };
  /** A role's part of a remote schema says what something is, or it does not: the remote schema says the same. */
  permittedAs: Place & {
    readonly source: string;
    /** `type`, `kind`: what is said of it. */
    readonly what: string;
    /** In words; of values nothing is told. */
    readonly here: string | undefined;
    readonly there: string | undefined;
    readonly same: boolean;
  };
  /** What the remote schema requires, in a role's part of it. */
  permittedInput: Place & {
    readonly owner: string;
    readonly input: GraphQLArgument | GraphQLInputField;
    readonly given: boolean;
  };
  /** A directive in a role's part of a remote schema. */
  permittedDirective: Place & { readonly name: string; readonly known: boolean };
  /** A `@preset` cannot work. */
  preset: Place & { readonly fault: string; readonly remedy: string };
  /** A role inherits from several a remote schema. */
  inheritedRemote: Place & {
    readonly source: string;
    readonly role: string;
    readonly parents: readonly string[];
    readonly conflict: RemoteConflict | undefined;
  };
  /** A directive argument, or an entry of one, that nothing uses. */
  unusedArgument: Place & { readonly name: string; readonly why: string; readonly remedy?: string };
  /** A `@column` or `@upstream` that nothing uses. */
  unusedDirective: Place & { readonly directive: '@column' | '@upstream' };
  /** Something has a permission: this is the first. */
  governed: Place & { readonly session: boolean };
  /** A permission, or a part of it, is not as it must be. */
  permission: Place & { readonly fault: string; readonly remedy: string };
  /** A field is named by a permission. */
  permissionField: Place & {
    readonly of: string;
    readonly name: string;
    readonly found: boolean;
    readonly names: readonly string[];
  };
  /** A filter, or a part of it, is not as it must be. */
  filter: Place & { readonly fault: string; readonly remedy: string };
  /** An entry of the option `inheritedRoles` is not as it must be. */
  inheritedRole: Place & { readonly fault: string; readonly remedy: string };
  /** A field that an inherited role sees in some rows only, and why it cannot be null in the others. */
  inheritedField: Place & { readonly role: string; readonly fault: string };
}

export interface Place {
  /** The schema coordinate a problem is told of. */
  readonly coordinate: string;
  readonly node: ASTNode | undefined;
}

/** Whether a resolver of the host's serves a field; from SDL alone it cannot be known. */
export type Host = boolean | 'unknown';

export interface ColumnVisit extends Place {
  readonly name: string;
  readonly table: Table;
  readonly column: Column | undefined;
  /** How the author came to name it, as the beginning of a sentence: `Field "Order.sku" is`. */
  readonly user: string;
  /** Names that would have been right: asked for only where the column is none. */
  readonly names: () => readonly string[];
  /** Whether the column was named with `@column` or in a mapping, and is not just the field's own name. */
  readonly explicit: boolean;
  readonly host: Host;
}

export interface KeyFieldVisit extends Place {
  readonly name: string;
  readonly typeName: string;
  readonly fault: KeyFault | undefined;
  readonly role: 'fieldMapping' | 'variable' | 'path';
}

/** Why a parent's field cannot be a join key. */
export type KeyFault =
  | { readonly kind: 'unknown'; readonly name: string; readonly where: string; readonly names: readonly string[] }
  | { readonly kind: 'unfit'; readonly why: string };

export interface RemoteTypeVisit extends Place {
  readonly source: string;
  readonly schema: GraphQLSchema;
  readonly type: GraphQLOutputType;
  readonly upstream: GraphQLOutputType;
  readonly upstreamField: string;
  readonly outer: boolean;
  readonly upstreamName: string;
  readonly renamed: Written<string> | undefined;
  /** For `matchBy`: whether the list upstream is the batch, not the field's own. */
  readonly batched: boolean;
}

export interface RuleContext {
  readonly schema: GraphQLSchema;
  readonly definitions: Definitions;
  readonly sources: ReadonlyMap<string, Catalog | Error>;
  /** Names of sources that may say later what they hold. */
  readonly deferred: ReadonlySet<string>;
  readonly report: Report;
}

export type Visitor = { readonly [Kind in keyof Visits]?: (visit: Visits[Kind]) => void };

/** A rule looks at the visits it cares for, and reports under one code. */
export type Rule = (context: RuleContext) => Visitor;
export type Show = <Kind extends keyof Visits>(kind: Kind, visit: Visits[Kind]) => void;

/** Shows each visit to all rules that want it. Which these are is found once per kind: a large schema has a million visits. */
export function createShow(rules: readonly Rule[], context: RuleContext): Show {
  const visitors = rules.map((rule) => rule(context));
  const wanting = new Map<keyof Visits, readonly Visitor[]>();
  return (kind, visit) => {
    const asking = remember(wanting, kind, () => visitors.filter((visitor) => visitor[kind] !== undefined));
    for (const visitor of asking) visitor[kind]?.(visit);
  };
}
