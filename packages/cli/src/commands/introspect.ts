import { RemoteJoinsError, type Source, typeDefsFromDatabase } from '@remote-joins/core';
import { printSchema } from 'graphql';
import { openSources } from '../config/openSources.js';
import { expandPaths } from '../input/expandPaths.js';
import { isUrl, type NamedSource, openUrl } from '../input/openUrl.js';
import { readSdl } from '../input/readSdl.js';
import { type GraphOptions, readConfig } from '../loadGraph.js';
import { writeOutput } from '../output.js';
import { createProgress, watchSources } from '../terminal/progress.js';
import { UsageError } from '../usageError.js';

export interface IntrospectOptions extends Pick<GraphOptions, 'config'> {
  /** Name of a source of the config, or the URL of one. */
  readonly source: string;
  /** Of a URL, what directives are to name it; its database or host where left out. */
  readonly name?: string;
  /** Of a URL of a remote schema: `name: value`. */
  readonly header: readonly string[];
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly naming?: 'hasura-default' | 'graphql-default';
  readonly prefix?: string;
  /** Files with SDL that the text is to stand beside, or paths of such. */
  readonly beside?: readonly string[];
  readonly output?: string;
}

/** Prints what a source holds: a database as SDL with our directives, a remote schema as its own SDL. */
export async function introspect(options: IntrospectOptions): Promise<boolean> {
  const { source, name, header } = options;
  if (!isUrl(source) && (name !== undefined || header.length > 0))
    throw new UsageError('--name and --header are for a source that is given as a URL. Leave them out.');
  const opened = isUrl(source) ? await openUrl(source, header, name) : await openNamed(options);
  writeOutput(await read(options, opened), options.output);
  return true;
}

async function openNamed(options: IntrospectOptions): Promise<NamedSource> {
  const { config, folder } = await readConfig(options);
  const { sources = {} } = config;
  const { source: name } = options;
  const given = Object.hasOwn(sources, name) ? sources[name] : undefined;
  const source = given && openSources({ [name]: given }, folder)[name];
  if (source !== undefined) return { name, source };
  const names = Object.keys(sources);
  const known = names.length === 0 ? 'The config has no sources' : `The config has ${names.join(', ')}`;
  // What is like no name may be an address with a password, written wrong.
  throw new UsageError(`There is no source ${/^[\w.-]+$/.test(name) ? `"${name}"` : 'of this name'}. ${known}.`);
}

async function read(options: IntrospectOptions, { name, source }: NamedSource): Promise<string> {
  const { include, exclude, naming, prefix } = options;
  const beside = options.beside && readSdl(expandPaths(process.cwd(), options.beside));
  const progress = createProgress();
  const watched = watchSources({ [name]: source }, progress)[name] ?? source;
  try {
    if (source.kind === 'postgres')
      return await typeDefsFromDatabase({ name, source: watched, include, exclude, naming, prefix, beside });
    return await printRemote(name, watched);
  } catch (error) {
    if (error instanceof RemoteJoinsError) throw new UsageError(error.message);
    throw error;
  } finally {
    progress.done();
  }
}

async function printRemote(name: string, source: Source): Promise<string> {
  try {
    const catalog = await source.introspect(name);
    if (catalog.kind !== 'schema')
      throw new UsageError(`Source "${name}" is an action handler, which tells nothing of itself.`);
    return printSchema(catalog.schema);
  } finally {
    await source.close();
  }
}
