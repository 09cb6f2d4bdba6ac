import type { InspectedJoins } from '@remote-joins/core';
import { type Graph, type GraphOptions, loadGraph, readConfig } from './loadGraph.js';
import { sortFindings } from './report/finding.js';
import { printText } from './report/text.js';
import { createStyle } from './terminal/style.js';

/** The graph, where it is sound; else its errors are told on stderr, and there is none. */
export async function requireJoins(options: GraphOptions): Promise<InspectedJoins | undefined> {
  const { joins, findings }: Graph = await loadGraph(options, await readConfig(options));
  if (joins !== undefined) return joins;
  const errors = sortFindings(findings.filter(({ severity }) => severity === 'error'));
  process.stderr.write(`${printText(errors, createStyle(process.stderr))}\n`);
  return undefined;
}
