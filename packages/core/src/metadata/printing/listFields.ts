import type { TableType } from './tableType.js';

/** The arguments of every list of a table's rows. */
export function printListArguments({ convention, derived, sorted }: TableType): string {
  const { orderArgument, distinctArgument } = convention;
  const isSorted = sorted.length > 0;
  const order = isSorted ? [`${orderArgument}: [${derived('order_by')}!]`] : [];
  const distinct = isSorted ? [`${distinctArgument}: [${derived('select_column')}!]`] : [];
  return `(${[...distinct, 'limit: Int', 'offset: Int', ...order, `where: ${derived('bool_exp')}`].join(', ')})`;
}

/** The aggregate beside a relationship to a list. */
export function printAggregateOf(relationship: string, target: TableType, nonNull: '!' | ''): string {
  const name = target.convention.aggregate(relationship);
  const type = `${target.derived('aggregate')}${nonNull}`;
  return `${name}${printListArguments(target)}: ${type} @aggregate(relationship: ${JSON.stringify(relationship)})`;
}
