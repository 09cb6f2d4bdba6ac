import { join, resolve } from 'node:path';
import { fromHasuraMetadata, type Source } from '@remote-joins/core';
import { displayPath } from '../input/paths.js';
import { type GraphOptions, readConfig } from '../loadGraph.js';
import { writeOutput } from '../output.js';
import { readMetadata } from '../readMetadata.js';
import { countOf, sortFindings } from '../report/finding.js';
import { printText } from '../report/text.js';
import { SHARED, splitSdl } from '../sdl/splitSdl.js';
import { createStyle } from '../terminal/style.js';
import { UsageError } from '../usageError.js';

export interface ImportOptions extends Pick<GraphOptions, 'config'> {
  /** Directory or file; absent where the config names it. */
  readonly metadata?: string;
  /** The folder for the files; absent where all is to be printed. */
  readonly output?: string;
}

/**
 * Writes metadata as SDL with our directives. What is inconsistent is left out and told on stderr; answers whether nothing
 * was.
 */
export async function importMetadata(options: ImportOptions): Promise<boolean> {
  const { config, folder } = await readConfig(options);
  const path = options.metadata ?? (config.metadata && resolve(folder, config.metadata));
  if (path === undefined) throw new UsageError('Nothing says which metadata to import. Name its directory.');
  const { findings, graph } = await readMetadata(resolve(path), (metadata) => fromHasuraMetadata({ metadata }));
  if (findings.length > 0) {
    process.stderr.write(`${printText(sortFindings(findings), createStyle(process.stderr))}\n`);
  }
  if (graph === undefined) return false;
  writeFiles(graph.typeDefs, options.output);
  process.stderr.write(`It needs these sources: ${sourceWords(graph.options.sources)}.\n`);
  return countOf(findings, 'error') === 0;
}

function writeFiles(typeDefs: string, folder: string | undefined): void {
  if (folder === undefined) {
    writeOutput(typeDefs);
    return;
  }
  for (const [name, text] of splitSdl(typeDefs)) {
    if (text !== '' || name === SHARED) writeOutput(text, displayPath(resolve(join(folder, `${name}.graphql`))));
  }
}

const makers: Readonly<Record<Source['kind'], string>> = {
  postgres: 'postgres({ … })',
  graphql: 'remoteSchema({ … })',
  action: 'action({ … })',
};

function sourceWords(sources: Readonly<Record<string, Source>>): string {
  return Object.entries(sources)
    .map(([name, { kind }]) => `${name}: ${makers[kind]}`)
    .join(', ');
}
