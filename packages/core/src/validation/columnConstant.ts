import { Kind, type ValueNode, valueFromASTUntyped } from 'graphql';
import { type KeyForm, toKey } from '../model/keyForm.js';
import type { ColumnType } from '../model/table.js';
import { formOfColumnType } from './keyTypes.js';

const TEXT: KeyForm = { kind: 'text' };

/**
 * A constant of the SDL as a JSON value of a column's type, in its canonical form: digits are kept as text where a double
 * would lose some. Types whose values only the database can judge take any text.
 *
 * @param labelOf the database's label of an enum value written without quotes
 * @returns nothing where it is not a value of the type
 */
export function readColumnConstant(
  node: ValueNode,
  type: ColumnType | 'text',
  labelOf: (value: string) => string | undefined,
): unknown {
  if (type === 'text') return node.kind === Kind.STRING ? toKey(TEXT, node.value) : undefined;
  switch (type.kind) {
    case 'json':
    case 'jsonb':
      return toKey({ kind: 'json', shape: 'any' }, valueFromASTUntyped(node));
    case 'array':
      return readItems(node, type, labelOf);
    default:
      return readPlain(node, formOfColumnType(type) ?? TEXT, labelOf);
  }
}

/** Postgres does not tell arrays of arrays from arrays. */
function readItems(node: ValueNode, type: ColumnType, labelOf: (value: string) => string | undefined): unknown {
  if (node.kind !== Kind.LIST) return undefined;
  const items = node.values.map((item) => {
    const nested = item.kind === Kind.LIST ? type : type.element;
    return nested && readColumnConstant(item, nested, labelOf);
  });
  return items.includes(undefined) ? undefined : items;
}

function readPlain(node: ValueNode, form: KeyForm, labelOf: (value: string) => string | undefined): unknown {
  switch (node.kind) {
    case Kind.STRING:
    case Kind.BOOLEAN:
      return toKey(form, node.value);
    case Kind.INT:
    case Kind.FLOAT:
      return toKey(form, node.value) ?? toKey(form, Number(node.value));
    case Kind.ENUM:
      return toKey(form, labelOf(node.value));
    default:
      return undefined;
  }
}
