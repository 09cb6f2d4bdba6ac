import type { QualifiedName } from './hasuraMetadata.js';
import { type Read, readMembers, refuse } from './members.js';
import type { MetadataNode } from './metadataNode.js';
import { quote } from './nearNames.js';
import type { Scope } from './scope.js';
import { readQualifiedName } from './values.js';

/**
 * Checks the form of a boolean expression, as far as that can be told without the database: which other keys are columns, and
 * which are relationships, only that knows.
 */
export const readFilter: Read<MetadataNode> = (scope, node, what) => {
  checkValues(scope, node, what);
  return checkExpression(scope, node, what) ? node : undefined;
};

/** Calls back with each table that an `_exists` of a sound filter names. */
export function visitExists(
  filter: MetadataNode,
  scope: Scope,
  visit: (table: QualifiedName, node: MetadataNode) => void,
): void {
  if (filter.kind === 'list') for (const item of filter.items) visitExists(item, scope, visit);
  if (filter.kind !== 'object' || isOperators(filter)) return;
  for (const [key, { value }] of filter.entries) {
    const written = value.kind === 'object' && isExists(key) ? value.entries.get('_table')?.value : undefined;
    const table = written && readQualifiedName(scope, written, '"_table"');
    if (written !== undefined && table !== undefined) visit(table, written);
    visitExists(value, scope, visit);
  }
}

const isExists = (key: string): boolean => key === '_exists' || key === '$exists';
const isOfExists = (key: string): boolean => key === '_table' || key === '_where';
const isList = (key: string): boolean => ['_and', '_or', '$and', '$or'].includes(key);
const isNot = (key: string): boolean => key === '_not' || key === '$not';

/** `{_eq: 1}`: its values are constants, whatever their keys. */
function isOperators(node: MetadataNode): boolean {
  if (node.kind !== 'object') return false;
  return Array.from(node.entries.keys()).some(
    (key) => /^[_$]/.test(key) && !isExists(key) && !isList(key) && !isNot(key) && !isOfExists(key),
  );
}

function checkExpression(scope: Scope, node: MetadataNode, what: string): boolean {
  if (node.kind !== 'object') {
    refuse(scope, node, what, 'an object of conditions');
    return false;
  }
  const sound = Array.from(node.entries, ([key, { value }]) => checkMember(scope, key, value, what));
  return sound.every(Boolean);
}

function checkMember(scope: Scope, key: string, value: MetadataNode, what: string): boolean {
  const inner = `${quote(key)} in ${what}`;
  if (isList(key)) {
    if (value.kind === 'list') return value.items.map((item) => checkExpression(scope, item, inner)).every(Boolean);
    refuse(scope, value, inner, 'a list of objects of conditions');
    return false;
  }
  if (isNot(key)) return checkExpression(scope, value, inner);
  if (isExists(key)) {
    const members = readMembers(scope, value, inner, { known: ['_table', '_where'] });
    const table = members?.required('_table', readQualifiedName);
    const where = members?.required('_where', readFilter);
    return table !== undefined && where !== undefined;
  }
  // A column's operators, or the conditions of a relationship; a bare value is equality.
  return value.kind !== 'object' || isOperators(value) || checkExpression(scope, value, inner);
}

/** A number that lost digits would let other rows through than those that were meant. */
function checkValues(scope: Scope, node: MetadataNode, what: string): void {
  switch (node.kind) {
    case 'object':
      for (const { value } of node.entries.values()) checkValues(scope, value, what);
      return;
    case 'list':
      for (const item of node.items) checkValues(scope, item, what);
      return;
    case 'number':
      if (Number.isInteger(node.value) && !Number.isSafeInteger(node.value)) {
        refuse(scope, node, `A number in ${what}`, 'a number of at most 15 digits, or a text', 'longer');
      }
      return;
    case 'unread':
      scope.fail();
      return;
    case 'text':
    case 'boolean':
    case 'null':
      return;
    default:
      node satisfies never;
  }
}
