import { createHash } from 'node:crypto';
import { remember } from '../../model/remember.js';

/** Names for statements that recur, so that the server parses and plans them once per connection. */
export interface PreparedNames {
  /**
   * The name to send a text under; none for a text that is seen for the first time.
   * @param magnitude letters, digits and `_`: what a plan is made for, beside the text
   */
  nameOf(text: string, magnitude: string): string | undefined;
  /** No names from now on: what stands between us and the server does not keep them. */
  disable(): void;
}

/** A server holds a named statement as long as the connection lives, so there must be an end to them. */
const MAX_NAMES = 256;
const MAX_SEEN = 1024;
/** Postgres cuts longer ones. What is cut off are magnitudes, which may share a name. */
const MAX_NAME = 63;
/** Texts are kept whole, so those that are long are not. */
const MAX_TEXT = 32_768;

/** A name is made from text and magnitude alone and is never another's, whichever connection it is sent on. */
export function createPreparedNames(isEnabled: boolean): PreparedNames {
  const names = new Map<string, Map<string, string>>();
  const seen = new Set<string>();
  let count = 0;
  let enabled = isEnabled;

  function nameOf(text: string, magnitude: string): string | undefined {
    if (!enabled || text.length > MAX_TEXT) return undefined;
    const named = names.get(text);
    const name = named?.get(magnitude);
    if (name !== undefined || count >= MAX_NAMES) return name;
    if (named === undefined && !seen.delete(text)) {
      const [oldest] = seen;
      if (seen.size >= MAX_SEEN && oldest !== undefined) seen.delete(oldest);
      seen.add(text);
      return undefined;
    }
    const made = `rj_${createHash('sha256').update(text).digest('hex').slice(0, 32)}${magnitude}`.slice(0, MAX_NAME);
    remember(names, text, () => new Map<string, string>()).set(magnitude, made);
    count += 1;
    return made;
  }

  return {
    nameOf,
    disable() {
      enabled = false;
      names.clear();
      seen.clear();
    },
  };
}
