import { type GraphQLField, type GraphQLSchema, isObjectType } from 'graphql';

/** The fields of a schema's object types. */
export function* fieldsOf(
  schema: GraphQLSchema,
): Generator<[coordinate: string, field: GraphQLField<unknown, unknown>]> {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) yield [`${type.name}.${field.name}`, field];
  }
}
