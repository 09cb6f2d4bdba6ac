import { introspectionFromSchema } from 'graphql';
import { actionCalls } from '../metadata/calls/actionCalls.js';
import { checkRelationshipCall } from '../metadata/calls/checkRelationshipCall.js';
import { functionCalls } from '../metadata/calls/functionCalls.js';
import { type Edit, type JsonObject, onlyKeys, own, textOf } from '../metadata/calls/jsonTree.js';
import { printRefusal, Refusal } from '../metadata/calls/refusal.js';
import { assertRemoteSchema, remoteSchemaCalls } from '../metadata/calls/remoteSchemaCalls.js';
import { sourceCalls } from '../metadata/calls/sourceCalls.js';
import { tableCalls } from '../metadata/calls/tableCalls.js';
import { tableFieldCalls } from '../metadata/calls/tableFieldCalls.js';
import { wholeCalls } from '../metadata/calls/wholeCalls.js';
import { withoutInconsistent } from '../metadata/calls/withoutInconsistent.js';
import { toInconsistentObject } from '../metadata/leftOut.js';
import { isJsonObject } from '../model/json.js';
import type { LiveEdit, LiveMetadata } from './liveMetadata.js';

/** One call of Hasura's metadata API. */
interface Call {
  readonly type: string;
  readonly args: JsonObject;
  readonly version: number;
}

const SUCCESS = { message: 'success' };

/** What does not only change the metadata, and so cannot be a part of one change. */
const ALONE: readonly string[] = [
  'bulk', 'bulk_atomic', 'bulk_keep_going', 'drop_inconsistent_metadata', 'get_inconsistent_metadata',
  'introspect_remote_schema', 'reload_metadata', 'reload_remote_schema',
]; // biome-ignore format: a table

const edits: ReadonlyMap<string, Edit> = new Map(
  Object.entries({
    ...sourceCalls,
    ...tableCalls,
    ...tableFieldCalls,
    ...functionCalls,
    ...remoteSchemaCalls,
    ...actionCalls,
    ...wholeCalls,
  }),
);

/**
 * Does what a call asks for, and answers as Hasura does.
 *
 * @throws Refusal where it cannot be done; nothing has changed then
 */
export async function runCall(live: LiveMetadata, body: unknown): Promise<unknown> {
  const call = readCall(body, '$');
  const { type, args, version } = call;
  switch (type) {
    case 'bulk':
      return runBulk(live, body);
    case 'bulk_atomic':
      await runBulk(live, body);
      return SUCCESS;
    case 'bulk_keep_going':
      return runEach(live, body);
    case 'export_metadata':
      return exportMetadata(live, version);
    case 'get_inconsistent_metadata':
      return consistencyOf(live);
    case 'reload_metadata':
      await live.reload('inconsistent');
      return { ...SUCCESS, ...consistencyOf(live) };
    case 'reload_remote_schema':
      onlyKeys(args, ['name']);
      assertRemoteSchema(live.current().metadata, args);
      await live.change((metadata) => metadata, 'consistent');
      return SUCCESS;
    case 'introspect_remote_schema':
      return introspect(live, args);
    case 'drop_inconsistent_metadata':
      await live.change((metadata) => withoutInconsistent(metadata, live.current().leftOut), 'inconsistent');
      return SUCCESS;
    case 'replace_metadata': {
      const mayBeInconsistent = own(args, 'allow_inconsistent_metadata') === true;
      await live.change(editBy(call), mayBeInconsistent ? 'inconsistent' : 'consistent');
      return version === 2 ? consistencyOf(live) : SUCCESS;
    }
    default: {
      const edit = editBy(call);
      await live.change(edit, 'consistent');
      return SUCCESS;
    }
  }
}

