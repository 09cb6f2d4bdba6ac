import type { GraphQLObjectType } from 'graphql';
import type { HasuraRemoteSchema, HasuraSource } from '../hasuraMetadata.js';
import type { ScopeObject } from '../scopeObject.js';
import type { Printing } from './printing.js';
import { blockOf, type SdlLine } from './sdlLine.js';

/** Where root fields of one source stand: in a root type itself, or in a namespace of it. */
export interface RootPlace {
  readonly typeName: string;
  readonly lines: SdlLine[];
}

type Operation = 'Query' | 'Mutation';

/** A field of a root type, and the type that groups root fields there. */
interface Namespace extends RootPlace {
  readonly operation: Operation;
  readonly name: string;
  readonly owner: ScopeObject;
}

const namespaces = new WeakMap<Printing, Map<string, Namespace>>();

/** The name of the type that the root fields of a database's tables and functions stand in, as Hasura has it. */
export function rootTypeOf({ customization }: HasuraSource): string {
  const { rootFieldsNamespace: name } = customization;
  return name === undefined ? 'Query' : `${name}_query`;
}

export function placeOfSource(printing: Printing, source: HasuraSource, owner: ScopeObject): RootPlace {
  const { rootFieldsNamespace: name } = source.customization;
  return placeOf(printing, { operation: 'Query', name, typeName: rootTypeOf(source), owner });
}

/** @param root upstream: its name is that of the namespace's type, behind the namespace's own */
export function placeOfRemote(
  printing: Printing,
  { customization }: HasuraRemoteSchema,
  operation: Operation,
  root: GraphQLObjectType,
  owner: ScopeObject,
): RootPlace {
  const { rootFieldsNamespace: name } = customization;
  return placeOf(printing, { operation, name, typeName: `${name}${root.name}`, owner });
}

/** Sources whose namespaces have one name share it. */
function placeOf(
  printing: Printing,
  { operation, name, typeName, owner }: Omit<Namespace, 'name' | 'lines'> & { readonly name: string | undefined },
): RootPlace {
  if (name === undefined) return { typeName: operation, lines: printing.roots[operation] };
  const known = namespaces.get(printing) ?? new Map<string, Namespace>();
  namespaces.set(printing, known);
  const same = known.get(typeName);
  if (same?.operation === operation && same.name === name) return same;
  const namespace = { operation, name, typeName, owner, lines: [] };
  const isFree = [`${operation}.${name}`, typeName].map((each) => printing.claim(each, owner));
  if (!isFree.includes(false)) known.set(typeName, namespace);
  return namespace;
}

/** The fields and types of all namespaces that hold anything. */
export function printNamespaces(printing: Printing): void {
  for (const { operation, name, typeName, owner, lines } of namespaces.get(printing)?.values() ?? []) {
    if (lines.length === 0) continue;
    printing.roots[operation].push({ owner, text: `${name}: ${typeName}! @namespace` });
    printing.blocks.push(blockOf(owner, `type ${typeName}`, lines));
  }
}
