import type { RemoteJoins } from './attachRemoteJoins.js';
import { invariant } from './error/invariant.js';
import type { Attachment } from './execution/attachResolvers.js';
import type { RemoteJoinsOptions } from './options.js';

/** What adapters of hosts need to know of joins, and nobody else. */
export interface AttachedJoins {
  readonly attachment: Attachment;
  /** As they were given. */
  readonly options: RemoteJoinsOptions;
}

const attached = new WeakMap<RemoteJoins, AttachedJoins>();

export function rememberJoins(joins: RemoteJoins, parts: AttachedJoins): void {
  attached.set(joins, parts);
}

export function attachedOf(joins: RemoteJoins): AttachedJoins {
  const parts = attached.get(joins);
  invariant(parts, 'joins that were not attached');
  return parts;
}
