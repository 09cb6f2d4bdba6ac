import {
  type DefinitionNode,
  type DocumentNode,
  GraphQLError,
  isTypeDefinitionNode,
  isTypeExtensionNode,
  Kind,
  type ParseOptions,
  parse,
  Source,
  type TypeExtensionNode,
} from 'graphql';
import type { Problem } from '../error/problem.js';
import { RemoteJoinsError } from '../error/RemoteJoinsError.js';
import { remoteJoinsTypeDefs } from '../schema/directives.js';

/** What a host takes as type definitions: texts, parsed or not. */
export type TypeDefs = string | Source | DocumentNode | readonly (string | Source | DocumentNode)[];

/**
 * Parses each text alone, so that lines are the author's, and puts them together as hosts do: a type that is defined in a second
 * text extends the first and, in a federation subgraph, an extension of nothing is a definition. Our own directives are added
 * where no text has them.
 *
 * @throws RemoteJoinsError `INVALID_OPTIONS` for what is none of these
 */
export function parseTypeDefs(
  typeDefs: TypeDefs,
  options: Pick<ParseOptions, 'noLocation'> = {},
): {
  readonly document: DocumentNode;
  readonly problems: readonly Problem[];
} {
  const several = isList(typeDefs) && typeDefs.length > 1;
  const documents: DocumentNode[] = [];
  const problems: Problem[] = [];
  for (const [index, text] of (isList(typeDefs) ? typeDefs : [typeDefs]).entries()) {
    const name = several ? `typeDefs[${index}]` : undefined;
    if (!isSdl(text)) {
      throw new RemoteJoinsError(
        'INVALID_OPTIONS',
        'SDL must be a text, a Source or what was parsed of one, or a list of these. Read files first.',
      );
    }
    try {
      documents.push(
        isDocument(text) ? text : parse(typeof text === 'string' ? new Source(text, name) : text, options),
      );
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      problems.push(syntaxProblem(error, name));
    }
  }
  return { document: mergeDocuments(documents), problems };
}

function isList(typeDefs: TypeDefs): typeDefs is readonly (string | Source | DocumentNode)[] {
  return Array.isArray(typeDefs);
}

/** As far as whoever writes JavaScript may have it otherwise. */
function isSdl(text: unknown): boolean {
  if (typeof text !== 'object' || text === null) return typeof text === 'string';
  return 'definitions' in text || ('body' in text && typeof text.body === 'string');
}

function isDocument(text: string | Source | DocumentNode): text is DocumentNode {
  return typeof text === 'object' && 'definitions' in text;
}

function syntaxProblem(error: GraphQLError, name: string | undefined): Problem {
  const [at] = error.locations ?? [];
  const text = name ?? (error.source?.name === 'GraphQL request' ? undefined : error.source?.name);
  return {
    code: 'SYNTAX_ERROR',
    severity: 'error',
    coordinate: name ?? 'typeDefs',
    message: `The SDL cannot be parsed: ${error.message.replace('Syntax Error: ', '')}`,
    remedy: 'Correct the syntax; nothing else of this SDL was checked.',
    ...(at && { location: text === undefined ? { ...at } : { ...at, text } }),
  };
}

function mergeDocuments(documents: readonly DocumentNode[]): DocumentNode {
  const own = parse(remoteJoinsTypeDefs).definitions;
  const given = documents.flatMap((document) => document.definitions);
  const names = new Set(given.map(nameOf));
  const missing = own.filter((definition) => !names.has(nameOf(definition)));
  const definitions: DefinitionNode[] = [...missing];
  for (const document of documents) {
    const before = new Set(definitions.filter(isTypeDefinitionNode).map((definition) => definition.name.value));
    for (const definition of document.definitions) {
      if (isTypeDefinitionNode(definition) && before.has(definition.name.value))
        definitions.push(toExtension(definition));
      else definitions.push(definition);
    }
  }
  const document: DocumentNode = { kind: Kind.DOCUMENT, definitions };
  return isSubgraph(document) ? { ...document, definitions: defineLoneExtensions(definitions) } : document;
}

/** Whether `buildSubgraphSchema` is what the SDL is written for. */
export function isSubgraph({ definitions }: DocumentNode): boolean {
  return definitions.some(
    (definition) =>
      'directives' in definition &&
      definition.directives?.some(({ name }) => name.value === 'link' || name.value === 'key'),
  );
}

function nameOf(definition: DefinitionNode): string {
  const name = 'name' in definition ? definition.name?.value : undefined;
  return definition.kind === Kind.DIRECTIVE_DEFINITION ? `@${name}` : String(name);
}

function toExtension(definition: DefinitionNode): DefinitionNode {
  return { ...definition, kind: definition.kind.replace('Definition', 'Extension') } as TypeExtensionNode;
}

function defineLoneExtensions(definitions: readonly DefinitionNode[]): DefinitionNode[] {
  const defined = new Set(definitions.filter(isTypeDefinitionNode).map((definition) => definition.name.value));
  return definitions.map((definition) => {
    if (!isTypeExtensionNode(definition) || defined.has(definition.name.value)) return definition;
    defined.add(definition.name.value);
    return { ...definition, kind: definition.kind.replace('Extension', 'Definition') } as DefinitionNode;
  });
}
