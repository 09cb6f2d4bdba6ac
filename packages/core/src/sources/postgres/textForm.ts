import { type GraphQLOutputType, getNamedType, getNullableType, isListType } from 'graphql';
import type { ColumnType } from '../../model/table.js';
import { type Sql, sql } from './sql.js';

/**
 * How a column's values are written into the JSON answer. Each form is SQL around the column that `array_agg` and
 * `to_json` can take, gives one text whatever the session's TimeZone, DateStyle or bytea_output, and loses no digit.
 *
 *     int8 as BigInt or String!   → c::text        "9007199254740993"
 *     int8 as Int or Float        → c              9007199254740993
 *     timestamptz                 → …              "2024-02-29T23:59:59.5+00:00"
 */
export function toLeafForm(column: Sql, columnType: ColumnType, leafType: GraphQLOutputType): Sql {
  const named = getNamedType(leafType).name;
  if (columnType.kind !== 'array') return toScalarForm(column, columnType, named);
  return isListType(getNullableType(leafType)) || !isText(named)
    ? toArrayForm(column, columnType, named)
    : sql`${column}::text`;
}

/** The form in which key values are read: exact, the same for equal values, and what `toKey` understands. */
export function toKeyForm(column: Sql, columnType: ColumnType): Sql {
  switch (columnType.kind) {
    case 'numeric':
      return sql`trim_scale(${column})::text`;
    case 'int8':
    case 'money':
    case 'bpchar': // the cast drops the padding, which means nothing
    case 'other':
      return sql`${column}::text`;
    case 'json':
    case 'jsonb':
      // A text in JSON is that text, and not one in quotation marks.
      return sql`(${column} #>> '{}')`;
    case 'array':
      return toArrayForm(column, columnType, 'JSON');
    case 'bytea':
    case 'timestamptz':
    case 'int2':
    case 'int4':
    case 'float4':
    case 'float8':
    case 'text':
    case 'varchar':
    case 'citext':
    case 'uuid':
    case 'bool':
    case 'enum':
    case 'date':
    case 'time':
    case 'timetz':
    case 'timestamp':
    case 'interval':
      return toScalarForm(column, columnType, 'JSON');
    default:
      return columnType.kind satisfies never;
  }
}

function isText(named: string): boolean {
  return named === 'String' || named === 'ID';
}

function toScalarForm(column: Sql, { kind }: ColumnType, named: string): Sql {
  switch (kind) {
    case 'int8':
    case 'numeric':
      return isNumber(named) ? column : sql`${column}::text`;
    case 'money':
      return isNumber(named) ? sql`${column}::numeric` : sql`${column}::text`;
    case 'int2':
    case 'int4':
    case 'float4':
    case 'float8':
    case 'bool':
    case 'json':
    case 'jsonb':
      return isText(named) ? sql`${column}::text` : column;
    case 'bytea':
      return sql`'\\x' || encode(${column}, 'hex')`;
    case 'timestamptz':
      // to_json writes a timestamp as ISO 8601 whatever the session says, and puts BC last; infinities have no zone.
      return sql`case when isfinite(${column}) then replace(btrim(to_json(${column} at time zone 'UTC')::text, '"') || '+00:00', ' BC+00:00', '+00:00 BC') else ${column}::text end`;
    case 'text':
    case 'varchar':
    case 'bpchar':
    case 'citext':
    case 'uuid':
    case 'enum':
    case 'date':
    case 'time':
    case 'timetz':
    case 'timestamp':
    case 'interval':
      return column;
    case 'array':
    case 'other':
      // Not every type has an array type, and arrays have none at all, so these become JSON before they are gathered.
      return isText(named) ? sql`${column}::text` : sql`to_json(${column})`;
    default:
      return kind satisfies never;
  }
}

function isNumber(named: string): boolean {
  return named === 'Int' || named === 'Float';
}

/** Arrays become JSON value by value: `array_agg` cannot gather arrays of different lengths. */
function toArrayForm(column: Sql, { element }: ColumnType, named: string): Sql {
  if (element === undefined) return sql`to_json(${column})`;
  const item = sql`e.v`;
  const form = toScalarForm(item, element, named);
  if (form === item || element.kind === 'other') return sql`to_json(${column})`;
  if (element.kind === 'bytea' || element.kind === 'timestamptz') {
    return sql`case when ${column} is not null then (select to_json(coalesce(array_agg(${form} order by e.n), '{}')) from unnest(${column}) with ordinality e(v, n)) end`;
  }
  if (element.kind === 'money' && isNumber(named)) return sql`to_json(${column}::numeric[])`;
  return sql`to_json(${column}::text[])`;
}
