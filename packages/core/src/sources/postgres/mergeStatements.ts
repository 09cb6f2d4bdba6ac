import { invariant } from '../../error/invariant.js';
import type { KeySet } from '../../source.js';
import { toArrayLiteral } from './arrayLiteral.js';
import type { Slot, Statement } from './sql.js';

/** One plan's statement with the values of one request. */
export interface Call {
  readonly statement: Statement;
  readonly values: readonly unknown[];
  readonly keys?: KeySet | undefined;
  /** The keys of other databases that its permissions depend on. */
  readonly found?: readonly KeySet[];
}

/** The values of a statement that is sent alone. */
export function bindStatement(call: Call): unknown[] {
  return call.statement.slots.map((slot) => parameterOf(call, slot));
}

/**
 * How large the limits and offsets of a call are, in digits. Postgres settles on one plan for a prepared statement after a
 * few calls; made for limits of thousands it reads whole tables, which a limit of ten must not inherit.
 */
export function magnitudeOf({ statement, values }: Call): string {
  let magnitude = '';
  for (const slot of statement.slots) {
    if (slot.kind === 'argument' && slot.count) magnitude += `_${String(values[slot.index]).length}`;
  }
  return magnitude;
}

/**
 * Several statements as one: each a scalar subquery, so that the answer is one row with one text per call. Calls that
 * read the same keys share one parameter.
 *
 *     select (select …)::text, (select …)::text
 */
export function mergeStatements(calls: readonly Call[]): { readonly text: string; readonly values: unknown[] } {
  const values: unknown[] = [];
  const numbers = new Map<object, Map<string, number>>();

  function numberOf(call: Call, slot: Slot): number {
    if (slot.kind === 'argument') return values.push(parameterOf(call, slot));
    const column = columnOf(call, slot);
    const byType = numbers.get(column) ?? new Map<string, number>();
    numbers.set(column, byType);
    const number = byType.get(slot.type) ?? values.push(parameterOf(call, slot));
    byType.set(slot.type, number);
    return number;
  }

  const parts = calls.map((call) => {
    const { texts, places, slots } = call.statement;
    const own = slots.map((slot) => numberOf(call, slot));
    let text = texts[0] ?? '';
    for (const [index, place] of places.entries()) text += `$${own[place]}${texts[index + 1] ?? ''}`;
    return `(${text})`;
  });
  return { text: `select ${parts.join(', ')}`, values };
}

function parameterOf(call: Call, slot: Slot): unknown {
  return slot.kind === 'argument' ? call.values[slot.index] : toArrayLiteral(columnOf(call, slot));
}

function columnOf({ keys, found }: Call, slot: Exclude<Slot, { kind: 'argument' }>): readonly unknown[] {
  const column = (slot.kind === 'key' ? keys : found?.[slot.index])?.columns[slot.part];
  invariant(column !== undefined, 'a request has fewer key parts than its plan');
  return column;
}
