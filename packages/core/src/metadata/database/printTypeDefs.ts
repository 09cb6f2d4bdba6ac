import type { DescribedDatabase, DescribedField, DescribedRelationship, DescribedTable } from './describeDatabase.js';
import type { EnumValue } from './describeEnums.js';
import type { DescribedComparison } from './describeLeaves.js';
import type { Convention } from './naming.js';
import { printDescription } from './printDescription.js';
import { printOperators } from './printOperators.js';

export interface TypeDefsToPrint {
  readonly database: DescribedDatabase;
  /** Name of the source. */
  readonly source: string;
  readonly defaultSchema: string;
  readonly convention: Convention;
  /** What is not here, and why. */
  readonly notes: readonly string[];
  /** Whether nothing else defines `Query`. */
  readonly isFirst: boolean;
}

/**
 * The SDL of a described database, definition by definition:
 *
 *     type Query {
 *       users(where: users_bool_exp, order_by: [users_order_by!], limit: Int, …): [users!]! @select
 *       users_by_pk(id: Int!): users @select
 *     }
 *
 *     type users @table(source: "users_db") { … }
 *
 *     input users_bool_exp { … }
 */
export function printTypeDefs(given: TypeDefsToPrint): readonly string[] {
  const { database, convention, notes, isFirst } = given;
  const { tables, enums, comparisons } = database;
  const byType = new Map(tables.map((table) => [table.typeName, table]));
  const hasJson = comparisons.some(({ operand }) => /^\[*JSON\b/.test(operand));
  return [
    printBlock(
      isFirst ? 'type Query' : 'extend type Query',
      tables.flatMap((table) => printRootFields(table, convention)),
    ),
    ...tables.flatMap((table) => [printType(table, byType, given), ...printInputs(table, byType, convention)]),
    ...enums.map(({ name, values }) => printBlock(`enum ${name}`, values.map(printValue))),
    ...comparisons.map(printComparison),
    ...printCasts(comparisons),
    printBlock(`enum ${convention.directionType}`, convention.directions),
    ...(hasJson ? ['scalar JSON'] : []),
    ...(notes.length === 0 ? [] : [notes.map(printNote).join('\n')]),
  ];
}

function printBlock(head: string, lines: readonly string[]): string {
  return [`${head} {`, ...lines.map((line) => (line === '' ? '' : `  ${line}`)), '}'].join('\n');
}

/** Names stand in notes as JSON texts: a line that one of them breaks would be SDL. */
function printNote(note: string): string {
  return `# ${note}`;
}

function printRootFields(table: DescribedTable, convention: Convention): readonly string[] {
  const { typeName, rootField, fields } = table;
  const list = `${rootField}${printListArguments(table, convention)}: [${typeName}!]! @select`;
  const keys = table.table.primaryKey.flatMap((name) => fields.find(({ column }) => column.name === name) ?? []);
  if (keys.length === 0) return [list];
  const args = keys.map(printKeyArgument).join(', ');
  return [list, `${convention.byPrimaryKey(rootField)}(${args}): ${typeName} @select`];
}

/** Arguments that have a meaning of their own, in whatever convention. */
const meanings: readonly string[] = ['where', 'limit', 'offset', 'order_by', 'orderBy', 'distinct_on', 'distinctOn'];

/** An argument called like one of these says that it is a column. */
function printKeyArgument({ name, type }: DescribedField): string {
  return `${name}: ${type}!${meanings.includes(name) ? ` ${printColumn(name)}` : ''}`;
}

function printListArguments({ typeName, fields }: DescribedTable, convention: Convention): string {
  const isSorted = fields.some((field) => field.isSorted);
  const order = `${convention.orderArgument}: [${convention.derived(typeName, 'order_by')}!]`;
  const distinct = `${convention.distinctArgument}: [${convention.derived(typeName, 'select_column')}!]`;
  const all = [`where: ${convention.derived(typeName, 'bool_exp')}`, order, 'limit: Int', 'offset: Int', distinct];
  return `(${all.filter((argument) => isSorted || (argument !== order && argument !== distinct)).join(', ')})`;
}

function printType(
  { table, typeName, fields, relationships, notes }: DescribedTable,
  byType: ReadonlyMap<string, DescribedTable>,
  { source, defaultSchema, convention }: TypeDefsToPrint,
): string {
  const args = [
    `source: ${JSON.stringify(source)}`,
    ...(table.name === typeName ? [] : [`name: ${JSON.stringify(table.name)}`]),
    ...(table.schema === defaultSchema ? [] : [`schema: ${JSON.stringify(table.schema)}`]),
  ];
  const lines = [
    ...fields.flatMap(printField),
    ...relationships.map((relationship) => printRelationship(relationship, byType, convention)),
    ...notes.map(printNote),
  ];
  return [...printDescription(table.comment), printBlock(`type ${typeName} @table(${args.join(', ')})`, lines)].join(
    '\n',
  );
}

function printField({ name, column, type, note }: DescribedField): readonly string[] {
  const renamed = name === column.name ? '' : ` ${printColumn(column.name)}`;
  return [
    ...(note === undefined ? [] : [printNote(note)]),
    ...printDescription(column.comment),
    `${name}: ${type}${column.notNull ? '!' : ''}${renamed}`,
  ];
}

function printColumn(name: string): string {
  return `@column(name: ${JSON.stringify(name)})`;
}

/** Nullable where it is an object: the row may be hidden from whoever asks. */
function printRelationship(
  { name, typeName, list, fieldMapping }: DescribedRelationship,
  byType: ReadonlyMap<string, DescribedTable>,
  convention: Convention,
): string {
  const target = byType.get(typeName);
  const args = list && target !== undefined ? printListArguments(target, convention) : '';
  const mapping = fieldMapping.map(([own, other]) => `${own}: ${JSON.stringify(other)}`).join(', ');
  const type = list ? `[${typeName}!]!` : typeName;
  return `${name}${args}: ${type} @remoteRelationship(fieldMapping: {${mapping}})`;
}

function printInputs(
  { typeName, fields, relationships }: DescribedTable,
  byType: ReadonlyMap<string, DescribedTable>,
  convention: Convention,
): readonly string[] {
  const where = convention.derived(typeName, 'bool_exp');
  const conditions = [
    `_and: [${where}!]`,
    `_not: ${where}`,
    `_or: [${where}!]`,
    ...fields.map(({ name, comparison }) => `${name}: ${comparison}`),
    ...relationships.map((one) => `${one.name}: ${convention.derived(one.typeName, 'bool_exp')}`),
  ];
  const sorted = fields.filter(({ isSorted }) => isSorted).map(({ name }) => name);
  const orders = [
    ...sorted.map((name) => `${name}: ${convention.directionType}`),
    ...relationships
      .filter(({ list, typeName: to }) => !list && byType.get(to)?.fields.some(({ isSorted }) => isSorted))
      .map((one) => `${one.name}: ${convention.derived(one.typeName, 'order_by')}`),
  ];
  if (sorted.length === 0) return [printBlock(`input ${where}`, conditions)];
  return [
    printBlock(`input ${where}`, conditions),
    printBlock(`input ${convention.derived(typeName, 'order_by')}`, orders),
    printBlock(`enum ${convention.derived(typeName, 'select_column')}`, sorted),
  ];
}

function printValue({ name, label }: EnumValue): string {
  return name === label ? name : `${name} ${printColumn(label)}`;
}

function printComparison({ name, operand, operators, cast }: DescribedComparison): string {
  return printBlock(`input ${name}`, printOperators(operators, operand, cast?.name));
}

/** The types of `_cast`, each once. */
function printCasts(comparisons: readonly DescribedComparison[]): readonly string[] {
  const casts = new Map(comparisons.flatMap(({ cast }) => (cast === undefined ? [] : [[cast.name, cast.text]])));
  return [...casts].map(([name, text]) => printBlock(`input ${name}`, [`String: ${text}`]));
}
