import { type TableCatalog, tableKey } from '../../model/catalog.js';
import type { Column, ColumnType, Table } from '../../model/table.js';
import { claimAll, compareTexts, createNames } from '../database/claimNames.js';
import { toGraphQLName } from '../database/graphqlName.js';
import { toLeafType } from '../database/leafType.js';
import { type Convention, conventionOf, type Derived, type Naming } from '../database/naming.js';
import type { OperatorKind } from '../database/printOperators.js';
import type { Affixes, HasuraSource, HasuraTable, QualifiedName } from '../hasuraMetadata.js';
import { objectOf } from '../objectsOfMetadata.js';
import type { ScopeObject } from '../scopeObject.js';

/** A tracked table under the names that Hasura has for it. */
export interface TableType {
  readonly source: HasuraSource;
  readonly table: HasuraTable;
  readonly catalog: Table;
  readonly defaultSchema: string;
  readonly owner: ScopeObject;
  readonly convention: Convention;
  readonly typeName: string;
  readonly rootFields: {
    readonly select: string;
    readonly select_by_pk: string;
    readonly select_aggregate: string;
  };
  readonly derived: (what: Derived) => string;
  /** By name of the column, in the order of the table. */
  readonly fields: ReadonlyMap<string, TableField>;
  /** Those that rows can be ordered by. */
  readonly sorted: readonly TableField[];
}

export interface TableField {
  readonly name: string;
  readonly column: Column;
  readonly leaf: TableLeaf;
}

/** The type of a column. */
export type TableLeaf =
  /** Values are those of an enum table. */
  | { readonly kind: 'enum'; readonly table: QualifiedName }
  | {
      readonly kind: 'scalar';
      /** Hasura's name of it. */
      readonly scalar: string;
      /** How deep it stands in lists. */
      readonly lists: number;
      readonly operators: OperatorKind;
    };

/** The tables that metadata tracks and databases have. */
export interface TableTypes {
  readonly all: readonly TableType[];
  readonly find: (source: string, table: QualifiedName) => TableType | undefined;
}

export function createTableTypes(
  sources: readonly HasuraSource[],
  catalogOf: (source: string) => TableCatalog | undefined,
  naming: Naming,
): TableTypes {
  const byKey = new Map<string, TableType>();
  for (const source of sources) {
    const catalog = catalogOf(source.name);
    if (catalog === undefined) continue;
    const enums = source.tables.filter(({ isEnum }) => isEnum).map(({ table }) => table);
    for (const table of source.tables) {
      const found = catalog.tables.get(tableKey(table.table.schema, table.table.name));
      if (found === undefined) continue;
      const type = describeTable(source, table, found, { naming, enums, defaultSchema: catalog.defaultSchema });
      byKey.set(keyOf(source.name, table.table), type);
    }
  }
  // By name: the same metadata gives the same SDL, whatever the order of its files.
  const all = [...byKey].sort(
    ([a, one], [b, other]) => compareTexts(one.typeName, other.typeName) || compareTexts(a, b),
  );
  return { all: all.map(([, type]) => type), find: (source, table) => byKey.get(keyOf(source, table)) };
}

function keyOf(source: string, { schema, name }: QualifiedName): string {
  return `${source}\0${tableKey(schema, name)}`;
}

/** `{prefix: "a_", suffix: "_z"}` makes `a_name_z` of `name`. */
export function affix({ prefix = '', suffix = '' }: Affixes, name: string): string {
  return `${prefix}${name}${suffix}`;
}

interface Surroundings {
  readonly naming: Naming;
  readonly enums: readonly QualifiedName[];
  readonly defaultSchema: string;
}

function describeTable(
  source: HasuraSource,
  table: HasuraTable,
  catalog: Table,
  { naming, enums, defaultSchema }: Surroundings,
): TableType {
  const { typeNames, rootFields: affixes, namingConvention = naming } = source.customization;
  const convention = conventionOf(namingConvention);
  const { schema, name } = table.table;
  const plain = schema === 'public' ? name : `${schema}_${name}`;
  const typeBase = table.customName ?? toGraphQLName(plain, convention.type);
  const rootBase = table.customName ?? toGraphQLName(plain, convention.field);
  const select = table.rootFields.get('select')?.name ?? rootBase;
  const byKey = table.rootFields.get('select_by_pk')?.name ?? convention.byPrimaryKey(rootBase);
  const aggregate = table.rootFields.get('select_aggregate')?.name ?? convention.aggregate(rootBase);
  const fields = describeFields(table, catalog, enums, convention);
  return {
    source,
    table,
    catalog,
    defaultSchema,
    owner: objectOf.table(source, table),
    convention,
    typeName: affix(typeNames, typeBase),
    rootFields: {
      select: affix(affixes, select),
      select_by_pk: affix(affixes, byKey),
      select_aggregate: affix(affixes, aggregate),
    },
    derived: (what) => affix(typeNames, convention.derived(typeBase, what)),
    fields,
    sorted: [...fields.values()].filter(({ leaf }) => isSorted(leaf)),
  };
}

/** Whether rows can be ordered by such values. */
export function isSorted(leaf: TableLeaf): boolean {
  return leaf.kind === 'enum' || leaf.operators !== 'null';
}

function describeFields(
  { columns: configured }: HasuraTable,
  catalog: Table,
  enums: readonly QualifiedName[],
  convention: Convention,
): ReadonlyMap<string, TableField> {
  const columns = [...catalog.columns.values()];
  const names = createNames();
  const given = new Map(
    columns.flatMap((column) => {
      const name = configured.get(column.name)?.customName;
      return name === undefined ? [] : [[column, names.claim(name)] as const];
    }),
  );
  const others = columns.filter((column) => !given.has(column));
  const claims = others.map((of) => ({ of, text: of.name, wanted: toGraphQLName(of.name, convention.field) }));
  const claimed = claimAll(names, claims);
  return new Map(
    columns.map((column) => {
      const name = given.get(column) ?? claimed.get(column) ?? column.name;
      return [column.name, { name, column, leaf: leafOf(column, catalog, enums) }];
    }),
  );
}

function leafOf(column: Column, { foreignKeys = [] }: Table, enums: readonly QualifiedName[]): TableLeaf {
  const isAlone = (columns: readonly string[]): boolean => columns.length === 1 && columns[0] === column.name;
  const targets = foreignKeys.filter(({ columns }) => isAlone(columns)).map(({ target }) => target);
  const table = enums.find((one) => targets.some(({ schema, name }) => one.schema === schema && one.name === name));
  if (table !== undefined) return { kind: 'enum', table };
  return toTableLeaf(column.type, column.dimensions);
}

/** The type of values that are those of no enum table. */
export function toTableLeaf(type: ColumnType, dimensions?: number): TableLeaf {
  const { comparison, lists } = toLeafType(type, dimensions);
  const { name, operators } = comparison;
  const scalar = typeof name === 'string' ? name : name.name;
  return { kind: 'scalar', scalar: toGraphQLName(scalar), lists, operators };
}
