import { getNamedType, getNullableType, isCompositeType, isListType } from 'graphql';
import { compareOutput } from '../remoteTypes.js';
import type { Rule } from '../visits.js';
import { printLike, remedyFor } from '../words.js';

/** A field has the type that it has in the remote schema. */
export const RemoteTypeMismatchRule: Rule = (context) => ({
  remoteType: ({
    coordinate,
    node,
    source,
    schema,
    type,
    upstream,
    upstreamField,
    outer,
    upstreamName,
    renamed,
    batched,
  }) => {
    const difference = compareOutput(type, upstream, upstreamName, outer);
    if (difference !== 'type' && difference !== 'list') return;
    // A type that is renamed to nothing is told as that.
    if (renamed !== undefined && schema.getType(upstreamName) === undefined) return;
    // Where a relationship is meant to be one of a list, matchBy is what was forgotten.
    const list = difference === 'list' && !batched && !outer && isListType(getNullableType(upstream));
    context.report({
      code: 'REMOTE_TYPE_MISMATCH',
      coordinate,
      node,
      message: `The type is ${type}${renamed === undefined ? '' : ` (upstream "${upstreamName}")`}, but "${upstreamField}" of remote schema "${source}" ${batched ? 'holds' : 'is'} ${upstream}.`,
      remedy: list
        ? `Use ${printLike(upstream, type)}, or matchBy where the list holds the results of many keys.`
        : difference === 'list'
          ? `Use ${printLike(upstream, type)}.`
          : remedyFor(upstream),
    });
  },
  pathStep: ({ coordinate, node, source, name, type }) => {
    if (isCompositeType(getNamedType(type))) return;
    context.report({
      code: 'REMOTE_TYPE_MISMATCH',
      coordinate,
      node,
      message: `"${name}" of remote schema "${source}" is ${type}, which has no fields to go on to.`,
      remedy: 'End the path there.',
    });
  },
});
