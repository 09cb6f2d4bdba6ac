import { printProblem, type Refresh } from '@remote-joins/core';

/** What is used of the server's logger. */
type Logger = Readonly<Record<'info' | 'warn' | 'error', (message: string) => void>>;

/** Writes what a source said that the start did not wait for. */
export function createLog(logger: Logger): (refresh: Refresh) => void {
  return ({ source, problems }) => {
    for (const problem of problems) logger[logLevels[problem.severity]](`Remote Joins: ${printProblem(problem)}`);
    if (problems.every(({ severity }) => severity !== 'error'))
      logger.info(`Remote Joins: source "${source}" has said what it holds.`);
  };
}

const logLevels = { error: 'error', warning: 'warn' } as const;
