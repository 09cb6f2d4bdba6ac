import {
  type GraphQLEnumType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isUnionType,
} from 'graphql';
import type { Catalog, TableCatalog } from '../../model/catalog.js';
import { isOfRowAlone, takesArguments } from '../../model/computed.js';
import type { TableLeaf } from '../../model/model.js';
import { remember } from '../../model/remember.js';
import type { Column, Table } from '../../model/table.js';
import type { Definitions, Written } from '../../schema/definitions.js';
import type { WrittenPermission } from '../permissions/readPermissions.js';
import type { RootTypes } from '../rootTypes.js';
import type { Host, Place, Show, Visits } from '../visits.js';

/** What every building step sees: the author's words, the sources, and the rules to show its findings to. */
export interface Builder {
  readonly schema: GraphQLSchema;
  readonly definitions: Definitions;
  readonly rootTypes: RootTypes;
  readonly sources: ReadonlyMap<string, Catalog | Error>;
  /** What roles may see of remote schemas, as far as it is valid SDL. */
  readonly permissions: readonly WrittenPermission[];
  readonly hostResolved: (coordinate: string) => Host;
  /** Whether it is told who asks. */
  readonly session: boolean;
  /** By role, those it inherits from. */
  readonly inheritedRoles: ReadonlyMap<string, readonly string[]>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly show: Show;
  /** Types with `@table` whose table exists, by type name. */
  readonly tables: Map<string, LinkedTable>;
  /** Leaves that functions make of rows, by coordinate. */
  readonly computed: Map<string, TableLeaf>;
  /** `@column` and `@upstream` that meant something. */
  readonly used: Set<Written<string>>;
  readonly hostFields: Set<string>;
  /** Where SDL types occur upstream: type name → source name → type. Of what an action answers, the SDL alone tells the type. */
  readonly occurrences: Map<string, Map<string, UpstreamType | 'json'>>;
  /** Types that a remote schema may serve, although the way to it was not found: their problems are not told. */
  readonly lost: Set<string>;
  /** How often rules found fault so far. */
  readonly findings: () => number;
  /** Whether no error was told yet: only then is what nothing uses really unused. */
  readonly sound: () => boolean;
}

export interface UpstreamType {
  readonly schema: GraphQLSchema;
  readonly type: GraphQLNamedType;
}

/** A type and the table its rows live in. */
export interface LinkedTable {
  readonly type: GraphQLObjectType;
  readonly table: Table;
}

/** The database of a name, if there is one; rules see what was named. */
export function findTables(builder: Builder, place: Place, name: string): TableCatalog | undefined {
  const found = builder.sources.get(name);
  builder.show('source', { ...place, name, wanted: 'tables', found });
  return found !== undefined && !(found instanceof Error) && found.kind === 'tables' ? found : undefined;
}

/** The remote schema of a name, if there is one; rules see what was named. */
export function findSchema(builder: Builder, place: Place, name: string): GraphQLSchema | undefined {
  const found = builder.sources.get(name);
  builder.show('source', { ...place, name, wanted: 'schema', found });
  return found !== undefined && !(found instanceof Error) && found.kind === 'schema' ? found.schema : undefined;
}

/** Whether a name is that of a handler of actions; rules see what was named. */
export function isActionSource(builder: Builder, place: Place, name: string): boolean {
  const found = builder.sources.get(name);
  builder.show('source', { ...place, name, wanted: 'action', found });
  return found !== undefined && !(found instanceof Error) && found.kind === 'action';
}

/** The column name of a field, argument, input field or enum value: `@column`'s, else its own. */
export function columnName(builder: Builder, coordinate: string, name: string): string {
  return useName(builder, builder.definitions.columns.get(coordinate)) ?? name;
}

/** The upstream name of a field, argument or type: `@upstream`'s, else its own. */
export function upstreamName(builder: Builder, coordinate: string, name: string): string {
  return useName(builder, builder.definitions.upstream.get(coordinate)) ?? name;
}

function useName(builder: Builder, written: Written<string> | undefined): string | undefined {
  if (written !== undefined) builder.used.add(written);
  return written?.value;
}

/**
 * The column that an author means by a name: that of the type's field, else the column itself, so that a key need not
 * be exposed. A field that a function makes of the row alone is as good; those with a value from elsewhere are none.
 */
export function findColumn(builder: Builder, { type, table }: LinkedTable, name: string): Column | undefined {
  const field = type.getFields()[name];
  const coordinate = `${type.name}.${name}`;
  const computed = builder.computed.get(coordinate)?.column;
  if (computed?.computed?.kind === 'call' && isOfRowAlone(computed.computed.call)) return computed;
  if (field !== undefined && builder.hostResolved(coordinate) !== true && !isServed(builder, coordinate)) {
    const column = table.columns.get(columnName(builder, coordinate, name));
    if (column !== undefined) return column;
  }
  return table.columns.get(name);
}

