import type { EnvText, EnvTextPart } from './hasuraMetadata.js';
import { type Read, refuse } from './members.js';
import type { MetadataNode } from './metadataNode.js';
import { readName } from './values.js';

/** A text with `{{VARIABLE}}` in it, as Hasura has them in URLs and header values. What is not closed is text. */
export const readTemplate: Read<EnvText> = (scope, node, what) => {
  const text = readName(scope, node, what);
  if (text === undefined) return undefined;
  const parts = parseTemplate(text);
  const isSound = parts.every((part) => part.kind === 'text' || isVariable(part.name));
  return isSound
    ? { node, parts }
    : refuse(scope, node, what, 'a text with names of variables in {{ }}', 'another text');
};

/** The name of a variable, for the whole text. */
export const readVariable: Read<EnvText> = (scope, node, what) => {
  const name = readName(scope, node, what);
  if (name === undefined) return undefined;
  const wanted = 'the name of an environment variable';
  return isVariable(name)
    ? { node, parts: [{ kind: 'variable', name }] }
    : refuse(scope, node, what, wanted, 'no name');
};

/** What is no name may be the secret itself, in the wrong place, and is not to be told as the name of what is not set. */
function isVariable(name: string): boolean {
  return /^[A-Za-z_]\w{0,99}$/.test(name);
}

export function literalText(node: MetadataNode, text: string): EnvText {
  return { node, parts: [{ kind: 'text', text }] };
}

function parseTemplate(text: string): EnvTextPart[] {
  const parts: EnvTextPart[] = [];
  let at = 0;
  // Nothing that opens after the last end is closed: to look for its end from each would take time without measure.
  const closed = text.slice(0, Math.max(0, text.lastIndexOf('}}') + 2));
  for (const match of closed.matchAll(/\{\{(.*?)\}\}/gs)) {
    const [whole, name = ''] = match;
    if (match.index > at) parts.push({ kind: 'text', text: text.slice(at, match.index) });
    parts.push({ kind: 'variable', name: name.trim() });
    at = match.index + whole.length;
  }
  if (at < text.length) parts.push({ kind: 'text', text: text.slice(at) });
  return parts;
}
