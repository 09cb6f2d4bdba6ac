import type { GraphQLSchema, Source } from 'graphql';
import type { Table, TableFunction } from './table.js';

/** What a source says of itself when asked at start. */
export type Catalog = TableCatalog | SchemaCatalog | ActionCatalog;

export interface TableCatalog {
  readonly kind: 'tables';
  /** The schema of tables named without one. */
  readonly defaultSchema: string;
  /** By `schema.name`, see {@link tableKey}. */
  readonly tables: ReadonlyMap<string, Table>;
  /** By `schema.name`, several where they are told apart by their arguments. Absent where there are none. */
  readonly functions?: ReadonlyMap<string, readonly TableFunction[]>;
}

export interface SchemaCatalog {
  readonly kind: 'schema';
  readonly schema: GraphQLSchema;
  /** By role: SDL of what it may see, as the author wrote it; a `Source` names its file. Absent where everybody may see everything. */
  readonly permissions?: ReadonlyMap<string, string | Source>;
  /** Whether one session variable may be preset in them for a whole list. Default: true; Hasura's are one text each. */
  readonly listVariables?: boolean;
}

/** A handler of actions: nothing can be asked of it but to act. */
export interface ActionCatalog {
  readonly kind: 'action';
}

/** Key of a table or function in {@link TableCatalog}; names may hold dots, so they are told apart by a character no name can hold. */
export function tableKey(schema: string, name: string): string {
  return `${schema}\0${name}`;
}
