import { fileURLToPath } from 'node:url';

/** The path of metadata that is given by one: a text that is no JSON, or the URL of a directory or file. */
export function metadataPath(metadata: unknown): string | undefined {
  if (metadata instanceof URL) return metadata.protocol === 'file:' ? fileURLToPath(metadata) : undefined;
  return typeof metadata === 'string' && !/^\s*[{[]/.test(metadata) ? metadata : undefined;
}