/** As {@link findColumn}, of a join key: it may be computed from the session, too. */
export function findKeyColumn(builder: Builder, linked: LinkedTable, name: string): Column | undefined {
  const column = builder.computed.get(`${linked.type.name}.${name}`)?.column;
  const isKey = column?.computed?.kind === 'call' && !takesArguments(column.computed.call);
  return isKey ? column : findColumn(builder, linked, name);
}

/** Names an author could have used for a column of a type. */
export function columnNames(builder: Builder, { type, table }: LinkedTable): readonly string[] {
  const fields = Object.keys(type.getFields()).filter((name) => {
    const coordinate = `${type.name}.${name}`;
    return builder.hostResolved(coordinate) !== true && !isServed(builder, coordinate);
  });
  return [...fields, ...table.columns.keys()];
}

/** Whether a directive of ours gives a field its value. */
export function isServed({ definitions }: Builder, coordinate: string): boolean {
  return (
    definitions.relationships.has(coordinate) ||
    definitions.selects.has(coordinate) ||
    definitions.aggregates.has(coordinate) ||
    definitions.remoteFields.has(coordinate) ||
    definitions.actions.has(coordinate) ||
    definitions.namespaces.has(coordinate) ||
    definitions.computed.has(coordinate) ||
    definitions.unreadable.has(coordinate)
  );
}

/** Whether objects of a type hold root fields, and nothing of their own. */
export function isRootType({ schema, rootTypes }: Builder, type: { readonly name: string }): boolean {
  return rootTypes.has(type.name) || type === schema.getSubscriptionType();
}

/** Remembers the types below a field whose remote schema could not be followed. */
export function loseTypes(builder: Builder, type: GraphQLNamedType): void {
  if (!isCompositeType(type) || builder.lost.has(type.name)) return;
  builder.lost.add(type.name);
  const below = isAbstractType(type) ? builder.schema.getPossibleTypes(type) : [];
  for (const possible of below) loseTypes(builder, possible);
  const fields = isUnionType(type) ? [] : Object.values(type.getFields());
  for (const field of fields) {
    if (!isServed(builder, `${type.name}.${field.name}`)) loseTypes(builder, getNamedType(field.type));
  }
}

/**
 * Makes a reader that reads a type of the SDL once per table type and name of an argument, however many arguments have that
 * type: what it finds is the same each time, and so are the problems.
 */
export function perTable<Type extends GraphQLNamedType, Found>(
  read: (builder: Builder, type: Type, argument: string, target: LinkedTable) => Found,
): typeof read {
  const known = new WeakMap<LinkedTable, Map<string, Found>>();
  return (builder, type, argument, target) => {
    const found = remember(known, target, () => new Map<string, Found>());
    return remember(found, `${type.name} ${argument}`, () => read(builder, type, argument, target));
  };
}

/** Shows a column that an argument, input field or enum value names. */
export function showColumn(
  builder: Builder,
  place: Place,
  name: string,
  column: Column | undefined,
  target: LinkedTable,
  user: string,
): void {
  const written = builder.definitions.columns.get(place.coordinate);
  builder.show('column', {
    coordinate: place.coordinate,
    node: written?.node ?? place.node,
    name,
    table: target.table,
    column,
    user,
    names: () => columnNames(builder, target),
    explicit: true,
    host: false,
  });
}

/** Shows an SDL type with its column; of an enum, also its values with the column's labels. */
export function showColumnType(builder: Builder, visit: Visits['columnType']): void {
  builder.show('columnType', visit);
  const type = getNamedType(visit.type);
  if (!isEnumType(type)) return;
  const names = useValueNames(builder, type, builder.definitions.columns);
  const { labels } = visit.column.type.element ?? visit.column.type;
  if (labels === undefined) return;
  const owner = `type ${(visit.column.type.element ?? visit.column.type).sql} of "${visit.table.source}"`;
  builder.show('enum', { ...visit, type, known: labels, names, owner, read: visit.use !== 'compared' });
}

/** The names that an enum's values have at a source, by coordinate, where they differ. */
export function useValueNames(
  builder: Builder,
  type: GraphQLEnumType,
  written: ReadonlyMap<string, Written<string>>,
): Map<string, string> {
  const names = new Map<string, string>();
  for (const { name } of type.getValues()) {
    const value = useName(builder, written.get(`${type.name}.${name}`));
    if (value !== undefined) names.set(`${type.name}.${name}`, value);
  }
  return names;
}
