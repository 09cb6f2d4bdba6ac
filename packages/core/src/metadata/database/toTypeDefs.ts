import { RemoteJoinsError } from '../../error/RemoteJoinsError.js';
import { type TableCatalog, tableKey } from '../../model/catalog.js';
import type { QualifiedName, Table } from '../../model/table.js';
import { compareTexts } from './claimNames.js';
import { describeDatabase } from './describeDatabase.js';
import { conventionOf, type Naming } from './naming.js';
import { printTypeDefs } from './printTypeDefs.js';
import { type Selection, selectTables } from './selectTables.js';

export interface DatabaseToPrint extends Selection {
  /** Name of the source. */
  readonly source: string;
  readonly catalog: TableCatalog;
  readonly naming: Naming;
}

/**
 * The SDL of what a database holds: select, name, print.
 * @throws RemoteJoinsError `INVALID_OPTIONS` where no table is left
 */
export function toTypeDefs({ source, catalog, naming, ...selection }: DatabaseToPrint): string {
  const { defaultSchema } = catalog;
  const selected = selectTables(catalog, selection);
  const tables = selected.filter(({ columns }) => columns.size > 0);
  if (tables.length === 0) {
    throw new RemoteJoinsError(
      'INVALID_OPTIONS',
      `Database "${source}" has no table with columns among those that typeDefsFromDatabase is to take. Create one, or name others with "include": its own schema is ${JSON.stringify(defaultSchema)}.`,
    );
  }
  const convention = conventionOf(naming);
  const database = describeDatabase(tables, defaultSchema, convention);
  const notes = [...notesOfEmpty(selected), ...notesOfPartitions(catalog, selected)].sort(compareTexts);
  return printTypeDefs({ database, source, defaultSchema, convention, notes });
}

function notesOfEmpty(selected: readonly Table[]): readonly string[] {
  const empty = selected.filter(({ columns }) => columns.size === 0);
  return empty.map((table) => `Table ${nameOf(table)} has no columns, and so no type.`);
}

/** One for all partitions of a table, since they come and go. */
function notesOfPartitions(catalog: TableCatalog, selected: readonly Table[]): readonly string[] {
  const taken = new Set(selected);
  const leftOut = [...catalog.tables.values()].filter((table) => !taken.has(table));
  const parents = new Set(leftOut.flatMap(({ partitionOf }) => (partitionOf === undefined ? [] : keyOf(partitionOf))));
  return selected
    .filter((table) => parents.has(keyOf(table)))
    .map((table) => `Partitions of ${nameOf(table)} are not here, since their rows are its own. Include them by name.`);
}

function keyOf({ schema, name }: QualifiedName): string {
  return tableKey(schema, name);
}

function nameOf({ schema, name }: QualifiedName): string {
  return JSON.stringify(`${schema}.${name}`);
}
