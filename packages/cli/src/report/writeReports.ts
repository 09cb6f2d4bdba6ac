import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, extname } from 'node:path';
import { createStyle } from '../terminal/style.js';
import { UsageError } from '../usageError.js';
import type { Finding } from './finding.js';
import { printJson } from './json.js';
import { printJunit } from './junit.js';
import { printSarif } from './sarif.js';
import { printText } from './text.js';

export const formats = ['text', 'json', 'junit', 'sarif'] as const;
export type Format = (typeof formats)[number];

export interface ReportOptions {
  /** What is printed. */
  readonly format: Format;
  /** Files to write beside; their names end in what they hold. */
  readonly output: readonly string[];
  /** The file that findings without a place are told of. */
  readonly fallback: string;
}

/** Writes the files, then prints. */
export function writeReports(findings: readonly Finding[], { format, output, fallback }: ReportOptions): void {
  for (const file of output) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${printAs(formatOf(file), findings, fallback, false)}\n`);
  }
  process.stdout.write(`${printAs(format, findings, fallback, true)}\n`);
}

const extensions: ReadonlyMap<string, Format> = new Map([
  ['.txt', 'text'],
  ['.json', 'json'],
  ['.xml', 'junit'],
  ['.sarif', 'sarif'],
]);

/** @throws UsageError where the name does not tell */
export function formatOf(file: string): Format {
  const format = extensions.get(extname(file));
  if (format !== undefined) return format;
  throw new UsageError(
    `What to write into "${file}" is not clear. Let its name end in ${[...extensions.keys()].join(', ')}.`,
  );
}

function printAs(format: Format, findings: readonly Finding[], fallback: string, isTerminal: boolean): string {
  switch (format) {
    case 'text':
      return printText(findings, createStyle(isTerminal ? process.stdout : undefined));
    case 'json':
      return printJson(findings);
    case 'junit':
      return printJunit(findings);
    case 'sarif':
      return printSarif(findings, fallback);
    default:
      return format satisfies never;
  }
}
