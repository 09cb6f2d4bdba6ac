import { invariant } from '../../error/invariant.js';
import { RemoteJoinsError } from '../../error/RemoteJoinsError.js';
import type { Answer, FetchContext, FetchRequest } from '../../source.js';
import { type Database, isFailure } from './database.js';
import type { Origins } from './failure.js';
import type { ReadContext } from './gathered.js';
import { awaitLookups } from './lookups.js';
import { bindStatement, magnitudeOf, mergeStatements } from './mergeStatements.js';
import { readCall } from './readCall.js';
import { readLookup } from './readLookup.js';
import type { RowsCall } from './rowsCall.js';

/** The protocol counts the values of a statement in two bytes; keys are among them. */
const MAX_VALUES = 50_000;

/**
 * Answers all requests with one statement. One that cannot be asked for fails alone before anything is sent; where the
 * merged statement fails for a reason that may be one plan's, each plan gets one more try alone, side by side. Time-outs
 * and broken connections are never repeated. What depends on keys of other databases, and has to wait for them, follows
 * as a statement of its own: nothing else waits with it.
 */
export async function fetchRows(
  database: Database,
  requests: readonly FetchRequest[],
  context: FetchContext,
): Promise<readonly (Answer | Error)[]> {
  const calls = requests.map((request) => prepareCall(request, context));
  const [only, second] = calls;
  if (only !== undefined && second === undefined) {
    const call = only instanceof Promise ? await only : only;
    return [call instanceof Error ? call : await sendAlone(database, call, context)];
  }
  const ready = calls.filter((call): call is RowsCall | Error => !(call instanceof Promise));
  const waiting = calls.filter((call) => call instanceof Promise);
  const [now, later] = await Promise.all([
    answerAll(database, ready, context),
    waiting.length === 0 ? [] : Promise.all(waiting).then((known) => answerAll(database, known, context)),
  ]);
  const [nextNow, nextLater] = [now.values(), later.values()];
  return calls.map((call) => (call instanceof Promise ? nextLater : nextNow).next().value ?? invalidAnswer());
}

async function answerAll(
  database: Database,
  calls: readonly (RowsCall | Error)[],
  context: FetchContext,
): Promise<readonly (Answer | Error)[]> {
  const sound = calls.filter((call): call is RowsCall => !(call instanceof Error));
  const answers = await sendAll(database, sound, context);
  const answerOf = new Map(sound.map((call, index) => [call, answers[index]]));
  return calls.map((call) => (call instanceof Error ? call : (answerOf.get(call) ?? invalidAnswer())));
}

/** At once, where nothing has to be known of another database that is not known yet. Never rejects. */
function prepareCall(request: FetchRequest, context: FetchContext): RowsCall | Error | Promise<RowsCall | Error> {
  const call = createCall(request, context);
  if (call instanceof Error || call.needs.lookups.length === 0) return call;
  return awaitLookups(call, context, (refused) => createCall(request, { ...readContextOf(context), refused }));
}

function createCall({ plan, keys }: FetchRequest, context: ReadContext): RowsCall | Error {
  try {
    invariant(plan.kind !== 'remote', `"${plan.coordinate}" is no plan for a database`);
    const read = plan.kind === 'lookup' ? readLookup(plan, context) : readCall(plan, context);
    return { plan, keys, ...read };
  } catch (error) {
    if (error instanceof RemoteJoinsError) return error;
    const cause = { class: error instanceof Error ? error.name : typeof error };
    return new RemoteJoinsError('INTERNAL_SERVER_ERROR', `"${plan.coordinate}" could not be made into SQL.`, { cause });
  }
}

function readContextOf({ variables, names, session }: FetchContext): ReadContext {
  return { variables, names, session };
}

async function sendAll(
  database: Database,
  calls: readonly RowsCall[],
  context: FetchContext,
): Promise<readonly (Answer | Error)[]> {
  const [only] = calls;
  if (only === undefined) return [];
  const count = calls.reduce((sum, { values }) => sum + values.length, 0);
  if (calls.length === 1 || count > MAX_VALUES)
    return Promise.all(calls.map((call) => sendAlone(database, call, context)));
  const origins = originsOf(calls);
  const row = await database.send({ ...mergeStatements(calls), origins, signal: context.signal });
  if (!isFailure(row)) return calls.map((call, index) => readAnswer(call, row[index]));
  if (!row.isOfOnePlan) return calls.map(() => row.error);
  return Promise.all(calls.map((call) => sendAlone(database, call, context)));
}

function originsOf(calls: readonly RowsCall[]): Origins {
  return {
    hasArguments: calls.some(({ needs }) => needs.hasArguments),
    sessionVariables: new Set(calls.flatMap(({ needs }) => [...needs.sessionVariables])),
  };
}

async function sendAlone(database: Database, call: RowsCall, { signal }: FetchContext): Promise<Answer | Error> {
  const row = await database.send({
    text: call.statement.text,
    values: bindStatement(call),
    magnitude: magnitudeOf(call),
    origins: call.needs,
    signal,
  });
  return isFailure(row) ? row.error : readAnswer(call, row[0]);
}

function readAnswer({ plan, failures }: RowsCall, text: unknown): Answer | Error {
  if (typeof text !== 'string') return invalidAnswer();
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return invalidAnswer();
  }
  const counts = columnCounts(plan);
  const sets: unknown = counts.length === 1 ? [parsed] : parsed;
  if (!isSets(sets, counts)) return invalidAnswer();
  return failures.size === 0 ? { kind: 'rows', sets } : { kind: 'rows', sets, failures };
}

/** How many columns each set of the answer has. */
function columnCounts(plan: RowsCall['plan']): readonly number[] {
  switch (plan.kind) {
    case 'rows':
      return plan.sets.map(({ columns }) => columns.length);
    case 'lookup':
      return [plan.elsewhere.keys.length];
    case 'remote':
      return [];
    default:
      return plan satisfies never;
  }
}

function isSets(sets: unknown, counts: readonly number[]): sets is unknown[][][] {
  return (
    Array.isArray(sets) &&
    sets.length === counts.length &&
    counts.every((count, index) => {
      const set: unknown = sets[index];
      return Array.isArray(set) && set.length === count && set.every(Array.isArray);
    })
  );
}

function invalidAnswer(): RemoteJoinsError {
  return new RemoteJoinsError(
    'SOURCE_INVALID_RESPONSE',
    'The database answered with something that is no answer to the statement.',
  );
}
