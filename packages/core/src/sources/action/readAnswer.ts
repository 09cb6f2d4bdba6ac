/**
 * A handler answers with the whole object, whatever was asked for. So the answer is read as if it had been asked for as a
 * remote schema is: every member under its alias, once for each place that selects it, and nothing else:
 *
 *   { order: user { name }  buyer: user { email }  total }
 *
 *   {"user": {"name": "Ada", "email": "a@b", "hash": "…"}, "total": 5}
 *   {"user": {"name": "Ada"}, "_1_user": {"email": "a@b"}, "total": 5}
 *
 * What is missing is null. Where the value is of another form than its type, or null where the type has no null, an Error
 * stands in its place. (Whether leaves are of their types is seen where they become values of the response.)
 */
import { type GraphQLOutputType, isListType, isNonNullType } from 'graphql';
import { RemoteJoinsError } from '../../error/RemoteJoinsError.js';
import { isJsonObject, type JsonObject } from '../../model/json.js';
import { isDeeper, MAX_JSON_DEPTH } from '../../model/jsonDepth.js';
import { remember } from '../../model/remember.js';
import type { AskedField, RemoteBranch, RemotePlan, RemoteSelection } from '../../planning/fetchPlan.js';

/** Reads what a handler answered to one plan. */
export function readAnswer(plan: RemotePlan, value: unknown): unknown {
  const read = remember(readers, plan, () => createReader(plan, createInvalid(plan.coordinate)));
  return read(value);
}

/** Gives null where there is nothing. */
type Reader = (value: unknown) => unknown;

const readers = new WeakMap<RemotePlan, Reader>();

/** The Error of one field, for all positions it has; made where it is first needed. */
type Invalid = () => RemoteJoinsError;

function createInvalid(coordinate: string): Invalid {
  let error: RemoteJoinsError | undefined;
  return () => {
    error ??= new RemoteJoinsError(
      'SOURCE_INVALID_RESPONSE',
      `Field "${coordinate}" has no value: The handler answered with something that does not fit its type.`,
    );
    return error;
  };
}

type Typed = { readonly type: GraphQLOutputType } & Pick<RemotePlan, 'selection'>;

function createReader({ type, selection }: Typed, invalid: Invalid): Reader {
  const read = selection ? createSelectionReader(selection, invalid) : createLeafReader(invalid);
  return wrapReader(type, read, invalid);
}

/** Reads through the wrappers of a type. */
function wrapReader(type: GraphQLOutputType, readInner: Reader, invalid: Invalid): Reader {
  if (isNonNullType(type)) {
    const readNullable = wrapReader(type.ofType, readInner, invalid);
    return (value) => readNullable(value) ?? invalid();
  }
  const read = isListType(type) ? createListReader(wrapReader(type.ofType, readInner, invalid), invalid) : readInner;
  return (value) => (value === null || value === undefined ? null : read(value));
}

function createListReader(read: Reader, invalid: Invalid): Reader {
  return (value) => (Array.isArray(value) ? value.map(read) : invalid());
}

function createLeafReader(invalid: Invalid): Reader {
  return (value) => (isDeeper(value, MAX_JSON_DEPTH) ? invalid() : value);
}

function createSelectionReader({ abstract, branches }: RemoteSelection, invalid: Invalid): Reader {
  const byName = new Map(branches.map((branch) => [branch.upstreamName, createBranchReader(branch)]));
  const [only] = byName.values();
  return (value) => {
    if (!isJsonObject(value)) return invalid();
    if (!abstract) return only === undefined ? invalid() : Object.fromEntries(only(value));
    const typeName = own(value, '__typename');
    const read = typeof typeName === 'string' ? byName.get(typeName) : undefined;
    return read === undefined ? invalid() : Object.fromEntries([['__typename', typeName], ...read(value)]);
  };
}

type MembersReader = (object: JsonObject) => [alias: string, value: unknown][];

function createBranchReader({ typeName, asked, fields }: RemoteBranch): MembersReader {
  // A field that is first asked for as a key may be selected as well: only what is made of it has the type.
  const made = new Map(fields.flatMap((field) => (field.kind === 'join' ? [] : [[field.alias, field] as const])));
  return createMembersReader(asked, ({ alias }) => {
    const field = made.get(alias);
    return field ? createReader(field, createInvalid(`${typeName}.${field.key.split(' ', 1)[0]}`)) : readKey;
  });
}

function createMembersReader(asked: readonly AskedField[], createField: (field: AskedField) => Reader): MembersReader {
  const members = asked.map((field) => {
    const read = field.phantoms ? createPathReader(field.phantoms) : createField(field);
    return { ...field, read };
  });
  return (object) => members.map(({ alias, upstreamName, read }) => [alias, read(own(object, upstreamName))]);
}

/** The objects on the way to a key. One that is not there has none. */
function createPathReader(phantoms: readonly AskedField[]): Reader {
  const read = createMembersReader(phantoms, () => readKey);
  return (value) => (isJsonObject(value) ? Object.fromEntries(read(value)) : null);
}

/** What is no value of the key's type matches nothing. */
const readKey: Reader = (value) => value ?? null;

function own(object: JsonObject, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}
