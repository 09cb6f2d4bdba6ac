import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import type { Catalog, SchemaCatalog } from '../model/catalog.js';
import type { Model, RootField } from '../model/model.js';
import type { Relationship } from '../model/relationship.js';
import type { RemoteType } from '../model/remoteType.js';
import { functionPart, tablePart } from './findDrift.js';

/** By part of a source, see `Drift.part`: coordinates of the SDL that use it. What joins by it comes first, then the field that shows it, then what leads there. */
export type Users = ReadonlyMap<string, readonly string[]>;

/** Who uses which parts of a source, as it is locked. */
export function findUsers(source: string, catalog: Catalog, model: Model): Users {
  const users = new Map<string, Set<string>>();
  const note = (part: string, coordinate: string): void => {
    users.set(part, (users.get(part) ?? new Set()).add(coordinate));
  };
  if (catalog.kind === 'tables') noteTables(source, model, note);
  else if (catalog.kind === 'schema') noteRemote(source, catalog, model, note);
  return new Map([...users].map(([part, coordinates]) => [part, [...coordinates]]));
}

type Note = (part: string, coordinate: string) => void;

// ── Tables ──────────────────────────────────────────────────────────────────────────────────────────────────────

function noteTables(source: string, { tables, relationships, rootFields }: Model, note: Note): void {
  for (const { coordinate, typeName, key, target } of relationships.values()) {
    const parent = tables.get(typeName)?.table;
    for (const { column } of key) {
      if (column !== undefined && parent?.source === source) note(columnPart(parent, column.name), coordinate);
    }
    if (target.kind !== 'table' || target.source !== source) continue;
    for (const { name } of target.columns) note(columnPart(target.table, name), coordinate);
  }
  const readers = [...relationships.values(), ...rootFields.values()];
  for (const reader of readers) {
    const rows = 'target' in reader ? reader.target : reader;
    if (rows.kind !== 'table' || rows.source !== source || rows.rows === undefined) continue;
    note(functionPart(rows.rows.call.function), reader.coordinate);
  }
  for (const { typeName, table, leaves } of tables.values()) {
    if (table.source !== source) continue;
    for (const { fieldName, column } of leaves.values()) {
      const { computed } = column;
      if (computed?.kind === 'call') note(functionPart(computed.call.function), `${typeName}.${fieldName}`);
      note(columnPart(table, column.name), `${typeName}.${fieldName}`);
    }
    const reading = readers.filter((reader) => readTypeOf(reader) === typeName).map(({ coordinate }) => coordinate);
    for (const coordinate of reading.length === 0 ? [typeName] : reading) {
      note(tablePart(table), coordinate);
      for (const name of table.columns.keys()) note(columnPart(table, name), coordinate);
    }
  }
}

function columnPart(table: Parameters<typeof tablePart>[0], column: string): string {
  return `${tablePart(table)}.${column}`;
}

/** The SDL type whose rows are read. */
function readTypeOf(reader: Relationship | RootField): string | undefined {
  const rows = 'target' in reader ? reader.target : reader;
  return rows.kind === 'table' ? rows.typeName : undefined;
}

// ── Remote schemas ──────────────────────────────────────────────────────────────────────────────────────────────

function noteRemote(source: string, { schema }: SchemaCatalog, model: Model, note: Note): void {
  const types = model.remoteTypes.get(source) ?? new Map<string, RemoteType>();
  const ends = findPaths(source, schema, model).map(({ coordinate, from, path }) => {
    const end = notePath(from, path, (part) => note(part, coordinate));
    return [coordinate, end] as const;
  });
  for (const { coordinate, typeName, key } of model.relationships.values()) {
    const parent = types.get(typeName)?.upstreamName;
    for (const { upstreamPaths } of key) {
      const [name] = upstreamPaths.get(source) ?? [];
      if (parent !== undefined && name !== undefined) note(`${parent}.${name}`, coordinate);
    }
  }
  for (const { typeName, upstreamName, fields } of types.values()) {
    for (const field of fields.values())
      note(`${upstreamName}.${field.upstreamName}`, `${typeName}.${field.fieldName}`);
  }
  for (const [coordinate, end] of ends) if (end) noteBelow(end, schema, (part) => note(part, coordinate), new Set());
}

interface Path {
  readonly coordinate: string;
  readonly from: GraphQLNamedType | null | undefined;
  readonly path: readonly string[];
}

/** Where relationships and root fields go in the remote schema. */
function findPaths(source: string, schema: GraphQLSchema, { relationships, rootFields }: Model): readonly Path[] {
  const paths: Path[] = [];
  for (const { coordinate, target } of relationships.values()) {
    if (target.kind !== 'remote' || target.source !== source) continue;
    paths.push({ coordinate, from: schema.getQueryType(), path: target.path.map(({ field }) => field) });
  }
  for (const root of rootFields.values()) {
    if (root.kind !== 'remote' || root.source !== source) continue;
    const from = root.operation === 'query' ? schema.getQueryType() : schema.getMutationType();
    paths.push({ coordinate: root.coordinate, from, path: [root.field.upstreamName] });
  }
  return paths;
}

type NotePart = (part: string) => void;

/** The fields of a path with their arguments. Answers the type that it leads to. */
function notePath(from: Path['from'], path: Path['path'], note: NotePart): GraphQLNamedType | undefined {
  let type = from;
  for (const name of path) {
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
    if (!type || field === undefined) return undefined;
    noteField(type, field, note);
    type = getNamedType(field.type);
  }
  return type ?? undefined;
}

function noteField(type: GraphQLNamedType, { name, args }: GraphQLField<unknown, unknown>, note: NotePart): void {
  note(`${type.name}.${name}`);
  for (const argument of args) {
    note(`${type.name}.${name}(${argument.name}:)`);
    noteInput(argument.type, note, new Set());
  }
}

function noteInput(input: GraphQLInputType, note: NotePart, seen: Set<string>): void {
  const type = getNamedType(input);
  if (seen.has(type.name)) return;
  seen.add(type.name);
  note(type.name);
  if (!isInputObjectType(type)) return;
  for (const field of Object.values(type.getFields())) {
    note(`${type.name}.${field.name}`);
    noteInput(field.type, note, seen);
  }
}

/** A type and all that may be below it. */
function noteBelow(type: GraphQLNamedType, schema: GraphQLSchema, note: NotePart, seen: Set<string>): void {
  if (seen.has(type.name)) return;
  seen.add(type.name);
  note(type.name);
  if (isAbstractType(type)) {
    for (const member of schema.getPossibleTypes(type)) noteBelow(member, schema, note, seen);
  }
  if (!isObjectType(type) && !isInterfaceType(type)) return;
  for (const field of Object.values(type.getFields())) {
    noteField(type, field, note);
    noteBelow(getNamedType(field.type), schema, note, seen);
  }
}

/** Who uses a part; of a part that is new, who uses what it is a part of. */
export function usersOf(users: Users, part: string): readonly string[] {
  const field = part.replace(/\(.*$/, '');
  return users.get(part) ?? users.get(field) ?? users.get(field.slice(0, field.lastIndexOf('.'))) ?? [];
}
