import {
  type DocumentNode,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isInputType,
  Kind,
  typeFromAST,
} from 'graphql';

export type NeedsGraphqlJs = (schema: GraphQLSchema, document: DocumentNode) => boolean;

/**
 * Tells whether graphql-jit must not run a document: a variable of a recursive input type never finishes compiling; with
 * several operations in one text the one compiled first answers for all; and methods of objects are not called.
 *
 * @param needsMethods whether answers to a document hold methods
 */
export function createNeedsGraphqlJs(needsMethods: NeedsGraphqlJs): NeedsGraphqlJs {
  const known = new WeakMap<GraphQLSchema, WeakMap<DocumentNode, boolean>>();
  return (schema, document) => {
    const bySchema = known.get(schema) ?? new WeakMap<DocumentNode, boolean>();
    known.set(schema, bySchema);
    const needs =
      bySchema.get(document) ??
      (hasSeveralOperations(document) || hasRecursiveVariable(schema, document) || needsMethods(schema, document));
    bySchema.set(document, needs);
    return needs;
  };
}

function operationsOf({ definitions }: DocumentNode) {
  return definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
}

function hasSeveralOperations(document: DocumentNode): boolean {
  return operationsOf(document).length > 1;
}

function hasRecursiveVariable(schema: GraphQLSchema, document: DocumentNode): boolean {
  const variables = operationsOf(document).flatMap(({ variableDefinitions = [] }) => variableDefinitions);
  const done = new Set<GraphQLInputType>();
  return variables.some(({ type: node }) => {
    const type = typeFromAST(schema, node as Parameters<typeof typeFromAST>[1]);
    return isInputType(type) && isRecursive(type, new Set(), done);
  });
}

/** Whether an input type can hold itself. `done` are types found not to. */
function isRecursive(type: GraphQLInputType, above: Set<GraphQLInputType>, done: Set<GraphQLInputType>): boolean {
  const named = getNamedType(type);
  if (!isInputObjectType(named) || done.has(named)) return false;
  if (above.has(named)) return true;
  above.add(named);
  const recursive = Object.values(named.getFields()).some((field) => isRecursive(field.type, above, done));
  above.delete(named);
  if (!recursive) done.add(named);
  return recursive;
}
