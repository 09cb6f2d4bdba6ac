import type { Filter, Way } from './randomFilter.js';
import type { ColumnName, FieldName } from './tables.js';

/** A schema with roles, in parts. */
export interface SceneSchema {
  readonly tables: readonly SceneTable[];
  readonly relations: readonly Relation[];
  /** Leaf fields, by table. */
  readonly fields: ReadonlyMap<string, readonly FieldName[]>;
  /** Permissions as they are written: by role, then by table. */
  readonly roles: ReadonlyMap<string, ReadonlyMap<string, Permission>>;
  readonly inheritedRoles: Readonly<Record<string, readonly string[]>>;
  /** Whether a resolver of the host's tells, in a field of every table, what it is given. */
  readonly isLabelled: boolean;
  readonly toTables: readonly ToTable[];
  /** Where the host's own object leads to, and the roles that see it. */
  readonly card: { readonly table: string; readonly column: ColumnName; readonly roles: readonly string[] };
}

export interface SceneTable {
  readonly name: string;
  readonly source: 'one' | 'two';
  readonly primaryKey: readonly ColumnName[];
}

export interface Relation extends Way {
  readonly parent: string;
  readonly isList: boolean;
}

/** A relationship from a type of the remote schema to a table. */
export interface ToTable {
  readonly type: 'Thing' | 'Item';
  readonly name: string;
  readonly from: 'id' | 'code';
  readonly table: string;
  readonly column: ColumnName;
  readonly isList: boolean;
}

export interface Permission {
  readonly fields: readonly FieldName[];
  readonly filter?: Filter;
  readonly limit?: number;
  readonly rootFields?: readonly string[];
}

/** All roles that a role is, itself among them. */
export function lineageOf({ inheritedRoles }: Pick<SceneSchema, 'inheritedRoles'>, role: string): readonly string[] {
  return [role, ...(inheritedRoles[role] ?? []).flatMap((parent) => lineageOf({ inheritedRoles }, parent))];
}

/** What counts for a role on a table: its own permission, or else those of the roles it inherits from. */
export function permissionsOf(
  schema: Pick<SceneSchema, 'inheritedRoles' | 'roles'>,
  role: string,
  table: string,
): readonly Permission[] {
  const own = schema.roles.get(role)?.get(table);
  if (own !== undefined) return [own];
  return (schema.inheritedRoles[role] ?? []).flatMap((parent) => permissionsOf(schema, parent, table));
}
