import {
  type DocumentNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { Model } from '../model/model.js';

/**
 * Whether a document selects a joined or remote field under several response keys. Objects then hold a method that chooses
 * by response key; an executor that reads members without calling them (graphql-jit) cannot serve such a document.
 */
export function hasFieldChoices(schema: GraphQLSchema, model: Model, document: DocumentNode): boolean {
  const keys = new Map<string, string>();
  const types = new TypeInfo(schema);
  let found = false;
  visit(
    document,
    visitWithTypeInfo(types, {
      Field(node) {
        const field = types.getFieldDef();
        if (!field || !(field.args.length > 0 || isCompositeType(getNamedType(field.type)))) return;
        const responseKey = node.alias?.value ?? node.name.value;
        for (const typeName of objectTypeNames(schema, types.getParentType())) {
          const coordinate = `${typeName}.${field.name}`;
          const known = keys.get(coordinate) ?? responseKey;
          keys.set(coordinate, known);
          if (known !== responseKey && isMember(model, typeName, field.name)) found = true;
        }
      },
    }),
  );
  return found;
}

function objectTypeNames(schema: GraphQLSchema, type: GraphQLNamedType | null | undefined): readonly string[] {
  if (isObjectType(type)) return [type.name];
  return isAbstractType(type) ? schema.getPossibleTypes(type).map(({ name }) => name) : [];
}

function isMember({ relationships, remoteTypes }: Model, typeName: string, fieldName: string): boolean {
  if (relationships.has(`${typeName}.${fieldName}`)) return true;
  return [...remoteTypes.values()].some((types) => types.get(typeName)?.fields.has(fieldName));
}
