/** A relationship to rows of another source. */
export function toSource(name: string, type: 'object' | 'array', table: unknown, mapping: object, source = 'users') {
  return {
    name,
    definition: { to_source: { source, table, relationship_type: type, field_mapping: mapping } },
  };
}

/** A relationship to a field of a remote schema. */
export function toRemote(
  name: string,
  lhs_fields: readonly string[],
  remote_field: unknown,
  remote_schema = 'catalog',
) {
  return { name, definition: { to_remote_schema: { remote_schema, lhs_fields, remote_field } } };
}
