import { extname } from 'node:path';
import { UsageError } from '../usageError.js';

export const formats = ['text', 'json', 'junit', 'sarif'] as const;
export type Format = (typeof formats)[number];

const extensions: ReadonlyMap<string, Format> = new Map([
  ['.txt', 'text'],
  ['.json', 'json'],
  ['.xml', 'junit'],
  ['.sarif', 'sarif'],
]);

/**
 * What a file is to hold, by its name.
 * @throws UsageError where the name does not tell
 */
export function formatOf(file: string): Format {
  const format = extensions.get(extname(file));
  if (format !== undefined) return format;
  const known = [...extensions.keys()].join(', ');
  throw new UsageError(`What to write into "${file}" is not clear. Let its name end in ${known}.`);
}
