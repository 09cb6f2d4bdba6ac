import type { ProblemLocation } from '../error/problem.js';
import { MAX_DEPTH } from './jsonNode.js';
import type { MetadataEntry, MetadataNode } from './metadataNode.js';
import type { MetadataReport } from './metadataReport.js';
import { type Place, placeIn } from './place.js';
import { reportTwice } from './readJsonText.js';

type Yaml = typeof import('yaml');
type YamlNode = import('yaml').Node;
type YamlMap = import('yaml').YAMLMap;
type YamlSeq = import('yaml').YAMLSeq;
type YamlScalar = import('yaml').Scalar;

/** A file that was parsed, but not put in its place yet. */
export interface YamlFile {
  /** The paths of its includes, as written. */
  readonly includes: readonly string[];
  readonly toNode: (placement: YamlPlacement) => MetadataNode;
}

export interface YamlPlacement {
  /** Of the file's value in the whole. */
  readonly place: Place;
  readonly report: MetadataReport;
  /** How deep the file is included. */
  readonly depth: number;
  /** The value of the file that an include names. */
  readonly include: (path: string, place: Place, depth: number) => MetadataNode;
  readonly copies: Copies;
  /** Whether all this was made before: a file included again, or what an alias stands for. */
  readonly isCopy: boolean;
}

/** How many more values may be made of text that was used before: by aliases, and by files included again. */
export interface Copies {
  left: number;
}

export type ParseYaml = (text: string, file: string) => YamlFile;

const INCLUDE = '!include';

/** The parser is loaded with the first metadata that is YAML: who has none never loads it. */
export async function loadYaml(): Promise<ParseYaml> {
  const yaml = await import('yaml');
  return (text, file) => parse(yaml, text, file);
}

/** YAML as plain values, in which includes are the texts that stand for them, and back. */
export interface YamlText {
  readonly read: (text: string) => unknown;
  readonly print: (value: unknown) => string;
}

/** For files that are written anew: comments in them are lost. */
export async function loadYamlText(): Promise<YamlText> {
  const yaml = await import('yaml');
  const customTags = [{ tag: INCLUDE, resolve: (value: string) => `${INCLUDE} ${value}` }];
  return {
    read: (text) => yaml.parse(text, { customTags, merge: true, uniqueKeys: false, logLevel: 'silent' }),
    // As Hasura's command line writes it: an include is a text in quotes, which a tag would not be.
    print: (value) => yaml.stringify(value, { lineWidth: 0, indentSeq: true, aliasDuplicateObjects: false }),
  };
}

function parse(yaml: Yaml, text: string, file: string): YamlFile {
  const lines = new yaml.LineCounter();
  const locate = (offset: number): ProblemLocation => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1), text: file };
  };
  const document = yaml.parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false, // told by us, with the key's name
    customTags: [{ tag: INCLUDE, resolve: (value: string) => value }],
  });
  // What follows the first mistake is mostly its echo.
  const [fault] = [...document.errors, ...document.warnings];
  if (fault !== undefined) return broken(locate(fault.pos[0]), FAULTS[fault.code] ?? 'this is no YAML');

  const includes: string[] = [];
  yaml.visit(document, {
    Scalar: (_, scalar) => {
      const path = includedPath(scalar);
      if (path !== undefined) includes.push(path);
    },
  });
  const root = document.contents;
  return {
    includes,
    toNode: (placement) => {
      const reading = { ...placement, yaml, locate, anchors: new Map(), open: new Set<YamlNode>() };
      return toNode(reading, root, located(placement.place, locate(root?.range?.[0] ?? 0)));
    },
  };
}

/** What its parser finds, without a word of the text. */
const FAULTS: Readonly<Record<string, string>> = {
  BAD_DQ_ESCAPE: 'a text in double quotes has an escape that YAML does not know',
  BAD_INDENT: 'this is not indented as what it belongs to',
  BAD_SCALAR_START: 'a text that begins so needs quotes',
  BLOCK_AS_IMPLICIT_KEY: 'a text with a colon needs quotes, or its own line',
  MISSING_CHAR: 'a quote, bracket, comma or colon is missing',
  MULTIPLE_DOCS: 'the file holds several documents',
  RESOURCE_EXHAUSTION: 'values are nested too deep',
  TAB_AS_INDENT: 'tabs cannot indent',
  TAG_RESOLVE_FAILED: 'a tag other than !include is used',
  UNEXPECTED_TOKEN: 'something stands here that does not belong to what precedes it',
};

function broken(location: ProblemLocation, fault: string): YamlFile {
  return {
    includes: [],
    toNode: ({ place, report }) => {
      const at = located(place, location);
      report({
        code: 'METADATA_PARSE_ERROR',
        place: at,
        message: `The file is no YAML: ${fault}.`,
        remedy: 'Correct the file, or export the metadata again.',
      });
      return { kind: 'unread', place: at };
    },
  };
}

/** Whether a text is read as the value of a file that it names. */
export function isInclude(text: string): boolean {
  return /^!include\s/.test(text);
}

/** Hasura writes `"!include path"`, a text; people also write the tag. */
function includedPath({ tag, value }: YamlScalar): string | undefined {
  if (typeof value !== 'string') return undefined;
  const [isTag, written] = tag === INCLUDE ? [true, value] : [isInclude(value), value.slice(INCLUDE.length)];
  return isTag ? written.trim().replace(/^"(.*)"$/, '$1') : undefined;
}

