import type { ASTNode } from 'graphql';
import type { Rule } from '../visits.js';
import { nameTable } from '../words.js';

/** From SDL alone, fields that no source has may be resolved by the host. */
export const UnjudgedFieldRule: Rule = (context) => {
  const tell = (coordinate: string, node: ASTNode | undefined, what: string) =>
    context.report({
      code: 'UNJUDGED_FIELD',
      severity: 'warning',
      coordinate,
      node,
      message: `The field ${what}; whether a resolver serves it cannot be told from SDL alone.`,
      remedy: 'Make sure that it has a resolver.',
    });
  return {
    column: ({ coordinate, node, host, explicit, column, table }) => {
      if (column === undefined && !explicit && host === 'unknown')
        tell(coordinate, node, `is no column of ${nameTable(table)}`);
    },
    objectField: ({ coordinate, node, host }) => {
      if (host === 'unknown') tell(coordinate, node, 'has an object type, but is not joined');
    },
    actionField: ({ coordinate, node, field, host }) => {
      if (field.args.length > 0 && host === 'unknown')
        tell(coordinate, node, 'has arguments, but no action takes them');
    },
    remoteField: ({ coordinate, node, source, parent, host, explicit, field }) => {
      if (field === undefined && !explicit && host === 'unknown')
        tell(coordinate, node, `is no field of "${parent.name}" in remote schema "${source}"`);
    },
  };
};
