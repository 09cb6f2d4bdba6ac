import type { Filter } from '../../model/permission.js';
import type { FilterReader } from './filterReader.js';
import type { Condition } from './shape.js';

/**
 * A permission's filter as a condition. The other tables that it goes through are read without a permission of theirs: it
 * says which rows there are, not what is seen of the others.
 */
export function readFilter(filter: Filter, reader: FilterReader): Condition {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return { kind: filter.kind, conditions: filter.filters.map((each) => readFilter(each, reader)) };
    case 'not':
      return { kind: 'not', condition: readFilter(filter.filter, reader) };
    case 'null':
    case 'columns':
      return filter;
    case 'compare': {
      const { column, operator, operand, cast } = filter;
      const sent = reader.filterOperand(operand, column, operator);
      return { kind: 'compare', column, operator, operand: sent, ...(cast && { cast }) };
    }
    case 'exists': {
      const { table, mapping } = filter;
      return { kind: 'exists', table, mapping, condition: readFilter(filter.filter, reader) };
    }
    case 'elsewhere':
      return { kind: 'found', keys: filter.keys, lookup: reader.lookup(filter) };
    default:
      return filter satisfies never;
  }
}
