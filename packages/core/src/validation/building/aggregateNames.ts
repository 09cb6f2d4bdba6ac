import { type AggregateFunction, aggregateFunctions } from '../../model/aggregate.js';
import { type Builder, columnName } from './builder.js';

/** What a field of aggregates may be called, beside groups of such. */
export const aggregateNames: readonly string[] = ['count', ...aggregateFunctions];

/** What a field says that is made of rows: its own name, in snake or camel case, or `@column`'s. */
export function aggregateName(builder: Builder, coordinate: string, fieldName: string): string {
  return toSnakeCase(columnName(builder, coordinate, fieldName));
}

export function isFunction(name: string): name is AggregateFunction {
  return aggregateFunctions.some((known) => known === name);
}

function toSnakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
