import { postgres, remoteSchema, type Source } from '@remote-joins/core';
import { refuseOptions } from '../loadGraph.js';
import { UsageError } from '../usageError.js';

export interface NamedSource {
  readonly name: string;
  readonly source: Source;
}

/** Whether a source is given by its address, in place of a name of the config. */
export function isUrl(text: string): boolean {
  return text.includes('://');
}

/**
 * The source at an address, which is in no message: it may hold a password, and headers may be one.
 *
 * @param headers `name: value`
 * @throws UsageError where it is no address of a source
 */
export function openUrl(text: string, headers: readonly string[], named: string | undefined): Promise<NamedSource> {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  switch (url?.protocol) {
    case 'http:':
    case 'https:':
      return refuseOptions(async () => ({
        name: named ?? url.hostname,
        source: remoteSchema({ url: text, headers: readHeaders(headers) }),
      }));
    case 'postgres:':
    case 'postgresql:':
      if (headers.length > 0) throw new UsageError('A database takes no --header. Leave it out.');
      return refuseOptions(async () => ({
        name: named ?? (url.pathname.slice(1) || 'postgres'),
        source: postgres({ connectionString: text, maxConnections: 1 }),
      }));
    default:
      throw new UsageError(
        'The source is no URL that can be asked. Give one that begins with http://, https:// or postgres://.',
      );
  }
}

function readHeaders(headers: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    headers.map((header) => {
      const [, name, value] = /^([\w!#$%&'*+.^`|~-]+):\s*(.*)$/s.exec(header) ?? [];
      if (name === undefined || value === undefined)
        throw new UsageError('A --header has no name. Write it as --header "name: value".');
      return [name, value];
    }),
  );
}
