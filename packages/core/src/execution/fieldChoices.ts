import {
  type DocumentNode,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { isRemoteField } from '../model/isRemoteField.js';
import type { Model } from '../model/model.js';
import { objectTypesOf } from '../model/objectTypes.js';

/**
 * Whether a document selects a joined, remote, computed or aggregate field under several response keys. Objects then hold a method that chooses
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
        for (const { name: typeName } of objectTypesOf(schema, types.getParentType())) {
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

function isMember(model: Model, typeName: string, fieldName: string): boolean {
  const { relationships, aggregateTypes, tables, unavailable } = model;
  // What is compiled while a source is down serves when it is up, too: any field may be one of its by then.
  if (unavailable !== undefined) return true;
  if (tables.get(typeName)?.leaves.get(fieldName)?.column.computed !== undefined) return true;
  if (relationships.has(`${typeName}.${fieldName}`) || aggregateTypes.has(typeName)) return true;
  return isRemoteField(model, typeName, fieldName);
}
