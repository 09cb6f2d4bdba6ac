/** One place where something is enforced, and what it would be if it were not. */
export interface Mutation {
  /** What is enforced there. */
  readonly point: string;
  readonly file: string;
  /** Occurs once in the file. */
  readonly text: string;
  readonly replacement: string;
  /** Each of them must fail. */
  readonly suites: readonly string[];
}

/** @throws Error where the mutation has no one place in its file */
export function mutate(content: string, { point, file, text, replacement }: Mutation): string {
  const [before, after, ...others] = content.split(text);
  if (before === undefined || after === undefined || others.length > 0) {
    throw new Error(
      `"${point}": its text occurs ${others.length + (after === undefined ? 0 : 1)} times in ${file}. Write it as it is there, with as much around it as it needs.`,
    );
  }
  return before + replacement + after;
}
