import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Writes what a command is for: into a file, whose name is then told on stderr, or to stdout. */
export function writeOutput(text: string, file?: string): void {
  const whole = `${text.trimEnd()}\n`;
  if (file === undefined) {
    process.stdout.write(whole);
    return;
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, whole);
  process.stderr.write(`Wrote ${file}.\n`);
}
