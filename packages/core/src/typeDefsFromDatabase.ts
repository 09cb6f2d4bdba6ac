import { RemoteJoinsError } from './error/RemoteJoinsError.js';
import { type Naming, namings } from './metadata/database/naming.js';
import { toTypeDefs } from './metadata/database/toTypeDefs.js';
import type { Source } from './source.js';
import { holdSources } from './start/holdSources.js';
import type { TypeDefs } from './validation/parseTypeDefs.js';

export interface TypeDefsFromDatabaseOptions {
  /** Name that the source has in the option `sources` of the plugin. */
  readonly name: string;
  /** The database: `postgres({ … })`. */
  readonly source: Source;
  /**
   * Tables and views to have: `table`, of the source's own schema, or `schema.table`, where `*` stands for any characters.
   * Default: `['*']`, all of the source's own schema. A partition is had only where it is named in full.
   */
  readonly include?: readonly string[] | undefined;
  /** Tables and views to leave out of these, named the same way. Default: none. */
  readonly exclude?: readonly string[] | undefined;
  /** How types, fields and arguments are named. Default: `'hasura-default'`. */
  readonly naming?: Naming | undefined;
  /** What the names of types, enums and root fields begin with, where several databases are in one schema. Default: nothing. */
  readonly prefix?: string | undefined;
  /**
   * SDL that the text is to stand beside, such as that of another database: `Query` is extended, input types that both have
   * are left out, and names that are taken get an ending. Default: nothing.
   */
  readonly beside?: TypeDefs | undefined;
}

/**
 * SDL with our directives of a live database: a type for each table and view, root fields that read them, relationships
 * for foreign keys, and input types in Hasura's form. To be printed into a file and gone over, or used as it is.
 *
 * The same database gives the same text. What cannot be had is told in a comment. The source is asked, then closed.
 *
 * @throws RemoteJoinsError `INVALID_OPTIONS`, also where there is no table to have; and whatever keeps the source from
 * telling what it holds
 *
 * @example
 * const typeDefs = await typeDefsFromDatabase({ name: 'shop_db', source: postgres({ connectionString }), exclude: ['tmp_*'] });
 */
export async function typeDefsFromDatabase(options: TypeDefsFromDatabaseOptions): Promise<string> {
  const { name, source, ...choice } = getValidOptions(options);
  const close = holdSources(new Map([[name, source]]));
  try {
    const catalog = await source.introspect(name);
    if (catalog.kind !== 'tables') throw invalid('needs a database as "source". Make it with postgres({ … })');
    return toTypeDefs({ source: name, catalog, ...choice });
  } finally {
    await close();
  }
}

type ValidOptions = {
  readonly [Name in keyof TypeDefsFromDatabaseOptions]-?: NonNullable<TypeDefsFromDatabaseOptions[Name]>;
};

const known: readonly string[] = ['name', 'source', 'include', 'exclude', 'naming', 'prefix', 'beside'];

function getValidOptions(options: TypeDefsFromDatabaseOptions): ValidOptions {
  if (typeof options !== 'object' || options === null) throw invalid('takes an object of options');
  for (const name of Object.keys(options)) {
    if (!known.includes(name)) throw invalid(`has no option "${name}". Its options are ${known.join(', ')}`);
  }
  const { name, source, naming = 'hasura-default', prefix = '', beside = [] } = options;
  if (typeof name !== 'string' || name === '')
    throw invalid('needs "name", the name of the source in the plugin\'s options');
  if (source?.kind !== 'postgres') throw invalid('needs a database as "source". Make it with postgres({ … })');
  if (!namings.includes(naming)) throw invalid(`knows no naming of that name. Use ${namings.join(' or ')}`);
  if (typeof prefix !== 'string') throw invalid('takes a text as "prefix", such as "crm_"');
  return {
    name,
    source,
    naming,
    prefix,
    beside,
    include: getValidNames('include', options.include, ['*']),
    exclude: getValidNames('exclude', options.exclude, []),
  };
}

function getValidNames(option: string, names: unknown, byDefault: readonly string[]): readonly string[] {
  if (names === undefined) return byDefault;
  if (!isTextList(names)) throw invalid(`takes a list of table names as "${option}", such as ["orders", "billing.*"]`);
  return names;
}

function isTextList(names: unknown): names is readonly string[] {
  return Array.isArray(names) && names.every((name) => typeof name === 'string' && name !== '');
}

function invalid(what: string): RemoteJoinsError {
  return new RemoteJoinsError('INVALID_OPTIONS', `typeDefsFromDatabase ${what}.`);
}
