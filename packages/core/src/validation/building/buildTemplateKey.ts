import { isDeepStrictEqual } from 'node:util';
import {
  type GraphQLInputType,
  getNullableType,
  isLeafType,
  isListType,
  isNonNullType,
  type ListValueNode,
} from 'graphql';
import type { KeyForm } from '../../model/keyForm.js';
import type { TemplateValue } from '../../model/relationship.js';
import { formOfType, type KeySide } from '../keyTypes.js';
import { isCustomScalar } from '../remoteTypes.js';
import type { Place } from '../visits.js';
import { findKey } from './buildKeys.js';
import type { TemplateDraft } from './templateDraft.js';

/** A `$x` whose value is a part of the parent, in the form that the place of its use takes. */
export function buildTemplateKey(
  draft: TemplateDraft,
  request: Place & { readonly name: string; readonly path: readonly string[]; readonly role: 'variable' | 'path' },
  type: GraphQLInputType,
  lists: readonly ListValueNode[],
): TemplateValue | undefined {
  const { builder, definition, key } = draft;
  const { name } = request;
  draft.keyUses.push({ name, lists });
  const list = getNullableType(type);
  const takesList = isListType(list) ? isLeafType(getNullableType(list.ofType)) : isCustomScalar(list);
  const found = findKey(builder, { ...request, typeName: definition.parent.name, takesList });
  if (found === undefined) return undefined;
  const { sides, nullable, ...part } = found;
  const [first, ...others] = sides;
  if (others.some(({ isList }) => isList !== first?.isList)) {
    builder.show('keyField', {
      ...request,
      typeName: definition.parent.name,
      fault: { kind: 'unfit', why: 'is a list in some of its sources, and none in others' },
    });
    return undefined;
  }
  const item = formOfType(type);
  const target = `type ${type} of remote schema "${definition.schema?.value}"`;
  builder.show('keyPair', { coordinate: request.coordinate, node: request.node, name, sides, target, form: item });
  const form = first === undefined ? item : formOfKey(first, list, item);
  if (nullable) draft.nullable.add(name);
  // One name in places of different types is two parts: each is sent in its own form.
  const known = key.findIndex((other) => other.name === name && isDeepStrictEqual(other.form, form));
  if (known >= 0) return { kind: 'key', part: known };
  key.push({ ...part, form });
  return { kind: 'key', part: key.length - 1 };
}

/** A part of the key that the template does not use: without it there is nothing to ask. */
export function buildPresence(draft: TemplateDraft, place: Place, name: string, path: readonly string[]): void {
  const { builder, definition, key } = draft;
  const request = { ...place, name, path, typeName: definition.parent.name, role: 'path', takesList: true } as const;
  const found = findKey(builder, request);
  if (found === undefined) return;
  const { sides, nullable, ...part } = found;
  if (nullable) draft.nullable.add(name);
  key.push({ ...part, form: { kind: 'notNull' } });
}

/** A list, or JSON that may be one, is the value of an argument that takes a list, as a whole. */
function formOfKey({ kind, isList }: KeySide, type: GraphQLInputType, item: KeyForm): KeyForm {
  const mayBeList = isList === true || (kind === 'any' && item.kind !== 'json');
  if (!isListType(type) || !mayBeList) return item;
  const form = { kind: 'list', item, nullItems: !isNonNullType(type.ofType) } as const;
  return isList ? form : { ...form, orItem: true };
}
