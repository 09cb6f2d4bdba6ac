import { type TableCatalog, tableKey } from '../../model/catalog.js';
import type { ForeignKey, Table } from '../../model/table.js';
import type { HasuraRelationship, QualifiedName } from '../hasuraMetadata.js';
import { quote } from '../nearNames.js';
import { printQualifiedName } from '../values.js';

/** What a relationship within one database joins, as the database has it. */
export interface LocalRelationship {
  readonly target: QualifiedName;
  /** Never empty. */
  readonly pairs: readonly (readonly [own: string, target: string])[];
}

/** The columns that a relationship joins; or why it joins none. */
export function findLocal(
  catalog: TableCatalog,
  table: Table,
  { kind, using }: HasuraRelationship,
): LocalRelationship | { readonly fault: string } {
  switch (using.kind) {
    case 'manual':
      return checkColumns(catalog, table, { target: using.table, pairs: [...using.mapping] });
    case 'foreignKey': {
      const key = findKey(table, using.columns);
      if (key === undefined) return { fault: `There is no foreign key on ${listColumns(table, using.columns)}.` };
      return { target: key.target, pairs: pairsOf(key) };
    }
    case 'foreignKeyOf': {
      const child = catalog.tables.get(tableKey(using.table.schema, using.table.name));
      const key = child && findKey(child, using.columns, table);
      if (child === undefined || key === undefined) {
        return { fault: `There is no foreign key on ${listColumns(using.table, using.columns)} that leads here.` };
      }
      if (kind === 'object' && !isUnique(child, key.columns)) {
        return { fault: `Columns ${listColumns(child, key.columns)} are not unique: it can be no object.` };
      }
      return { target: using.table, pairs: pairsOf(key).map(([own, target]) => [target, own] as const) };
    }
    default:
      return using satisfies never;
  }
}

function findKey(table: Table, columns: readonly string[], parent?: QualifiedName): ForeignKey | undefined {
  const isSame = (key: ForeignKey): boolean =>
    key.columns.length === columns.length && key.columns.every((name) => columns.includes(name));
  const leads = ({ target }: ForeignKey): boolean =>
    parent === undefined || (target.schema === parent.schema && target.name === parent.name);
  return table.foreignKeys?.find((key) => isSame(key) && leads(key));
}

function pairsOf({ columns, target }: ForeignKey): LocalRelationship['pairs'] {
  return columns.flatMap((name, index) => {
    const other = target.columns[index];
    return other === undefined ? [] : [[name, other] as const];
  });
}

function checkColumns(
  catalog: TableCatalog,
  table: Table,
  found: LocalRelationship,
): LocalRelationship | { readonly fault: string } {
  const target = catalog.tables.get(tableKey(found.target.schema, found.target.name));
  const missing = found.pairs.flatMap(([own, other]) => [
    ...(table.columns.has(own) ? [] : [listColumns(table, [own])]),
    ...(target === undefined || target.columns.has(other) ? [] : [listColumns(target, [other])]),
  ]);
  if (found.pairs.length === 0) return { fault: 'It maps no columns.' };
  return missing.length === 0 ? found : { fault: `There is no ${missing.join(', no ')}.` };
}

function isUnique({ uniqueKeys }: Table, columns: readonly string[]): boolean {
  return uniqueKeys.some((key) => key.every((name) => columns.includes(name)));
}

function listColumns(table: QualifiedName, columns: readonly string[]): string {
  return columns.map((name) => quote(`${printQualifiedName(table)}.${name}`)).join(', ');
}
