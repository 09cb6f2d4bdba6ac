import { readdirSync, readFileSync } from 'node:fs';
import pg from 'pg';

/** Linux counts CPU time in hundredths of a second. */
const TICK_MS = 10;

/**
 * Reads the milliseconds of CPU that a Postgres server on this machine has used so far, with all of its processes, those
 * that ended included; undefined where the machine is no Linux.
 */
export async function createPostgresClock(connectionString: string): Promise<() => number | undefined> {
  if (process.platform !== 'linux') return () => undefined;
  const client = new pg.Client({ connectionString });
  await client.connect();
  const { rows } = await client.query('select pg_backend_pid() as pid');
  const server = readProcess(rows[0].pid)?.parent;
  await client.end();
  return () => {
    let ticks = 0;
    for (const pid of readdirSync('/proc').map(Number)) {
      const found = Number.isNaN(pid) ? undefined : readProcess(pid);
      if (found === undefined) continue;
      if (pid === server) ticks += found.own + found.ended;
      if (found.parent === server) ticks += found.own;
    }
    return ticks * TICK_MS;
  };
}

interface ProcessTimes {
  readonly parent: number;
  /** Ticks of the process itself. */
  readonly own: number;
  /** Ticks of its children that ended. */
  readonly ended: number;
}

/** See proc_pid_stat(5); the name in parentheses may hold anything. */
function readProcess(pid: number): ProcessTimes | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = (from: number): number => Number(fields[from]) + Number(fields[from + 1]);
    return { parent: Number(fields[1]), own: ticks(11), ended: ticks(13) };
  } catch {
    return undefined; // ended meanwhile
  }
}
