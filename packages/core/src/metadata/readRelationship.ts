import { present } from '../model/present.js';
import type { HasuraRelationship, RelationshipUsing } from './hasuraMetadata.js';
import { isOneOf, type Read, readMembers, refuse } from './members.js';
import type { MetadataNode } from './metadataNode.js';
import { ITSELF } from './objects.js';
import type { Scope } from './scope.js';
import { filled, listOf, readGraphQLName, readMapping, readName, readQualifiedName, readText } from './values.js';

/** A relationship within one database, by a foreign key or by columns that are named. */
export function readRelationship(
  scope: Scope,
  node: MetadataNode,
  kind: HasuraRelationship['kind'],
): HasuraRelationship | undefined {
  const members = readMembers(scope, node, ITSELF, { known: ['name', 'using', 'comment'] });
  const name = members?.required('name', readGraphQLName);
  const using = members?.required('using', kind === 'object' ? readObjectUsing : readArrayUsing);
  if (name === undefined || using === undefined) return undefined;
  return { node, kind, name, using, ...present({ comment: members?.optional('comment', readText) }) };
}

const readObjectUsing: Read<RelationshipUsing> = (scope, node, what) => readUsing(scope, node, what, readObjectKey);
const readArrayUsing: Read<RelationshipUsing> = (scope, node, what) => readUsing(scope, node, what, readKeyOf);

function readUsing(
  scope: Scope,
  node: MetadataNode,
  what: string,
  readKey: Read<RelationshipUsing>,
): RelationshipUsing | undefined {
  const known = ['foreign_key_constraint_on', 'manual_configuration'];
  const members = readMembers(scope, node, what, { known });
  if (members === undefined) return undefined;
  if (!isOneOf(scope, members, what, known)) return undefined;
  return members.optional('foreign_key_constraint_on', readKey) ?? members.optional('manual_configuration', readManual);
}

/** A column or columns of this table, or the other table's `{table, column}`. */
const readObjectKey: Read<RelationshipUsing> = (scope, node, what) => {
  if (node.kind === 'object') return readKeyOf(scope, node, what);
  if (node.kind === 'text') {
    const column = readName(scope, node, what);
    return column === undefined ? undefined : { kind: 'foreignKey', columns: [column] };
  }
  if (node.kind !== 'list') return refuse(scope, node, what, 'a column, a list of columns or an object with "table"');
  const columns = readColumns(scope, node, what);
  return columns && { kind: 'foreignKey', columns };
};

const readKeyOf: Read<RelationshipUsing> = (scope, node, what) => {
  const members = readMembers(scope, node, what, { known: ['table', 'column', 'columns'] });
  const table = members?.required('table', readQualifiedName);
  if (members === undefined || !isOneOf(scope, members, what, ['column', 'columns'])) return undefined;
  const column = members.optional('column', readName);
  const columns = column === undefined ? members.optional('columns', readColumns) : [column];
  return table === undefined || columns === undefined ? undefined : { kind: 'foreignKeyOf', table, columns };
};

const readColumns = filled(listOf(readName));

const readManual: Read<RelationshipUsing> = (scope, node, what) => {
  const members = readMembers(scope, node, what, {
    known: ['remote_table', 'column_mapping'],
    unsupported: ['remote_native_query', 'insertion_order'],
    ignored: ['source'], // the table's own, which some versions export
  });
  const table = members?.required('remote_table', readQualifiedName);
  const mapping = members?.required('column_mapping', readMapping);
  return table === undefined || mapping === undefined ? undefined : { kind: 'manual', table, mapping };
};
