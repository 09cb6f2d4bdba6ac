import { randomBytes } from 'node:crypto';
import {
  BREAK,
  type DocumentNode,
  executeSync,
  type FieldNode,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  type NameNode,
  OperationTypeNode,
  visit,
} from 'graphql';
import { remember } from '../model/remember.js';

/**
 * What a document asks of the schema itself, wherever: also below fields that lead back to the root type. A host that can
 * execute another schema executes the role's; one that cannot executes this document and has its answer completed.
 *
 *     { self { a: __schema { types { name } } orders { id } } }
 *     { self { __1f0: __typename orders { id } } }
 */
export interface Introspection {
  /** The document with a placeholder for each introspection, so that nothing hidden is ever in an answer. */
  readonly document: DocumentNode;
  /**
   * Puts what the role sees in the places, in an answer's `data`.
   * @param variables as the client sent them
   */
  complete<Data>(
    data: Data,
    operationName: string | null | undefined,
    variables: Readonly<Record<string, unknown>> | undefined,
  ): Data;
}

interface Placed {
  readonly document: DocumentNode;
  /** What stood in the place, by the response key there now. */
  readonly places: ReadonlyMap<string, FieldNode>;
}

/** Begins response keys that no client can choose. */
const PLACE = `__${randomBytes(8).toString('hex')}_`;

const introspects = new WeakMap<DocumentNode, boolean>();
const placed = new WeakMap<DocumentNode, Placed>();

export function readIntrospection(schema: GraphQLSchema, document: DocumentNode): Introspection | undefined {
  if (!remember(introspects, document, () => hasIntrospection(document))) return undefined;
  const made = (): Placed => remember(placed, document, () => place(document));
  return {
    get document() {
      return made().document;
    },
    complete(data, operationName, variables = {}) {
      const { places } = made();
      const answers = new Map<string, Readonly<Record<string, unknown>>>();
      const answer = (keys: readonly string[]): Readonly<Record<string, unknown>> =>
        remember(answers, keys.join(' '), () => {
          const nodes = keys.flatMap((key) => places.get(key) ?? []);
          return ask(schema, document, operationName, variables, nodes);
        });
      return fill(data, places, answer);
    },
  };
}

function hasIntrospection(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    Field(node) {
      if (!isIntrospection(node)) return undefined;
      found = true;
      return BREAK;
    },
  });
  return found;
}

/** No field of an author's has such a name. */
function isIntrospection({ name }: FieldNode): boolean {
  return name.value === '__schema' || name.value === '__type';
}

/** Each has a key of its own: what is selected of one response key may come together from several places. */
function place(document: DocumentNode): Placed {
  const places = new Map<string, FieldNode>();
  const rewritten = visit(document, {
    Field(node) {
      if (!isIntrospection(node)) return undefined;
      const key = `${PLACE}${places.size}`;
      places.set(key, node);
      const { selectionSet: _, arguments: __, ...rest } = node;
      return { ...rest, alias: nameNode(key), name: nameNode('__typename') };
    },
  });
  return { document: rewritten, places };
}

function nameNode(value: string): NameNode {
  return { kind: Kind.NAME, value };
}

type Answer = (keys: readonly string[]) => Readonly<Record<string, unknown>>;

/** Objects of the executor have no prototype; anything else is a leaf. */
function fill<Value>(value: Value, places: Placed['places'], answer: Answer): Value;
function fill(value: unknown, places: Placed['places'], answer: Answer): unknown {
  if (Array.isArray(value)) return value.map((item) => fill(item, places, answer));
  if (!isExecuted(value)) return value;
  const keys = Object.keys(value);
  const answers = answer(keys.filter((key) => places.has(key)));
  const filled: Record<string, unknown> = Object.create(null);
  for (const key of keys) {
    const node = places.get(key);
    const responseKey = node === undefined ? key : (node.alias ?? node.name).value;
    filled[responseKey] = node === undefined ? fill(value[key], places, answer) : answers[responseKey];
  }
  return filled;
}

function isExecuted(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === null;
}

/** What is introspected at one place, merged by GraphQL's own rules. */
function ask(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null | undefined,
  variableValues: Readonly<Record<string, unknown>>,
  nodes: readonly FieldNode[],
): Readonly<Record<string, unknown>> {
  const operation = getOperationAST(document, operationName);
  if (!operation || nodes.length === 0) return {};
  const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  const asked: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [
      {
        ...operation,
        operation: OperationTypeNode.QUERY,
        selectionSet: { kind: Kind.SELECTION_SET, selections: nodes },
      },
      ...fragments,
    ],
  };
  return executeSync({ schema, document: asked, variableValues: { ...variableValues } }).data ?? {};
}
