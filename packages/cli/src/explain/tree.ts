import type { ExplainedCall, ExplainedOperation } from '@remote-joins/core';
import { countWords, fieldWords, sourceOf, titleOf } from './words.js';

/**
 * The calls of an operation, those that wait for a call below it:
 *
 *   query Orders: 2 calls, one after another
 *   └─ orders_db (SQL)
 *      │  Query.orders
 *      └─ users_db (SQL)
 *            Order.customer by customer_id
 */
export function printTree(operation: ExplainedOperation): string {
  return [`${titleOf(operation)}: ${countWords(operation)}`, ...printCalls(operation.calls, '')].join('\n');
}

function printCalls(calls: readonly ExplainedCall[], indent: string): readonly string[] {
  return calls.flatMap((call, index) => {
    const isLast = index === calls.length - 1;
    const below = `${indent}${isLast ? '   ' : '│  '}`;
    const bar = call.calls.length === 0 ? '   ' : '│  ';
    return [
      `${indent}${isLast ? '└─' : '├─'} ${sourceOf(call)}`,
      ...call.fields.map((field) => `${below}${bar}${fieldWords(field)}`),
      ...printCalls(call.calls, below),
    ];
  });
}
