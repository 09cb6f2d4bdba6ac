import type { Place } from './place.js';

/** A value of the metadata as it was written, with its place: one tree, whether of a directory, a file or an object. */
export type MetadataNode =
  | ObjectNode
  | ListNode
  | TextNode
  | { readonly kind: 'number'; readonly place: Place; readonly value: number }
  | { readonly kind: 'boolean'; readonly place: Place; readonly value: boolean }
  | { readonly kind: 'null'; readonly place: Place }
  /** What could not be read: its problem is told already. */
  | { readonly kind: 'unread'; readonly place: Place };

export interface ObjectNode {
  readonly kind: 'object';
  readonly place: Place;
  readonly entries: ReadonlyMap<string, MetadataEntry>;
}

export interface MetadataEntry {
  /** Where the key stands. */
  readonly place: Place;
  readonly value: MetadataNode;
}

export interface ListNode {
  readonly kind: 'list';
  readonly place: Place;
  readonly items: readonly MetadataNode[];
}

export interface TextNode {
  readonly kind: 'text';
  readonly place: Place;
  readonly value: string;
}

/** The value as JSON; what could not be read is null. */
export function toJson(node: MetadataNode): unknown {
  switch (node.kind) {
    case 'object':
      return Object.fromEntries(Array.from(node.entries, ([key, { value }]) => [key, toJson(value)]));
    case 'list':
      return node.items.map(toJson);
    case 'text':
    case 'number':
    case 'boolean':
      return node.value;
    case 'null':
    case 'unread':
      return null;
    default:
      return node satisfies never;
  }
}

/** Whether nothing is said by it: Hasura's exports are full of empty lists. */
export function isEmpty(node: MetadataNode): boolean {
  switch (node.kind) {
    case 'object':
      return Array.from(node.entries.values()).every(({ value }) => isEmpty(value));
    case 'list':
      return node.items.length === 0;
    case 'null':
    case 'unread':
      return true;
    case 'text':
    case 'number':
    case 'boolean':
      return false;
    default:
      return node satisfies never;
  }
}
