import { readTemplate, readVariable } from './envText.js';
import type { EnvText, HasuraEndpoint, HasuraHeader } from './hasuraMetadata.js';
import { isOneOf, type Members, type Read, readMembers } from './members.js';
import { listOf, readBoolean, readName, readSeconds } from './values.js';

/** Headers, forwarding and timeout of a definition, with the URL that was read of it. */
export function readEndpoint(
  members: Members,
  url: EnvText,
  timeout: { readonly key: string; readonly byDefault: number },
): HasuraEndpoint {
  return {
    url,
    headers: members.optional('headers', listOf(readHeader)) ?? [],
    forwardClientHeaders: members.optional('forward_client_headers', readBoolean) ?? false,
    ignoredClientHeaders: members.optional('ignored_client_headers', listOf(readName)) ?? [],
    timeoutSeconds: members.optional(timeout.key, readSeconds) ?? timeout.byDefault,
  };
}

/** `{name, value}` or `{name, value_from_env}`. */
const readHeader: Read<HasuraHeader> = (scope, node, what) => {
  const keys = ['value', 'value_from_env'];
  const members = readMembers(scope, node, what, { known: ['name', ...keys] });
  const name = members?.required('name', readName);
  if (members === undefined || !isOneOf(scope, members, what, keys)) return undefined;
  const value = members.optional('value', readHeaderValue) ?? members.optional('value_from_env', readVariable);
  return name === undefined || value === undefined ? undefined : { name, value };
};

/** A header may be empty. */
const readHeaderValue: Read<EnvText> = (scope, node, what) =>
  node.kind === 'text' && node.value === ''
    ? { node, parts: [{ kind: 'text', text: '' }] }
    : readTemplate(scope, node, what);
