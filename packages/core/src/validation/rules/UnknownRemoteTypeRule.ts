import { type ASTNode, getNamedType, isAbstractType } from 'graphql';
import { didYouMean } from '../../schema/suggest.js';
import type { Rule } from '../visits.js';

/** Types that are renamed have a type of that name in their remote schema. */
export const UnknownRemoteTypeRule: Rule = (context) => {
  const tell = (
    coordinate: string,
    node: ASTNode | undefined,
    source: string,
    name: string,
    names: readonly string[],
    place = '',
  ) =>
    context.report({
      code: 'UNKNOWN_REMOTE_TYPE',
      coordinate,
      node,
      message: `Remote schema "${source}" has no type "${name}"${place}.${didYouMean(name, names)}`,
      remedy: 'Name a type of it with @upstream(name: "…").',
    });
  return {
    remoteType: ({ type, source, schema, upstreamName, renamed }) => {
      if (renamed === undefined || schema.getType(upstreamName) !== undefined) return;
      tell(
        getNamedType(type).name,
        renamed.node,
        source,
        upstreamName,
        Object.keys(schema.getTypeMap()).filter((name) => !name.startsWith('__')),
      );
    },
    possibleType: ({ coordinate, node, source, schema, abstract, upstreamName, missing }) => {
      if (missing === 'here') return;
      const type = schema.getType(abstract);
      const possible = isAbstractType(type) ? schema.getPossibleTypes(type).map(({ name }) => name) : [];
      tell(coordinate, node, source, upstreamName, possible, ` that "${abstract}" may be`);
    },
  };
};
