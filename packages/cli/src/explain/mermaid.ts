import type { ExplainedCall, ExplainedOperation } from '@remote-joins/core';
import { countWords, fieldWords, sourceOf, titleOf } from './words.js';

/** A flow chart of Mermaid, which GitHub draws in Markdown: arrows lead to the calls that wait. */
export function printMermaid(operations: readonly ExplainedOperation[]): string {
  const lines = ['flowchart LR'];
  let count = 0;
  const add = (label: readonly string[], shape: 'round' | 'box', from?: string): string => {
    const id = `n${count++}`;
    const text = `"${label.map(toLabel).join('<br>')}"`;
    lines.push(`  ${id}${shape === 'round' ? `([${text}])` : `[${text}]`}`);
    if (from !== undefined) lines.push(`  ${from} --> ${id}`);
    return id;
  };
  const addCalls = (calls: readonly ExplainedCall[], from: string): void => {
    for (const call of calls) {
      addCalls(call.calls, add([`<b>${toLabel(sourceOf(call))}</b>`, ...call.fields.map(fieldWords)], 'box', from));
    }
  };
  for (const operation of operations) {
    addCalls(operation.calls, add([titleOf(operation), countWords(operation)], 'round'));
  }
  return lines.join('\n');
}

function toLabel(text: string): string {
  return text.replaceAll('"', '#quot;');
}
