import {
  type GraphQLType,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isScalarType,
  specifiedScalarTypes,
} from 'graphql';
import type { JsonShape, KeyForm } from '../model/keyForm.js';
import type { Column, ColumnType } from '../model/table.js';

/** What a side of a join key holds: which values it can bring, told apart as far as matching needs. */
export interface KeySide {
  readonly kind:
    | 'integer'
    | 'numeric'
    | 'float'
    | 'text'
    | 'uuid'
    | 'boolean'
    | 'enum'
    | 'date'
    | 'time'
    | 'timestamp'
    | 'timestamptz'
    | 'bytes'
    /** A custom scalar or json: unknown until it is seen. */
    | 'any';
  /** As the author knows it: `int4`, `Int`. */
  readonly name: string;
  readonly labels?: ReadonlySet<string>;
  /** Whether it brings lists of such values. */
  readonly isList?: boolean;
}

const INT2 = { min: -(2 ** 15), max: 2 ** 15 - 1 } as const;
const INT4 = { min: -(2 ** 31), max: 2 ** 31 - 1 } as const;

/** What a column brings as a key, or nothing where it cannot be one (arrays). */
export function sideOfColumn({ type }: Column): KeySide | undefined {
  const name = type.sql;
  switch (type.kind) {
    case 'int2':
    case 'int4':
    case 'int8':
      return { kind: 'integer', name };
    case 'numeric':
      return { kind: 'numeric', name };
    case 'float4':
    case 'float8':
      return { kind: 'float', name };
    case 'bool':
      return { kind: 'boolean', name };
    case 'enum':
      return { kind: 'enum', name, labels: new Set(type.labels) };
    case 'bytea':
      return { kind: 'bytes', name };
    case 'uuid':
    case 'date':
    case 'time':
    case 'timestamp':
    case 'timestamptz':
      return { kind: type.kind, name };
    case 'json':
    case 'jsonb':
      return { kind: 'any', name };
    case 'array':
      return undefined;
    case 'text':
    case 'varchar':
    case 'bpchar':
    case 'citext':
    case 'money':
    case 'timetz':
    case 'interval':
    case 'other':
      return { kind: 'text', name };
    default:
      return type.kind satisfies never;
  }
}

/** What an array brings as a key where a list is taken; nothing where it has arrays of arrays, or items that are no keys. */
export function sideOfArray(column: Column): KeySide | undefined {
  const { element } = column.type;
  if (element === undefined || (column.dimensions ?? 1) > 1) return undefined;
  const side = sideOfColumn({ ...column, type: element });
  return side && { ...side, isList: true };
}

/** What a leaf of a GraphQL type brings as a key. `names`: the source's names of enum values, by coordinate. */
export function sideOfType(type: GraphQLType, names: ReadonlyMap<string, string> = new Map()): KeySide {
  const named = getNamedType(type);
  const { name } = named;
  if (isEnumType(named)) {
    return {
      kind: 'enum',
      name,
      labels: new Set(named.getValues().map((v) => names.get(`${name}.${v.name}`) ?? v.name)),
    };
  }
  if (!isScalarType(named) || !specifiedScalarTypes.some((scalar) => scalar.name === name))
    return { kind: 'any', name };
  if (name === 'Int') return { kind: 'integer', name };
  if (name === 'Float') return { kind: 'float', name };
  if (name === 'Boolean') return { kind: 'boolean', name };
  return { kind: 'text', name };
}

/**
 * The form in which keys are compared with a column, or nothing where its values cannot be keys. A text column that is
 * asked for uuids is compared as uuids, so that their case does not matter.
 */
export function formOfColumn({ type }: Column, sides: readonly KeySide[]): KeyForm | undefined {
  return formOfColumnType(type, sides);
}

/** As {@link formOfColumn}, of the type alone. */
export function formOfColumnType(type: ColumnType, sides: readonly KeySide[] = []): KeyForm | undefined {
  switch (type.kind) {
    case 'int2':
      return { kind: 'integer', ...INT2 };
    case 'int4':
      return { kind: 'integer', ...INT4 };
    case 'int8':
      return { kind: 'bigint' };
    case 'float4':
    case 'float8':
      return { kind: 'float' };
    case 'text':
    case 'varchar':
    case 'bpchar':
    case 'citext':
      return { kind: sides.some((side) => side.kind === 'uuid') ? 'uuid' : 'text' };
    case 'bool':
      return { kind: 'boolean' };
    case 'enum':
      return { kind: 'enum', labels: new Set(type.labels) };
    case 'bytea':
      return { kind: 'bytes' };
    case 'numeric':
    case 'uuid':
    case 'date':
    case 'time':
    case 'timestamp':
    case 'timestamptz':
      return { kind: type.kind };
    default:
      return undefined;
  }
}

/** The form in which keys are sent to, and compared with, a leaf of a remote schema. */
export function formOfType(type: GraphQLType): KeyForm {
  const side = sideOfType(type);
  switch (side.kind) {
    case 'integer':
      return { kind: 'integer', ...INT4 };
    case 'enum':
      return { kind: 'enum', labels: side.labels ?? new Set() };
    case 'float':
    case 'text':
    case 'boolean':
      return { kind: side.kind };
    default:
      return { kind: 'json', shape: shapeOf(type) };
  }
}

function shapeOf(type: GraphQLType): JsonShape {
  if (!isInputObjectType(getNamedType(type))) return 'any';
  return isListType(getNullableType(type)) ? 'objects' : 'object';
}

/** Whether any value of a side can have the form: `false` means the two can never match. */
export function canMatch({ kind, labels }: KeySide, form: KeyForm): boolean {
  if (kind === 'any' || form.kind === 'text' || form.kind === 'notNull') return true;
  switch (form.kind) {
    case 'integer':
    case 'bigint':
    case 'numeric':
    case 'float':
      return ['integer', 'numeric', 'float', 'text'].includes(kind);
    case 'enum':
      return kind === 'text' || [...(labels ?? [])].some((label) => form.labels.has(label));
    case 'uuid':
    case 'boolean':
    case 'bytes':
    case 'date':
    case 'time':
    case 'timestamp':
    case 'timestamptz':
      return kind === 'text' || kind === form.kind;
    case 'json':
      return form.shape === 'any';
    case 'list':
      return false; // items are compared with the form of items
    default:
      return form satisfies never;
  }
}

const families: readonly (readonly Column['type']['kind'][])[] = [
  ['int2', 'int4', 'int8', 'numeric', 'float4', 'float8'],
  ['text', 'varchar', 'bpchar', 'citext'],
];

/** Whether Postgres compares two columns with `=` as they are. */
export function areComparable(a: Column, b: Column): boolean {
  if (a.type.sql === b.type.sql) return a.type.kind !== 'json';
  return families.some((family) => family.includes(a.type.kind) && family.includes(b.type.kind));
}
