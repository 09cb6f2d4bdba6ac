import { Kind, print, type ValueNode } from 'graphql';
import type { ColumnOperator } from '../../model/operator.js';
import type { Filter } from '../../model/permission.js';
import type { Column } from '../../model/table.js';
import { areComparable } from '../keyTypes.js';
import { columnNames, findColumn } from './builder.js';
import { type FilterDraft, type FilterPart, type FilterRows, NOTHING, refuseFilter } from './filterDraft.js';

/** Reads `{_clt: "limit"}`, or `{_clt: ["$", "limit"]}` for a column of the row that the permission is about. */
export function buildColumnComparison(
  draft: FilterDraft,
  part: FilterPart,
  operator: ColumnOperator,
  value: ValueNode,
  { column, rows }: { readonly column: Column; readonly rows: FilterRows },
): Filter {
  const { builder, coordinate, role } = draft;
  const named = readName(value);
  if (named === undefined) {
    const remedy =
      'Write a column of the same row, or ["$", "column"] for one of the row that the permission is about.';
    refuseFilter(draft, part, `must name a column, but is ${print(value)}.`, remedy);
    return NOTHING;
  }
  const { name, isOutermost } = named;
  const outer = isOutermost ? (rows.outer ?? []) : [];
  const there = outer.at(-1) ?? rows;
  if (isOutermost && there.isElsewhere) {
    const fault = `compares with column "${name}" of a row in another database.`;
    refuseFilter(draft, part, fault, 'Remove it: only rows of one database compare.');
    return NOTHING;
  }
  const { linked, table } = there;
  const other = linked === undefined ? table.columns.get(name) : findColumn(builder, linked, name);
  builder.show('column', {
    coordinate,
    node: part.node,
    name,
    table,
    column: other,
    user: `"${part.path}" of role "${role}"`,
    names: () => (linked === undefined ? [...table.columns.keys()] : columnNames(builder, linked)),
    explicit: true,
    host: false,
  });
  builder.show('operator', { coordinate, node: part.node, operator, column, filter: true });
  if (other === undefined) return NOTHING;
  if (areComparable(column, other)) return { kind: 'columns', column, operator, other, out: outer.length };
  if (column.type.sql === other.type.sql) return NOTHING; // no operator of its type, as is told
  const fault = `compares column "${column.name}" (${column.type.sql}) with column "${other.name}" (${other.type.sql}), which Postgres does not.`;
  refuseFilter(draft, part, fault, 'Remove it, or compare columns of the same type.');
  return NOTHING;
}

function readName(node: ValueNode): { readonly name: string; readonly isOutermost: boolean } | undefined {
  if (node.kind === Kind.STRING) return { name: node.value, isOutermost: false };
  const [sign, name, more] = node.kind === Kind.LIST ? node.values : [];
  if (sign?.kind !== Kind.STRING || sign.value !== '$' || name?.kind !== Kind.STRING || more !== undefined)
    return undefined;
  return { name: name.value, isOutermost: true };
}
