import type { GraphQLInputType, GraphQLOutputType } from 'graphql';
import type { TemplateArgument, TemplateValue } from './relationship.js';

/** An SDL type (object, interface or union) whose objects one remote schema serves, or the handler of an action. */
export interface RemoteType {
  readonly kind: 'remote';
  readonly source: string;
  readonly typeName: string;
  readonly upstreamName: string;
  /** For an interface or union: upstream type name → SDL type name of each object type it may be. Absent for objects. */
  readonly possibleTypes?: ReadonlyMap<string, string>;
  /** By SDL field name. Fields of the host's own and relationships are not among them. */
  readonly fields: ReadonlyMap<string, RemoteField>;
}

export interface RemoteField {
  readonly fieldName: string;
  readonly upstreamName: string;
  /** The field's type in the SDL, with its wrappers. */
  readonly type: GraphQLOutputType;
  /** By SDL argument name. */
  readonly args: ReadonlyMap<string, RemoteArgument>;
  /** What a role's permission sends beside the caller's arguments, or merged into them. Their callers are not in `args`. */
  readonly presets?: readonly TemplateArgument[];
}

export interface RemoteArgument {
  readonly name: string;
  readonly upstreamName: string;
  readonly type: GraphQLInputType;
  /** The argument's type in the remote schema, printed: the type of the variable that carries it. Of an action: its type here. */
  readonly upstreamType: string;
  /** What a role's permission puts into every input object the caller passes here. */
  readonly presets?: ObjectPresets;
}

/** By SDL name of the input type, then by upstream name of the field. */
export type ObjectPresets = ReadonlyMap<string, ReadonlyMap<string, TemplateValue>>;
