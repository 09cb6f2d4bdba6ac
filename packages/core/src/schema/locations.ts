import { type ASTNode, type GraphQLSchema, getLocation, type Source } from 'graphql';
import type { ProblemLocation } from '../error/problem.js';
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
    const at = getLocation(source, node.loc.start);
    const line = at.line + source.locationOffset.line - 1 - ownLines(source.body, node.loc.start);
    const column = at.line === 1 ? at.column + source.locationOffset.column - 1 : at.column;
    const text = nameOf(source, texts);
    return text === undefined ? { line, column } : { line, column, text };
  };
}

const UNNAMED = 'GraphQL request';

/** How many lines of ours stand before an offset. One line feed after our text is the host's joint, not the author's. */
function ownLines(body: string, offset: number): number {
  const start = body.indexOf(remoteJoinsTypeDefs);
  if (start < 0 || offset < start) return 0;
  const end = start + remoteJoinsTypeDefs.length;
  const joint = body[end] === '\n' ? 1 : 0;
  return remoteJoinsTypeDefs.split('\n').length - 1 + joint;
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
