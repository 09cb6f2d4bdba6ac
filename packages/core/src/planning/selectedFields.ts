import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getDirectiveValues,
  getNamedType,
  isAbstractType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  typeFromAST,
} from 'graphql';
import { RemoteJoinsError } from '../error/RemoteJoinsError.js';
import { objectTypesOf } from '../model/objectTypes.js';
import { remember } from '../model/remember.js';

const metaFields: ReadonlyMap<string, GraphQLField<unknown, unknown>> = new Map(
  [SchemaMetaFieldDef, TypeMetaFieldDef, TypeNameMetaFieldDef].map((field) => [field.name, field]),
);

/** One response key of one object type at one place of an operation, with all nodes that select it. */
export interface SelectedField {
  readonly parentType: GraphQLObjectType;
  readonly responseKey: string;
  readonly fieldName: string;
  readonly definition: GraphQLField<unknown, unknown>;
  readonly nodes: readonly [FieldNode, ...FieldNode[]];
}

/** Selected fields by response key, in the order of the selection. */
export type SelectedFields = ReadonlyMap<string, SelectedField>;

/** The operation's selections under one set of `@skip`/`@include` values, expanded where they are asked for and kept. */
export interface OperationSelections {
  readonly root: SelectedFields;
  /** What is selected below a field where its value is of this type. */
  below(field: SelectedField, type: GraphQLObjectType): SelectedFields;
}

export interface OperationParts {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  /** Only the variables of `@skip` and `@include` are read. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * Most fields of one operation that are expanded. A text of a hundred characters can select millions: through fragments that
 * spread others twice, or through an interface within an interface, since any value may be of any type.
 */
const MAX_FIELDS = 10_000;

/**
 * Expands selections as GraphQL does (spec section 6.3.2, CollectFields): each fragment once per selection set. Expanding
 * throws `LIMIT_EXCEEDED` where there is no end to it.
 */
export function selectFields(parts: OperationParts): OperationSelections {
  const rootType = parts.schema.getRootType(parts.operation.operation);
  const expanded = new Map<SelectedField, Map<string, SelectedFields>>();
  let count = 0;
  const expand = (type: GraphQLObjectType, sets: readonly SelectionSetNode[]): SelectedFields => {
    if (count > MAX_FIELDS) throw tooManyFields();
    const fields = collect(parts, type, sets);
    count += fields.size;
    return fields;
  };
  return {
    root: rootType ? expand(rootType, [parts.operation.selectionSet]) : new Map(),
    below(field, type) {
      return remember(
        remember(expanded, field, () => new Map<string, SelectedFields>()),
        type.name,
        () => {
          const sets = field.nodes.flatMap(({ selectionSet }) => (selectionSet ? [selectionSet] : []));
          return expand(type, sets);
        },
      );
    },
  };
}

function tooManyFields(): RemoteJoinsError {
  return new RemoteJoinsError(
    'LIMIT_EXCEEDED',
    `The operation selects more than ${MAX_FIELDS} fields, those of a fragment counted wherever it is spread and those of an ` +
      'interface or union for each of its types. Select less.',
    { extensions: { limit: 'fields' } },
  );
}

/** The object types a field's value may have. */
export function possibleTypes(schema: GraphQLSchema, field: SelectedField): readonly GraphQLObjectType[] {
  return objectTypesOf(schema, getNamedType(field.definition.type));
}

function collect(
  { schema, fragments, variables }: OperationParts,
  type: GraphQLObjectType,
  sets: readonly SelectionSetNode[],
): SelectedFields {
  const nodes = new Map<string, [FieldNode, ...FieldNode[]]>();
  const visited = new Set<string>();
  const visit = (set: SelectionSetNode): void => {
    for (const selection of set.selections) {
      if (!isIncluded(selection, variables)) continue;
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        const same = nodes.get(key);
        if (same === undefined) nodes.set(key, [selection]);
        else same.push(selection);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        if (applies(selection.typeCondition)) visit(selection.selectionSet);
      } else if (!visited.has(selection.name.value)) {
        visited.add(selection.name.value);
        const fragment = fragments[selection.name.value];
        if (fragment !== undefined && applies(fragment.typeCondition)) visit(fragment.selectionSet);
      }
    }
  };
  const applies = (condition: FragmentDefinitionNode['typeCondition'] | undefined): boolean => {
    if (condition === undefined || condition.name.value === type.name) return true;
    const conditionType = typeFromAST(schema, condition);
    return isAbstractType(conditionType) && schema.isSubType(conditionType, type);
  };
  for (const set of sets) visit(set);

  const fields = new Map<string, SelectedField>();
  for (const [responseKey, same] of nodes) {
    const fieldName = same[0].name.value;
    const definition = metaFields.get(fieldName) ?? type.getFields()[fieldName];
    // An unknown name, in an operation that was not validated: the host's business.
    if (definition === undefined) continue;
    fields.set(responseKey, { parentType: type, responseKey, fieldName, definition, nodes: same });
  }
  return fields;
}

function isIncluded(
  node: SelectionSetNode['selections'][number],
  variables: Readonly<Record<string, unknown>>,
): boolean {
  if (node.directives === undefined || node.directives.length === 0) return true;
  const values = { ...variables };
  if (getDirectiveValues(GraphQLSkipDirective, node, values)?.if === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, node, values)?.if !== false;
}
