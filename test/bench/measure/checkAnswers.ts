import { isDeepStrictEqual } from 'node:util';
import type { CountingSources } from '../countingSources.js';
import type { MeasuredQuery } from './measuredQueries.js';
import type { RunningContender } from './runningContender.js';

/** Of the variable sets, those whose answers are compared: the first, the last, and some between. */
const CHECKED = [0, 21, 42, 63];

/** The calls of one warm request: `2 + 1` for two SQL statements and one upstream request. */
export type CallsOf = (query: MeasuredQuery, contender: RunningContender) => string;

/**
 * Asks every contender every query, and counts the calls of one more request of each.
 * @throws where an answer is not deep-equal to the one of the first contender
 */
export async function checkAnswers(
  queries: readonly MeasuredQuery[],
  contenders: readonly RunningContender[],
  sources: CountingSources,
): Promise<CallsOf> {
  const calls = new Map<MeasuredQuery, Map<RunningContender, string>>();
  await sources.startCounting();
  for (const query of queries) {
    const expected: unknown[] = [];
    const ofQuery = new Map<RunningContender, string>();
    for (const contender of contenders) {
      const bodies = contender.bodiesOf(query);
      for (const index of CHECKED) {
        const answer = await ask(contender.url, bodies[index]);
        expected[index] ??= readData(answer);
        const difference = findDifference({ data: expected[index] }, answer);
        if (difference !== undefined)
          throw new Error(
            `${contender.name} answers ${query.name} otherwise than ${contenders[0]?.name}: ${difference}`,
          );
      }
      const { statements, requests } = await sources.count(async () => {
        await ask(contender.url, bodies[1]);
      });
      ofQuery.set(contender, `${statements.length} + ${requests}`);
    }
    calls.set(query, ofQuery);
  }
  await sources.stopCounting();
  return (query, contender) => calls.get(query)?.get(contender) ?? '';
}

async function ask(url: string, body: string | undefined): Promise<unknown> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, ...(body !== undefined && { body }) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} answered with ${response.status}: ${text.slice(0, 500)}`);
  return JSON.parse(text);
}

function readData(answer: unknown): unknown {
  if (isObject(answer) && 'data' in answer) return answer.data;
  throw new Error(`An answer without data: ${JSON.stringify(answer).slice(0, 500)}`);
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Where two values first differ, and how; nothing where they are deep-equal. */
function findDifference(expected: unknown, actual: unknown, path = 'answer'): string | undefined {
  if (isDeepStrictEqual(expected, actual)) return undefined;
  if (isObject(expected) && isObject(actual))
    for (const key of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
      const difference = findDifference(expected[key], actual[key], `${path}.${key}`);
      if (difference !== undefined) return difference;
    }
  return `${path} is ${print(actual)} instead of ${print(expected)}`;
}

const print = (value: unknown): string => JSON.stringify(value)?.slice(0, 200) ?? 'absent';
