import { after, describe } from 'node:test';
import { pathToFileURL } from 'node:url';

/**
 * Runs test files in this process, one after another, each as a suite of its name: what a file hooks to `test` itself is
 * done when the file is, and a file that cannot be imported fails alone.
 */
export async function runInTurn(files: readonly string[]): Promise<void> {
  for (const file of files) await runFile(file);
}

/** Resolves with the last hook of the file. (What `describe` returns tells that too, but no longer in Node 24.) */
function runFile(file: string): Promise<void> {
  return new Promise((done) => {
    describe(file, async () => {
      try {
        await import(pathToFileURL(file).href);
      } finally {
        after(() => done());
      }
    });
  });
}
