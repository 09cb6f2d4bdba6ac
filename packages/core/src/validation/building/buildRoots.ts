import { getNamedType, getNullableType, isListType, isNonNullType, isObjectType } from 'graphql';
import type { RemoteRoot, TableRoot } from '../../model/model.js';
import { nameTable } from '../words.js';
import { type Builder, findSchema, isServed, loseTypes } from './builder.js';
import { buildRemoteField, type RemoteOccurrence } from './buildRemoteTypes.js';
import { buildTableArguments } from './buildTableArguments.js';
import { isUnique } from './isUnique.js';

/** Every `@select` field. */
export function buildTableRoots(builder: Builder): TableRoot[] {
  const roots: TableRoot[] = [];
  for (const definition of builder.definitions.selects.values()) {
    const { coordinate, field } = definition;
    builder.show('servedField', { ...definition, directive: '@select', host: builder.hostResolved(coordinate) });
    const typeName = getNamedType(field.type).name;
    const declared = builder.definitions.tables.get(typeName);
    if (!builder.definitions.unreadable.has(typeName))
      builder.show('tableField', { ...definition, typeName, declared });
    const target = builder.tables.get(typeName);
    if (target === undefined) continue;
    const { table } = target;
    const list = isListType(getNullableType(field.type));
    const args = buildTableArguments(builder, coordinate, field, target);
    const columns = args.equals.map((argument) => argument.column);
    builder.show('rows', { ...definition, table, list, columns, unique: isUnique(table, columns) });
    if (!list && isNonNullType(field.type)) {
      builder.show('missing', { ...definition, why: `${nameTable(table)} may have no such row` });
    }
    roots.push({ kind: 'table', coordinate, source: table.source, typeName, table, list, arguments: args });
  }
  return roots;
}

/** Every `@remoteField` field; `go` gets the types below. */
export function buildRemoteRoots(builder: Builder, go: (next: RemoteOccurrence) => void): RemoteRoot[] {
  const roots: RemoteRoot[] = [];
  for (const definition of builder.definitions.remoteFields.values()) {
    const { coordinate, field, parent, upstreamField, node } = definition;
    builder.show('servedField', { ...definition, directive: '@remoteField', host: builder.hostResolved(coordinate) });
    const source = definition.schema.value;
    const schema = findSchema(builder, { coordinate, node: definition.schema.node }, source);
    const operation = builder.rootTypes.get(parent.name) ?? 'query';
    const upstream = operation === 'query' ? schema?.getQueryType() : schema?.getMutationType();
    if (schema === undefined) loseTypes(builder, getNamedType(field.type));
    if (schema === undefined) continue;
    const name = upstreamField?.value ?? field.name;
    const place = { coordinate, node: upstreamField?.node ?? node, field, name, explicit: true };
    if (!upstream) {
      builder.show('remoteRoot', { coordinate, node: definition.schema.node, source, operation });
      continue;
    }
    const occurrence = { source, schema, type: parent, upstream };
    const built = buildRemoteField(builder, place, occurrence, go);
    if (built !== undefined) roots.push({ kind: 'remote', coordinate, source, operation, field: built });
  }
  return roots;
}

/** Shows the root fields of tables' types that nothing serves: mostly a directive was forgotten. */
export function showUnservedRoots(builder: Builder): void {
  const { schema, rootTypes, definitions, hostResolved } = builder;
  for (const typeName of rootTypes.keys()) {
    const type = schema.getType(typeName);
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const coordinate = `${typeName}.${field.name}`;
      if (!definitions.tables.has(getNamedType(field.type).name) || isServed(builder, coordinate)) continue;
      if (hostResolved(coordinate) === false)
        builder.show('unservedRoot', { coordinate, node: field.astNode ?? undefined, field });
    }
  }
}
