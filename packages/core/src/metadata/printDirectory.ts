import { posix } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { isJsonObject } from '../model/json.js';
import { type JsonObject, own } from './calls/jsonTree.js';
import { FILES, resolveInclude, VERSION } from './directoryLayout.js';
import { printActions } from './printActionsSdl.js';
import type { YamlText } from './readYaml.js';

/** The files of a directory as they are, by path. */
export type DirectoryTexts = ReadonlyMap<string, string>;

/**
 * What the files of a directory have to hold for its metadata to become another: those that change, alone. What stands in a
 * file of its own stays there; a new table gets one where the others have one.
 *
 * @param before the metadata that the files hold
 * @returns texts by path; undefined for a file that goes
 */
export function printDirectory(
  files: DirectoryTexts,
  before: JsonObject,
  after: JsonObject,
  yaml: YamlText,
): Map<string, string | undefined> {
  const printing: Printing = { files, yaml, changed: new Map() };
  for (const [file, key] of FILES) {
    const [old, next] = [own(before, key), own(after, key)];
    if (isDeepStrictEqual(old, next)) continue;
    if (next === undefined && !files.has(file)) continue;
    printFile(printing, file, old, next ?? []);
  }
  const isKept = ['actions', 'custom_types'].every((key) => isDeepStrictEqual(own(before, key), own(after, key)));
  if (!isKept) {
    for (const [file, text] of printActions(after, yaml)) printing.changed.set(file, text);
  }
  if (!files.has(VERSION)) printing.changed.set(VERSION, yaml.print({ version: 3 }));
  return printing.changed;
}

interface Printing {
  readonly files: DirectoryTexts;
  readonly yaml: YamlText;
  readonly changed: Map<string, string | undefined>;
}

/** @param old what the file holds, with what it includes */
function printFile(printing: Printing, file: string, old: unknown, next: unknown): void {
  const text = printing.files.get(file);
  const raw = text === undefined ? undefined : printing.yaml.read(text);
  const written = place(printing, file, raw, old, next);
  if (text === undefined || !isDeepStrictEqual(raw, written)) printing.changed.set(file, printing.yaml.print(written));
}

/** The value as it stands in a file: with includes in the places of what has a file of its own. */
function place(printing: Printing, file: string, raw: unknown, old: unknown, next: unknown): unknown {
  if (isDeepStrictEqual(old, next) && raw !== undefined) return raw;
  const target = includedBy(file, raw);
  if (target !== undefined) {
    printFile(printing, target, old, next);
    return raw;
  }
  if (Array.isArray(next))
    return placeItems(printing, file, Array.isArray(raw) ? raw : [], Array.isArray(old) ? old : [], next);
  if (!isJsonObject(next)) return next;
  const [rawObject, oldObject] = [isJsonObject(raw) ? raw : {}, isJsonObject(old) ? old : {}];
  const members = Object.entries(next).map(([key, value]) => [
    key,
    place(printing, file, own(rawObject, key), own(oldObject, key), value),
  ]);
  for (const [key, value] of Object.entries(rawObject))
    if (!Object.hasOwn(next, key)) removeFiles(printing, file, value);
  return Object.fromEntries(members);
}

function placeItems(
  printing: Printing,
  file: string,
  raw: readonly unknown[],
  old: readonly unknown[],
  next: readonly unknown[],
): unknown[] {
  const left = new Map(old.map((item, index) => [identityOf(item), index]));
  const areFiles =
    raw.length === 0 ? /\/(tables|functions)\.yaml$/.test(file) : raw.some((item) => includedBy(file, item));
  const items = next.map((item) => {
    const identity = identityOf(item);
    const index = left.get(identity);
    left.delete(identity);
    if (index !== undefined && index in raw) return place(printing, file, raw[index], old[index], item);
    return areFiles ? placeInNewFile(printing, file, item) : placeNewSource(printing, file, item);
  });
  for (const index of left.values()) removeFiles(printing, file, raw[index]);
  return items;
}

/** What tells the objects of one list apart. */
function identityOf(item: unknown): string {
  if (!isJsonObject(item)) return JSON.stringify(item);
  const { name, schema } = tableOf(item);
  const own_ = ['name', 'role', 'role_name', 'type_name'].map((key) => own(item, key));
  return JSON.stringify([schema, name, ...own_]);
}

function tableOf(item: JsonObject): { readonly schema: unknown; readonly name: unknown } {
  const table = own(item, 'table') ?? own(item, 'function');
  if (!isJsonObject(table)) return { schema: 'public', name: table };
  return { schema: own(table, 'schema') ?? 'public', name: own(table, 'name') };
}

/** As Hasura's command line names the file of a table: `public_users.yaml`. */
function placeInNewFile(printing: Printing, file: string, item: unknown): unknown {
  const { schema, name } = isJsonObject(item) ? tableOf(item) : { schema: undefined, name: undefined };
  const wanted = `${schema}_${name}.yaml`;
  const path = posix.join(posix.dirname(file), wanted);
  // A name may hold what no file's name can; it then stands in the list itself.
  if (!/^[\w-]+\.yaml$/.test(wanted) || printing.files.has(path) || printing.changed.has(path)) return item;
  printing.changed.set(path, printing.yaml.print(item));
  return `!include ${wanted}`;
}

/** A new source has its tables in files, as Hasura's command line writes them. */
function placeNewSource(printing: Printing, file: string, item: unknown): unknown {
  if (file !== 'databases/databases.yaml' || !isJsonObject(item)) return item;
  const name = own(item, 'name');
  const tables = own(item, 'tables');
  if (typeof name !== 'string' || !/^[\w-]+$/.test(name) || !Array.isArray(tables)) return item;
  const target = `${name}/tables/tables.yaml`;
  printFile(printing, `databases/${target}`, undefined, tables);
  return { ...item, tables: `!include ${target}` };
}

function removeFiles(printing: Printing, file: string, raw: unknown): void {
  const target = includedBy(file, raw);
  if (target !== undefined) {
    const text = printing.files.get(target);
    if (text !== undefined) removeFiles(printing, target, printing.yaml.read(text));
    printing.changed.set(target, undefined);
  } else if (Array.isArray(raw)) for (const item of raw) removeFiles(printing, file, item);
  else if (isJsonObject(raw)) for (const value of Object.values(raw)) removeFiles(printing, file, value);
}

function includedBy(file: string, raw: unknown): string | undefined {
  const written = typeof raw === 'string' ? /^!include\s+(\S.*)$/.exec(raw)?.[1] : undefined;
  return written === undefined ? undefined : resolveInclude(file, written);
}
