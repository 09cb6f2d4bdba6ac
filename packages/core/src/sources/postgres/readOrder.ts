import { getNamedType, isLeafType } from 'graphql';
import type { Column } from '../../model/table.js';
import type { OrderInput } from '../../model/tableArguments.js';
import type { ArgumentReader } from './argumentReader.js';
import { checkNames } from './checkNames.js';
import type { OrderTerm } from './shape.js';

const DIRECTION = /^(asc|desc)(?:_nulls_(first|last))?$/i;

/** An `order_by` argument: one object, or a list of them where their order matters. A null direction is none. */
export function readOrder(
  { name, input }: { readonly name: string; readonly input: OrderInput },
  value: unknown,
  reader: ArgumentReader,
): readonly OrderTerm[] {
  if (value === null || value === undefined) return [];
  const terms = new Map<Column, OrderTerm>();
  for (const item of Array.isArray(value) ? value : [value]) {
    if (item === null || item === undefined) continue;
    if (typeof item !== 'object') throw reader.badInput(name, 'is not an object');
    checkNames(input, item, reader);
    for (const [field, direction] of Object.entries(item)) {
      const column = input.columns.get(field);
      if (column === undefined || direction === null || direction === undefined || terms.has(column)) continue;
      terms.set(column, { column, ...readDirection(input, direction, `${name}.${field}`, reader) });
    }
  }
  if (terms.size > 0) reader.sign(name);
  for (const { column, descending, nulls } of terms.values()) {
    reader.sign(JSON.stringify(column.name), descending ? 'desc' : 'asc', nulls ?? '');
  }
  return [...terms.values()];
}

function readDirection(
  { direction }: OrderInput,
  value: unknown,
  path: string,
  reader: ArgumentReader,
): Omit<OrderTerm, 'column'> {
  const named = getNamedType(direction);
  // The enum's name, not its value: a host may give `ASC` any internal value.
  const text = isLeafType(named) ? String(named.serialize(value)) : '';
  const [, way, nulls] = DIRECTION.exec(text) ?? [];
  if (way === undefined)
    throw reader.badInput(path, 'is no direction', 'Use an order such as "asc" or "desc_nulls_last".');
  const descending = way.toLowerCase() === 'desc';
  if (nulls === undefined) return { descending };
  return { descending, nulls: nulls.toLowerCase() === 'first' ? 'first' : 'last' };
}
