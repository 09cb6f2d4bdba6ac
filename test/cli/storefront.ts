import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { createDatabase, type Scope } from '../support/postgres.js';
import { startRemoteServer } from '../support/remoteServer.js';

/** What the remote schemas of the storefront say of themselves. */
export const catalogue = `
  type Query {
    product(sku: ID!): Product
    products(skus: [ID!]!): [Product!]!
    warehouse(site: Site!): Warehouse!
  }
  type Product { sku: ID! name: String! price: Float! }
  type Warehouse { stock(sku: ID!, reserved: Boolean!): Stock }
  type Stock { available: Int! }
  enum Site { NORTH SOUTH }`;

export const reviews = `
  type Query { reviews(sku: ID!, first: Int): [Review!]! }
  type Review { stars: Int! text: String! authorId: Int! }`;

export interface Storefront {
  /** Where the sources are, for the config. */
  readonly env: Readonly<Record<string, string>>;
}

/** The sources of examples/ci, live; `also` is run in a database after its tables are there. */
export async function startStorefront(
  t: Scope,
  { orders = '', users = '', catalogueTypeDefs = catalogue, reviewsTypeDefs = reviews } = {},
): Promise<Storefront> {
  const ddl = (name: string): string => readFileSync(`examples/storefront/${name}.sql`, 'utf8');
  const [ordersDb, usersDb, catalogueServer, reviewsServer] = await Promise.all([
    createDatabase(t, ddl('orders_db') + orders),
    createDatabase(t, ddl('users_db') + users),
    startRemoteServer(t, { typeDefs: catalogueTypeDefs }),
    startRemoteServer(t, { typeDefs: reviewsTypeDefs }),
  ]);
  return {
    env: {
      ORDERS_DB: ordersDb,
      USERS_DB: usersDb,
      CATALOGUE_URL: catalogueServer.url,
      REVIEWS_URL: reviewsServer.url,
    },
  };
}

/** A copy of examples/ci as a repository of its own, with some files written differently. */
export function copyExample(t: Scope, changes: Readonly<Record<string, (text: string) => string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'remote-joins-cli-'));
  t.after(async () => rmSync(folder, { recursive: true, force: true }));
  cpSync('examples/ci', folder, { recursive: true });
  mkdirSync(join(folder, '.git'));
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  for (const [file, change] of Object.entries(changes)) {
    const path = join(folder, file);
    mkdirSync(dirname(path), { recursive: true });
    const before = readFileSync(path, { encoding: 'utf8', flag: 'a+' });
    const after = change(before);
    if (after === before) throw new Error(`Nothing changes in ${file}.`);
    writeFileSync(path, after);
  }
  return folder;
}

/** What a process of the command line came to. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line as a process of its own. */
export async function runCli(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const child = spawn(process.execPath, ['--import', 'tsx', resolve('packages/cli/src/bin.ts'), ...args], {
    cwd: folder,
    env: { ...outside, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code, stdout, stderr };
}

/** Runs command lines one after another, in one process; a start takes as long as ten of them. */
export async function runCliMany(
  lines: readonly (readonly [folder: string, args: readonly string[]])[],
  env: Readonly<Record<string, string>> = {},
): Promise<readonly Outcome[]> {
  const child = fork(resolve('test/cli/runMany.ts'), { env: { ...outside, ...env } });
  child.send(lines);
  const [outcomes] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`The process ended with ${code}.`);
    }),
  ]);
  return outcomes;
}

/** Of this process's environment nothing but what it takes to start another: no colours, no CI. */
const outside = { PATH: process.env.PATH, TSX_TSCONFIG_PATH: resolve('tsconfig.json') };
