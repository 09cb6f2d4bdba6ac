import type { MetadataEntry, MetadataNode } from './metadataNode.js';
import type { MetadataReport } from './metadataReport.js';
import { type Place, placeIn } from './place.js';

/** Deeper than any metadata, and far from what a stack holds. */
export const MAX_DEPTH = 200;

const MAX_VALUES = 5_000_000;

/** Reads a value that was parsed already, or made by a program. */
export function readJson(value: unknown, place: Place, report: MetadataReport): MetadataNode {
  return toNode({ report, open: new Set(), values: 0 }, value, place);
}

interface Reading {
  readonly report: MetadataReport;
  /** The objects and lists around the value that is read. */
  readonly open: Set<unknown>;
  values: number;
}

function toNode(reading: Reading, value: unknown, place: Place): MetadataNode {
  reading.values++;
  if (reading.values > MAX_VALUES) return refuse(reading, place, `The metadata holds more than ${MAX_VALUES} values`);
  if (value === null) return { kind: 'null', place };
  switch (typeof value) {
    case 'string':
      return { kind: 'text', place, value };
    case 'boolean':
      return { kind: 'boolean', place, value };
    case 'number':
      return Number.isFinite(value)
        ? { kind: 'number', place, value }
        : refuse(reading, place, 'A number is not finite');
    case 'object':
      return toCollection(reading, value, place);
    default:
      return refuse(reading, place, `A value is a ${typeof value}, which JSON does not have`);
  }
}

function toCollection(reading: Reading, value: object, place: Place): MetadataNode {
  const { open } = reading;
  if (open.has(value)) return refuse(reading, place, 'A value holds itself');
  if (open.size >= MAX_DEPTH) return refuse(reading, place, `Values are nested deeper than ${MAX_DEPTH} levels`);
  open.add(value);
  const node = Array.isArray(value) ? toList(reading, value, place) : toObject(reading, value, place);
  open.delete(value);
  return node;
}

function toList(reading: Reading, values: readonly unknown[], place: Place): MetadataNode {
  const items = Array.from(values, (item, index) => toNode(reading, item, placeIn(place, index)));
  return { kind: 'list', place, items };
}

function toObject(reading: Reading, value: object, place: Place): MetadataNode {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) {
    return refuse(reading, place, 'A value is an object of a class, which JSON does not have');
  }
  const entries = new Map<string, MetadataEntry>();
  for (const [key, member] of Object.entries(value)) {
    const at = placeIn(place, key);
    if (member !== undefined) entries.set(key, { place: at, value: toNode(reading, member, at) });
  }
  return { kind: 'object', place, entries };
}

function refuse({ report }: Reading, place: Place, fault: string): MetadataNode {
  report({
    code: 'METADATA_INVALID_VALUE',
    place,
    message: `${fault}.`,
    remedy: 'Give JSON as export_metadata answers it.',
  });
  return { kind: 'unread', place };
}
