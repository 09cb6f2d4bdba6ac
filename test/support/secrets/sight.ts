import { holds, isFaulty, type Variables } from './randomFilter.js';
import { lineageOf, type Permission, permissionsOf, type SceneSchema } from './sceneSchema.js';
import { type ColumnName, columnNames, FIELDS, type Row, type Rows } from './tables.js';

/** Which rows somebody sees, and which of their cells. */
export interface Sight {
  isSeen(row: Row, column?: ColumnName): boolean;
  /** All that is seen, in one text: equal texts, equal sights. */
  readonly text: string;
}

export interface Viewer {
  readonly role: string;
  readonly variables: Variables;
  /** Whether the viewer sees anything of the remote schema. */
  readonly seesRemote: boolean;
}

/** What somebody sees of any rows, told without SQL and without what is tested. */
export function createSight(schema: SceneSchema, viewer: Viewer): (rows: Rows) => Sight {
  const { role, variables } = viewer;
  const keys = findKeys(schema, viewer);
  const granted = new Map(schema.tables.map(({ name }) => [name, permissionsOf(schema, role, name)]));

  /** Where a variable is missing there is no answer at all, unless there is no need to ask. */
  const isShown = (permissions: readonly Permission[], row: Row, rows: Rows): boolean => {
    const filters = permissions.flatMap(({ filter }) => filter ?? []);
    if (filters.length < permissions.length) return true;
    if (filters.some((filter) => isFaulty(filter, variables))) return false;
    return filters.some((filter) => holds(filter, row, rows, variables));
  };

  return (rows) => {
    const cells = new Map<Row, ReadonlySet<ColumnName>>();
    const seen: string[] = [];
    for (const [name, permissions] of granted) {
      const joining = keys.get(name) ?? new Set();
      for (const row of rows[name] ?? []) {
        if (!isShown(permissions, row, rows)) continue;
        const shown = columnNames.filter((column) =>
          isShown(
            permissions.filter(({ fields }) => fields.some((field) => FIELDS[field] === column)),
            row,
            rows,
          ),
        );
        cells.set(row, new Set([...shown, ...joining]));
        seen.push(JSON.stringify([name, valuesOf(row, shown), valuesOf(row, joining)]));
      }
    }
    // In any order: that of rows in a table is no part of what is seen.
    return { isSeen: (row, column = 'rank') => cells.get(row)?.has(column) ?? false, text: seen.sort().join('\n') };
  };
}

function valuesOf(row: Row, columns: Iterable<ColumnName>): unknown {
  return [...columns].sort().map((column) => [column, row[column]]);
}

/** Columns whose values decide what is joined, by table: of relationships whose both ends are seen. */
function findKeys(schema: SceneSchema, { role, seesRemote }: Viewer): ReadonlyMap<string, ReadonlySet<ColumnName>> {
  const { tables, relations, toTables, card } = schema;
  const keys = new Map<string, Set<ColumnName>>();
  for (const { name } of tables) if (permissionsOf(schema, role, name).length > 0) keys.set(name, new Set());
  for (const { parent, table, pairs } of relations) {
    if (!keys.has(parent) || !keys.has(table)) continue;
    for (const [here, there] of pairs) {
      keys.get(parent)?.add(here);
      keys.get(table)?.add(there);
    }
  }
  if (seesRemote) {
    for (const { table, column } of toTables) keys.get(table)?.add(column);
    for (const columns of keys.values()) for (const column of TO_REMOTE) columns.add(column);
  }
  if (lineageOf(schema, role).some((each) => card.roles.includes(each))) keys.get(card.table)?.add(card.column);
  return keys;
}

/** The columns by which every table is joined with the remote schema. */
const TO_REMOTE: readonly ColumnName[] = ['a', 'b', 'k'];
