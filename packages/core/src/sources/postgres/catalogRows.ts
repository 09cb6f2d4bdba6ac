import type { QualifiedName } from '../../model/table.js';

/** What the catalog statement answers with. */
export interface CatalogRows {
  readonly tables: readonly TableRow[];
  readonly types: readonly TypeRow[];
  readonly functions: readonly FunctionRow[];
}

export interface TableRow {
  readonly schema: string;
  readonly name: string;
  readonly isView: boolean;
  readonly columns: readonly ColumnRow[];
  readonly keys: readonly { readonly isPrimary: boolean; readonly columns: readonly number[] }[];
  readonly foreignKeys: readonly ForeignKeyRow[];
  readonly partitionOf: QualifiedName | null;
  readonly comment: string | null;
}

export interface ForeignKeyRow {
  readonly name: string;
  /** Numbers of columns, as `target.columns`. */
  readonly columns: readonly number[];
  readonly target: QualifiedName & { readonly columns: readonly number[] };
}

export interface ColumnRow {
  readonly number: number;
  readonly name: string;
  /** Object id of the type. */
  readonly type: number;
  readonly notNull: boolean;
  readonly deterministic: boolean;
  /** Of an array, as it was declared; else 0. */
  readonly dimensions: number;
  readonly comment: string | null;
}

export interface FunctionRow {
  readonly schema: string;
  readonly name: string;
  readonly isVolatile: boolean;
  readonly returnsSet: boolean;
  readonly returns: FunctionTypeRow;
  readonly arguments: readonly (FunctionTypeRow & { readonly name: string | null; readonly isOptional: boolean })[];
}

export interface FunctionTypeRow {
  /** Object id of the type. */
  readonly type: number;
  readonly row: QualifiedName | null;
}

export interface TypeRow {
  readonly id: number;
  readonly schema: string;
  readonly name: string;
  /** `e` an enum, `d` a domain, and others. */
  readonly kind: string;
  /** Of a domain; else 0. */
  readonly base: number;
  /** Of an array; else 0. */
  readonly element: number;
  readonly labels: readonly string[];
  readonly isOrdered: boolean;
}

/** Whether the answer has the right form at its top; below it, it is what our own statement writes. */
export function isCatalogRows(rows: unknown): rows is CatalogRows {
  if (typeof rows !== 'object' || rows === null) return false;
  if (!('tables' in rows) || !('types' in rows) || !('functions' in rows)) return false;
  return [rows.tables, rows.types, rows.functions].every(Array.isArray);
}
