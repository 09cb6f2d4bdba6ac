import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readdir, readFile, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const npmStart = ['npm', 'start', '--silent'];

describe('the storefront example', { timeout: 300_000 }, () => {
  it('prints answers, SQL and documents of both hosts, and ends (npm start -- --once)', async (t) => {
    const storefront = await start(t, [...npmStart, '--', '--once']);

    assert.equal(await storefront.exitCode, 0, storefront.output());
    // To accept a change: npm start --silent -- --once > test/examples/storefront.txt
    const expected = await readFile(new URL('storefront.txt', import.meta.url), 'utf8');
    assert.equal(storefront.output(), expected);
    await storefront.assertNothingIsLeft();
  });

  it('serves both hosts until Ctrl-C, which leaves nothing behind', async (t) => {
    const storefront = await start(t);
    await storefront.waitFor('Ctrl-C stops everything.');

    const [apollo, graphiql, graphql] = storefront.output().match(/http:\S+/g) ?? [];
    assert.ok(apollo && graphiql && graphql, storefront.output());
    assert.match(await getPage(apollo), /Apollo Server/);
    assert.match(await getPage(graphiql), /GraphiQL/i);
    for (const url of [apollo, graphql]) {
      const query = '{ orders(limit: 2) { id customer { name } } }';
      const orders = [1, 2].map((id) => ({ id, customer: { name: id === 1 ? 'Ada' : 'Grace' } }));
      assert.deepEqual(await post(url, { query }), { data: { orders } });
    }

    storefront.pressCtrlC();
    await storefront.exitCode;
    await storefront.assertNothingIsLeft();
  });

  for (const milestone of ['Starting Postgres', '── 1.']) {
    it(`leaves nothing behind when Ctrl-C comes at "${milestone}"`, async (t) => {
      const storefront = await start(t);
      await storefront.waitFor(milestone);

      storefront.pressCtrlC();
      await storefront.exitCode;
      await storefront.assertNothingIsLeft();
    });
  }

  it('leaves nothing behind when it is told to end by its process id', async (t) => {
    const storefront = await start(t, [process.execPath, '--import', 'tsx', 'examples/storefront/start.ts']);
    await storefront.waitFor('Ctrl-C stops everything.');

    storefront.terminate();
    await storefront.exitCode;
    await storefront.assertNothingIsLeft();
  });
});

/** Starts it in a process group and with a temporary folder of its own, by which its descendants are known. */
async function start(t: TestContext, [command = '', ...args]: readonly string[] = npmStart) {
  const folder = await mkdtemp(join(tmpdir(), 'storefront-test-'));
  await chmod(folder, 0o755); // Postgres' user must pass, when we are root
  const { REMOTE_JOINS_TEST_POSTGRES: _, ...rest } = process.env;
  const marker = randomUUID();
  const env = { ...rest, TMPDIR: folder, STOREFRONT_TEST: marker };
  const child = spawn(command, args, { cwd: root, env, detached: true });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
    });
  }
  const exitCode = once(child, 'close').then(([code]) => code);
  const kill = (pid: number | undefined, signal: NodeJS.Signals) => pid !== undefined && process.kill(pid, signal);

  t.after(async () => {
    for (const { pid } of await descendants(folder, marker)) kill(pid, 'SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });

  return {
    exitCode,
    output: () => output,
    async waitFor(text: string) {
      while (!output.includes(text)) {
        assert.equal(child.exitCode, null, output);
        await sleep(20);
      }
    },
    /** As a terminal does: to every process of the group. */
    pressCtrlC: () => kill(child.pid && -child.pid, 'SIGINT'),
    terminate: () => kill(child.pid, 'SIGTERM'),
    async assertNothingIsLeft() {
      const left = async () => ({
        processes: await descendants(folder, marker),
        files: (await readdir(folder)).filter((name) => name.startsWith('remote-joins')),
      });
      for (let tries = 0; tries < 60; tries++) {
        const { processes, files } = await left();
        if (processes.length === 0 && files.length === 0) return;
        await sleep(50); // the end of the last child may take a moment longer than that of its parent
      }
      assert.deepEqual(await left(), { processes: [], files: [] }, output);
    },
  };
}

/** Processes whose command, folder or environment names the test (Linux). */
async function descendants(folder: string, marker: string): Promise<{ pid: number; command: string }[]> {
  if (!existsSync('/proc/self/environ')) return [];
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(
    pids.map(async (pid) => {
      const read = (name: string) => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '');
      const command = (await read('cmdline')).replaceAll('\0', ' ').trim();
      const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => '');
      const isOurs = `${command}\n${cwd}`.includes(folder) || (await read('environ')).includes(marker);
      return isOurs && pid !== process.pid ? [{ pid, command }] : [];
    }),
  );
  return found.flat();
}

async function getPage(url: string): Promise<string> {
  const response = await fetch(url, { headers: { accept: 'text/html' } });
  assert.equal(response.status, 200);
  return response.text();
}

async function post(url: string, request: object): Promise<unknown> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(request) });
  return response.json();
}
