import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
} from 'graphql';
import type { Model } from '../model/model.js';
import { remember } from '../model/remember.js';
import type { OperationPlan } from '../planning/operationPlan.js';
import { possibleTypes, type SelectedField, type SelectedFields } from '../planning/selectedFields.js';
import { type Fetched, spliceFetched } from '../shaping/fetched.js';
import { responseShape } from '../shaping/shape.js';
import { createObjectFactory, type ObjectFactory } from '../shaping/shaper.js';
import type { Attachment } from './attachResolvers.js';
import { createClient } from './client.js';
import { coerceVariables } from './coerceVariables.js';
import { fetchPlan } from './fetchPlan.js';
import { type ForeignFields, isWhollyOurs } from './foreignFields.js';
import type { HandedOver } from './handOver.js';
import { createScope } from './requestScope.js';

/** A validated operation, as a host is about to execute it. */
export interface OperationRequest {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** As the client sent them. */
  readonly variables: Readonly<Record<string, unknown>> | undefined;
  /** The context value that the host will execute the operation with: an object of this operation alone. */
  readonly context: unknown;
}

/** What is known of an operation once it was planned. */
interface WholeOperation {
  /** Fields that are fetched, wherever they stand. */
  readonly roots: readonly SelectedField[];
  readonly data: DataObject;
}

/** The answer, or what a namespace in it groups. */
interface DataObject {
  readonly members: readonly (SelectedField | DataObject)[];
  readonly create: ObjectFactory;
}

const wholes = new WeakMap<OperationPlan, WholeOperation | 'foreign'>();

/**
 * The finished `data` of a query that is wholly ours and clean: no error, no null where the schema says non-null.
 * Anything else is left to the host's executor: what was fetched by then waits for it on the context value, so that nothing
 * is fetched twice and no rule of GraphQL is written twice. What is clean in it is not walked again.
 */
export async function runShortRoad(
  attachment: Attachment,
  foreign: ForeignFields,
  request: OperationRequest,
): Promise<Record<string, unknown> | undefined> {
  try {
    return await answer(attachment, foreign, request);
  } catch {
    // The executor meets the same fault, and reports it at the field where it belongs.
    return undefined;
  }
}

async function answer(
  { current, handOver }: Attachment,
  foreign: ForeignFields,
  request: OperationRequest,
): Promise<Record<string, unknown> | undefined> {
  const { schema, document, operation, variables, context } = request;
  if (operation.operation !== OperationTypeNode.QUERY) return undefined;
  const coerced = coerceVariables(schema, operation, variables ?? {});
  if (coerced === undefined) return undefined;
  const execution = { schema, operation, fragments: fragmentsOf(document), variableValues: coerced };
  const latest = current();
  const client = handOver.seeClient(context) ?? createClient(latest, context);
  if (latest.session !== undefined) handOver.giveClient(context, client);
  const made = createScope(latest, context, execution, client);
  const scope = made instanceof Promise ? await made : made;
  const whole = remember(wholes, scope.plan, () =>
    planWhole(scope.view.isGoverned ? scope.view.schema : schema, latest.model, scope.plan, {
      has: (coordinate) => foreign.has(coordinate) || scope.view.model.unavailable?.has(coordinate) === true,
    }),
  );
  if (whole === 'foreign') return undefined;

  const { plan, generation } = scope;
  const fetched = await Promise.all(
    whole.roots.map(
      async (field): Promise<[SelectedField, Fetched]> => [field, await fetchPlan(scope, plan.root(field))],
    ),
  );
  const byField = new Map(fetched);
  const finish = { clean: true };
  const handed = new Map<SelectedField, HandedOver>();
  const finished = buildData(whole.data, (field) => {
    const root = byField.get(field);
    if (root === undefined) return field.parentType.name;
    const [value] = spliceFetched(root, generation.model.names, responseShape, finish);
    if (value === null && isNonNullType(field.definition.type)) finish.clean = false;
    handed.set(field, { fetched: root, response: value });
    return value;
  });
  if (finish.clean) {
    for (const [, root] of fetched) root.letGo();
    return finished as Record<string, unknown>;
  }
  handOver.give(context, handed);
  return undefined;
}

function planWhole(
  schema: GraphQLSchema,
  { namespaces }: Model,
  { selections }: OperationPlan,
  foreign: Pick<ForeignFields, 'has'>,
): WholeOperation | 'foreign' {
  if (!isWhollyOurs(schema, selections, foreign)) return 'foreign';
  const roots: SelectedField[] = [];
  return { data: planData(selections.root), roots };

  function planData(fields: SelectedFields): DataObject {
    const create = createObjectFactory([...fields.keys()], false);
    return { members: [...fields.values()].map(planMember), create };
  }

  function planMember(field: SelectedField): SelectedField | DataObject {
    const { parentType, fieldName } = field;
    const [grouped] = namespaces.has(`${parentType.name}.${fieldName}`) ? possibleTypes(schema, field) : [];
    if (grouped !== undefined) return planData(selections.below(field, grouped));
    if (fieldName !== '__typename') roots.push(field);
    return field;
  }
}

function buildData({ members, create }: DataObject, read: (field: SelectedField) => unknown): object {
  return create(...members.map((member) => ('create' in member ? buildData(member, read) : read(member))));
}

const fragments = new WeakMap<DocumentNode, Readonly<Record<string, FragmentDefinitionNode>>>();

function fragmentsOf(document: DocumentNode): Readonly<Record<string, FragmentDefinitionNode>> {
  return remember(fragments, document, () => {
    const named: Record<string, FragmentDefinitionNode> = Object.create(null);
    for (const node of document.definitions) if (node.kind === Kind.FRAGMENT_DEFINITION) named[node.name.value] = node;
    return named;
  });
}
