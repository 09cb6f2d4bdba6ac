import { holds, isFaulty, type Variables } from './randomFilter.js';
import { lineageOf, type Permission, permissionsOf, type SceneSchema } from './sceneSchema.js';
import { type ColumnName, FIELDS, type Row, type Rows } from './tables.js';

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
  const permissions = new Map(schema.tables.map(({ name }) => [name, answering(permissionsOf(schema, role, name))]));

  /** Where a variable is missing there is no answer at all. */
  function answering(all: readonly Permission[]): readonly Permission[] {
    return all.some(({ filter }) => filter && isFaulty(filter, variables)) ? [] : all;
  }

  return (rows) => {
    const cells = new Map<Row, ReadonlySet<ColumnName>>();
    const seen: string[] = [];
    for (const { name } of schema.tables) {
      const joining = keys.get(name) ?? new Set();
      for (const row of rows[name] ?? []) {
        const showing = (permissions.get(name) ?? []).filter(
          ({ filter }) => filter === undefined || holds(filter, row, rows, variables),
        );
        if (showing.length === 0) continue;
        const shown = new Set(showing.flatMap(({ fields }) => fields.map((field) => FIELDS[field])));
        cells.set(row, new Set([...shown, ...joining]));
        seen.push(JSON.stringify([name, valuesOf(row, shown), valuesOf(row, joining)]));
      }
    }
    // In any order: that of rows in a table is no part of what is seen.
    return { isSeen: (row, column = 'rank') => cells.get(row)?.has(column) ?? false, text: seen.sort().join('\n') };
  };
}

function valuesOf(row: Row, columns: ReadonlySet<ColumnName>): unknown {
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
