import type { ColumnKind, ColumnType, QualifiedName } from '../../model/table.js';
import type { OperatorKind } from './printOperators.js';

/** What a column is in the SDL: a type that holds each of its values exactly, and what they can be compared by. */
export interface LeafType {
  /** A built-in scalar, `JSON`, or the enum of the database that it is. */
  readonly type: string | EnumType;
  /** How deep the type stands in lists. */
  readonly lists: number;
  readonly comparison: Comparison;
}

export interface EnumType extends QualifiedName {
  readonly labels: readonly string[];
}

/** An input type of operators; those of one `name` and `lists` are one type. */
export interface Comparison {
  /** Hasura's name of the scalar: `bigint_comparison_exp` is that of `bigint`. */
  readonly name: string | QualifiedName;
  readonly operators: OperatorKind;
}

export function toLeafType(type: ColumnType, dimensions = 1): LeafType {
  switch (type.kind) {
    case 'array':
      return toListType(type, dimensions);
    case 'enum':
      return toEnumType(type);
    case 'other':
      return { type: 'String', lists: 0, comparison: { name: type.name ?? type.sql, operators: operatorsOf(type) } };
    default: {
      const [scalar, name] = scalars[type.kind];
      return { type: scalar, lists: 0, comparison: { name, operators: operatorsOf(type) } };
    }
  }
}

/** By kind: the SDL's type, and Hasura's name for the database's. */
const scalars: Readonly<Record<Exclude<ColumnKind, 'array' | 'enum' | 'other'>, readonly [string, string]>> = {
  int2: ['Int', 'smallint'], int4: ['Int', 'Int'], int8: ['String', 'bigint'], numeric: ['String', 'numeric'],
  money: ['String', 'money'], float4: ['Float', 'Float'], float8: ['Float', 'float8'], bool: ['Boolean', 'Boolean'],
  text: ['String', 'String'], varchar: ['String', 'String'], bpchar: ['String', 'bpchar'], citext: ['String', 'citext'],
  uuid: ['ID', 'uuid'], bytea: ['String', 'bytea'], date: ['String', 'date'], time: ['String', 'time'],
  timetz: ['String', 'timetz'], timestamp: ['String', 'timestamp'], timestamptz: ['String', 'timestamptz'],
  interval: ['String', 'interval'], json: ['JSON', 'json'], jsonb: ['JSON', 'jsonb'],
}; // biome-ignore format: a table

const texts: readonly ColumnKind[] = ['text', 'varchar', 'bpchar', 'citext'];

function operatorsOf({ kind, isComparable = true }: ColumnType): Comparison['operators'] {
  if (kind === 'json' || !isComparable) return 'null';
  if (kind === 'jsonb') return 'json';
  return texts.includes(kind) ? 'pattern' : 'all';
}

function toEnumType(type: ColumnType): LeafType {
  const { name, labels = [] } = type;
  if (name === undefined) return { type: 'String', lists: 0, comparison: { name: type.sql, operators: 'null' } };
  return { type: { ...name, labels }, lists: 0, comparison: { name, operators: operatorsOf(type) } };
}

/** What an array of a type we do not know holds in JSON is the database's to say: a text of some, an object of others. */
function toListType({ element, isComparable }: ColumnType, dimensions: number): LeafType {
  if (element === undefined) return { type: 'JSON', lists: 0, comparison: { name: 'json', operators: 'null' } };
  const item = toLeafType(element);
  const comparable = isComparable !== false && element.kind !== 'other';
  return {
    type: element.kind === 'other' ? 'JSON' : item.type,
    lists: dimensions,
    comparison: { name: item.comparison.name, operators: comparable ? 'array' : 'null' },
  };
}
