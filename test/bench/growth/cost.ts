/** What one run of an action costs, in milliseconds of CPU. */
export interface Cost {
  /** Of this process: all of its threads, garbage collection among them. */
  readonly own: number;
  /** Of the database server; absent where it cannot be read. */
  readonly postgres?: number;
}

const ROUNDS = 5;
const WARM = { milliseconds: 1000, runs: 3 };
const ROUND = { milliseconds: 400, runs: 1 };

/** Runs an action until it is warm, then measures it in rounds: the median round, and the mean of all for Postgres. */
export async function measureCost(
  action: () => Promise<unknown>,
  readPostgres: () => number | undefined,
): Promise<Cost> {
  await repeat(action, WARM);
  const rounds: number[] = [];
  let runs = 0;
  const postgresBefore = readPostgres();
  for (let round = 0; round < ROUNDS; round++) {
    const before = process.cpuUsage();
    const count = await repeat(action, ROUND);
    const { user, system } = process.cpuUsage(before);
    rounds.push((user + system) / 1000 / count);
    runs += count;
  }
  const postgresAfter = readPostgres();
  const own = rounds.toSorted((a, b) => a - b)[ROUNDS >> 1] ?? Number.NaN;
  if (postgresBefore === undefined || postgresAfter === undefined) return { own };
  return { own, postgres: (postgresAfter - postgresBefore) / runs };
}

/** How many runs it took to reach both. */
async function repeat(
  action: () => Promise<unknown>,
  least: { readonly milliseconds: number; readonly runs: number },
): Promise<number> {
  const start = performance.now();
  let runs = 0;
  while (runs < least.runs || performance.now() - start < least.milliseconds) {
    await action();
    runs++;
  }
  return runs;
}
