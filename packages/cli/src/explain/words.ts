import type { ExplainedCall, ExplainedField, ExplainedOperation } from '@remote-joins/core';

/** `query Orders`, or `query` where it has no name. */
export function titleOf({ operation, name }: ExplainedOperation): string {
  return name === undefined ? operation : `${operation} ${name}`;
}

/** `orders_db (SQL)`. */
export function sourceOf({ source, kind, below }: ExplainedCall): string {
  const after = below === undefined ? '' : ` after ${below}`;
  return `${source} (${languageOf(kind)})${after}`;
}

function languageOf(kind: ExplainedCall['kind']): string {
  switch (kind) {
    case 'statement':
      return 'SQL';
    case 'document':
      return 'GraphQL';
    case 'action':
      return 'action';
    case 'lookup':
      return 'SQL, keys of a filter';
    default:
      return kind satisfies never;
  }
}

/** `OrderItem.stock by sku, one alias per key`. */
export function fieldWords({ coordinate, key, aliases }: ExplainedField): string {
  const by = key.length === 0 ? '' : ` by ${key.join(' and ')}`;
  return `${coordinate}${by}${aliases ? ', one alias per key' : ''}`;
}

/** `5 calls at most, 4 of them one after another`. */
export function countWords({ count, depth, operation }: ExplainedOperation): string {
  if (count === 0) return 'no calls';
  const calls = count === 1 ? '1 call' : `${count} calls`;
  const after = depth > 1 && depth < count ? `, ${depth} of them one after another` : '';
  return `${calls}${depth > 1 && depth === count ? ', one after another' : after}${operation === 'subscription' ? ', per event' : ''}`;
}
