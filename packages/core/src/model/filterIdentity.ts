import type { Filter } from './permission.js';
import type { Column, Table } from './table.js';

/** A text that is the same for filters that say the same in the same words about one table, and for no others. */
export function filterIdentity(filter: Filter): string {
  return JSON.stringify(toWords(filter));
}

/** Arrays alone, so that no constant can be taken for a part of the filter's own. */
function toWords(filter: Filter): readonly unknown[] {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return [filter.kind, ...filter.filters.map(toWords)];
    case 'not':
      return [filter.kind, toWords(filter.filter)];
    case 'null':
      return [filter.kind, filter.column.name, filter.isNull];
    case 'compare': {
      const { column, operator, operand } = filter;
      return [
        filter.kind,
        column.name,
        operator,
        operand.kind,
        operand.kind === 'session' ? operand.name : operand.value,
        ...(filter.cast ? ['cast'] : []),
      ];
    }
    case 'columns':
      return [filter.kind, filter.column.name, filter.operator, filter.other.name, filter.out];
    case 'exists':
      return [filter.kind, ...nameOf(filter.table), filter.mapping.map(toPair), toWords(filter.filter)];
    case 'elsewhere':
      return [filter.kind, ...nameOf(filter.table), filter.keys.map(toPair), toWords(filter.filter)];
    default:
      return filter satisfies never;
  }
}

function nameOf({ source, schema, name }: Table): readonly string[] {
  return [source, schema, name];
}

function toPair({ parent, target }: { readonly parent: Column; readonly target: Column }): readonly string[] {
  return [parent.name, target.name];
}
