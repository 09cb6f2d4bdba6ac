import { readFile, writeFile } from 'node:fs/promises';

const readme = new URL('../../../README.md', import.meta.url);

/** Puts a text between the bench markers of the README, in place of what was there. */
export async function writeReadme(report: string): Promise<void> {
  const text = await readFile(readme, 'utf8');
  const markers = /(<!-- bench -->\n).*?(<!-- \/bench -->)/s;
  if (!markers.test(text)) throw new Error('README.md has no "<!-- bench -->" and "<!-- /bench -->" to write between.');
  await writeFile(
    readme,
    text.replace(markers, (_, begin, end) => `${begin}\n${report}\n\n${end}`),
  );
}
