import type { ASTNode, GraphQLSchema, Source } from 'graphql';
import type { ProblemLocation } from '../error/problem.js';
import { remember } from '../model/remember.js';
import { remoteJoinsTypeDefs } from './directives.js';

/** Where a node stands in the author's own text; nothing where the host dropped that (`buildSubgraphSchema` does). */
export type Locate = (node: ASTNode | undefined) => ProblemLocation | undefined;

/**
 * Hosts treat several texts differently: Apollo and graphql-tools parse each alone, Mercurius joins them with a line
 * feed first, and authors join them by hand. So our own SDL may stand before the author's, in the same text; its lines
 * are not the author's and are taken off again.
 */
export function createLocate(schema?: GraphQLSchema): Locate {
  const texts = schema === undefined ? new Set<Source>() : findTexts(schema);
  return (node) => {
    const source = node?.loc?.source;
    if (node?.loc === undefined || source === undefined) return undefined;
    const { start } = node.loc;
    const { starts, own } = remember(layouts, source, () => readLayout(source.body));
    const at = countUpTo(starts, start);
    const line = at + source.locationOffset.line - 1 - (own !== undefined && start >= own.start ? own.lines : 0);
    const column = start - (starts[at - 1] ?? 0) + (at === 1 ? source.locationOffset.column : 1);
    const text = nameOf(source, texts);
    return text === undefined ? { line, column } : { line, column, text };
  };
}

const UNNAMED = 'GraphQL request';

/** Read once per text: of a large one there may be thousands of problems to tell. */
interface Layout {
  /** Where each line begins. */
  readonly starts: readonly number[];
  /** Our own SDL in it. */
  readonly own: { readonly start: number; readonly lines: number } | undefined;
}

const layouts = new WeakMap<Source, Layout>();

function readLayout(body: string): Layout {
  const starts = [0];
  for (const { index, 0: end } of body.matchAll(/\r\n|[\n\r]/g)) starts.push(index + end.length);
  return { starts, own: findOwn(body) };
}

/** One line feed after our text is the host's joint, not the author's. */
function findOwn(body: string): Layout['own'] {
  const start = body.indexOf(remoteJoinsTypeDefs);
  if (start < 0) return undefined;
  const joint = body[start + remoteJoinsTypeDefs.length] === '\n' ? 1 : 0;
  return { start, lines: remoteJoinsTypeDefs.split('\n').length - 1 + joint };
}

/** How many of these ascending numbers are not above another. */
function countUpTo(numbers: readonly number[], most: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((numbers[middle] ?? 0) <= most) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A text's own name; else, among several, its first line, by which its author will know it. */
function nameOf(source: Source, texts: ReadonlySet<Source>): string | undefined {
  if (source.name !== UNNAMED) return source.name;
  if (texts.size < 2) return undefined;
  const line = firstLine(source.body);
  return `"${line.length > 40 ? `${line.slice(0, 39)}…` : line}"`;
}

function firstLine(body: string): string {
  return body.replace(remoteJoinsTypeDefs, '').trimStart().split('\n', 1)[0]?.trimEnd() ?? '';
}

function findTexts(schema: GraphQLSchema): Set<Source> {
  const bodies = new Map<string, Source>();
  for (const type of Object.values(schema.getTypeMap())) {
    for (const node of [type.astNode, ...type.extensionASTNodes]) {
      const source = node?.loc?.source;
      if (source !== undefined && source.body.trim() !== remoteJoinsTypeDefs.trim()) bodies.set(source.body, source);
    }
  }
  return new Set(bodies.values());
}
