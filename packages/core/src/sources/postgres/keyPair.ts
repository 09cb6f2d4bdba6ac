import type { KeyForm } from '../../model/keyForm.js';
import type { Column, ColumnKind, ColumnType } from '../../model/table.js';
import type { ColumnPair } from '../../model/tableArguments.js';
import { join, type Sql, sql, typeName } from './sql.js';
import { toKeyForm } from './textForm.js';

/**
 * Equality of join keys inside the database, with the meaning that `toKey` gives the same pair of types outside of it.
 * A parent's text that is no value of the target's type matches nothing instead of failing the statement; the target's
 * column stays bare wherever it can, so that its index serves.
 */
export function comparePairs(
  pairs: readonly ColumnPair[],
  parent: (column: Column) => Sql,
  target: (column: Column) => Sql,
): Sql {
  return join(
    pairs.map((pair) => comparePair(parent(pair.parent), pair.parent.type, target(pair.target), pair.target.type)),
    sql` and `,
  );
}

/** Whether all rows that match one parent hold one and the same value in the target's column. */
export function isPlainPair({ parent, target }: ColumnPair): boolean {
  return parent.type.sql === target.type.sql && target.deterministic;
}

/** Whether a parent may match several texts although the target's column is unique: those that differ in case alone. */
export function isFoldedPair({ parent, target }: ColumnPair): boolean {
  return parent.type.kind === 'uuid' && familyOf(target.type.kind) === 'text';
}

type Family = 'integer' | 'numeric' | 'float' | 'text' | ColumnKind;

const families: Partial<Record<ColumnKind, Family>> = {
  int2: 'integer', int4: 'integer', int8: 'integer', float4: 'float', float8: 'float',
  varchar: 'text', bpchar: 'text', citext: 'text',
}; // biome-ignore format: a table

function familyOf(kind: ColumnKind): Family {
  return families[kind] ?? kind;
}

function comparePair(parent: Sql, parentType: ColumnType, target: Sql, targetType: ColumnType): Sql {
  const from = familyOf(parentType.kind);
  const to = familyOf(targetType.kind);
  if (parentType.sql === targetType.sql) return sql`${target} = ${parent}`;
  if (from === to && from !== 'enum' && from !== 'array' && from !== 'other') {
    // Texts: the target's type says what is equal (case, padding). Numbers: Postgres compares them across widths.
    return from === 'text' ? sql`${target} = ${parent}::${typeName(targetType)}` : sql`${target} = ${parent}`;
  }
  if (from === 'text') return compareText(sql`${parent}::text`, target, targetType);
  if (from === 'uuid' && to === 'text') return sql`lower(${target}::text) = ${parent}::text`;
  if (from === 'numeric' && to === 'integer') return sql`${target} = ${toInteger(parent, targetType)}`;
  if (to === 'text') return sql`${target} = ${toPlainText(parent, parentType)}`;
  if (isNumeric(from) && isNumeric(to)) return sql`${target} = ${parent}`;
  if (from === 'json' || from === 'jsonb') return compareText(toKeyForm(parent, parentType), target, targetType);
  return sql`${target}::text = ${parent}::text`;
}

function isNumeric(family: Family): boolean {
  return family === 'integer' || family === 'numeric' || family === 'float';
}

/** A key as text, the same whatever the session says. */
function toPlainText(parent: Sql, type: ColumnType): Sql {
  if (type.kind === 'date' || type.kind === 'timestamp') return sql`btrim(to_json(${parent})::text, '"')`;
  const form = toKeyForm(parent, type);
  return form === parent ? sql`${parent}::text` : form;
}

/** A text parent against a target of another type: cast only where the spelling is a value of that type. */
function compareText(parent: Sql, target: Sql, targetType: ColumnType): Sql {
  switch (familyOf(targetType.kind)) {
    case 'integer': {
      const integer = toInteger(sql`${parent}::numeric`, targetType);
      return sql`${target} = case when ${parent} ~ '^-?(0|[1-9][0-9]{0,18})([.]0{1,100})?$' then ${integer} end`;
    }
    case 'numeric':
    case 'float':
      return sql`${target} = case when length(${parent}) < 300 and ${parent} ~ '^-?(0|[1-9][0-9]*)([.][0-9]+)?$' then ${parent}::${typeName(targetType)} end`;
    case 'uuid':
      return sql`${target} = case when ${parent} ~* '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' then ${parent}::uuid end`;
    default:
      return sql`${target}::text = ${parent}`;
  }
}

/** A numeric as the integer it is; null where it is none of that width. */
function toInteger(numeric: Sql, { kind }: ColumnType): Sql {
  const range =
    kind === 'int2' ? sql`-32768 and 32767`
    : kind === 'int4' ? sql`-2147483648 and 2147483647`
    : sql`-9223372036854775808 and 9223372036854775807`; // biome-ignore format: one case a line
  const type = kind === 'int2' ? sql`int2` : kind === 'int4' ? sql`int4` : sql`int8`;
  return sql`case when ${numeric} between ${range} and ${numeric} = trunc(${numeric}) then ${numeric}::${type} end`;
}

/** How the keys that a request brings are compared with a column: the column's side, and the type of the keys' array. */
export function toKeyComparison(column: Sql, columnType: ColumnType, form: KeyForm): { side: Sql; arrayType: string } {
  const family = familyOf(columnType.kind);
  if (form.kind === 'uuid' && family === 'text') return { side: sql`lower(${column}::text)`, arrayType: 'text[]' };
  // A text may be no value of the column's type: then the column is compared as text, which cannot fail.
  if (form.kind === 'text' && family !== 'text') return { side: sql`${column}::text`, arrayType: 'text[]' };
  return { side: column, arrayType: `${columnType.sql}[]` };
}
