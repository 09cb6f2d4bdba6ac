import type { Choose } from '../randomQuery.js';
import { drawRow } from './randomRows.js';
import type { Scene } from './randomScene.js';
import { drawObjects, hideObjects, type RemoteObject, type RemoteState } from './remoteState.js';
import { chance, shuffle } from './seededChoose.js';
import {
  COLUMNS,
  type ColumnName,
  codes,
  columnNames,
  ids,
  isText,
  KEYS,
  type Row,
  type Rows,
  type Value,
} from './tables.js';

/** All that there is at one time. */
export interface State {
  /** DDL and rows, both databases in one: their tables are in schemas of their own. */
  readonly sql: string;
  readonly remote: RemoteState;
  /** The host's own object. */
  readonly card: { readonly title: string; readonly hidden: string; readonly ref: number };
  /** A text in which keys are as they were before they were given other values. */
  unnamed(text: string): string;
}

/** What nobody may see holds one of these, where it may hold anything: `CNRY-…` and very large numbers. */
export const SECRET = /CNRY|(?<![\d.])[4-7]000\d{5}(?!\d)/;

type MutableRows = Record<string, Row[]>;

/** Two states that differ in nothing that who asks may see, and in all else that chance would have. */
export function twoStates(scene: Scene, choose: Choose): readonly [State, State] {
  const objects = drawObjects(choose, scene.remote);
  const ref = choose(ids);
  return [
    createState(scene, choose, 'A', scene.rows, objects, ref),
    createState(scene, choose, 'B', scene.rows, objects, ref),
  ];
}

function createState(
  scene: Scene,
  choose: Choose,
  name: 'A' | 'B',
  base: Rows,
  objects: readonly RemoteObject[],
  ref: number,
): State {
  let secrets = 0;
  // Those of one state compare and sort unlike those of the other.
  const secretText = (): string => `${name === 'A' ? '' : 'z'}CNRY-${name}${secrets++}`;
  const secretNumber = (): number => (name === 'A' ? -600_000_000 : 700_000_000) + secrets++;
  const rows = hideRows(scene, choose, base, { secretText, secretNumber });
  const rename = scene.areKeysHidden ? createRenaming(choose, name) : undefined;
  const keyOf = (value: Value): Value => rename?.(value) ?? value;
  const remote = hideObjects(scene.remote, choose, objects, secretText);
  return {
    sql: printSQL(scene, rows, keyOf),
    remote: {
      ...remote,
      objects: remote.objects.map((each) => ({ ...each, id: Number(keyOf(each.id)), code: String(keyOf(each.code)) })),
    },
    card: {
      title: scene.isCardSeen ? 'title' : secretText(),
      hidden: secretText(),
      ref: Number(keyOf(scene.isCardSeen ? ref : choose(ids))),
    },
    unnamed: (text) => rename?.undo(text) ?? text,
  };
}

interface Secrets {
  readonly secretText: () => string;
  readonly secretNumber: () => number;
}

/** The rows with other values where nobody sees them, without some that nobody sees, and with more of those. */
function hideRows(scene: Scene, choose: Choose, base: Rows, { secretText, secretNumber }: Secrets): MutableRows {
  const rows: MutableRows = Object.fromEntries(
    Object.entries(base).map(([name, all]) => [name, all.map((row) => ({ ...row }))]),
  );
  const sight = scene.sightOf(rows);
  const isSame = (): boolean => scene.sightOf(rows).text === sight.text;
  const anyValue = (column: ColumnName): Value => {
    if (chance(choose, 60)) return isText(column) ? secretText() : secretNumber();
    return drawRow(choose, 0, 0)[column];
  };
  const isFixed = (column: ColumnName): boolean => column === 'id' || column === 'rank';
  for (const [table, all] of Object.entries(rows)) {
    for (const row of [...all]) {
      const isHidden = !sight.isSeen(row);
      if (isHidden && chance(choose, 25)) {
        all.splice(all.indexOf(row), 1);
        if (isSame()) continue;
        all.push(row);
      }
      for (const column of columnNames) {
        if ((!isHidden && sight.isSeen(row, column)) || chance(choose, 25)) continue;
        const before = row[column];
        row[column] = isFixed(column) ? secretNumber() : anyValue(column);
        if (!isSame()) row[column] = before;
      }
    }
    for (let more = choose([0, 1, 2, 3]); more > 0; more--) {
      const row = drawRow(choose, secretNumber(), secretNumber());
      for (const column of columnNames) if (!isFixed(column) && chance(choose, 60)) row[column] = anyValue(column);
      all.push(row);
      if (!isSame()) all.pop();
    }
    // The rows that are seen keep their order: it is theirs.
    rows[table] = weave(
      choose,
      all.filter((row) => sight.isSeen(row)),
      all.filter((row) => !sight.isSeen(row)),
    );
  }
  return rows;
}

interface Renaming {
  (key: Value): Value;
  undo(text: string): string;
}

/** Other values for all keys, in another order. */
function createRenaming(choose: Choose, name: 'A' | 'B'): Renaming {
  const order = shuffle(
    choose,
    Array.from({ length: 30 }, (_, index) => index + 10),
  );
  const first = name === 'A' ? 400_000_000 : 500_000_000;
  const names = new Map<Value, Value>([
    ...Array.from({ length: 20 }, (_, key) => [key, first + (order[key] ?? 0)] as const),
    ...codes.map((code, index) => [code, `CNRY-key-${name}${order[index]}`] as const),
  ]);
  const back = new Map([...names].map(([key, renamed]) => [String(renamed), String(key)]));
  return Object.assign((key: Value) => names.get(key) ?? key, {
    undo: (text: string) =>
      text.replaceAll(/[45]000000\d\d|CNRY-key-[AB]\d\d/g, (renamed) => back.get(renamed) ?? renamed),
  });
}

function printSQL(scene: Scene, rows: MutableRows, keyOf: (value: Value) => Value): string {
  const literal = (value: Value): string =>
    value === null ? 'null' : typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "''")}'`;
  const tables = scene.tables.map(({ name, source, primaryKey }) => {
    const columns = columnNames.map(
      (column) => `${column} ${COLUMNS[column]}${column === 'id' || column === 'rank' ? ' not null' : ''}`,
    );
    const keys = [...(primaryKey.length > 0 ? [`primary key (${primaryKey})`] : []), 'unique (rank)', 'unique (id)'];
    const values = (rows[name] ?? []).map(
      (row) =>
        `(${columnNames.map((column) => literal(KEYS.includes(column) ? keyOf(row[column]) : row[column])).join(', ')})`,
    );
    const insert = values.length === 0 ? '' : `insert into ${source}.${name} values ${values.join(', ')};`;
    return `create table ${source}.${name} (${[...columns, ...keys].join(', ')}); ${insert}`;
  });
  return `drop schema if exists one cascade; drop schema if exists two cascade; create schema one; create schema two; ${tables.join('\n')}`;
}

/** Two lists in one, each in its order. */
function weave<T>(choose: Choose, first: readonly T[], second: readonly T[]): T[] {
  const left: readonly [T[], T[]] = [[...first], [...second]];
  return Array.from({ length: first.length + second.length }, () => {
    const [mine, other] = choose<readonly [T[], T[]]>([left, [left[1], left[0]]]);
    return (mine.shift() ?? other.shift()) as T;
  });
}
