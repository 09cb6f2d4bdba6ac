import { printNamespaces } from './namespaces.js';
import { printActionPermissions, printActions } from './printActions.js';
import { printFunctions } from './printFunctions.js';
import { createPrinting, type MetadataToPrint, type PrintFault, type Printing } from './printing.js';
import { printDirections, printEnums, printScalars } from './printLeaves.js';
import { printRemoteSchemas } from './printRemoteTypes.js';
import { printTables } from './printTables.js';
import { blockOf, type PrintedSdl, printBlocks, type SdlLine } from './sdlLine.js';
import { createTableTypes } from './tableType.js';

export interface PrintedMetadata extends PrintedSdl {
  /** What cannot be printed, and whose fault that is. */
  readonly faults: readonly PrintFault[];
  /** Scalars that are defined. */
  readonly scalars: ReadonlySet<string>;
  /** Whether there is anything to ask for. */
  readonly isEmpty: boolean;
}

/** Metadata as SDL with our directives: the schema that Hasura would serve, as far as they can say it. */
export function printMetadata(given: MetadataToPrint): PrintedMetadata {
  const catalogOf = (source: string) => {
    const catalog = given.catalogs.databases.get(source);
    return catalog instanceof Error ? undefined : catalog;
  };
  const tables = createTableTypes(given.metadata.sources, catalogOf, given.naming);
  const printing = createPrinting(given, tables);
  printTables(printing);
  printFunctions(printing);
  printDirections(printing);
  printRemoteSchemas(printing);
  printActions(printing);
  printNamespaces(printing);
  printEnums(printing);
  printScalars(printing);
  const roots = [printRoot(printing, 'Query'), printRoot(printing, 'Mutation')];
  const printed = printBlocks([...roots, ...printing.blocks]);
  const isEmpty = printing.roots.Query.length === 0;
  return { ...printed, faults: printing.faults, scalars: printing.scalars, isEmpty };
}

function printRoot(printing: Printing, operation: 'Query' | 'Mutation'): readonly SdlLine[] {
  const fields = printing.roots[operation];
  if (fields.length === 0) return [];
  return blockOf(undefined, `type ${operation}`, fields, printActionPermissions(printing, operation));
}
