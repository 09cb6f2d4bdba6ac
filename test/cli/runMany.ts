/** Runs several command lines in one process, since each start takes seconds: what they are comes by IPC, and so does what came of each. */
import { main } from '../../packages/cli/src/main.js';
import type { Outcome } from './storefront.js';

type Write = (text: string | Uint8Array) => boolean;

async function run(folder: string, args: readonly string[]): Promise<Outcome> {
  process.chdir(folder);
  const written = { stdout: '', stderr: '' };
  const keep = (stream: 'stdout' | 'stderr'): Write => {
    const { write } = process[stream];
    process[stream].write = (text: string | Uint8Array) => {
      written[stream] += text;
      return true;
    };
    return write as Write;
  };
  const writes = { stdout: keep('stdout'), stderr: keep('stderr') };
  try {
    const code = await main(args);
    return { code, ...written };
  } finally {
    process.stdout.write = writes.stdout;
    process.stderr.write = writes.stderr;
  }
}

process.once('message', async (lines: readonly (readonly [folder: string, args: readonly string[]])[]) => {
  const outcomes: Outcome[] = [];
  for (const [folder, args] of lines) outcomes.push(await run(folder, args));
  process.send?.(outcomes, () => process.disconnect());
});
