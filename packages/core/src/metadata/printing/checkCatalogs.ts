import { isObjectType } from 'graphql';
import type { SchemaCatalog, TableCatalog } from '../../model/catalog.js';
import { tableKey } from '../../model/catalog.js';
import type {
  HasuraMetadata,
  HasuraRelationship,
  HasuraRemoteSchema,
  HasuraSource,
  HasuraTable,
  HasuraTypeRelationships,
} from '../hasuraMetadata.js';
import type { MetadataNode } from '../metadataNode.js';
import { nearNames, quote } from '../nearNames.js';
import { objectOf, type TablePart } from '../objectsOfMetadata.js';
import type { Scope } from '../scope.js';
import type { ScopeObject } from '../scopeObject.js';
import { printQualifiedName } from '../values.js';
import { findLocal } from './localRelationship.js';

/** What databases and remote schemas hold, by their names in the metadata; of those that could not say, why. */
export interface Catalogs {
  readonly databases: ReadonlyMap<string, TableCatalog | Error>;
  readonly remoteSchemas: ReadonlyMap<string, SchemaCatalog | Error>;
}

/**
 * The objects that are not as the sources are: a source that cannot be asked, a table that it does not have, a relationship
 * whose foreign key is not there.
 */
export function checkCatalogs(metadata: HasuraMetadata, catalogs: Catalogs, scope: Scope): ReadonlySet<MetadataNode> {
  const left = new Set<MetadataNode>();
  const leave = (object: ScopeObject, finding: { readonly message: string; readonly remedy: string }): void => {
    scope.within(object, (inner) =>
      inner.report({ code: 'METADATA_INCONSISTENT', place: object.node.place, ...finding }),
    );
    left.add(object.node);
  };
  for (const source of metadata.sources) {
    const catalog = catalogs.databases.get(source.name);
    if (catalog === undefined || catalog instanceof Error) leaveUnavailable(objectOf.source(source), catalog);
    else for (const table of source.tables) checkTable(source, table, catalog);
  }
  for (const remote of metadata.remoteSchemas) {
    const catalog = catalogs.remoteSchemas.get(remote.name);
    if (catalog === undefined || catalog instanceof Error) leaveUnavailable(objectOf.remoteSchema(remote), catalog);
    else for (const group of remote.relationships) checkType(remote, group, catalog);
  }
  return left;

  function leaveUnavailable(object: ScopeObject, error: Error | undefined): void {
    scope.within(object, (inner) =>
      inner.report({
        code: 'METADATA_SOURCE_UNAVAILABLE',
        place: object.node.place,
        message: `It cannot be asked what it holds. ${error?.message ?? ''}`.trim(),
        remedy: 'Check that it runs and can be reached from here, then start again.',
      }),
    );
    left.add(object.node);
  }

  function checkType(remote: HasuraRemoteSchema, group: HasuraTypeRelationships, { schema }: SchemaCatalog): void {
    const { typeName, relationships } = group;
    const type = schema.getType(typeName);
    if (isObjectType(type)) return;
    const names = Object.values(schema.getTypeMap()).filter(isObjectType);
    const near = nearNames(
      typeName,
      names.map(({ name }) => name),
    );
    const message =
      type === undefined
        ? `Remote schema ${quote(remote.name)} has no type ${quote(typeName)}.${near}`
        : `Type ${quote(typeName)} of remote schema ${quote(remote.name)} is no object type: relationships need one.`;
    for (const each of relationships) {
      leave(objectOf.ofRemoteType(remote, group, each), { message, remedy: 'Name an object type of it.' });
    }
  }

  function checkTable(source: HasuraSource, table: HasuraTable, catalog: TableCatalog): void {
    const found = catalog.tables.get(tableKey(table.table.schema, table.table.name));
    if (found === undefined) {
      const name = printQualifiedName(table.table);
      const names = Array.from(catalog.tables.values(), printQualifiedName);
      leave(objectOf.table(source, table), {
        message: `Database ${quote(source.name)} has no table or view ${quote(name)}.${nearNames(name, names)}`,
        remedy: 'Create it, or track another.',
      });
      return;
    }
    const check = (type: TablePart) => (relationship: HasuraRelationship) => {
      const local = findLocal(catalog, found, relationship);
      if (!('fault' in local)) return;
      const remedy = 'Correct the columns, or remove the relationship.';
      leave(objectOf.inTable(type, source, table, relationship), { message: local.fault, remedy });
    };
    table.objectRelationships.forEach(check('object_relation'));
    table.arrayRelationships.forEach(check('array_relation'));
  }
}
