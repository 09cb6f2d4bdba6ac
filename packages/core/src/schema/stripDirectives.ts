import { type DirectiveNode, Kind, parse, print, visit } from 'graphql';
import { remoteJoinsTypeDefs } from './directives.js';

const ours = parse(remoteJoinsTypeDefs).definitions.flatMap((node) =>
  'name' in node && node.name ? [node.name.value] : [],
);
const names: ReadonlySet<string> = new Set(ours);

/** SDL without our directives and their scalars, so that what is published names no table, column or source. */
export function stripDirectives(sdl: string): string {
  const isOurs = (node: { readonly name: { readonly value: string } }): boolean => names.has(node.name.value);
  return print(
    visit(parse(sdl), {
      [Kind.DIRECTIVE]: (node: DirectiveNode) => (isOurs(node) ? null : undefined),
      [Kind.DIRECTIVE_DEFINITION]: (node) => (isOurs(node) ? null : undefined),
      [Kind.SCALAR_TYPE_DEFINITION]: (node) => (isOurs(node) ? null : undefined),
    }),
  );
}
