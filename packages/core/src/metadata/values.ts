import { parseType, type TypeNode } from 'graphql';
import type { QualifiedName } from './hasuraMetadata.js';
import { type Read, readMembers, refuse } from './members.js';
import type { MetadataNode } from './metadataNode.js';
import { nearNames, quote } from './nearNames.js';
import type { Scope } from './scope.js';

export const readText: Read<string> = (scope, node, what) =>
  node.kind === 'text' ? node.value : refuse(scope, node, what, 'a text');

/** A text that is not empty. */
export const readName: Read<string> = (scope, node, what) => {
  if (node.kind !== 'text') return refuse(scope, node, what, 'a text');
  return node.value === '' ? refuse(scope, node, what, 'a text that is not empty', 'empty') : node.value;
};

export const readGraphQLName: Read<string> = (scope, node, what) => {
  const name = readName(scope, node, what);
  if (name === undefined || isGraphQLName(name)) return name;
  return refuse(scope, node, what, 'a name as GraphQL has them', quote(name));
};

export function isGraphQLName(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name);
}

/** A type in GraphQL's syntax: `[Token!]!`. */
export const readTypeText: Read<string> = (scope, node, what) => {
  const text = readName(scope, node, what);
  if (text === undefined || parseTypeText(text) !== undefined) return text;
  return refuse(scope, node, what, "a type in GraphQL's syntax, such as [Token!]!", 'none');
};

export function parseTypeText(text: string): TypeNode | undefined {
  try {
    return parseType(text);
  } catch {
    return undefined;
  }
}

export const readBoolean: Read<boolean> = (scope, node, what) =>
  node.kind === 'boolean' ? node.value : refuse(scope, node, what, 'true or false');

/** A whole number from 0. */
export const readCount: Read<number> = (scope, node, what) => {
  const wanted = 'a whole number from 0';
  if (node.kind !== 'number') return refuse(scope, node, what, wanted);
  const isSound = Number.isSafeInteger(node.value) && node.value >= 0;
  return isSound ? node.value : refuse(scope, node, what, wanted, 'another number');
};

export const readSeconds: Read<number> = (scope, node, what) => {
  const wanted = 'a number of seconds';
  if (node.kind !== 'number') return refuse(scope, node, what, wanted);
  return node.value >= 0 ? node.value : refuse(scope, node, what, wanted, 'negative');
};

/** One of some words. */
export function oneOf<T extends string>(...words: readonly T[]): Read<T> {
  const wanted = words.map(quote).join(' or ');
  return (scope, node, what) => {
    if (node.kind !== 'text') return refuse(scope, node, what, wanted);
    const word = words.find((one) => one === node.value);
    if (word !== undefined) return word;
    scope.report({
      code: 'METADATA_INVALID_VALUE',
      place: node.place,
      message: `${what} of ${scope.name} must be ${wanted}, but is ${quote(node.value)}.${nearNames(node.value, words)}`,
      remedy: `Write ${wanted}.`,
    });
    return undefined;
  };
}

/** The items that could be read; of the others it is told. */
export function listOf<T>(read: Read<T>): Read<readonly T[]> {
  return (scope, node, what) => {
    if (node.kind !== 'list') return refuse(scope, node, what, 'a list');
    const items: T[] = [];
    for (const [index, item] of node.items.entries()) {
      const value = read(scope, item, `Item ${index + 1} in ${what}`);
      if (value !== undefined) items.push(value);
    }
    return items;
  };
}

/** Refuses a list without items. */
export function filled<T>(read: Read<T>): Read<T> {
  return (scope, node, what) =>
    node.kind === 'list' && node.items.length === 0
      ? refuse(scope, node, what, 'a list of at least one item', 'empty')
      : read(scope, node, what);
}

/** A list in which nothing stands twice. */
export function setOf<T>(read: Read<T>): Read<ReadonlySet<T>> {
  return (scope, node, what) => {
    const seen = new Set<T>();
    const items = listOf<T>((inner, item, itemWhat) => {
      const value = read(inner, item, itemWhat);
      if (value !== undefined && seen.has(value)) reportTwice(inner, item, itemWhat);
      else if (value !== undefined) seen.add(value);
      return value;
    })(scope, node, what);
    return items && seen;
  };
}

function reportTwice(scope: Scope, node: MetadataNode, what: string): void {
  scope.report({
    code: 'METADATA_DUPLICATE',
    place: node.place,
    message: `${what} of ${scope.name} stands twice.`,
    remedy: 'Remove one of them.',
  });
}

/** An object of texts. */
export function mapOf<T>(read: Read<T>): Read<ReadonlyMap<string, T>> {
  return (scope, node, what) => {
    if (node.kind !== 'object') return refuse(scope, node, what, 'an object');
    const entries = new Map<string, T>();
    for (const [key, { value }] of node.entries) {
      const member = read(scope, value, `${quote(key)} in ${what}`);
      if (member !== undefined) entries.set(key, member);
    }
    return entries;
  };
}

/** Columns or fields of two sides: at least one pair. */
export const readMapping: Read<ReadonlyMap<string, string>> = (scope, node, what) => {
  const mapping = mapOf(readName)(scope, node, what);
  const isEmpty = node.kind === 'object' && node.entries.size === 0;
  return isEmpty ? refuse(scope, node, what, 'an object with at least one pair of names', 'empty') : mapping;
};

/** `users`, or `{schema, name}`; the schema is `public` where none is named. */
export const readQualifiedName: Read<QualifiedName> = (scope, node, what) => {
  if (node.kind === 'text') {
    const name = readName(scope, node, what);
    return name === undefined ? undefined : { schema: 'public', name };
  }
  if (node.kind !== 'object') return refuse(scope, node, what, 'a text or an object of "schema" and "name"');
  const members = readMembers(scope, node, what, { known: ['schema', 'name'] });
  const schema = members?.optional('schema', readName) ?? 'public';
  const name = members?.required('name', readName);
  return name === undefined ? undefined : { schema, name };
};

/** `users`, or `billing.invoices`: as Hasura names them, whose schema `public` goes without saying. */
export function printQualifiedName({ schema, name }: QualifiedName): string {
  return schema === 'public' ? name : `${schema}.${name}`;
}
