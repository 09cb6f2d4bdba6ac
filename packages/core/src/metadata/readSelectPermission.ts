import { present } from '../model/present.js';
import type { HasuraSelectPermission, TableRootField } from './hasuraMetadata.js';
import { type Read, readMembers, refuse } from './members.js';
import type { MetadataNode } from './metadataNode.js';
import { ITSELF } from './objects.js';
import { readFilter } from './readFilter.js';
import type { Scope } from './scope.js';
import { oneOf, readBoolean, readCount, readName, readText, setOf } from './values.js';

/** What one role may select of a table. */
export function readSelectPermission(scope: Scope, node: MetadataNode): HasuraSelectPermission | undefined {
  const members = readMembers(scope, node, ITSELF, { known: ['role', 'permission'], ignored: ['comment'] });
  const role = members?.required('role', readName);
  const permission = members?.required('permission', readPermission);
  return role === undefined || permission === undefined ? undefined : { node, role, ...permission };
}

const readPermission: Read<Omit<HasuraSelectPermission, 'node' | 'role'>> = (scope, node, what) => {
  const members = readMembers(scope, node, what, {
    known: [
      'columns',
      'filter',
      'limit',
      'allow_aggregations',
      'computed_fields',
      'query_root_fields',
      'subscription_root_fields',
    ],
  });
  const columns = members?.required('columns', readColumns);
  const filter = members?.required('filter', readFilter);
  if (members === undefined || columns === undefined || filter === undefined) return undefined;
  return {
    columns,
    filter,
    computedFields: members.optional('computed_fields', setOf(readName)) ?? new Set(),
    allowAggregations: members.optional('allow_aggregations', readBoolean) ?? false,
    ...present({
      limit: members.optional('limit', readCount),
      queryRootFields: members.optional('query_root_fields', queryRootFields),
      subscriptionRootFields: members.optional('subscription_root_fields', subscriptionRootFields),
    }),
  };
};

const readColumns: Read<HasuraSelectPermission['columns']> = (scope, node, what) => {
  if (node.kind === 'text')
    return node.value === '*' ? 'all' : refuse(scope, node, what, 'a list, or "*"', 'another text');
  return node.kind === 'list' ? setOf(readText)(scope, node, what) : refuse(scope, node, what, 'a list, or "*"');
};

const queryRootFields = setOf<TableRootField>(oneOf('select', 'select_by_pk', 'select_aggregate'));
const subscriptionRootFields = setOf<TableRootField>(
  oneOf('select', 'select_by_pk', 'select_aggregate', 'select_stream'),
);
