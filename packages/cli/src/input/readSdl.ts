import { readFileSync } from 'node:fs';
import { Source } from 'graphql';
import { displayPath } from './paths.js';

/** Texts that know their files. */
export function readSdl(files: readonly string[]): readonly Source[] {
  return files.map((file) => new Source(readFileSync(file, 'utf8'), displayPath(file)));
}
