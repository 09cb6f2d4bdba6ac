import { RemoteJoinsError } from '../../error/RemoteJoinsError.js';
import { type TableCatalog, tableKey } from '../../model/catalog.js';
import type { QualifiedName, Table } from '../../model/table.js';
import type { TypeDefs } from '../../validation/parseTypeDefs.js';
import { type Besides, readBesides } from './besides.js';
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
  /** What the names of tables and enums begin with. */
  readonly prefix: string;
  /** SDL that the text is to stand beside. */
  readonly beside: TypeDefs;
}

/**
 * The SDL of what a database holds: select, name, print.
 * @throws RemoteJoinsError `INVALID_OPTIONS` where no table is left, or it cannot stand beside the other SDL
 */
export function toTypeDefs({ source, catalog, naming, prefix, beside, ...selection }: DatabaseToPrint): string {
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
  const notes = [...notesOfEmpty(selected), ...notesOfPartitions(catalog, selected)].sort(compareTexts);
  const besides = readBesides(beside);
  const print = (taken: Iterable<string>): readonly string[] => {
    const database = describeDatabase({ tables, defaultSchema, convention, prefix, taken });
    return printTypeDefs({ database, source, defaultSchema, convention, notes, isFirst: !besides.names.has('Query') });
  };
  return `${printBeside(besides, print).join('\n\n')}\n`;
}

/** What both have, and in the same words, is left to the other; what both have in different words gets another name. */
function printBeside(besides: Besides, print: (taken: Iterable<string>) => readonly string[]): readonly string[] {
  const shared = new Set(besides.sharable);
  for (;;) {
    const blocks = print([...besides.names].filter((name) => !shared.has(name)));
    const unlike = blocks.flatMap((block) => {
      const name = sharableName(block);
      return name !== undefined && besides.sharable.has(name) && !besides.isSame(name, block) ? [name] : [];
    });
    const fixed = unlike.find((name) => !shared.delete(name));
    if (fixed !== undefined) {
      throw new RemoteJoinsError(
        'INVALID_OPTIONS',
        `The SDL that typeDefsFromDatabase is to write beside has a type "${fixed}" that is not what it is here. Rename it, or use another "naming".`,
      );
    }
    if (unlike.length === 0) return blocks.filter((block) => !shared.has(sharableName(block) ?? ''));
  }
}

function sharableName(block: string): string | undefined {
  return /^(?:input|enum|scalar) (\w+)/.exec(block)?.[1];
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
