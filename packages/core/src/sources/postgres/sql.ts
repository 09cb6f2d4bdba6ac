import { invariant } from '../../error/invariant.js';
import { RemoteJoinsError } from '../../error/RemoteJoinsError.js';
import { remember } from '../../model/remember.js';
import type { ColumnType } from '../../model/table.js';

const pieces: unique symbol = Symbol('sql');

/**
 * SQL that is safe by its types: text enters only by the template literal, names through `identifier`, data through
 * `value`, and a nested piece is itself `Sql`.
 *
 *     sql`select ${identifier('id')} from ${identifier('users')} where ${identifier('name')} = ${value(slot)}`
 *     → select "id" from "users" where "name" = $1
 */
export interface Sql {
  readonly [pieces]: readonly (string | Slot)[];
}

/** Where a value comes from when the text is sent. The text itself never depends on it. */
export type Slot =
  /** One column of the request's key set, as an array of this type. */
  | { readonly kind: 'key'; readonly part: number; readonly type: string }
  /** One column of the keys that were looked up in another database, as an array of this type. */
  | { readonly kind: 'lookup'; readonly index: number; readonly part: number; readonly type: string }
  /** One of the values that `readShape` gathered from arguments and permissions; a `count` is a limit or an offset. */
  | { readonly kind: 'argument'; readonly index: number; readonly count?: true };

/** A finished statement. */
export interface Statement {
  /** The text where the statement is sent alone: its slots are `$1`, `$2`, … in their order. */
  readonly text: string;
  /** The text around the slots: one member more than `places`. */
  readonly texts: readonly string[];
  /** What stands between them: numbers of slots. One that is read in several places is sent once. */
  readonly places: readonly number[];
  readonly slots: readonly Slot[];
}

/** Postgres cuts longer names off without a word, and two names become one. */
const MAX_NAME_BYTES = 63;

export function sql(texts: TemplateStringsArray, ...parts: readonly Sql[]): Sql {
  const all: (string | Slot)[] = [];
  for (const [index, text] of texts.entries()) {
    if (text !== '') all.push(text);
    const part = parts[index];
    // One by one: a condition may have more pieces than a call can have arguments.
    for (const piece of part?.[pieces] ?? []) all.push(piece);
  }
  return { [pieces]: all };
}

/** A name from the catalog, quoted. */
export function identifier(name: string): Sql {
  if (name === '' || name.includes('\0') || Buffer.byteLength(name) > MAX_NAME_BYTES) {
    throw new RemoteJoinsError(
      'SOURCE_ERROR',
      `A name cannot be used in SQL: it is empty, holds a NUL or is longer than ${MAX_NAME_BYTES} bytes. Rename it in the database.`,
    );
  }
  return { [pieces]: [`"${name.replaceAll('"', '""')}"`] };
}

/** A short name of our own: `t0`, `c3`, `k1_0`. */
export function alias(prefix: 'c' | 'k' | 'o' | 's' | 't' | 'w', ...numbers: readonly number[]): Sql {
  invariant(numbers.length > 0 && numbers.every(Number.isSafeInteger), 'an alias is made of whole numbers');
  return { [pieces]: [`${prefix}${numbers.join('_')}`] };
}

/** The name of a type: SQL that the catalog made and quoted. */
export function typeName(type: ColumnType): Sql {
  return { [pieces]: [type.sql] };
}

/** Data, sent beside the text as `$1`, `$2`, …. */
export function value(slot: Slot): Sql {
  return { [pieces]: slot.kind === 'argument' ? [slot] : [slot, `::${slot.type}`] };
}

export function join(parts: readonly Sql[], separator: Sql): Sql {
  return {
    [pieces]: parts.flatMap((part, index) => (index === 0 ? part[pieces] : [...separator[pieces], ...part[pieces]])),
  };
}

export const empty: Sql = sql``;

export function isEmpty(part: Sql): boolean {
  return part[pieces].length === 0;
}

export function toStatement(part: Sql): Statement {
  const texts: string[] = [''];
  const places: number[] = [];
  const slots: Slot[] = [];
  const numbers = new Map<string, number>();
  for (const piece of part[pieces]) {
    if (typeof piece === 'string') {
      texts[places.length] += piece;
    } else {
      places.push(remember(numbers, identityOf(piece), () => slots.push(piece)) - 1);
      texts.push('');
    }
  }
  const text = texts.reduce((before, each, index) => `${before}$${(places[index - 1] ?? 0) + 1}${each}`);
  return { text, texts, places, slots };
}

/** Postgres takes two parameters of one value for two values: `distinct on` could not be what `order by` begins with. */
function identityOf(slot: Slot): string {
  switch (slot.kind) {
    case 'argument':
      return `${slot.index}`;
    case 'key':
      return `key ${slot.part} ${slot.type}`;
    case 'lookup':
      return `lookup ${slot.index} ${slot.part} ${slot.type}`;
    default:
      return slot satisfies never;
  }
}
