import { tableKey } from '../../model/catalog.js';
import type { Column, ForeignKey, Table } from '../../model/table.js';
import { areComparable, formOfColumn } from '../../validation/keyTypes.js';
import { compareTexts } from './claimNames.js';

/** A foreign key as its child sees it, or as its parent does. */
export interface FoundRelationship {
  readonly target: Table;
  readonly list: boolean;
  /** In the order of the own columns' names. Never empty. */
  readonly pairs: readonly ColumnPair[];
  /** Whether the key is one of the own table, and not of the target. */
  readonly isOwn: boolean;
}

export interface ColumnPair {
  readonly own: Column;
  readonly target: Column;
}

/** By table: its relationships, and its foreign keys that can be none. */
export interface FoundRelationships {
  readonly relationships: ReadonlyMap<Table, readonly FoundRelationship[]>;
  readonly unfit: ReadonlyMap<Table, readonly ForeignKey[]>;
}

/**
 * The relationships that the foreign keys between some tables make: an object of the child, and on the parent a list, or
 * an object where the child's columns are unique. Foreign keys that say the same make one.
 */
export function findRelationships(tables: readonly Table[]): FoundRelationships {
  const byKey = new Map(tables.map((table) => [tableKey(table.schema, table.name), table]));
  const relationships = new Map<Table, FoundRelationship[]>(tables.map((table) => [table, []]));
  const unfit = new Map<Table, ForeignKey[]>(tables.map((table) => [table, []]));
  for (const child of tables) {
    const seen = new Set<string>();
    for (const foreignKey of child.foreignKeys ?? []) {
      const parent = byKey.get(tableKey(foreignKey.target.schema, foreignKey.target.name));
      if (parent === undefined) continue;
      const pairs = toPairs(child, foreignKey, parent);
      const identity = JSON.stringify([
        parent.schema,
        parent.name,
        pairs.map(({ own, target }) => [own.name, target.name]),
      ]);
      if (seen.has(identity)) continue;
      seen.add(identity);
      if (!pairs.every(isFit)) {
        unfit.get(child)?.push(foreignKey);
        continue;
      }
      const list = !isUnique(child, pairs);
      relationships.get(child)?.push({ target: parent, list: false, pairs, isOwn: true });
      relationships.get(parent)?.push({ target: child, list, pairs: sortPairs(pairs.map(turn)), isOwn: false });
    }
  }
  return { relationships, unfit };
}

function toPairs(child: Table, { columns, target }: ForeignKey, parent: Table): readonly ColumnPair[] {
  const pairs = columns.flatMap((name, index) => {
    const own = child.columns.get(name);
    const column = parent.columns.get(target.columns[index] ?? '');
    return own === undefined || column === undefined ? [] : [{ own, target: column }];
  });
  return sortPairs(pairs);
}

function sortPairs(pairs: readonly ColumnPair[]): readonly ColumnPair[] {
  return [...pairs].sort((a, b) => compareTexts(a.own.name, b.own.name));
}

function turn({ own, target }: ColumnPair): ColumnPair {
  return { own: target, target: own };
}

/** Whether both can be join keys, and Postgres compares them as they are. */
function isFit({ own, target }: ColumnPair): boolean {
  return areComparable(own, target) && isKey(own) && isKey(target);
}

function isKey(column: Column): boolean {
  return column.type.isComparable !== false && formOfColumn(column, []) !== undefined;
}

function isUnique(table: Table, pairs: readonly ColumnPair[]): boolean {
  const names = new Set(pairs.map(({ own }) => own.name));
  return table.uniqueKeys.some((key) => key.every((name) => names.has(name)));
}
