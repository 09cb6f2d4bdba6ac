import {
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import type { Catalog, SchemaCatalog } from '../model/catalog.js';
import type { Model, RootField } from '../model/model.js';
import type { Relationship } from '../model/relationship.js';
import { tablePart } from './findDrift.js';

/** By part of a source, see `Drift.part`: coordinates of the SDL that use it, relationships and root fields first. */
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
  const readers = [...relationships.values(), ...rootFields.values()];
  for (const { typeName, table, leaves } of tables.values()) {
    if (table.source !== source) continue;
    const reading = readers.filter((reader) => readTypeOf(reader) === typeName).map(({ coordinate }) => coordinate);
    for (const coordinate of [...reading, ...(reading.length === 0 ? [typeName] : [])]) {
      note(tablePart(table), coordinate);
      // Of the primary key, of filters and arguments: whatever reads the table.
      for (const { name } of table.columns.values())
        if (!isLeaf(leaves, name)) note(columnPart(table, name), coordinate);
    }
    for (const { fieldName, column } of leaves.values()) {
      for (const coordinate of [...reading, `${typeName}.${fieldName}`])
        note(columnPart(table, column.name), coordinate);
    }
  }
  for (const { coordinate, typeName, key, target } of relationships.values()) {
    const parent = tables.get(typeName)?.table;
    for (const { column } of key) {
      if (column !== undefined && parent?.source === source) note(columnPart(parent, column.name), coordinate);
    }
    if (target.kind !== 'table' || target.source !== source) continue;
    for (const { name } of target.columns) note(columnPart(target.table, name), coordinate);
  }
}

function columnPart(table: Parameters<typeof tablePart>[0], column: string): string {
  return `${tablePart(table)}.${column}`;
}

function isLeaf(leaves: ReadonlyMap<string, { readonly column: { readonly name: string } }>, column: string): boolean {
  return [...leaves.values()].some((leaf) => leaf.column.name === column);
}

/** The SDL type whose rows are read. */
function readTypeOf(reader: Relationship | RootField): string | undefined {
  const rows = 'target' in reader ? reader.target : reader;
  return rows.kind === 'table' ? rows.typeName : undefined;
}

// ── Remote schemas ──────────────────────────────────────────────────────────────────────────────────────────────

function noteRemote(source: string, { schema }: SchemaCatalog, model: Model, note: Note): void {
  const types = model.remoteTypes.get(source) ?? new Map();
  for (const { coordinate, target } of model.relationships.values()) {
    if (target.kind !== 'remote' || target.source !== source) continue;
    const path = target.path.map(({ field, args }) => ({ field, args: args.map(({ name }) => name) }));
    notePath(schema, schema.getQueryType(), path, coordinate, note);
  }
  for (const root of model.rootFields.values()) {
    if (root.kind !== 'remote' || root.source !== source) continue;
    const args = Array.from(root.field.args.values(), ({ upstreamName }) => upstreamName);
    const type = root.operation === 'query' ? schema.getQueryType() : schema.getMutationType();
    notePath(schema, type, [{ field: root.field.upstreamName, args }], root.coordinate, note);
  }
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
}

/** The fields of a path with their arguments, and all that may be below its end. */
function notePath(
  schema: GraphQLSchema,
  from: GraphQLNamedType | null | undefined,
  path: readonly { readonly field: string; readonly args: readonly string[] }[],
  coordinate: string,
  note: Note,
): void {
  let type = from;
  for (const { field: name, args } of path) {
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
    if (!type || field === undefined) return;
    note(`${type.name}.${name}`, coordinate);
    for (const argument of field.args) {
      note(`${type.name}.${name}(${argument.name}:)`, coordinate);
      if (args.includes(argument.name)) noteInput(argument.type, coordinate, note, new Set());
    }
    type = getNamedType(field.type);
  }
  if (type) noteBelow(type, schema, coordinate, note, new Set());
}

function noteInput(input: GraphQLInputType, coordinate: string, note: Note, seen: Set<string>): void {
  const type = getNamedType(input);
  if (seen.has(type.name)) return;
  seen.add(type.name);
  note(type.name, coordinate);
  if (!isInputObjectType(type)) return;
  for (const field of Object.values(type.getFields())) {
    note(`${type.name}.${field.name}`, coordinate);
    noteInput(field.type, coordinate, note, seen);
  }
}

function noteBelow(
  type: GraphQLNamedType,
  schema: GraphQLSchema,
  coordinate: string,
  note: Note,
  seen: Set<string>,
): void {
  if (seen.has(type.name)) return;
  seen.add(type.name);
  note(type.name, coordinate);
  if ('getTypes' in type) for (const member of type.getTypes()) noteBelow(member, schema, coordinate, note, seen);
  if (isInterfaceType(type)) {
    for (const member of schema.getPossibleTypes(type)) noteBelow(member, schema, coordinate, note, seen);
  }
  if (!isObjectType(type) && !isInterfaceType(type)) return;
  for (const field of Object.values(type.getFields())) {
    note(`${type.name}.${field.name}`, coordinate);
    for (const argument of field.args) {
      note(`${type.name}.${field.name}(${argument.name}:)`, coordinate);
      noteInput(argument.type, coordinate, note, new Set());
    }
    noteBelow(getNamedType(field.type), schema, coordinate, note, seen);
  }
}

/** Who uses a part; of a part that is new, who uses what it is a part of. */
export function usersOf(users: Users, part: string): readonly string[] {
  const field = part.replace(/\(.*$/, '');
  return users.get(part) ?? users.get(field) ?? users.get(field.slice(0, field.lastIndexOf('.'))) ?? [];
}
