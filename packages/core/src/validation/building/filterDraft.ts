import type { ASTNode } from 'graphql';
import type { Filter } from '../../model/permission.js';
import type { Table } from '../../model/table.js';
import type { Builder, LinkedTable } from './builder.js';

/** What all parts of one filter share. */
export interface FilterDraft {
  readonly builder: Builder;
  readonly coordinate: string;
  readonly role: string;
}

/** A part of a filter: where it stands, and the path to it, `filter.owner._eq`. */
export interface FilterPart {
  readonly node: ASTNode;
  readonly path: string;
}

/** The rows a condition is on, and the type whose names it may use, if the table has one. */
export interface FilterRows {
  readonly table: Table;
  readonly linked?: LinkedTable | undefined;
  /** Those that they are looked for by, the nearest first, as far as these are of the same database. */
  readonly outer?: readonly FilterRows[];
  /** Whether they are looked for by rows of another database. */
  readonly isElsewhere?: boolean;
}

/** No row. What cannot be read stands for it: the problem is told, and nothing is opened by it. */
export const NOTHING: Filter = { kind: 'or', filters: [] };

/** Tells what is wrong with a part of a filter. */
export function refuseFilter(
  { builder, coordinate, role }: FilterDraft,
  { node, path }: FilterPart,
  fault: string,
  remedy: string,
): void {
  builder.show('filter', { coordinate, node, fault: `"${path}" of role "${role}" ${fault}`, remedy });
}

export function allOf(filters: readonly Filter[]): Filter {
  const [only] = filters;
  return filters.length === 1 && only !== undefined ? only : { kind: 'and', filters };
}
