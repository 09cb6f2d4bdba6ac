import { parseArgs } from 'node:util';
import { contenderFiles } from '../contenders.js';
import { type MeasuredQuery, measuredQueries } from './measuredQueries.js';

export interface Options {
  /** Names. The floor is always the first of them: the others are measured by it. */
  readonly contenders: readonly string[];
  readonly queries: readonly MeasuredQuery[];
  readonly rounds: number;
  readonly seconds: number;
  readonly warmup: number;
  readonly latency: number;
  readonly write: boolean;
}

const names = [...contenderFiles.keys()];
const [FLOOR = '', ...others] = names;

export const help = `npm run bench -- [options]

Asks ${contenderFiles.size} servers the same ${measuredQueries.length} queries over the same four sources, and prints what each request cost as a Markdown table.
Progress goes to stderr, the table to stdout.

  --contenders a,b   Which servers, beside "${FLOOR}", which always runs because the others are measured by it.
                     Default, all: ${others.join(', ')}
  --queries Q1,Q4    Which queries: "Q1" for all sizes, "Q1/1000" for one.
                     Default, all: ${measuredQueries.map(({ name }) => name).join(', ')}
  --rounds 5         How often each server gets each query. Rounds are interleaved (A B C A B C), so that what the machine
                     does beside hits all alike.
  --seconds 2        How long one server gets one query in one round.
  --warmup 16        Seconds that each server works before the first round, over all queries together: just-in-time
                     compilers need that long. With less, the servers with more code look worse than they are.
  --latency 0        Milliseconds that the remote GraphQL servers wait before they answer.
  --write            Writes the table into README.md, between its bench markers.
  --help             Prints this.

A run takes servers × (warmup + rounds × queries × seconds); all of it, ten minutes. To see that everything works:

  npm run bench -- --rounds 1 --seconds 0.3 --warmup 1

To compare two hosts on what they do at depth, in two minutes:

  npm run bench -- --contenders apollo-dataloader,remote-joins-apollo --queries Q4 --rounds 9
`;

/** What the command line asks for; nothing where it asks for help. Throws an Error with a message for who typed it. */
export function readOptions(args: readonly string[]): Options | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      contenders: { type: 'string' },
      queries: { type: 'string' },
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '2' },
      warmup: { type: 'string', default: '16' },
      latency: { type: 'string', default: '0' },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  return {
    contenders: choose(values.contenders && `${FLOOR},${values.contenders}`, '--contenders', names, (name) => [name]),
    queries: choose(values.queries, '--queries', measuredQueries, ({ name, id }) => [name, id]),
    rounds: readNumber(values.rounds, '--rounds', (n) => Number.isInteger(n) && n > 0, 'a whole number from 1'),
    seconds: readNumber(values.seconds, '--seconds', (n) => n > 0, 'a number above 0'),
    warmup: readNumber(values.warmup, '--warmup', (n) => n > 0, 'a number above 0'),
    latency: readNumber(values.latency, '--latency', (n) => n >= 0, 'a number from 0'),
    write: values.write,
  };
}

function choose<T>(
  list: string | undefined,
  option: string,
  all: readonly T[],
  namesOf: (item: T) => readonly [string, ...string[]],
): readonly T[] {
  if (list === undefined) return all;
  const asked = list.split(',').map((name) => name.trim());
  const unknown = asked.find((name) => !all.some((item) => namesOf(item).includes(name)));
  if (unknown === undefined) return all.filter((item) => namesOf(item).some((name) => asked.includes(name)));
  const known = all.map((item) => namesOf(item)[0]).join(', ');
  throw new Error(`${option} names "${unknown}", which does not exist. There are: ${known}.`);
}

function readNumber(text: string, option: string, isValid: (n: number) => boolean, wanted: string): number {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number) || !isValid(number))
    throw new Error(`${option} is "${text}". Give ${wanted}.`);
  return number;
}
