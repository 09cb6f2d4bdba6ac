import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';

/** Postgres' own account of the statements it executed. Costs little until it is opened. */
export interface StatementLog {
  /** From now on statements are written down. */
  open(): Promise<void>;
  /** The statements that ended since the last call. */
  take(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** The application name of who reads the log. */
export const ADMIN = 'admin';

/** Settings of the server that is listened to, and where its log goes; once it runs, `readLog`. */
export function createLogReader() {
  let log = '';
  const settings = { log_line_prefix: '##%a##', log_parameter_max_length: '0' };
  const onLog = (chunk: string): void => {
    log += chunk;
  };

  /** `admin` has a name of its own, by which its statements are left out. */
  function readLog(admin: pg.Client): StatementLog {
    async function set(level: 'all' | 'none'): Promise<void> {
      await admin.query(`alter system set log_statement = '${level}'`);
      await admin.query('select pg_reload_conf()');
    }

    /** The log arrives a little later than the results; a statement of ours tells that all before it is here. */
    async function take(): Promise<string[]> {
      const mark = `mark ${process.hrtime.bigint()}`;
      while (!log.includes(`'${mark}'\n`)) {
        await admin.query(`select '${mark}'`); // again: the first may come before the server has opened its log
        await sleep(2);
      }
      const statements = readStatements(log);
      log = '';
      return statements;
    }

    return {
      async open() {
        await set('all');
        await take();
      },
      take,
      close: () => set('none'),
    };
  }

  return { settings, onLog, readLog };
}

const readStatements = (log: string): string[] =>
  log
    .split(/^##/m)
    .filter((entry) => !entry.startsWith(`${ADMIN}##`))
    .flatMap((entry) => /LOG: {2}(?:statement|execute [^:]*): ([\s\S]*)/.exec(entry)?.[1]?.trim() ?? []);
