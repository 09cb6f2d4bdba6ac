import {
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
  getNamedType,
  getVariableValues,
  isInputType,
  Kind,
  NoUnusedFragmentsRule,
  type OperationDefinitionNode,
  specifiedRules,
  typeFromAST,
  type ValidationRule,
  validate,
} from 'graphql';
import { RemoteJoinsError } from '../error/RemoteJoinsError.js';
import type { Model } from '../model/model.js';
import { remember } from '../model/remember.js';
import type { RequestSession } from '../model/session.js';
import { createOperationPlanner, type Execution, type OperationPlanner } from '../planning/operationPlan.js';
import { findAffectedTypes } from '../roles/affectedTypes.js';
import { findHiddenCoordinates } from '../roles/hiddenCoordinates.js';
import { createRoleModel } from '../roles/roleModel.js';
import { buildVisibleSchema } from '../roles/visibleSchema.js';

/** What those see who ask in one role: a schema of their own, and plans made on it. */
export interface View {
  /** Whether anything may be hidden here: otherwise the schema is the one attached to. */
  readonly isGoverned: boolean;
  readonly schema: GraphQLSchema;
  readonly model: Model;
  /**
   * Plans an operation, whatever schema the host executes.
   * @throws RemoteJoinsError `GRAPHQL_VALIDATION_FAILED` where it asks for what is not there
   */
  readonly plan: OperationPlanner;
  /** What GraphQL says of a document on this schema (spec section 5). No error suggests other names. */
  validate(document: DocumentNode): readonly GraphQLError[];
  /** What GraphQL says of the variables of an operation that is valid (spec section 6.1.2). */
  checkVariables(
    operation: OperationDefinitionNode,
    variables: Readonly<Record<string, unknown>>,
  ): readonly GraphQLError[];
}

export interface Views {
  /** Whether roles see different things at all. */
  readonly isGoverned: boolean;
  of(session: Pick<RequestSession, 'role' | 'admin'>): View;
  /** Of those without a role, or with one that nothing is said of. */
  readonly nobody: View;
}

/**
 * @param schema the schema attached to, or one transformed from it
 * @param required what `relaxInputs` made optional in it
 */
export function createViews(schema: GraphQLSchema, model: Model, required: ReadonlySet<string> = new Set()): Views {
  const { permissions } = model;
  if (permissions === undefined) {
    const open = createOpenView(schema, model);
    return { isGoverned: false, of: () => open, nobody: open };
  }
  const views = new Map<string, View>();
  const schemas = new Map<string, GraphQLSchema>();

  function viewOf(role: string): View {
    return remember(views, role, () => {
      const known = permissions?.roles.get(role);
      const hidden = findHiddenCoordinates(schema, model, known);
      // Roles that see the same share a schema; their filters differ.
      const visible = remember(schemas, [...hidden].sort().join(' '), () =>
        buildVisibleSchema(schema, { hidden, required }),
      );
      const roleModel = createRoleModel(model, known, visible, hidden);
      return createView(visible, roleModel, findAffectedTypes(schema, [...hidden, ...required]));
    });
  }

  const whole = (): GraphQLSchema =>
    required.size === 0 ? schema : buildVisibleSchema(schema, { hidden: new Set(), required });
  let admin: View | undefined;
  return {
    isGoverned: true,
    of({ role, admin: isAdmin }) {
      if (!isAdmin) return viewOf(permissions.roles.has(role) ? role : NOBODY);
      admin ??= createView(whole(), model, findAffectedTypes(schema, required));
      return admin;
    },
    get nobody() {
      return viewOf(NOBODY);
    },
  };
}

/** No role is called so. */
const NOBODY = '';

/** Nothing is hidden from anybody: what the host makes of a document is right, and it may execute a schema made of this one. */
function createOpenView(schema: GraphQLSchema, model: Model): View {
  return {
    isGoverned: false,
    schema,
    model,
    plan: createOperationPlanner(model),
    validate: (document) => validate(schema, document),
    checkVariables: () => [],
  };
}

/** @param affected types that are not as in the schema which the host executes */
function createView(schema: GraphQLSchema, model: Model, affected: ReadonlySet<string>): View {
  const errors = new WeakMap<DocumentNode, readonly GraphQLError[]>();
  const valid = new WeakSet<OperationDefinitionNode>();
  const isAffected = new WeakMap<OperationDefinitionNode, boolean>();

  function validateOnce(document: DocumentNode): readonly GraphQLError[] {
    return remember(errors, document, () => {
      const found = validateOn(schema, document, specifiedRules);
      if (found.length === 0) for (const node of document.definitions) if (isOperation(node)) valid.add(node);
      return found;
    });
  }

  /** Hosts that know of views have validated the document; any other may have on the schema that holds everything. */
  function assertValid({ operation, fragments }: Execution): void {
    if (valid.has(operation)) return;
    // Other operations of the document, which may spread the fragments that this one does not, are not known here.
    const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: [operation, ...Object.values(fragments)] };
    const [error] = validateOn(
      schema,
      document,
      specifiedRules.filter((rule) => rule !== NoUnusedFragmentsRule),
    );
    if (error !== undefined) throw new RemoteJoinsError('GRAPHQL_VALIDATION_FAILED', error.message);
    valid.add(operation);
  }

  return {
    isGoverned: true,
    schema,
    model,
    plan: createOperationPlanner(model, { schema, assertValid }),
    validate: validateOnce,
    checkVariables(operation, variables) {
      const definitions = operation.variableDefinitions ?? [];
      const differ = remember(isAffected, operation, () =>
        definitions.some(({ type: node }) => {
          const type = typeFromAST(schema, node);
          return !isInputType(type) || affected.has(getNamedType(type).name);
        }),
      );
      if (!differ) return [];
      const { errors: found = [] } = getVariableValues(schema, definitions, { ...variables }, { maxErrors: 50 });
      return withoutStacks(found);
    },
  };
}

function isOperation(node: DocumentNode['definitions'][number]): node is OperationDefinitionNode {
  return node.kind === Kind.OPERATION_DEFINITION;
}

function validateOn(
  schema: GraphQLSchema,
  document: DocumentNode,
  rules: readonly ValidationRule[],
): readonly GraphQLError[] {
  return withoutStacks(validate(schema, document, rules, { hideSuggestions: true }));
}

/** A stack would tell a name that is hidden from one that never was, by the road on which it was found out. */
function withoutStacks(errors: readonly GraphQLError[]): readonly GraphQLError[] {
  for (const error of errors) error.stack = `${error.name}: ${error.message}`;
  return errors;
}
