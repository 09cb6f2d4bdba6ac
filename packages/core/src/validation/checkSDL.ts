import {
  type ASTNode,
  type DocumentNode,
  type GraphQLError,
  isTypeDefinitionNode,
  isTypeExtensionNode,
  Kind,
} from 'graphql';
// The rules that a host applies when it builds a schema; graphql-js exports the rules of requests only.
import { specifiedSDLRules } from 'graphql/validation/specifiedRules.js';
import { validateSDL } from 'graphql/validation/validate.js';
import type { ProblemCode } from '../error/codes.js';
import { directives } from '../schema/directives.js';
import type { Report } from '../schema/report.js';
import { isSubgraph } from './parseTypeDefs.js';

const kinds: ReadonlyMap<string, { readonly code: ProblemCode; readonly remedy: string }> = new Map([
  ['KnownDirectivesRule', { code: 'UNKNOWN_DIRECTIVE', remedy: 'Define the directive, or remove it.' }],
  ['PossibleTypeExtensionsRule', { code: 'UNKNOWN_TYPE', remedy: 'Define the type, or extend another.' }],
  ['KnownTypeNamesRule', { code: 'UNKNOWN_TYPE', remedy: 'Define the type, or name another.' }],
  [
    'KnownArgumentNamesOnDirectivesRule',
    { code: 'UNKNOWN_DIRECTIVE_ARGUMENT', remedy: 'Use only arguments that the directive has.' },
  ],
  [
    'ProvidedRequiredArgumentsOnDirectivesRule',
    { code: 'MISSING_DIRECTIVE_ARGUMENT', remedy: 'Give the directive this argument.' },
  ],
]);

/**
 * Reports what a host would refuse while it builds the schema, before any plugin runs.
 *
 * @param foreign directives that the host defines itself
 * @returns whether a schema can be built all the same
 */
export function checkSDL(
  document: DocumentNode,
  report: Report,
  foreign: ReadonlySet<string> = isSubgraph(document) ? federation : new Set(),
): boolean {
  const found = findFaults(document)
    .map(({ rule, error }) => ({ ...kindOf(rule, error), error }))
    .filter(({ code, error }) => code !== 'UNKNOWN_DIRECTIVE' || !foreign.has(directiveOf(error)));
  const buildable = found.every(({ code }) => code.includes('DIRECTIVE'));
  for (const { code, remedy, error } of found) {
    // Where the schema can be built, our own reader tells of our own directives, in more words.
    const own = code !== 'UNKNOWN_DIRECTIVE' && code.includes('DIRECTIVE') && directives.has(directiveOf(error));
    if (own && buildable) continue;
    const node = error.nodes?.at(-1);
    report({ code, coordinate: coordinateOf(document, node), node, message: error.message, remedy });
  }
  return buildable;
}

interface Fault {
  readonly rule: string;
  readonly error: GraphQLError;
}

/** What GraphQL's rules find in one walk over the document, and which of them found it: its errors do not say. */
function findFaults(document: DocumentNode): readonly Fault[] {
  const faults: Fault[] = [];
  const rules = specifiedSDLRules.map((rule): typeof rule => (context) => {
    const reportError = (error: GraphQLError): void => void faults.push({ rule: rule.name, error });
    return rule(Object.create(context, { reportError: { value: reportError } }));
  });
  validateSDL(document, undefined, rules);
  return faults;
}

/** Directives that `buildSubgraphSchema` defines itself. */
const federation: ReadonlySet<string> = new Set([
  'link',
  'key',
  'external',
  'requires',
  'provides',
  'extends',
  'shareable',
  'inaccessible',
  'override',
  'tag',
  'composeDirective',
  'interfaceObject',
  'authenticated',
  'requiresScopes',
  'policy',
  'context',
  'fromContext',
  'cost',
  'listSize',
]);

function directiveOf({ message }: GraphQLError): string {
  return /@(\w+)/.exec(message)?.[1] ?? '';
}

function kindOf(rule: string, { message }: GraphQLError): { readonly code: ProblemCode; readonly remedy: string } {
  if (rule === 'KnownDirectivesRule' && message.includes('may not be used')) {
    return { code: 'MISPLACED_DIRECTIVE', remedy: 'Use the directive where its definition says.' };
  }
  if (rule.startsWith('Unique')) return { code: 'DUPLICATE_DEFINITION', remedy: 'Keep one of them.' };
  return kinds.get(rule) ?? { code: 'INVALID_SDL', remedy: 'Correct the SDL.' };
}

/** The schema coordinate of the innermost type, field, argument or value around a node. */
export function coordinateOf(document: DocumentNode, node: ASTNode | undefined): string {
  const definition = document.definitions.find((candidate) => holds(candidate, node));
  if (definition?.kind === Kind.DIRECTIVE_DEFINITION) return `@${definition.name.value}`;
  if (definition === undefined || !(isTypeDefinitionNode(definition) || isTypeExtensionNode(definition)))
    return 'schema';
  const typeName = definition.name.value;
  const members: readonly MemberNode[] =
    'fields' in definition ? (definition.fields ?? []) : 'values' in definition ? (definition.values ?? []) : [];
  const member = members.find((candidate) => holds(candidate, node));
  if (member === undefined) return typeName;
  const argument = member.arguments?.find((candidate) => holds(candidate, node));
  const coordinate = `${typeName}.${member.name.value}`;
  return argument === undefined ? coordinate : `${coordinate}(${argument.name.value}:)`;
}

type NamedNode = Pick<ASTNode, 'loc'> & { readonly name: { readonly value: string } };
type MemberNode = NamedNode & { readonly arguments?: readonly NamedNode[] | undefined };

function holds({ loc }: Pick<ASTNode, 'loc'>, node: ASTNode | undefined): boolean {
  if (loc === undefined || node?.loc === undefined || loc.source !== node.loc.source) return false;
  return loc.start <= node.loc.start && node.loc.end <= loc.end;
}
