import { type Lock, printLock } from '@remote-joins/core';
import { displayPath } from '../input/paths.js';
import { type GraphOptions, readConfig } from '../loadGraph.js';
import { lockPath } from '../lockFile.js';
import { writeOutput } from '../output.js';
import { requireJoins } from '../requireJoins.js';

export interface LockOptions extends Pick<GraphOptions, 'config' | 'files' | 'metadata'> {
  readonly output?: string;
}

/** Asks the sources, and saves what is used of them. Answers whether the SDL or metadata is sound; else nothing is saved. */
export async function lock(options: LockOptions): Promise<boolean> {
  const joins = await requireJoins(options);
  if (joins === undefined) return false;
  writeOutput(printLock(joins.lock), displayPath(lockPath(options.output, await readConfig(options))));
  process.stdout.write(`${summary(joins.lock)}\n`);
  return true;
}

/** `orders_db: 2 tables, 7 columns`. */
function summary({ sources }: Lock): string {
  const lines = Object.entries(sources).map(([name, source]) => {
    if (source.kind === 'tables') {
      const tables = Object.values(source.tables).flatMap((named) => Object.values(named));
      const columns = tables.flatMap((table) => Object.keys(table.columns));
      return `${name}: ${countWords(tables.length, 'table')}, ${countWords(columns.length, 'column')}`;
    }
    const types = Object.values(source.types);
    const fields = types.flatMap((type) => ('fields' in type ? Object.keys(type.fields) : []));
    return `${name}: ${countWords(types.length, 'type')}, ${countWords(fields.length, 'field')}`;
  });
  return lines.join('\n');
}

function countWords(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
