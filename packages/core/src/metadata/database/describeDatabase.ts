import type { Column, QualifiedName, Table } from '../../model/table.js';
import { claimAll, compareTexts, createNames, type Names } from './claimNames.js';
import { type DescribedLeaf, type DescribedLeaves, describeLeaves } from './describeLeaves.js';
import { findRelationships } from './findRelationships.js';
import { toGraphQLName } from './graphqlName.js';
import { nameRelationships } from './nameRelationships.js';
import type { Convention } from './naming.js';

/** Tables, and all that comes with them, under the names they have in the SDL. */
export interface DescribedDatabase extends Pick<DescribedLeaves, 'enums' | 'comparisons'> {
  /** By type name. */
  readonly tables: readonly DescribedTable[];
}

export interface DescribedTable {
  readonly table: Table;
  readonly typeName: string;
  readonly rootField: string;
  /** The primary key's first, in its order; the others by name. */
  readonly fields: readonly DescribedField[];
  /** By name. */
  readonly relationships: readonly DescribedRelationship[];
  /** What is not here, and why. */
  readonly notes: readonly string[];
}

export interface DescribedField extends DescribedLeaf {
  readonly name: string;
  readonly column: Column;
}

export interface DescribedRelationship {
  readonly name: string;
  readonly typeName: string;
  readonly list: boolean;
  /** Names of fields. */
  readonly fieldMapping: readonly (readonly [own: string, target: string])[];
}

/** Names of GraphQL, of federation, of our own SDL and of what is printed here: a table of such a name gets another. */
const taken = [
  'Query', 'Mutation', 'Subscription', 'Int', 'Float', 'String', 'Boolean', 'ID', 'JSON', 'FieldSet', '_Any', '_Entity',
  '_Service', 'RemoteJoinsFieldMapping', 'RemoteJoinsVariableMapping', inQuery('_service'), inQuery('_entities'),
]; // biome-ignore format: a table

export interface DatabaseToDescribe {
  readonly tables: readonly Table[];
  readonly defaultSchema: string;
  readonly convention: Convention;
  /** What the names of tables and enums begin with. */
  readonly prefix: string;
  /** Names that nothing may have, of types and of root fields. */
  readonly taken: Iterable<string>;
}

/** Gives names to all that some tables are made of: the same ones, whatever the order of the tables. */
export function describeDatabase(given: DatabaseToDescribe): DescribedDatabase {
  const { defaultSchema, convention, prefix } = given;
  const tables = sortTables(given.tables, defaultSchema);
  const types = createNames([...taken, ...given.taken, convention.directionType]);
  const baseOf = ({ schema, name }: QualifiedName): string => {
    if (schema === 'pg_catalog') return name;
    return `${prefix}${schema === defaultSchema ? '' : `${schema}_`}${name}`;
  };
  const names = nameTables(tables, types, baseOf, convention);
  const columns = tables.flatMap((table) => [...table.columns.values()]);
  const { enums, comparisons, leafOf } = describeLeaves(columns, types, baseOf, convention);
  const fields = new Map(tables.map((table) => [table, describeFields(table, leafOf, convention)]));
  const { relationships, unfit } = findRelationships(tables);

  const nameOf = (table: Table): string => names.get(table) ?? '';
  const fieldOf = (table: Table, { name }: Column): string => fields.get(table)?.get(name)?.name ?? name;

  function describeRelationships(table: Table, own: readonly DescribedField[]): readonly DescribedRelationship[] {
    const found = nameRelationships(relationships.get(table) ?? [], own, nameOf, convention);
    const described = [...found].map(([{ target, list, pairs }, name]) => ({
      name,
      typeName: toTypeNames(nameOf(target), convention).typeName,
      list,
      fieldMapping: pairs.map((pair) => [fieldOf(table, pair.own), fieldOf(target, pair.target)] as const),
    }));
    return described.sort(byName);
  }

  const described = tables.map((table): DescribedTable => {
    const own = [...(fields.get(table)?.values() ?? [])];
    return {
      table,
      ...toTypeNames(nameOf(table), convention),
      fields: own,
      relationships: describeRelationships(table, own),
      notes: (unfit.get(table) ?? [])
        .map(({ name }) => `Foreign key ${JSON.stringify(name)} is no relationship: such columns cannot be join keys.`)
        .sort(compareTexts),
    };
  });
  return {
    tables: described.sort((a, b) => compareTexts(a.typeName, b.typeName)),
    enums: [...enums].sort(byName),
    comparisons: [...comparisons].sort(byName),
  };
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return compareTexts(a.name, b.name);
}

function inQuery(field: string): string {
  return `Query.${field}`;
}

/** Those of the default schema first: of two that want one name, they get it. */
function sortTables(tables: readonly Table[], defaultSchema: string): readonly Table[] {
  const rank = ({ schema }: Table): number => (schema === defaultSchema ? 0 : 1);
  return [...tables].sort(
    (a, b) => rank(a) - rank(b) || compareTexts(a.schema, b.schema) || compareTexts(a.name, b.name),
  );
}

/** A table has a name only where all that is named after it has one too. */
function nameTables(
  tables: readonly Table[],
  types: Names,
  baseOf: (table: Table) => string,
  convention: Convention,
): Map<Table, string> {
  const withName = (name: string): readonly string[] => {
    const { typeName, rootField } = toTypeNames(name, convention);
    const derived = derivedTypes.map((what) => convention.derived(typeName, what));
    return [typeName, ...derived, inQuery(rootField), inQuery(convention.byPrimaryKey(rootField))];
  };
  const claims = tables.map((table) => ({ of: table, text: baseOf(table), wanted: toGraphQLName(baseOf(table)) }));
  return claimAll(types, claims, withName);
}

const derivedTypes = ['bool_exp', 'order_by', 'select_column'] as const;

function toTypeNames(name: string, convention: Convention): Pick<DescribedTable, 'typeName' | 'rootField'> {
  return { typeName: toGraphQLName(name, convention.type), rootField: toGraphQLName(name, convention.field) };
}

/** By column name. */
function describeFields(
  { columns, primaryKey }: Table,
  leafOf: DescribedLeaves['leafOf'],
  convention: Convention,
): Map<string, DescribedField> {
  const claims = [...columns.values()].map((column) => ({
    of: column,
    text: column.name,
    wanted: toGraphQLName(column.name, convention.field),
  }));
  const names = claimAll(createNames(), claims);
  const fields = [...names].map(([column, name]): DescribedField => ({ name, column, ...leafOf(column) }));
  const rank = ({ column }: DescribedField): number => primaryKey.indexOf(column.name) + 1 || Number.MAX_SAFE_INTEGER;
  const sorted = fields.sort((a, b) => rank(a) - rank(b) || byName(a, b));
  return new Map(sorted.map((field) => [field.column.name, field]));
}
