import { RemoteJoinsError } from '../../error/RemoteJoinsError.js';
import type { TableCatalog } from '../../model/catalog.js';
import type { QualifiedName, Table } from '../../model/table.js';
import { didYouMean } from '../../schema/suggest.js';

export interface Selection {
  /** `table`, of the source's own schema, or `schema.table`; `*` stands for any characters. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/**
 * The tables that are included and not excluded, in the order of the catalog. Partitions hold rows of another table, and
 * are taken only where they are named in full.
 *
 * @throws RemoteJoinsError `INVALID_OPTIONS` where a full name is no table's: what was meant to be left out would be shown
 */
export function selectTables(catalog: TableCatalog, { include, exclude }: Selection): readonly Table[] {
  const all = [...catalog.tables.values()];
  const toPatterns = (option: string, texts: readonly string[]): readonly Pattern[] =>
    texts.map((text) => readPattern(text, option, catalog, all));
  const included = toPatterns('include', include);
  const excluded = toPatterns('exclude', exclude);
  return all.filter((table) => {
    const wanted = included.filter((pattern) => pattern.matches(table));
    const isWanted = table.partitionOf === undefined ? wanted.length > 0 : wanted.some(({ isFull }) => isFull);
    return isWanted && !excluded.some((pattern) => pattern.matches(table));
  });
}

interface Pattern {
  /** Whether it is the name of one table. */
  readonly isFull: boolean;
  matches(table: QualifiedName): boolean;
}

function readPattern(text: string, option: string, catalog: TableCatalog, all: readonly Table[]): Pattern {
  const dot = text.indexOf('.');
  const [schema, name] = dot < 0 ? [catalog.defaultSchema, text] : [text.slice(0, dot), text.slice(dot + 1)];
  const isFull = !name.includes('*') && (dot < 0 || !schema.includes('*'));
  const schemaPattern = dot < 0 ? toExact(schema) : toGlob(schema);
  const namePattern = toGlob(name);
  const matches = (table: QualifiedName): boolean => schemaPattern.test(table.schema) && namePattern.test(table.name);
  if (isFull && !all.some(matches)) {
    const names = all.map((table) => (dot < 0 ? table.name : `${table.schema}.${table.name}`));
    throw new RemoteJoinsError(
      'INVALID_OPTIONS',
      `Option "${option}" of typeDefsFromDatabase names "${text}", which is no table or view of the database.${didYouMean(text, names)} Correct the name, or remove it.`,
    );
  }
  return { isFull, matches };
}

function toGlob(text: string): RegExp {
  return new RegExp(`^${text.split('*').map(toLiteral).join('.*')}$`, 'su');
}

function toExact(text: string): RegExp {
  return new RegExp(`^${toLiteral(text)}$`, 'su');
}

function toLiteral(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
