import type { ExplainedOperation } from '@remote-joins/core';
import { explainFile } from '../explain/explainFile.js';
import { printMermaid } from '../explain/mermaid.js';
import { printTree } from '../explain/tree.js';
import { expandPaths } from '../input/expandPaths.js';
import { readOperations } from '../input/readOperations.js';
import type { GraphOptions } from '../loadGraph.js';
import { writeOutput } from '../output.js';
import { printText } from '../report/text.js';
import { requireJoins } from '../requireJoins.js';
import { sessionOf } from '../session.js';
import { createStyle } from '../terminal/style.js';

export const explainFormats = ['text', 'mermaid', 'json'] as const;

export interface ExplainOptions extends GraphOptions {
  /** Files with operations. */
  readonly operations: readonly string[];
  readonly role?: string;
  readonly format: (typeof explainFormats)[number];
  readonly output?: string;
}

/** Prints the calls that operations make. Answers whether all could be told. */
export async function explain(options: ExplainOptions): Promise<boolean> {
  const { documents, findings } = readOperations(expandPaths(process.cwd(), options.operations));
  const joins = await requireJoins(options);
  if (joins === undefined) return false;
  const session = sessionOf(options.role, joins);
  const explained = documents.map((document) => explainFile(document, joins, session));
  const wrong = [...findings, ...explained.flatMap((each) => each.findings)];
  if (wrong.length > 0) {
    process.stderr.write(`${printText(wrong, createStyle(process.stderr))}\n`);
    return false;
  }
  const operations = explained.flatMap((each) => each.operations);
  writeOutput(printAs(options.format, operations), options.output);
  return true;
}

function printAs(format: ExplainOptions['format'], operations: readonly ExplainedOperation[]): string {
  switch (format) {
    case 'text':
      return operations.map(printTree).join('\n\n');
    case 'mermaid':
      return printMermaid(operations);
    case 'json':
      return JSON.stringify(operations, null, 2);
    default:
      return format satisfies never;
  }
}
