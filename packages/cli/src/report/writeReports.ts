import { writeFile } from '../output.js';
import { createStyle } from '../terminal/style.js';
import type { Finding } from './finding.js';
import { type Format, formatOf } from './formats.js';
import { printJson } from './json.js';
import { printJunit } from './junit.js';
import { printSarif } from './sarif.js';
import { printText } from './text.js';

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
    writeFile(file, `${printAs(formatOf(file), findings, fallback, false)}\n`);
  }
  process.stdout.write(`${printAs(format, findings, fallback, true)}\n`);
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
