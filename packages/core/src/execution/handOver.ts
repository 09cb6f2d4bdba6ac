import type { SelectedField } from '../planning/selectedFields.js';
import type { Fetched } from '../shaping/fetched.js';
import type { Client } from './client.js';

/** A root field that was fetched, and what was made of it for a response: an Error stands where the schema is not kept. */
export interface HandedOver {
  readonly fetched: Fetched;
  readonly response: unknown;
}

/**
 * Root fields that were fetched before the host's executor runs, for an operation that it has to complete after all. They
 * wait on the context value of that one operation, with who asked for it, and each is taken once.
 */
export interface HandOver {
  give(context: unknown, fields: Iterable<readonly [SelectedField, HandedOver]>): void;
  take(context: unknown, field: SelectedField): HandedOver | undefined;
  giveClient(context: unknown, client: Client): void;
  /** Who was given for an operation, left there for others. */
  seeClient(context: unknown): Client | undefined;
  takeClient(context: unknown): Client | undefined;
}

export function createHandOver(): HandOver {
  const waiting = new WeakMap<object, Map<SelectedField, HandedOver>>();
  const clients = new WeakMap<object, Client>();
  return {
    give(context, fields) {
      if (isObject(context)) waiting.set(context, new Map(fields));
    },
    take(context, field) {
      const fields = isObject(context) ? waiting.get(context) : undefined;
      const handed = fields?.get(field);
      fields?.delete(field);
      return handed;
    },
    giveClient(context, client) {
      if (isObject(context)) clients.set(context, client);
    },
    seeClient: (context) => (isObject(context) ? clients.get(context) : undefined),
    takeClient(context) {
      const client = isObject(context) ? clients.get(context) : undefined;
      if (client !== undefined) clients.delete(context as object);
      return client;
    },
  };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
