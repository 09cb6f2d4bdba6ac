import { isJsonObject } from '../../model/json.js';
import type { QualifiedName } from '../hasuraMetadata.js';
import { printQualifiedName } from '../values.js';
import { type Edit, editIn, type JsonObject, type NamedList, own, textOf } from './jsonTree.js';
import { Refusal } from './refusal.js';

const DEFAULT_SOURCE = 'default';

/** Postgres and what is built on it. */
export const DATABASES: readonly string[] = ['pg_', 'citus_'];

/** The sources by one name. */
export function sourceList(name: string): NamedList {
  return {
    key: 'sources',
    is: (item) => own(item, 'name') === name,
    what: `source with name "${name}"`,
    isRequired: true,
  };
}

/** @throws Refusal where there is no such source */
export function editSource(
  metadata: JsonObject,
  args: JsonObject,
  edit: (source: JsonObject) => JsonObject,
): JsonObject {
  const name = own(args, 'source') === undefined ? DEFAULT_SOURCE : textOf(args, 'source');
  return editIn(metadata, sourceList(name), edit);
}

/** Calls under the names that they have for each kind of database that is Postgres. */
export function namedFor(
  prefixes: readonly string[],
  calls: Readonly<Record<string, Edit>>,
): Readonly<Record<string, Edit>> {
  return Object.fromEntries(
    Object.entries(calls).flatMap(([name, edit]) => prefixes.map((prefix) => [`${prefix}${name}`, edit])),
  );
}

/** @throws Refusal where there is no such source or table */
export function editTable(metadata: JsonObject, args: JsonObject, edit: (table: JsonObject) => JsonObject): JsonObject {
  const table = tableOf(args);
  return editSource(metadata, args, (source) => editIn(source, tableList(table), edit));
}

export function tableList(table: QualifiedName): NamedList {
  const is = (item: JsonObject): boolean => {
    const name = qualifiedName(own(item, 'table'));
    return name?.schema === table.schema && name.name === table.name;
  };
  return { key: 'tables', is, what: `table ${quoted(table)}`, isRequired: true };
}

/**
 * What a table has under a name, in one of its lists.
 * @param member the member of the call that holds the name
 */
export function fieldList(args: JsonObject, key: string, member: string, word: string): NamedList {
  const name = textOf(args, member);
  const what = `${word} "${name}" on table ${quoted(tableOf(args))}`;
  return { key, is: (item) => own(item, 'name') === name, what };
}

/** The table that a call is about. */
export function tableOf(args: JsonObject): QualifiedName {
  const table = qualifiedName(own(args, 'table'));
  if (table !== undefined) return table;
  throw new Refusal('parse-failed', 'the table must be a name, or an object of "schema" and "name"', {
    path: '$.args.table',
  });
}

export function qualifiedName(table: unknown): QualifiedName | undefined {
  if (typeof table === 'string') return { schema: 'public', name: table };
  if (!isJsonObject(table)) return undefined;
  const schema = own(table, 'schema') ?? 'public';
  const name = own(table, 'name');
  return typeof schema === 'string' && typeof name === 'string' ? { schema, name } : undefined;
}

export function quoted(table: QualifiedName): string {
  return `"${printQualifiedName(table)}"`;
}