interface Reading extends YamlPlacement {
  readonly yaml: Yaml;
  readonly locate: (offset: number) => ProblemLocation;
  /** What each anchor stands for so far. */
  readonly anchors: Map<string, YamlNode>;
  /** What is being read. */
  readonly open: Set<YamlNode>;
}

function toNode(reading: Reading, node: YamlNode | null, place: Place): MetadataNode {
  const { yaml, anchors, depth, copies } = reading;
  if (node === null) return { kind: 'null', place };
  if (depth > MAX_DEPTH) return refuse(reading, place, `Values are nested deeper than ${MAX_DEPTH} levels`);
  if (reading.isCopy && --copies.left < 0) return refuse(reading, place, 'Aliases and includes repeat too many values');
  if (yaml.isAlias(node)) return toAliased(reading, anchors.get(node.source), place);
  if (!yaml.isScalar(node) && !yaml.isMap(node) && !yaml.isSeq(node)) return { kind: 'null', place };
  if (node.anchor !== undefined) anchors.set(node.anchor, node);
  if (yaml.isScalar(node)) return toScalar(reading, node, place);
  reading.open.add(node);
  const inner = { ...reading, depth: depth + 1 };
  const made = yaml.isMap(node) ? toObject(inner, node, place) : toList(inner, node, place);
  reading.open.delete(node);
  return made;
}

function toAliased(reading: Reading, target: YamlNode | undefined, place: Place): MetadataNode {
  if (target === undefined) return refuse(reading, place, 'An alias has no anchor before it');
  if (reading.open.has(target)) return refuse(reading, place, 'An alias stands in what it stands for');
  return toNode({ ...reading, isCopy: true, depth: reading.depth + 1 }, target, place);
}

function toScalar(reading: Reading, scalar: YamlScalar, place: Place): MetadataNode {
  const { value } = scalar;
  const path = includedPath(scalar);
  if (path !== undefined) return reading.include(path, place, reading.depth + 1);
  if (value === null) return { kind: 'null', place };
  if (typeof value === 'string') return { kind: 'text', place, value };
  if (typeof value === 'boolean') return { kind: 'boolean', place, value };
  if (typeof value === 'number' && Number.isFinite(value)) return { kind: 'number', place, value };
  return refuse(reading, place, 'A value is of a type that JSON does not have');
}

function toList(reading: Reading, { items }: YamlSeq, place: Place): MetadataNode {
  const nodes = items.map((item, index) => {
    const node = reading.yaml.isNode(item) ? item : null;
    return toNode(reading, node, placeIn(place, index, locationOf(reading, node) ?? place.location));
  });
  return { kind: 'list', place, items: nodes };
}

function toObject(reading: Reading, { items }: YamlMap, place: Place): MetadataNode {
  const { yaml } = reading;
  const entries = new Map<string, MetadataEntry>();
  const merged: MetadataNode[] = [];
  for (const { key, value } of items) {
    const node = yaml.isNode(value) ? value : null;
    if (yaml.isScalar(key) && key.value === '<<' && key.type === 'PLAIN') {
      merged.push(toNode(reading, node, place));
      continue;
    }
    const keyLocation = (yaml.isNode(key) ? locationOf(reading, key) : undefined) ?? place.location;
    const name = yaml.isScalar(key) && typeof key.value !== 'object' ? String(key.value) : undefined;
    if (name === undefined) {
      refuse(reading, placeIn(place, '?', keyLocation), 'A key is no text');
      continue;
    }
    const at = placeIn(place, name, keyLocation);
    if (entries.has(name)) {
      reportTwice(reading.report, at, name);
      entries.set(name, { place: at, value: { kind: 'unread', place: at } }); // neither is meant more than the other
      continue;
    }
    const valuePlace = placeIn(place, name, locationOf(reading, node) ?? keyLocation);
    entries.set(name, { place: at, value: toNode(reading, node, valuePlace) });
  }
  for (const node of merged) mergeInto(entries, reading, node);
  return { kind: 'object', place, entries };
}

/** `<<: *other` stands for the members of another object, or of several, that are not written here: Hasura's command line takes it. */
function mergeInto(entries: Map<string, MetadataEntry>, reading: Reading, node: MetadataNode): void {
  switch (node.kind) {
    case 'object':
      for (const [name, entry] of node.entries) if (!entries.has(name)) entries.set(name, entry);
      break;
    case 'list':
      for (const item of node.items) mergeInto(entries, reading, item);
      break;
    case 'unread':
      break;
    case 'text':
    case 'number':
    case 'boolean':
    case 'null':
      refuse(reading, node.place, 'What "<<" merges is no object');
      break;
    default:
      node satisfies never;
  }
}

function locationOf({ locate }: Reading, node: YamlNode | null): ProblemLocation | undefined {
  return node?.range ? locate(node.range[0]) : undefined;
}

function located(place: Place, location: ProblemLocation): Place {
  return place.parent === undefined ? { step: place.step, location } : placeIn(place.parent, place.step, location);
}

function refuse({ report }: Reading, place: Place, fault: string): MetadataNode {
  report({
    code: 'METADATA_INVALID_VALUE',
    place,
    message: `${fault}.`,
    remedy: 'Write plain YAML, as hasura metadata export does.',
  });
  return { kind: 'unread', place };
}