/** All or none of them. */
async function runBulk(live: LiveMetadata, body: unknown): Promise<unknown> {
  const calls = listOfCalls(body).map((one, index) => readCall(one, `$.args[${index}]`));
  const answers: unknown[] = [];
  const edit: LiveEdit = async (metadata, findLeftOut) => {
    let current = metadata;
    for (const [index, call] of calls.entries()) {
      const isRead = call.type === 'export_metadata';
      answers.push(isRead ? current : SUCCESS);
      if (isRead) continue;
      const before = current;
      current = await within(`$.args[${index}]`, async () => editBy(call)(before, findLeftOut));
    }
    return current;
  };
  await live.change(edit, 'consistent');
  return answers;
}

/** One after the other, whatever becomes of those before: what is refused is an answer, too. */
async function runEach(live: LiveMetadata, body: unknown): Promise<unknown> {
  const calls = listOfCalls(body);
  for (const [index, one] of calls.entries()) {
    const { type } = readCall(one, `$.args[${index}]`);
    if (type.startsWith('bulk')) throw alone(type, `$.args[${index}]`);
  }
  const answers: unknown[] = [];
  for (const one of calls) answers.push(await runCall(live, one).catch(toAnswer));
  return answers;
}

function toAnswer(error: unknown): unknown {
  if (error instanceof Refusal) return printRefusal(error);
  throw error;
}

function listOfCalls(body: unknown): readonly unknown[] {
  const given = isJsonObject(body) ? own(body, 'args') : undefined;
  if (Array.isArray(given)) return given;
  throw new Refusal('parse-failed', '"args" of bulk must be a list of calls');
}

function alone(type: string, path = '$'): Refusal {
  return new Refusal('not-supported', `"${type}" must be called by itself`, { path: `${path}.type` });
}

/** Paths of what is refused within a bulk call begin there. */
async function within<Result>(path: string, task: () => Promise<Result>): Promise<Result> {
  try {
    return await task();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal(error.code, error.message, { path: error.path.replace('$', path), internal: error.internal });
  }
}

function readCall(body: unknown, path: string): Call {
  if (!isJsonObject(body)) throw new Refusal('parse-failed', 'a call must be an object', { path });
  const type = own(body, 'type');
  if (typeof type !== 'string') throw new Refusal('parse-failed', 'key "type" not found', { path });
  const args = own(body, 'args') ?? {};
  const version = own(body, 'version') ?? 1;
  if (version !== 1 && version !== 2) throw new Refusal('parse-failed', '"version" must be 1 or 2', { path });
  // Those of several are a list, and the oldest form of "track_table" has only the name of the table.
  if (typeof args === 'string' && type.endsWith('track_table')) return { type, args: { table: args }, version };
  if (!isJsonObject(args) && !type.startsWith('bulk'))
    throw new Refusal('parse-failed', '"args" must be an object', { path });
  return { type, args: isJsonObject(args) ? args : {}, version };
}

function editBy({ type, args }: Call): LiveEdit {
  const edit = edits.get(type);
  if (ALONE.includes(type)) throw alone(type);
  if (edit === undefined) throw new Refusal('parse-failed', `unknown metadata command "${type}"`, { path: '$.type' });
  if (/^(pg_|citus_)?(create|update)_remote_relationship$/.test(type)) checkRelationshipCall(args);
  return (metadata, findLeftOut) => edit(metadata, args, findLeftOut);
}

function exportMetadata(live: LiveMetadata, version: number): unknown {
  const { metadata, version: resource_version } = live.current();
  return version === 2 ? { resource_version, metadata } : metadata;
}

function consistencyOf(live: LiveMetadata): {
  readonly is_consistent: boolean;
  readonly inconsistent_objects: unknown;
} {
  const { listed } = live.current();
  return { is_consistent: listed.length === 0, inconsistent_objects: listed.map(toInconsistentObject) };
}

function introspect(live: LiveMetadata, args: JsonObject): unknown {
  onlyKeys(args, ['name']);
  const { metadata, remoteSchemas } = live.current();
  assertRemoteSchema(metadata, args);
  const name = textOf(args, 'name');
  const schema = remoteSchemas.get(name);
  if (schema === undefined) throw new Refusal('remote-schema-error', `remote schema "${name}" cannot be asked`);
  return { data: introspectionFromSchema(schema) };
}
