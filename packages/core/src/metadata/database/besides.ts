import { type DefinitionNode, isTypeDefinitionNode, isTypeExtensionNode, Kind, parse, print } from 'graphql';
import { RemoteJoinsError } from '../../error/RemoteJoinsError.js';
import { parseTypeDefs, type TypeDefs } from '../../validation/parseTypeDefs.js';

/** SDL that a text is to stand beside, in one schema. */
export interface Besides {
  /** Of its types, and of its root fields: `Query.users`. */
  readonly names: ReadonlySet<string>;
  /** Names of input types, enums and scalars: there need not be a second one where both are the same. */
  readonly sharable: ReadonlySet<string>;
  /** Whether a definition is the same as its own of that name. */
  isSame(name: string, definition: string): boolean;
}

/** @throws RemoteJoinsError `INVALID_OPTIONS` where it cannot be parsed */
export function readBesides(typeDefs: TypeDefs): Besides {
  const { document, problems } = parseTypeDefs(typeDefs, { noLocation: true });
  const [problem] = problems;
  if (problem !== undefined) {
    throw new RemoteJoinsError(
      'INVALID_OPTIONS',
      `Option "beside" of typeDefsFromDatabase is no SDL: ${problem.message}`,
    );
  }
  const names = new Set<string>();
  const shared = new Map<string, string | undefined>();
  for (const node of document.definitions) {
    if (!isTypeDefinitionNode(node) && !isTypeExtensionNode(node)) continue;
    const { value: name } = node.name;
    names.add(name);
    if (name === 'Query' && 'fields' in node)
      for (const field of node.fields ?? []) names.add(`Query.${field.name.value}`);
    if (SHARABLE.has(node.kind)) shared.set(name, textOf(node));
  }
  return {
    names,
    sharable: new Set(shared.keys()),
    isSame: (name, definition) => shared.get(name) === textOf(parse(definition).definitions[0]),
  };
}

const SHARABLE: ReadonlySet<string> = new Set([
  Kind.INPUT_OBJECT_TYPE_DEFINITION,
  Kind.ENUM_TYPE_DEFINITION,
  Kind.SCALAR_TYPE_DEFINITION,
]);

/** All that clients send by it. A scalar is the same whatever is said of it. */
function textOf(node: DefinitionNode | undefined): string | undefined {
  if (node === undefined) return undefined;
  if (node.kind === Kind.SCALAR_TYPE_DEFINITION) return `scalar ${node.name.value}`;
  return print({ ...node, description: undefined } as DefinitionNode);
}
