import { describeMachine, formatNumber, toTable } from '../growth/markdown.js';
import type { CallsOf } from './checkAnswers.js';
import { type Figures, toFigures } from './figures.js';
import type { Sample } from './measure.js';
import type { MeasuredQuery } from './measuredQueries.js';
import type { Options } from './options.js';
import type { RunningContender } from './runningContender.js';

export interface Measured {
  readonly options: Options;
  readonly contenders: readonly RunningContender[];
  readonly samples: readonly Sample[];
  readonly callsOf: CallsOf;
  readonly postgresVersion: string;
}

/** The result as Markdown: own CPU of all contenders side by side, and below it everything that was measured. */
export function toReport(measured: Measured): string {
  const { options, contenders, samples } = measured;
  const [floor] = contenders;
  if (floor === undefined) throw new Error('There is no floor to measure by.');
  const figuresOf = (query: MeasuredQuery, contender: RunningContender) => toFigures(samples, query, contender, floor);

  const sideBySide = options.queries.map((query) => [
    `${query.name} ${query.about}`,
    ...contenders.map((contender) => toCell(figuresOf(query, contender), contender === floor)),
  ]);
  const all = options.queries.flatMap((query) =>
    contenders.map((contender) => [
      query.name,
      contender.name,
      ...toCells(figuresOf(query, contender)),
      measured.callsOf(query, contender),
    ]),
  );
  return [
    'Own CPU per request in milliseconds, and as a multiple of the floor:',
    toTable(['query/rows', ...contenders.map(({ name }) => name)], sideBySide),
    '<details><summary>All measures</summary>',
    toTable(
      ['query/rows', 'contender', 'own CPU, ms', '× floor (min–max)', 'requests/s', 'p50, ms', 'p99, ms', 'SQL + HTTP'],
      all,
    ),
    '</details>',
    describeRun(measured),
  ].join('\n\n');
}

const toCell = ({ cpu, ratio }: Figures, isFloor: boolean): string =>
  isFloor ? formatNumber(cpu, 2) : `${formatNumber(cpu, 2)} (×${formatNumber(ratio.median, 1)})`;

const toCells = ({ cpu, ratio, requestsPerSecond, p50, p99 }: Figures): string[] => [
  formatNumber(cpu, 2),
  `${formatNumber(ratio.median, 2)} (${formatNumber(ratio.min, 2)}–${formatNumber(ratio.max, 2)})`,
  formatNumber(requestsPerSecond, 0),
  formatNumber(p50, 1),
  formatNumber(p99, 1),
];

function describeRun({ options: { rounds, seconds, latency }, postgresVersion }: Measured): string {
  const wait = latency === 0 ? '' : `, ${latency} ms of waiting in each remote server`;
  const amount = `${rounds} ${rounds === 1 ? 'round' : 'rounds'} of ${seconds} s`;
  return `Measured ${describeMachine()}, Postgres ${postgresVersion}: medians of ${amount}, 16 connections${wait}.`;
}
