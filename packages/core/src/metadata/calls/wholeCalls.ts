import { isJsonObject } from '../../model/json.js';
import { type Edit, type JsonObject, own } from './jsonTree.js';
import { Refusal } from './refusal.js';

/** Calls that replace the metadata as a whole. */
export const wholeCalls: Readonly<Record<string, Edit>> = {
  replace_metadata: (_, args) => wholeOf(args),
  clear_metadata: () => ({ version: 3, sources: [] }),
};

/** The first version of the call is the metadata itself, the second has it as a member. */
function wholeOf(args: JsonObject): JsonObject {
  const given = own(args, 'metadata') ?? args;
  if (!isJsonObject(given))
    throw new Refusal('parse-failed', '"metadata" must be an object', { path: '$.args.metadata' });
  if (own(given, 'version') !== 3)
    throw new Refusal('parse-failed', 'the metadata must have "version": 3, as export_metadata of Hasura 2 answers it');
  // What was cut short or misspelt must not clear everything.
  if (!Array.isArray(own(given, 'sources')))
    throw new Refusal('parse-failed', '"sources" of the metadata must be a list');
  return given;
}
