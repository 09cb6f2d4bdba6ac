import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** What a file is to hold; nothing takes it away. */
export type FileTexts = ReadonlyMap<string, string | undefined>;

/**
 * Writes files so that each is whole at any time: beside its place first, then put there. Where one cannot be written, all are
 * as they were.
 */
export async function writeFiles(texts: FileTexts): Promise<void> {
  const before = new Map<string, string | undefined>();
  const written = new Map<string, string>();
  try {
    for (const [path, text] of texts) {
      before.set(path, await readFile(path, 'utf8').catch(() => undefined));
      if (text === undefined) continue;
      await mkdir(dirname(path), { recursive: true });
      const beside = `${path}.${process.pid}.tmp`;
      written.set(path, beside);
      await writeFile(beside, text, { flush: true });
    }
  } catch (error) {
    await Promise.allSettled(Array.from(written.values(), (beside) => rm(beside, { force: true })));
    throw error;
  }
  const done: string[] = [];
  try {
    for (const [path, text] of texts) {
      const beside = written.get(path);
      if (text === undefined || beside === undefined) await rm(path, { force: true });
      else await rename(beside, path);
      done.push(path);
    }
  } catch (error) {
    for (const path of done) {
      const text = before.get(path);
      await (text === undefined ? rm(path, { force: true }) : writeFile(path, text)).catch(() => undefined);
    }
    await Promise.allSettled(Array.from(written.values(), (beside) => rm(beside, { force: true })));
    throw error;
  }
}
