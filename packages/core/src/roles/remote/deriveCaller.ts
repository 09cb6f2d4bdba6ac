import { type GraphQLInputType, getNamedType, isInputObjectType } from 'graphql';
import type { TemplateValue } from '../../model/relationship.js';
import type { RemoteArgument } from '../../model/remoteType.js';
import { objectPresets, presetValues, type RemoteRole } from './remoteRole.js';

/** An argument of the SDL as a role may give it; undefined where the role has no type for it. */
export function deriveCaller(
  role: RemoteRole,
  { presets: _none, ...argument }: RemoteArgument,
  upstream: GraphQLInputType,
): RemoteArgument | undefined {
  const type = role.typeOf(argument.type);
  if (type === undefined) return undefined;
  const presets = new Map<string, ReadonlyMap<string, TemplateValue>>();
  collectPresets(role, argument.type, upstream, presets, new Set());
  return { ...argument, type, ...(presets.size > 0 && { presets }) };
}

/** Follows the type here and the role's part upstream in parallel: one input type here is one upstream. */
function collectPresets(
  role: RemoteRole,
  type: GraphQLInputType,
  upstream: GraphQLInputType,
  found: Map<string, ReadonlyMap<string, TemplateValue>>,
  seen: Set<string>,
): void {
  const [here, there] = [getNamedType(type), getNamedType(upstream)];
  if (!isInputObjectType(here) || !isInputObjectType(there) || seen.has(here.name)) return;
  seen.add(here.name);
  const own = presetValues(objectPresets(role.permission, there.name));
  if (own.size > 0) found.set(here.name, own);
  const fields = there.getFields();
  for (const field of Object.values(here.getFields())) {
    const name = role.names.upstream.get(`${here.name}.${field.name}`) ?? field.name;
    const below = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (below !== undefined) collectPresets(role, field.type, below.type, found, seen);
  }
}
