import {
  type ASTVisitor,
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getVariableValues,
  Kind,
  NoUnusedFragmentsRule,
  NoUnusedVariablesRule,
  type OperationDefinitionNode,
  specifiedRules,
  type ValidationContext,
  type ValidationRule,
  validate,
} from 'graphql';
import { RemoteJoinsError } from '../error/RemoteJoinsError.js';
import type { Model } from '../model/model.js';
import { remember } from '../model/remember.js';
import type { RequestSession } from '../model/session.js';
import { createOperationPlanner, type Execution, type OperationPlanner } from '../planning/operationPlan.js';
import { findHiddenCoordinates } from '../roles/hiddenCoordinates.js';
import { findDemandedInputs } from '../roles/presetInputs.js';
import { createRoleModel } from '../roles/roleModel.js';
import { buildVisibleSchema } from '../roles/visibleSchema.js';
import { coerceVariables } from './coerceVariables.js';

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
  /** The schema that the host executes. */
  readonly schema: GraphQLSchema;
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
    return { isGoverned: false, schema, of: () => open, nobody: open };
  }
  const views = new Map<string, View>();
  const schemas = new Map<string, GraphQLSchema>();

  function viewOf(role: string): View {
    return remember(views, role, () => {
      const known = permissions?.roles.get(role);
      const hidden = findHiddenCoordinates(schema, model, known);
      const demanded = findDemandedInputs(model, known);
      // Roles that see the same share a schema; their filters differ.
      const visible = remember(schemas, [...hidden, ...demanded].sort().join(' '), () =>
        buildVisibleSchema(schema, { hidden, required: new Set([...required, ...demanded]) }),
      );
      const roleModel = createRoleModel(model, known, visible, hidden);
      return createView(visible, roleModel);
    });
  }

  const whole = (): GraphQLSchema =>
    required.size === 0 ? schema : buildVisibleSchema(schema, { hidden: new Set(), required });
  let admin: View | undefined;
  return {
    isGoverned: true,
    schema,
    of({ role, admin: isAdmin }) {
      if (!isAdmin) return viewOf(permissions.roles.has(role) ? role : NOBODY);
      admin ??= createView(whole(), model);
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

function createView(schema: GraphQLSchema, model: Model): View {
  const errors = new WeakMap<DocumentNode, readonly GraphQLError[]>();
  const valid = new WeakSet<OperationDefinitionNode>();

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
    const [error] = validateOn(schema, document, rulesOfExecution);
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
      if (coerceVariables(schema, operation, variables) !== undefined) return [];
      const definitions = operation.variableDefinitions ?? [];
      const options = { maxErrors: 50, hideSuggestions: true };
      const { errors = [] } = getVariableValues(schema, definitions, { ...variables }, options);
      return withoutStacks(errors);
    },
  };
}

/** What nothing uses harms nobody; hosts that replace parts of a document leave such behind. */
const rulesOfExecution = specifiedRules.filter(
  (rule) => rule !== NoUnusedFragmentsRule && rule !== NoUnusedVariablesRule,
);

function isOperation(node: DocumentNode['definitions'][number]): node is OperationDefinitionNode {
  return node.kind === Kind.OPERATION_DEFINITION;
}

function validateOn(
  schema: GraphQLSchema,
  document: DocumentNode,
  rules: readonly ValidationRule[],
): readonly GraphQLError[] {
  return withoutStacks(validate(schema, document, [...rules, KnownOperationRule], { hideSuggestions: true }));
}

/** GraphQL's own rules say nothing of an operation whose root type is not there, and so nothing of its fields. */
function KnownOperationRule(context: ValidationContext): ASTVisitor {
  return {
    OperationDefinition(node) {
      if (context.getSchema().getRootType(node.operation)) return;
      const message = `Schema is not configured to execute ${node.operation} operation.`;
      context.reportError(new GraphQLError(message, { nodes: node }));
    },
  };
}

/** A stack would tell a name that is hidden from one that never was, by the road on which it was found out. */
function withoutStacks(errors: readonly GraphQLError[]): readonly GraphQLError[] {
  for (const error of errors) error.stack = `${error.name}: ${error.message}`;
  return errors;
}
