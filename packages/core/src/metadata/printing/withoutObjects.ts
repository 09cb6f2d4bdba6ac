import type { HasuraMetadata, HasuraTable, Written } from '../hasuraMetadata.js';
import type { MetadataNode } from '../metadataNode.js';

/** The metadata without some of its objects. What refers to one of them is still there. */
export function withoutObjects(metadata: HasuraMetadata, left: ReadonlySet<MetadataNode>): HasuraMetadata {
  const keep = <T extends Written>(objects: readonly T[]): readonly T[] =>
    objects.filter(({ node }) => !left.has(node));
  const ofTable = (table: HasuraTable): HasuraTable => ({
    ...table,
    objectRelationships: keep(table.objectRelationships),
    arrayRelationships: keep(table.arrayRelationships),
    remoteRelationships: keep(table.remoteRelationships),
    computedFields: keep(table.computedFields),
    selectPermissions: keep(table.selectPermissions),
  });
  const { customTypes } = metadata;
  return {
    ...metadata,
    sources: keep(metadata.sources).map((source) => ({
      ...source,
      tables: keep(source.tables).map(ofTable),
      functions: keep(source.functions),
    })),
    remoteSchemas: keep(metadata.remoteSchemas).map((remote) => ({
      ...remote,
      permissions: keep(remote.permissions),
      relationships: remote.relationships.map((type) => ({ ...type, relationships: keep(type.relationships) })),
    })),
    actions: keep(metadata.actions),
    customTypes: {
      objects: keep(customTypes.objects).map((type) => ({ ...type, relationships: keep(type.relationships) })),
      inputObjects: keep(customTypes.inputObjects),
      scalars: keep(customTypes.scalars),
      enums: keep(customTypes.enums),
    },
    inheritedRoles: keep(metadata.inheritedRoles),
  };
}
