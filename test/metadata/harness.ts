import { type Problem, printProblem } from '../../packages/core/src/error/problem.js';
import { checkMetadata } from '../../packages/core/src/metadata/checkMetadata.js';
import type { InconsistentObject } from '../../packages/core/src/metadata/hasuraMetadata.js';
import { toInconsistentObject } from '../../packages/core/src/metadata/leftOut.js';
import { readMetadata } from '../../packages/core/src/metadata/readMetadata.js';

/** What is made of metadata, and all that is said of it: `severity coordinate CODE: message remedy`. */
export interface Checked {
  /** Maps as objects, sets as lists, and without the places. */
  readonly metadata: unknown;
  readonly problems: readonly Problem[];
  readonly lines: readonly string[];
  readonly inconsistent: readonly InconsistentObject[];
}

export async function check(metadata: unknown): Promise<Checked> {
  const { tree, problems: read } = await readMetadata(metadata);
  const checked = checkMetadata(tree);
  const problems = [...read, ...checked.problems];
  return {
    metadata: toPlain(checked.metadata),
    problems,
    lines: problems.map((problem) => `${problem.severity} ${printProblem(problem)}`),
    inconsistent: checked.leftOut.map(toInconsistentObject),
  };
}

export function toPlain(value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries(Array.from(value, ([key, member]) => [key, toPlain(member)]));
  if (value instanceof Set) return [...value];
  if (Array.isArray(value)) return value.map(toPlain);
  if (typeof value !== 'object' || value === null) return value;
  // A filter is a piece of the tree itself.
  if ('kind' in value && 'place' in value) return toPlainNode(value);
  const members = Object.entries(value).filter(([key]) => key !== 'node');
  return Object.fromEntries(members.map(([key, member]) => [key, toPlain(member)]));
}

function toPlainNode(node: object): unknown {
  if ('entries' in node && node.entries instanceof Map) {
    return Object.fromEntries(Array.from(node.entries, ([key, { value }]) => [key, toPlain(value)]));
  }
  if ('items' in node) return toPlain(node.items);
  return 'value' in node ? node.value : null;
}

/** Names; where one has none, why it is listed. */
export function labelOf(listed: InconsistentObject): string {
  if ('name' in listed) return listed.name;
  return 'objects' in listed ? listed.objects.map(({ name }) => name).join(', ') : listed.reason;
}
