import {
  type DefinitionNode,
  type DocumentNode,
  GraphQLError,
  GraphQLSchema,
  Kind,
  Location,
  OperationTypeNode,
  parse,
  type SchemaDefinitionNode,
  Source,
  Token,
  TokenKind,
} from 'graphql';
import type { ProblemCode } from '../../error/codes.js';
import type { Catalog } from '../../model/catalog.js';
import type { Report } from '../../schema/report.js';
import { buildSDL } from '../buildSDL.js';
import { checkSDL } from '../checkSDL.js';

/** What a role may see of a remote schema, as its author wrote it: valid SDL, not yet compared with the remote schema. */
export interface WrittenPermission {
  readonly source: string;
  readonly role: string;
  /** The option that holds it: `sources.catalog.permissions.user`. */
  readonly option: string;
  readonly document: DocumentNode;
  /** With the arguments and input fields that are preset. */
  readonly schema: GraphQLSchema;
  readonly upstream: GraphQLSchema;
  /** Whether one session variable may be preset for a whole list. */
  readonly listVariables: boolean;
}

/** The SDL of every role of every remote schema. What GraphQL itself refuses is reported, and left out. */
export function readPermissions(
  sources: ReadonlyMap<string, Catalog | Error>,
  report: Report,
): readonly WrittenPermission[] {
  const permissions: WrittenPermission[] = [];
  for (const [source, catalog] of sources) {
    if (catalog instanceof Error || catalog.kind !== 'schema') continue;
    const { schema: upstream, listVariables = true } = catalog;
    for (const [role, sdl] of catalog.permissions ?? []) {
      const option = `sources.${source}.permissions.${role}`;
      const read = readPermission(sdl, option, upstream, report);
      if (read !== undefined) permissions.push({ source, role, option, upstream, listVariables, ...read });
    }
  }
  return permissions;
}

/** What an empty text lets a role see: nothing, even where it inherits from others. */
const NOTHING = { document: { kind: Kind.DOCUMENT, definitions: [] }, schema: new GraphQLSchema({}) } as const;

const PRESET = 'preset';

/** GraphQL looks at no values of directives in SDL: what `value` has to be is told by the place it stands at. */
const presetDefinition = parse(
  `directive @${PRESET}(value: String, static: Boolean = false) on ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION`,
  { noLocation: true },
).definitions;

const remedies: Partial<Record<ProblemCode, string>> = {
  UNKNOWN_DIRECTIVE: `Remove it: only @${PRESET} means something here.`,
};

function readPermission(
  sdl: string | Source,
  option: string,
  upstream: GraphQLSchema,
  report: Report,
): Pick<WrittenPermission, 'document' | 'schema'> | undefined {
  let isSound = true;
  const tell: Report = (finding) => {
    isSound = false;
    const remedy = remedies[finding.code] ?? finding.remedy;
    report({ ...finding, coordinate: `${option}: ${finding.coordinate}`, remedy });
  };
  if (isEmpty(sdl)) return NOTHING;
  const parsed = parseText(sdl, option, report);
  if (parsed === undefined) return undefined;
  const document = completeDocument(parsed, upstream);
  if (!checkSDL(document, tell, new Set())) return undefined;
  if (!hasQueryRoot(document)) {
    report({
      code: 'INVALID_SDL',
      coordinate: option,
      node: parsed,
      message: 'The SDL has no query root.',
      remedy: `Define "type ${upstream.getQueryType()?.name ?? 'Query'}" with the root fields that the role may ask for.`,
    });
    return undefined;
  }
  const schema = buildSDL(document, tell);
  return isSound ? { document, schema } : undefined;
}

function isEmpty(sdl: string | Source): boolean {
  return (typeof sdl === 'string' ? sdl : sdl.body).trim() === '';
}

function parseText(sdl: string | Source, option: string, report: Report): DocumentNode | undefined {
  try {
    return parse(typeof sdl === 'string' ? new Source(sdl, option) : sdl);
  } catch (error) {
    if (!(error instanceof GraphQLError) || error.source === undefined) throw error;
    const [start = 0] = error.positions ?? [];
    const token = new Token(TokenKind.SOF, start, start, 0, 0);
    report({
      code: 'SYNTAX_ERROR',
      coordinate: option,
      node: { kind: Kind.DOCUMENT, definitions: [], loc: new Location(token, token, error.source) },
      message: `The SDL cannot be parsed: ${error.message.replace('Syntax Error: ', '')}`,
      remedy: 'Correct the syntax; nothing else of this SDL was checked.',
    });
    return undefined;
  }
}

/**
 * Adds `@preset`, in place of a definition that the author may have for their editor, and where the SDL does not say which
 * types are the roots, that they are called as in the remote schema.
 */
function completeDocument({ definitions, ...document }: DocumentNode, upstream: GraphQLSchema): DocumentNode {
  const own = definitions.filter(
    (definition) => definition.kind !== Kind.DIRECTIVE_DEFINITION || definition.name.value !== PRESET,
  );
  const roots = own.some(isSchemaNode) ? [] : [rootsOf(own, upstream)];
  return { ...document, definitions: [...presetDefinition, ...roots, ...own] };
}

function isSchemaNode({ kind }: DefinitionNode): boolean {
  return kind === Kind.SCHEMA_DEFINITION || kind === Kind.SCHEMA_EXTENSION;
}

function rootsOf(definitions: readonly DefinitionNode[], upstream: GraphQLSchema): SchemaDefinitionNode {
  const operationTypes = Object.values(OperationTypeNode).flatMap((operation) => {
    const name = upstream.getRootType(operation)?.name;
    const definition = definitions.find(
      (candidate) => candidate.kind === Kind.OBJECT_TYPE_DEFINITION && candidate.name.value === name,
    );
    if (definition?.kind !== Kind.OBJECT_TYPE_DEFINITION) return [];
    const type = { kind: Kind.NAMED_TYPE, name: definition.name } as const;
    return [{ kind: Kind.OPERATION_TYPE_DEFINITION, operation, type } as const];
  });
  return { kind: Kind.SCHEMA_DEFINITION, operationTypes };
}

function hasQueryRoot({ definitions }: DocumentNode): boolean {
  return definitions.some(
    (definition) =>
      'operationTypes' in definition &&
      definition.operationTypes?.some(({ operation }) => operation === OperationTypeNode.QUERY),
  );
}
