import { invariant } from '../../error/invariant.js';
import { RemoteJoinsError } from '../../error/RemoteJoinsError.js';
import type { RowsPlan } from '../../planning/fetchPlan.js';
import type { Answer, FetchContext, FetchRequest } from '../../source.js';
import { type Database, isFailure } from './database.js';
import { bindStatement, type Call, magnitudeOf, mergeStatements } from './mergeStatements.js';
import { readCall } from './readCall.js';

/** The protocol counts the values of a statement in two bytes; keys are among them. */
const MAX_VALUES = 50_000;

interface RowsCall extends Call {
  readonly plan: RowsPlan;
  readonly failures: ReadonlyMap<number, Error>;
}

/**
 * Answers all requests with one statement. One with bad arguments fails alone before anything is sent; where the merged
 * statement fails for a reason that may be one plan's, each plan gets one more try alone, side by side. Time-outs and
 * broken connections are never repeated.
 */
export async function fetchRows(
  database: Database,
  requests: readonly FetchRequest[],
  context: FetchContext,
): Promise<readonly (Answer | Error)[]> {
  const [only, second] = requests;
  if (only !== undefined && second === undefined) {
    const call = createCall(only, context);
    return [call instanceof Error ? call : await sendAlone(database, call, context)];
  }
  const calls = requests.map((request) => createCall(request, context));
  const sound = calls.filter((call): call is RowsCall => !(call instanceof Error));
  const answers = await sendAll(database, sound, context);
  const answerOf = new Map(sound.map((call, index) => [call, answers[index]]));
  return calls.map((call) => (call instanceof Error ? call : (answerOf.get(call) ?? invalidAnswer())));
}

function createCall({ plan, keys }: FetchRequest, { variables, names }: FetchContext): RowsCall | Error {
  try {
    invariant(plan.kind === 'rows', `"${plan.coordinate}" is no plan for a database`);
    return { plan, keys, ...readCall(plan, variables, names) };
  } catch (error) {
    if (error instanceof RemoteJoinsError) return error;
    const cause = { class: error instanceof Error ? error.name : typeof error };
    return new RemoteJoinsError('INTERNAL_SERVER_ERROR', `"${plan.coordinate}" could not be made into SQL.`, { cause });
  }
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
  const hasArguments = calls.some(({ values }) => values.length > 0);
  const row = await database.send({ ...mergeStatements(calls), hasArguments, signal: context.signal });
  if (!isFailure(row)) return calls.map((call, index) => readAnswer(call, row[index]));
  if (!row.isOfOnePlan) return calls.map(() => row.error);
  return Promise.all(calls.map((call) => sendAlone(database, call, context)));
}

async function sendAlone(database: Database, call: RowsCall, { signal }: FetchContext): Promise<Answer | Error> {
  const { text } = call.statement;
  const hasArguments = call.values.length > 0;
  const row = await database.send({
    text,
    values: bindStatement(call),
    magnitude: magnitudeOf(call),
    hasArguments,
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
  const sets: unknown = plan.sets.length === 1 ? [parsed] : parsed;
  if (!isSets(sets, plan)) return invalidAnswer();
  return failures.size === 0 ? { kind: 'rows', sets } : { kind: 'rows', sets, failures };
}

function isSets(sets: unknown, plan: RowsPlan): sets is unknown[][][] {
  return (
    Array.isArray(sets) &&
    sets.length === plan.sets.length &&
    plan.sets.every(({ index, columns }) => {
      const set: unknown = sets[index];
      return Array.isArray(set) && set.length === columns.length && set.every(Array.isArray);
    })
  );
}

function invalidAnswer(): RemoteJoinsError {
  return new RemoteJoinsError(
    'SOURCE_INVALID_RESPONSE',
    'The database answered with something that is no answer to the statement.',
  );
}
