import { invariant } from '../../error/invariant.js';
import type { Column } from '../../model/table.js';
import type { Occurrence, RowColumn, RowSet, RowsPlan } from '../../planning/fetchPlan.js';
import { compileCount, compileValue } from './aggregateValues.js';
import { columnOf, columnsOf, compileColumn } from './condition.js';
import { toKeyComparison } from './keyPair.js';
import { columnsOfOrder } from './orderValue.js';
import { argumentsOf, type OrderTerm, type RowArguments, type Shape } from './shape.js';
import { alias, join, type Sql, sql } from './sql.js';
import { toKeyForm, toLeafForm } from './textForm.js';

/** One result set of a plan, for requests of one shape. */
export interface SetPlace {
  readonly plan: RowsPlan;
  readonly set: RowSet;
  readonly shape: Shape;
}

/** Whether the rows of a set are those of a list of the answer. */
export function isListSet({ list }: RowsPlan, { parent, aggregate }: RowSet): boolean {
  return aggregate === undefined ? parent !== undefined || list : aggregate === 'nodes';
}

/**
 * The columns of a set's rows: the answer's (`c0`, `c1`, …) as they are in the table, and the keys that its child sets
 * join on (`k1_0`: child set 1, part 0). Text forms come later, in `compileColumns`, so that no row pays for them that
 * an order or a limit leaves out.
 */
export function compileOutputs(place: SetPlace): Sql {
  const { plan, set } = place;
  const columns = set.columns.map((column, index) => sql`${compileOutput(place, column)} as ${alias('c', index)}`);
  const keys = childrenOf(plan, set).flatMap((child) =>
    parentColumns(child).map((column, part) => {
      invariant(child.parent !== undefined, 'a child set has a parent');
      const row = alias('t', child.parent.occurrence.id);
      return sql`${columnOf(row, column)} as ${alias('k', child.index, part)}`;
    }),
  );
  return join([...columns, ...keys], sql`, `);
}

function compileOutput({ plan, set, shape }: SetPlace, column: RowColumn): Sql {
  switch (column.kind) {
    case 'link': {
      if (set.parent !== undefined) return sql`${alias('s', set.parent.set)}.n`;
      if (plan.match === 'ordinal') return sql`k.n`;
      if (plan.match === 'root') return sql`0`;
      const [key] = plan.keyColumns;
      invariant(key !== undefined, `"${plan.coordinate}" has a link and no key`);
      return columnOf(alias('t', set.object.occurrence.id), key);
    }
    case 'leaf': {
      const { occurrence, leaf } = column;
      const redaction = argumentsOf(shape, occurrence).redactions.get(leaf.column.name);
      return compileColumn(leaf.column, alias('t', occurrence.id), redaction);
    }
    case 'key':
      return columnOf(alias('t', column.occurrence.id), column.column);
    case 'value':
      return compileValue(column, argumentsOf(shape, column.occurrence));
    case 'count':
      return compileCount(column, argumentsOf(shape, column.occurrence), matchedColumn(plan, set));
    case 'presence':
      return sql`(${columnOf(alias('t', column.occurrence.id), presenceColumn(column.occurrence))} is not null)`;
    case 'constant':
      return sql`1`;
    default:
      return column satisfies never;
  }
}

/** The set's answer: one JSON array per column, in the columns' text forms. `array_agg` keeps the order of the rows. */
export function compileColumns(plan: RowsPlan, set: RowSet): Sql {
  const columns = set.columns.map((column, index) => {
    const form = compileForm(plan, set, column, sql`${alias('s', set.index)}.${alias('c', index)}`);
    return sql`to_json(coalesce(array_agg(${form}), '{}'))`;
  });
  // Not json_build_array: a function takes at most a hundred arguments.
  return sql`to_json(array[${join(columns, sql`, `)}])`;
}

