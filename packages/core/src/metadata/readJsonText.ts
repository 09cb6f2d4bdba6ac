import type { ProblemLocation } from '../error/problem.js';
import { MAX_DEPTH } from './jsonNode.js';
import type { MetadataEntry, MetadataNode } from './metadataNode.js';
import type { MetadataReport } from './metadataReport.js';
import { quote } from './nearNames.js';
import { type Place, placeIn, rootPlace } from './place.js';

export interface JsonText {
  readonly text: string;
  /** How problems call the whole: `metadata`, or the name of a file. */
  readonly document: string;
  /** The file, where it is one. */
  readonly file?: string;
}

/**
 * Reads a JSON text. Not by `JSON.parse`: that tells no line, not even of a mistake, and of two equal keys it drops one
 * without a word.
 */
export function readJsonText({ text, document, file }: JsonText, report: MetadataReport): MetadataNode {
  const reading: Reading = { text, report, locate: createLocate(text, file), at: 0 };
  skipSpace(reading);
  const place = located(reading, rootPlace(document));
  const node = readValue(reading, place, 0);
  if (node !== undefined) {
    skipSpace(reading);
    if (reading.at === text.length) return node;
  }
  report({
    code: 'METADATA_PARSE_ERROR',
    place: located(reading, rootPlace(document)),
    message: `The metadata is no JSON: ${faultAt(reading)}.`,
    remedy: 'Correct the JSON, or export the metadata again.',
  });
  return { kind: 'unread', place };
}

interface Reading {
  readonly text: string;
  readonly report: MetadataReport;
  readonly locate: (offset: number) => ProblemLocation;
  /** The offset of what is read next; where reading ends early, of the mistake. */
  at: number;
  fault?: string;
}

function faultAt({ text, at, fault }: Reading): string {
  return fault ?? (at >= text.length ? 'it ends too early' : 'something stands here that JSON does not have');
}

/** Nothing where the text is no JSON: then the offset is that of the mistake. */
function readValue(reading: Reading, place: Place, depth: number): MetadataNode | undefined {
  if (depth > MAX_DEPTH) {
    reading.fault = `values are nested deeper than ${MAX_DEPTH} levels`;
    return undefined;
  }
  switch (reading.text[reading.at]) {
    case '{':
      return readObject(reading, place, depth);
    case '[':
      return readList(reading, place, depth);
    case '"': {
      const value = readText(reading);
      return value === undefined ? undefined : { kind: 'text', place, value };
    }
    default:
      return readWord(reading, place);
  }
}

const WORD = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

function readWord(reading: Reading, place: Place): MetadataNode | undefined {
  WORD.lastIndex = reading.at;
  const [word] = WORD.exec(reading.text) ?? [];
  if (word === undefined) return undefined;
  const value: unknown = JSON.parse(word);
  if (typeof value === 'number' && !Number.isFinite(value)) return undefined;
  reading.at += word.length;
  if (value === null) return { kind: 'null', place };
  return typeof value === 'boolean'
    ? { kind: 'boolean', place, value }
    : { kind: 'number', place, value: Number(value) };
}

function readText(reading: Reading): string | undefined {
  const { text, at } = reading;
  let end = at + 1;
  while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
  if (end >= text.length) {
    reading.at = text.length;
    return undefined;
  }
  try {
    const value: unknown = JSON.parse(text.slice(at, end + 1));
    reading.at = end + 1;
    return String(value);
  } catch {
    reading.fault = 'a text has an escape or a character that JSON does not have';
    return undefined;
  }
}

function readList(reading: Reading, place: Place, depth: number): MetadataNode | undefined {
  const items: MetadataNode[] = [];
  const isClosed = readMembers(reading, ']', () => {
    const item = readValue(reading, located(reading, placeIn(place, items.length)), depth + 1);
    if (item !== undefined) items.push(item);
    return item !== undefined;
  });
  return isClosed ? { kind: 'list', place, items } : undefined;
}

function readObject(reading: Reading, place: Place, depth: number): MetadataNode | undefined {
  const entries = new Map<string, MetadataEntry>();
  const isClosed = readMembers(reading, '}', () => {
    const start = reading.at;
    const key = reading.text[start] === '"' ? readText(reading) : undefined;
    if (key === undefined) return false;
    const keyPlace = placeIn(place, key, reading.locate(start));
    skipSpace(reading);
    if (!take(reading, ':')) return false;
    skipSpace(reading);
    const value = readValue(reading, located(reading, placeIn(place, key)), depth + 1);
    if (value === undefined) return false;
    if (entries.has(key)) reportTwice(reading.report, keyPlace, key);
    // Of two equal keys neither is meant more than the other.
    entries.set(key, { place: keyPlace, value: entries.has(key) ? { kind: 'unread', place: keyPlace } : value });
    return true;
  });
  return isClosed ? { kind: 'object', place, entries } : undefined;
}

/** Reads what stands between two brackets, with commas; false at a mistake. */
function readMembers(reading: Reading, close: string, readMember: () => boolean): boolean {
  reading.at++;
  skipSpace(reading);
  if (take(reading, close)) return true;
  for (;;) {
    if (!readMember()) return false;
    skipSpace(reading);
    if (take(reading, close)) return true;
    if (!take(reading, ',')) return false;
    skipSpace(reading);
  }
}

/** Of a key in whatever format; the value of both is unread. */
export function reportTwice(report: MetadataReport, place: Place, key: string): void {
  report({
    code: 'METADATA_DUPLICATE',
    place,
    message: `The key ${quote(key)} stands twice in one object.`,
    remedy: 'Keep one of them.',
  });
}

function take(reading: Reading, token: string): boolean {
  const isThere = reading.text[reading.at] === token;
  if (isThere) reading.at++;
  return isThere;
}

const SPACE = /[ \t\n\r]*/y;

function skipSpace(reading: Reading): void {
  SPACE.lastIndex = reading.at;
  SPACE.exec(reading.text);
  reading.at = SPACE.lastIndex;
}

function located({ at, locate }: Reading, { parent, step }: Place): Place {
  return parent === undefined ? { step, location: locate(at) } : placeIn(parent, step, locate(at));
}

function createLocate(text: string, file: string | undefined): (offset: number) => ProblemLocation {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const at = { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
    return file === undefined ? at : { ...at, text: file };
  };
}
