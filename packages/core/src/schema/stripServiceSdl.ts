import { type DirectiveNode, type GraphQLSchema, getNamedType, Kind, parse, print, visit } from 'graphql';
import { remember } from '../model/remember.js';
import { remoteJoinsTypeDefs } from './directives.js';

const ours = parse(remoteJoinsTypeDefs).definitions.flatMap((node) =>
  'name' in node && node.name ? [node.name.value] : [],
);
const names: ReadonlySet<string> = new Set(ours);

const stripped = new WeakSet<GraphQLSchema>();

/**
 * A federation subgraph publishes its SDL in `_service { sdl }`; table, column and source names are nobody's business.
 * Once per schema.
 */
export function stripServiceSdl(schema: GraphQLSchema): void {
  const service = schema.getQueryType()?.getFields()._service;
  if (service?.resolve === undefined || getNamedType(service.type).name !== '_Service' || stripped.has(schema)) return;
  stripped.add(schema);
  const resolve = service.resolve;
  const texts = new Map<string, string>();
  service.resolve = async (...call) => {
    const answer: unknown = await resolve(...call);
    if (typeof answer !== 'object' || answer === null || !('sdl' in answer)) return answer;
    const { sdl } = answer;
    return typeof sdl === 'string' ? { ...answer, sdl: remember(texts, sdl, () => stripDirectives(sdl)) } : answer;
  };
}

/** SDL without our directives and their scalars, so that what is published names no table, column or source. */
function stripDirectives(sdl: string): string {
  const isOurs = (node: { readonly name: { readonly value: string } }): boolean => names.has(node.name.value);
  return print(
    visit(parse(sdl), {
      [Kind.DIRECTIVE]: (node: DirectiveNode) => (isOurs(node) ? null : undefined),
      [Kind.DIRECTIVE_DEFINITION]: (node) => (isOurs(node) ? null : undefined),
      [Kind.SCALAR_TYPE_DEFINITION]: (node) => (isOurs(node) ? null : undefined),
    }),
  );
}