function compileForm(plan: RowsPlan, set: RowSet, column: RowColumn, output: Sql): Sql {
  switch (column.kind) {
    case 'link': {
      if (set.parent !== undefined || plan.match === 'root') return output;
      if (plan.match === 'ordinal') return sql`${output} - 1`;
      const [key] = plan.keyColumns;
      const [part] = plan.key;
      invariant(key !== undefined && part !== undefined, `"${plan.coordinate}" has a link and no key`);
      const { side } = toKeyComparison(output, key.type, part.form);
      return side === output ? toKeyForm(output, key.type) : side;
    }
    case 'leaf':
    case 'value':
    case 'count':
      return toLeafForm(output, column.leaf.column.type, column.leaf.type);
    case 'key':
      return column.isJson ? output : toKeyForm(output, column.column.type);
    case 'presence':
    case 'constant':
      return output;
    default:
      return column satisfies never;
  }
}

export function childrenOf(plan: RowsPlan, set: RowSet): readonly RowSet[] {
  return plan.sets.filter(({ parent }) => parent?.set === set.index);
}

/** What the rest of the statement reads of an occurrence's rows. */
export function neededColumns(
  { plan, set }: SetPlace,
  occurrence: Occurrence,
  { redactions, counts }: RowArguments,
  order: readonly OrderTerm[],
): readonly Column[] {
  const needed = new Map<string, Column>();
  const add = (column: Column): void => {
    const name = column.computed?.as ?? column.name;
    if (!needed.has(name)) needed.set(name, column);
  };
  const addRedacted = (column: Column): void => {
    add(column);
    const redaction = redactions.get(column.name);
    for (const read of redaction === undefined ? [] : columnsOf(redaction)) add(read);
  };
  for (const column of set.columns) {
    if (column.kind === 'leaf' && column.occurrence.id === occurrence.id) addRedacted(column.leaf.column);
    if (column.kind === 'value' && column.occurrence.id === occurrence.id) addRedacted(column.column);
    if (column.kind === 'count' && column.occurrence.id === occurrence.id) {
      for (const counted of counts.get(column)?.columns ?? []) addRedacted(counted);
      const matched = matchedColumn(plan, set);
      if (matched !== undefined) add(matched);
    }
    if (column.kind === 'presence' && column.occurrence.id === occurrence.id) add(presenceColumn(occurrence));
    if (
      column.kind === 'link' &&
      plan.match === 'key' &&
      set.parent === undefined &&
      set.object.occurrence.id === occurrence.id
    ) {
      for (const key of plan.keyColumns) add(key);
    }
  }
  for (const column of joinedColumns({ plan, set }, occurrence)) add(column);
  for (const term of order) for (const column of columnsOfOrder(term)) addRedacted(column);
  return [...needed.values()];
}

/** What other rows are joined to an occurrence's by, whether the role sees it or not. */
export function joinedColumns(
  { plan, set }: Pick<SetPlace, 'plan' | 'set'>,
  occurrence: Occurrence,
): readonly Column[] {
  const children = childrenOf(plan, set).filter(({ parent }) => parent?.occurrence.id === occurrence.id);
  return [
    ...set.columns.flatMap((each) =>
      each.kind === 'key' && each.occurrence.id === occurrence.id ? [each.column] : [],
    ),
    ...occurrence.objects.flatMap(({ mapping }) => mapping.map(({ parent }) => parent)),
    ...children.flatMap(parentColumns),
  ];
}

/** What a child set reads of its parents. */
function parentColumns({ object: { occurrence } }: RowSet): readonly Column[] {
  const row = occurrence.rows?.row;
  return row === undefined ? occurrence.mapping.map(({ parent }) => parent) : [row];
}

/** A matched row has no null in the columns it was matched by, so the first of them tells whether there is a row. */
function presenceColumn({ mapping }: Occurrence): Column {
  const [first] = mapping;
  invariant(first !== undefined, 'an object of the same database is joined by a mapping');
  return first.target;
}

/** The same of a set's own rows; absent where they were matched by nothing. */
function matchedColumn({ keyColumns }: RowsPlan, { object: { occurrence }, parent }: RowSet): Column | undefined {
  return parent === undefined ? keyColumns[0] : presenceColumn(occurrence);
}
