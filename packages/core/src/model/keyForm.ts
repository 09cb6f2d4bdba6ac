import { isDeeper, MAX_JSON_DEPTH } from './jsonDepth.js';

/**
 * The canonical text form in which both sides of a join key are compared and sent: one per pair of types.
 *
 *   parent "007", int target   → no key (a spelling that is not canonical matches nothing)
 *   parent "7",   int target   → 7
 *   parent 7,     text target  → "7"
 *   parent "A0EE…", uuid target → "a0ee…"
 */
export type KeyForm =
  /** int2, int4 and GraphQL Int: JavaScript numbers within the range. */
  | { readonly kind: 'integer'; readonly min: number; readonly max: number }
  /** int8: digits as text. */
  | { readonly kind: 'bigint' }
  /** numeric: digits without trailing zeros, as text. */
  | { readonly kind: 'numeric' }
  /** float4, float8 and GraphQL Float: finite numbers. */
  | { readonly kind: 'float' }
  | { readonly kind: 'text' }
  /** uuid on one side: lower case, and only what is a uuid. */
  | { readonly kind: 'uuid' }
  | { readonly kind: 'boolean' }
  /** Only these labels. */
  | { readonly kind: 'enum'; readonly labels: ReadonlySet<string> }
  | { readonly kind: 'date' | 'time' | 'timestamp' | 'timestamptz' }
  /** bytea: `\x` and lower-case hex digits. */
  | { readonly kind: 'bytes' }
  /** A remote argument of a custom scalar or input object: any JSON value of that shape, told apart by its JSON text. */
  | { readonly kind: 'json'; readonly shape: JsonShape }
  /**
   * A list argument of a remote schema that takes a whole list: each item in a form of its own. `orItem`: what is no list
   * stands for a list of it.
   */
  | { readonly kind: 'list'; readonly item: KeyForm; readonly nullItems: boolean; readonly orItem?: true }
  /** What must only be there, and is sent nowhere: all its values are one. */
  | { readonly kind: 'notNull' };

export type JsonShape =
  | 'any'
  /** An input object. */
  | 'object'
  /** A list of input objects, or one that stands for a list of it. */
  | 'objects';

/** A canonical value: comparable with `===` except `json` and `list`, whose identity is `keyText`. */
export type KeyValue = string | number | boolean | object;

const INTEGER = /^(?:0|-?[1-9]\d*)$/;
const NUMERIC = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const BYTES = /^\\x(?:[0-9a-f]{2})*$/;
const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const TIME = /^(\d\d):(\d\d):(\d\d)(\.\d{1,6})?$/;
const TIMESTAMP = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d(?:\.\d{1,6})?)$/;
const ZONE = /(?:Z|[+-]\d\d(?::?\d\d)?)$/;

const INT8_MAX = 2n ** 63n - 1n;
const INT8_MIN = -(2n ** 63n);
/** A numeric holds at most this many digits before, and after, its point. */
const NUMERIC_DIGITS = [131_072, 16_383] as const;

/** The canonical form of a value, or `undefined` where the value can match nothing. Null and missing are no values. */
export function toKey(form: KeyForm, value: unknown): KeyValue | undefined {
  if (value === null || value === undefined) return undefined;
  switch (form.kind) {
    case 'integer': {
      if (typeof value === 'number' && (value | 0) === value && value >= form.min && value <= form.max)
        return value + 0;
      const number = typeof value === 'number' ? value : Number(integerText(value) ?? Number.NaN);
      return Number.isInteger(number) && number >= form.min && number <= form.max ? number + 0 : undefined;
    }
    case 'bigint': {
      const text = integerText(value);
      if (text === undefined || text.length > 20) return undefined;
      const integer = BigInt(text);
      return integer >= INT8_MIN && integer <= INT8_MAX ? text : undefined;
    }
    case 'numeric':
      return numericText(value);
    case 'float': {
      const text = numericText(value);
      const number = typeof value === 'number' ? value : text === undefined ? Number.NaN : Number(text);
      return Number.isFinite(number) ? number + 0 : undefined;
    }
    case 'text':
      return plainText(value);
    case 'uuid': {
      const text = typeof value === 'string' ? value.toLowerCase() : '';
      return UUID.test(text) ? text : undefined;
    }
    case 'boolean':
      return typeof value === 'boolean' ? value : value === 'true' ? true : value === 'false' ? false : undefined;
    case 'enum':
      return typeof value === 'string' && form.labels.has(value) ? value : undefined;
    case 'bytes':
      return typeof value === 'string' && BYTES.test(value.toLowerCase()) ? value.toLowerCase() : undefined;
    case 'date':
    case 'time':
    case 'timestamp':
    case 'timestamptz':
      return temporalText(form.kind, value);
    case 'json':
      return hasShape(form.shape, value) ? jsonValue(value) : undefined;
    case 'list':
      return listValue(form, value);
    case 'notNull':
      return true;
    default:
      return form satisfies never;
  }
}

/** A text that is the same for the same canonical value and, among values of one form, for no other. */
export function keyText(value: KeyValue): string {
  // Of JSON texts only that of a string begins with a quotation mark.
  if (typeof value === 'string') return `"${value}`;
  return typeof value === 'object' ? JSON.stringify(value, sortMembers) : String(value);
}

/** The order of an object's members means nothing: equal objects are one key. */
function sortMembers(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function integerText(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value).toString() : undefined;
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'string') return undefined;
  if (INTEGER.test(value)) return value;
  // A numeric column says 7.00 where an integer column says 7; both are the integer 7.
  const numeric = numericText(value);
  return numeric !== undefined && INTEGER.test(numeric) ? numeric : undefined;
}

