import { createHash } from 'node:crypto';

/** Names for statements that recur, so that the server parses and plans them once per connection. */
export interface PreparedNames {
  /** The name to send a text under; none for a text that is seen for the first time. */
  nameOf(text: string): string | undefined;
  /** No names from now on: what stands between us and the server does not keep them. */
  disable(): void;
}

/** A server holds a named statement as long as the connection lives, so there must be an end to them. */
const MAX_NAMES = 256;
const MAX_SEEN = 1024;
/** Texts are kept whole, so those that are long are not. */
const MAX_TEXT = 32_768;

/** A name is made from the text alone and is never another text's, whichever connection it is sent on. */
export function createPreparedNames(isEnabled: boolean): PreparedNames {
  const names = new Map<string, string>();
  const seen = new Set<string>();
  let enabled = isEnabled;

  function nameOf(text: string): string | undefined {
    if (!enabled || text.length > MAX_TEXT) return undefined;
    const name = names.get(text);
    if (name !== undefined || names.size >= MAX_NAMES) return name;
    if (!seen.delete(text)) {
      const [oldest] = seen;
      if (seen.size >= MAX_SEEN && oldest !== undefined) seen.delete(oldest);
      seen.add(text);
      return undefined;
    }
    const made = `rj_${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
    names.set(text, made);
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
