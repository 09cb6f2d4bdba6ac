import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { UsageError } from './usageError.js';

/** Writes what a command is for: into a file, whose name is then told on stderr, or to stdout. */
export function writeOutput(text: string, file?: string): void {
  const whole = `${text.trimEnd()}\n`;
  if (file === undefined) {
    process.stdout.write(whole);
    return;
  }
  writeFile(file, whole);
  process.stderr.write(`Wrote ${file}.\n`);
}

/**
 * Writes a file, and the folders it is in.
 * @throws UsageError where that cannot be
 */
export function writeFile(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    throw new UsageError(`The file "${file}" cannot be written (${code}).`);
  }
}