function numericText(value: unknown): string | undefined {
  const text = typeof value === 'number' ? decimalText(value) : typeof value === 'bigint' ? value.toString() : value;
  if (typeof text !== 'string' || !NUMERIC.test(text)) return undefined;
  const point = text.indexOf('.');
  const [before, after] = point < 0 ? [text.length, 0] : [point, text.length - point - 1];
  if (before > NUMERIC_DIGITS[0] || after > NUMERIC_DIGITS[1]) return undefined;
  const trimmed = point < 0 ? text : trimZeros(text);
  return trimmed === '-0' ? '0' : trimmed;
}

/** Digits without the zeros that end their fraction. (A pattern would look at a run of zeros once for each of them.) */
function trimZeros(text: string): string {
  let end = text.length;
  while (text[end - 1] === '0') end--;
  return text.slice(0, text[end - 1] === '.' ? end - 1 : end);
}

/** A number in digits, never with an exponent. */
function decimalText(value: number): string | undefined {
  if (!Number.isFinite(value)) return undefined;
  const text = String(value);
  if (!text.includes('e')) return text;
  if (Number.isInteger(value)) return BigInt(value).toString();
  // `1.5e-7`: the shortest digits that name the number, as Postgres and JSON write them too.
  const [digits = '', exponent = ''] = text.replace(/^-/, '').split('e-');
  return `${value < 0 ? '-' : ''}0.${'0'.repeat(Number(exponent) - 1)}${digits.replace('.', '')}`;
}

function plainText(value: unknown): string | undefined {
  const text =
    typeof value === 'string' ? value
    : typeof value === 'number' ? decimalText(value)
    : typeof value === 'bigint' || typeof value === 'boolean' ? String(value)
    : undefined; // biome-ignore format: one case a line
  // Postgres refuses NUL in text, and an unpaired surrogate would be sent as another character.
  return text === undefined || text.includes('\0') || !text.isWellFormed() ? undefined : text;
}

function temporalText(kind: 'date' | 'time' | 'timestamp' | 'timestamptz', value: unknown): string | undefined {
  const text = value instanceof Date && !Number.isNaN(value.getTime()) ? value.toISOString() : value;
  if (typeof text !== 'string') return undefined;
  if (kind === 'date') return isDate(text) ? text : undefined;
  if (kind === 'time') return isTime(text) ? trimFraction(text) : undefined;
  const zone = ZONE.exec(text.slice(11))?.[0] ?? '';
  if ((kind === 'timestamptz') !== (zone !== '')) return undefined;
  const [, date = '', time = ''] = TIMESTAMP.exec(zone === '' ? text : text.slice(0, -zone.length)) ?? [];
  if (!isDate(date) || !isTime(time)) return undefined;
  if (kind === 'timestamp') return `${date}T${trimFraction(time)}`;
  return utcText(date, time, zone);
}

function isDate(text: string): boolean {
  const [, year, month, day] = DATE.exec(text) ?? [];
  if (year === undefined || year === '0000') return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.getUTCMonth() + 1 === Number(month) && date.getUTCDate() === Number(day);
}

function isTime(text: string): boolean {
  const [, hour, minute, second] = TIME.exec(text) ?? [];
  return hour !== undefined && Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60;
}

function trimFraction(time: string): string {
  return time.includes('.') ? trimZeros(time) : time;
}

/** An instant with its six digits of fraction, moved to UTC; none where the offset, or the year there, is none. */
function utcText(date: string, time: string, zone: string): string | undefined {
  const [whole = '', fraction = ''] = trimFraction(time).split('.');
  const digits = zone === 'Z' ? '' : zone.replace(':', '');
  const offset = digits === '' ? 'Z' : `${digits.slice(0, 3)}:${digits.slice(3) || '00'}`;
  const instant = new Date(`${date}T${whole}${offset}`);
  if (Number.isNaN(instant.getTime())) return undefined;
  const text = instant.toISOString();
  return isDate(text.slice(0, 10)) ? `${text.slice(0, 19)}${fraction === '' ? '' : `.${fraction}`}+00:00` : undefined;
}

/** A list of which an item can match nothing can match nothing. */
function listValue(
  { item, nullItems, orItem }: Extract<KeyForm, { kind: 'list' }>,
  value: unknown,
): KeyValue | undefined {
  if (!Array.isArray(value)) return orItem ? toKey(item, value) : undefined;
  const items = value.map((each: unknown) => (each === null && nullItems ? null : toKey(item, each)));
  return items.includes(undefined) ? undefined : items;
}

function hasShape(shape: JsonShape, value: unknown): boolean {
  if (shape === 'any') return true;
  if (Array.isArray(value)) return shape === 'objects' && value.every((item: unknown) => hasShape('object', item));
  return typeof value === 'object' && value !== null;
}

/** What JSON can say, other than null. */
function jsonValue(value: unknown): KeyValue | undefined {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? value + 0 : undefined;
    case 'bigint':
      return value.toString();
    case 'object':
      return isJson(value) ? value : undefined;
    default:
      return undefined;
  }
}

/**
 * Whether an object can be sent: not one that holds itself or a bigint, nor one that writes itself as null. One that is too
 * deep would take with it what is asked for other rows.
 */
function isJson(value: unknown): value is object {
  if (isDeeper(value, MAX_JSON_DEPTH)) return false;
  try {
    return (JSON.stringify(value) ?? 'null') !== 'null';
  } catch {
    return false;
  }
}
