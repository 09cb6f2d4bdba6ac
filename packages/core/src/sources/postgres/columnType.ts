import type { ColumnKind, ColumnType } from '../../model/table.js';
import type { TypeRow } from './catalogRows.js';

const kinds: ReadonlyMap<string, ColumnKind> = new Map<string, ColumnKind>([
  ['int2', 'int2'], ['int4', 'int4'], ['int8', 'int8'], ['numeric', 'numeric'], ['money', 'money'],
  ['float4', 'float4'], ['float8', 'float8'], ['text', 'text'], ['name', 'text'], ['varchar', 'varchar'],
  ['bpchar', 'bpchar'], ['uuid', 'uuid'], ['bool', 'bool'], ['bytea', 'bytea'], ['date', 'date'], ['time', 'time'],
  ['timetz', 'timetz'], ['timestamp', 'timestamp'], ['timestamptz', 'timestamptz'], ['interval', 'interval'],
  ['json', 'json'], ['jsonb', 'jsonb'],
]); // biome-ignore format: a table

/** Turns the catalog's types into ours: a domain is its base type, and whatever we do not know is `other`. */
export function createTypeReader(rows: readonly TypeRow[]): (id: number) => ColumnType {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const known = new Map<number, ColumnType>();

  function typeOf(id: number): ColumnType {
    let type = known.get(id);
    if (type === undefined) {
      type = read(byId.get(id));
      known.set(id, type);
    }
    return type;
  }

  function read(row: TypeRow | undefined): ColumnType {
    if (row === undefined) return { kind: 'other', sql: 'text' };
    if (row.base !== 0) {
      const base = typeOf(row.base);
      // Postgres finds no operator for a domain over an enum: not even one that compares it with itself.
      return base.kind === 'enum' ? { ...base, isComparable: false } : base;
    }
    if (row.element !== 0) return readArray(row.element);
    const kind = row.schema === 'pg_catalog' ? kinds.get(row.name) : undefined;
    // Unquoted, names such as "char" mean another type; our own kinds are safe, and nicer to read.
    if (kind !== undefined) return { kind, sql: row.name };
    const sql = nameOf(row);
    const name = { schema: row.schema, name: row.name };
    if (row.kind === 'e') return { kind: 'enum', sql, name, labels: row.labels };
    if (row.name === 'citext') return { kind: 'citext', sql };
    return { kind: 'other', sql, name, ...(!row.isOrdered && { isComparable: false }) };
  }

  /** Values of a domain are of its base type as well, but arrays of them are no arrays of that. */
  function readArray(id: number): ColumnType {
    const row = byId.get(id);
    const element = typeOf(id);
    const sql = row === undefined || row.base === 0 ? element.sql : nameOf(row);
    const isComparable = element.isComparable !== false && element.kind !== 'json';
    return { kind: 'array', sql: `${sql}[]`, element, ...(!isComparable && { isComparable }) };
  }

  return typeOf;
}

function nameOf({ schema, name }: TypeRow): string {
  return `${quote(schema)}.${quote(name)}`;
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
