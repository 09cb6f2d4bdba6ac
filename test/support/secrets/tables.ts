/** Every table has the same columns: keys, what conditions look at, and what is only looked for. */
export const COLUMNS = {
  id: 'int',
  rank: 'int',
  n: 'int',
  t: 'text',
  s: 'text',
  a: 'int',
  b: 'int',
  k: 'text',
} as const;
export type ColumnName = keyof typeof COLUMNS;
export const columnNames = Object.keys(COLUMNS) as ColumnName[];

/** What joins may be made of; each holds its keys, or nulls. */
export const KEYS: readonly ColumnName[] = ['id', 'a', 'b', 'k'];

/** Field → column. Two fields share one; `rank` is unique, and everybody who sees a row sees it. */
export const FIELDS = {
  id: 'id',
  rank: 'rank',
  n: 'n',
  txt: 't',
  s: 's',
  same: 's',
  a: 'a',
  b: 'b',
  code: 'k',
} as const;
export type FieldName = keyof typeof FIELDS;
export const fieldNames = Object.keys(FIELDS) as FieldName[];

export type Value = number | string | null;
export type Row = Record<ColumnName, Value>;
/** By table name. */
export type Rows = Readonly<Record<string, readonly Row[]>>;

export const isText = (column: ColumnName): boolean => COLUMNS[column] === 'text';

export const numbers: readonly number[] = [0, 1, 2, 3, 4];
export const texts: readonly string[] = ['', 'a', 'b', 'ab', 'B', "'"];
/** Keys of tables and of the remote schema's objects. */
export const ids: readonly number[] = [1, 2, 3, 4, 5, 6];
export const codes: readonly string[] = ['c1', 'c2', 'c3', 'c4'];
