import type { SelectedField } from '../planning/selectedFields.js';
import type { Fetched } from '../shaping/fetched.js';

/**
 * Root fields that were fetched before the host's executor runs, for an operation that it has to complete after all. They
 * wait on the context value of that one operation, and each is taken once.
 */
export interface HandOver {
  give(context: unknown, fetched: Iterable<readonly [SelectedField, Fetched]>): void;
  take(context: unknown, field: SelectedField): Fetched | undefined;
}

export function createHandOver(): HandOver {
  const waiting = new WeakMap<object, Map<SelectedField, Fetched>>();
  return {
    give(context, fetched) {
      if (isObject(context)) waiting.set(context, new Map(fetched));
    },
    take(context, field) {
      const fields = isObject(context) ? waiting.get(context) : undefined;
      const fetched = fields?.get(field);
      fields?.delete(field);
      return fetched;
    },
  };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
