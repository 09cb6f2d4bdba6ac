import { type GraphQLInputType, Kind, type ValueNode } from 'graphql';
import { invariant } from '../error/invariant.js';
import { type KeyForm, type KeyValue, toKey } from '../model/keyForm.js';
import type { SourceNames } from '../model/model.js';
import { remember } from '../model/remember.js';
import type { Column } from '../model/table.js';
import type { TableArguments, WhereInput } from '../model/tableArguments.js';
import { toWireValue } from '../model/wireValue.js';
import type { ArgumentPlan, JoinPlan, Occurrence, RowSet, RowsPlan } from './fetchPlan.js';
import { readArguments } from './readArguments.js';

/**
 * The join keys that a root field's own arguments tell before its rows are there, as those rows will hold them:
 *
 *   order(id: 5) { shipments { … } customer { … } }       mapped by {id: "order_id"} and {customer_id: "id"}
 *
 *   shipments  [5]                                        if there is such an order; only the order tells its customer
 *
 * Where a source is asked for another join too that the rows are needed for, it is asked for all of them then.
 */
export function readKnownKeys(
  plan: RowsPlan,
  variables: Readonly<Record<string, unknown>>,
  { column: names }: SourceNames,
): ReadonlyMap<JoinPlan, readonly KeyValue[]> {
  const candidates = remember(candidatesOf, plan, () => findCandidates(plan));
  if (candidates.size === 0) return none;
  const { args, arguments: meaning } = targetOf(plan).object.occurrence;
  const known = new Map<JoinPlan, readonly KeyValue[]>();
  try {
    const given = readArguments(args, variables);
    for (const [join, columns] of candidates) {
      const key = columns.map((column) => readValue(meaning, given, column, names));
      if (key.every((value) => value !== undefined)) known.set(join, key);
    }
  } catch {
    return none; // the source meets the same fault in the arguments, and reports it
  }
  return keepWholeSources(plan, known);
}

const none: ReadonlyMap<JoinPlan, readonly KeyValue[]> = new Map();

/** The columns of each join's key, for joins whose keys the arguments may tell, whatever the variables are. */
const candidatesOf = new WeakMap<RowsPlan, ReadonlyMap<JoinPlan, readonly Column[]>>();

function findCandidates(plan: RowsPlan): ReadonlyMap<JoinPlan, readonly Column[]> {
  const target = targetOf(plan);
  const candidates = new Map<JoinPlan, readonly Column[]>();
  for (const join of plan.joins) {
    const columns = keyColumnsOf(target, join);
    if (columns.length > 0 && columns.every((column) => mayTell(target.object.occurrence, column))) {
      candidates.set(join, columns);
    }
  }
  return keepWholeSources(plan, candidates);
}

function keepWholeSources<Key>({ joins }: RowsPlan, early: ReadonlyMap<JoinPlan, Key>): ReadonlyMap<JoinPlan, Key> {
  const late = new Set(joins.filter((join) => !early.has(join)).map(({ fetch }) => fetch.source));
  return new Map([...early].filter(([{ fetch }]) => !late.has(fetch.source)));
}

function targetOf({ coordinate, sets: [target] }: RowsPlan): RowSet {
  invariant(target, `"${coordinate}" has no rows`);
  return target;
}

/** The target's own columns that a join reads; none where it reads anything else. */
function keyColumnsOf({ index, columns, object }: RowSet, { set, keys }: JoinPlan): readonly Column[] {
  const read = keys.map((slot) => {
    const column = slot.kind === 'column' && set === index ? columns[slot.column] : undefined;
    if ((column?.kind !== 'leaf' && column?.kind !== 'key') || column.occurrence !== object.occurrence)
      return undefined;
    return column.kind === 'leaf' ? column.leaf.column : column.column;
  });
  return read.every((column) => column !== undefined) ? read : [];
}

/** Whether the arguments may say what all rows hold in a column. */
function mayTell({ args, arguments: { equals, where } }: Occurrence, column: Column): boolean {
  if (args === undefined || formOf(column) === undefined) return false;
  return (
    equals.some(({ name, column: compared }) => compared.name === column.name && findGiven(args, name) !== undefined) ||
    (where !== undefined && mayHold(where.input, findGiven(args, where.name), column))
  );
}

function findGiven({ node, field }: ArgumentPlan, name: string): ValueNode | 'default' | undefined {
  const given = node.arguments?.find((argument) => argument.name.value === name);
  if (given !== undefined) return given.value;
  return field.args.find((argument) => argument.name === name)?.defaultValue === undefined ? undefined : 'default';
}

function mayHold(input: WhereInput, given: ValueNode | 'default' | undefined, column: Column): boolean {
  if (given === undefined) return false;
  if (given === 'default' || given.kind === Kind.VARIABLE) return true;
  if (given.kind === Kind.LIST) return given.values.some((item) => mayHold(input, item, column));
  if (given.kind !== Kind.OBJECT) return false;
  return given.fields.some(({ name, value }) => {
    const field = input.fields.get(name.value);
    if (field?.kind === 'and') return mayHold(field.input, value, column);
    return field?.kind === 'column' && field.column.name === column.name && field.operators.has('_eq');
  });
}

/** What every row holds in a column, as far as the arguments tell. */
function readValue(
  { equals, where }: TableArguments,
  given: Readonly<Record<string, unknown>>,
  column: Column,
  names: ReadonlyMap<string, string>,
): KeyValue | undefined {
  const form = formOf(column);
  const operands = equals
    .filter((each) => each.column.name === column.name)
    .map(({ name, type }): Operand => ({ type, value: given[name] }));
  if (where !== undefined) operands.push(...operandsOf(where.input, given[where.name], column));
  const operand = operands.find(({ value }) => value !== null && value !== undefined);
  return form && operand && toKey(form, toWireValue(operand.type, operand.value, names));
}

interface Operand {
  readonly type: GraphQLInputType;
  readonly value: unknown;
}

/** What a condition compares a column with by `_eq`, where that must hold for the condition to hold. */
function operandsOf(input: WhereInput, given: unknown, column: Column): readonly Operand[] {
  if (!isObject(given)) return [];
  return [...input.fields].flatMap(([name, field]) => {
    const value = given[name];
    if (field.kind === 'and' && Array.isArray(value)) {
      return value.flatMap((item) => operandsOf(field.input, item, column));
    }
    const equal = field.kind === 'column' && field.column.name === column.name ? field.operators.get('_eq') : undefined;
    return equal !== undefined && isObject(value) ? [{ type: equal.type, value: value._eq }] : [];
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

const INT4 = { min: -(2 ** 31), max: 2 ** 31 - 1 } as const;

/**
 * What a column's values look like in a row, for types whose equal values look the same. An argument that is spelled in
 * another way (`05`, a uuid in braces) tells nothing: the database says what it means.
 */
function formOf({ type, deterministic }: Column): KeyForm | undefined {
  switch (type.kind) {
    case 'int2':
    case 'int4':
      return { kind: 'integer', ...INT4 };
    case 'int8':
      return { kind: 'bigint' };
    case 'text':
    case 'varchar':
      return deterministic ? { kind: 'text' } : undefined;
    case 'uuid':
      return { kind: 'uuid' };
    default:
      return undefined;
  }
}
