import { listNames } from '../schema/suggest.js';
import { isEmpty, type MetadataNode, type ObjectNode } from './metadataNode.js';
import { nearNames, quote } from './nearNames.js';
import type { Scope } from './scope.js';

/** Reads a value; where it has the wrong form, says so and answers nothing. `what` is how messages call it: `"limit"`. */
export type Read<T> = (scope: Scope, node: MetadataNode, what: string) => T | undefined;

/** The members of one object, each read by its key. A key whose value is null is as good as absent. */
export interface Members {
  readonly node: ObjectNode;
  readonly has: (key: string) => boolean;
  readonly required: <T>(key: string, read: Read<T>) => T | undefined;
  readonly optional: <T>(key: string, read: Read<T>) => T | undefined;
}

export interface Keys {
  /** Keys that are read. */
  readonly known: readonly string[];
  /** Keys that Hasura knows and we do not: a warning, if anything is said by them. */
  readonly unsupported?: readonly string[];
  /** Keys that say nothing about how requests are answered. */
  readonly ignored?: readonly string[];
}

/** Opens an object whose keys are all known; of others it tells. Answers nothing where the value is no object. */
export function readMembers(scope: Scope, node: MetadataNode, what: string, keys: Keys): Members | undefined {
  if (node.kind !== 'object') return refuse(scope, node, what, 'an object');
  const { known, unsupported = [], ignored = [] } = keys;
  for (const [key, { place, value }] of node.entries) {
    if (known.includes(key) || ignored.includes(key)) continue;
    if (unsupported.includes(key)) {
      if (isEmpty(value)) continue;
      scope.report({
        code: 'METADATA_NOT_SUPPORTED',
        severity: 'warning',
        place,
        message: `${quote(key)} of ${scope.name} is not supported: it has no effect here.`,
        remedy: 'Do without it, or remove it.',
      });
      continue;
    }
    const names = [...known, ...unsupported, ...ignored];
    scope.report({
      code: 'METADATA_UNKNOWN_KEY',
      place,
      message: `Unknown key ${quote(key)} in ${inSentence(what)} of ${scope.name}.${nearNames(key, names)}`,
      remedy: `Use only ${listNames(known)}.`,
    });
  }
  const find = (key: string): MetadataNode | undefined => {
    const value = node.entries.get(key)?.value;
    return value?.kind === 'null' ? undefined : value;
  };
  return {
    node,
    has: (key) => find(key) !== undefined,
    required: (key, read) => {
      const value = find(key);
      if (value !== undefined) return read(scope, value, quote(key));
      scope.report({
        code: 'METADATA_MISSING_KEY',
        place: node.place,
        message: `${what} of ${scope.name} lacks its key ${quote(key)}.`,
        remedy: `Add ${quote(key)}.`,
      });
      return undefined;
    },
    optional: (key, read) => {
      const value = find(key);
      return value === undefined ? undefined : read(scope, value, quote(key));
    },
  };
}

function inSentence(what: string): string {
  return what.replace(/^(?:The|Item)\b/, (word) => word.toLowerCase());
}

const WORDS: Readonly<Record<MetadataNode['kind'], string>> = {
  object: 'an object',
  list: 'a list',
  text: 'a text',
  number: 'a number',
  boolean: 'a boolean',
  null: 'null',
  unread: 'unreadable',
};

/** Tells that a value has the wrong form; never the value itself, which may be a secret. */
export function refuse(scope: Scope, node: MetadataNode, what: string, wanted: string, found?: string): undefined {
  if (node.kind === 'unread') {
    scope.fail();
    return undefined;
  }
  scope.report({
    code: 'METADATA_INVALID_VALUE',
    place: node.place,
    message: `${what} of ${scope.name} must be ${wanted}, but is ${found ?? WORDS[node.kind]}.`,
    remedy: `Write ${wanted}.`,
  });
  return undefined;
}

/** Whether exactly one of some keys is there; where not, it says so. */
export function isOneOf(scope: Scope, { node, has }: Members, what: string, keys: readonly string[]): boolean {
  const given = keys.filter(has);
  if (given.length === 1) return true;
  const names = keys.map((key) => `"${key}"`).join(' and ');
  scope.report({
    code: 'METADATA_CONFLICTING_KEYS',
    place: node.place,
    message: `${what} of ${scope.name} must have exactly one of ${names}, but has ${given.length === 0 ? 'none' : 'more'}.`,
    remedy: given.length === 0 ? `Add one of ${names}.` : 'Keep one of them.',
  });
  return false;
}
