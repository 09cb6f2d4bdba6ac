import {
  DirectiveLocation,
  type DirectiveNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
} from 'graphql';
import { directives, locations } from './directives.js';
import type { Report } from './report.js';
import { didYouMean } from './suggest.js';

export type Annotated = { readonly directives?: readonly DirectiveNode[] | undefined };

/** Our directives on the nodes of one place, in their order. */
export type FindDirectives = (
  coordinate: string,
  location: DirectiveLocation,
  nodes: readonly (Annotated | null | undefined)[],
) => readonly DirectiveNode[];

/**
 * Finds our directives where they may stand. Hosts refuse a directive that stands elsewhere, or that nobody defines; not
 * every host looks. A permission with a slip in its name must not leave everything open.
 */
export function createFindDirectives(schema: GraphQLSchema, report: Report): FindDirectives {
  const isSlip = (name: string): boolean =>
    !directives.has(name) && !schema.getDirective(name) && didYouMean(name, directives.keys()) !== '';
  return (coordinate, location, nodes) => {
    const written = nodes.flatMap((node) => node?.directives ?? []);
    for (const node of written) {
      const name = node.name.value;
      if (!isSlip(name)) continue;
      const message = `There is no directive "@${name}".${didYouMean(name, directives.keys())}`;
      report({ code: 'UNKNOWN_DIRECTIVE', coordinate, node, message, remedy: 'Define the directive, or remove it.' });
    }
    return written.filter((node) => {
      const allowed = locations.get(node.name.value);
      if (allowed === undefined || allowed.has(location)) return allowed !== undefined;
      const remedy = `Use it on ${[...allowed].join(', ')}.`;
      const message = `@${node.name.value} cannot work here.`;
      report({ code: 'MISPLACED_DIRECTIVE', coordinate, node, message, remedy });
      return false;
    });
  };
}

export function locationOf(type: GraphQLNamedType): DirectiveLocation {
  if (isObjectType(type)) return DirectiveLocation.OBJECT;
  if (isInterfaceType(type)) return DirectiveLocation.INTERFACE;
  if (isUnionType(type)) return DirectiveLocation.UNION;
  if (isEnumType(type)) return DirectiveLocation.ENUM;
  return isInputObjectType(type) ? DirectiveLocation.INPUT_OBJECT : DirectiveLocation.SCALAR;
}
