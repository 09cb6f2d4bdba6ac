import { getNamedType, getNullableType, isLeafType, isListType, isObjectType, isUnionType } from 'graphql';
import type { MatchField } from '../../model/relationship.js';
import { didYouMean } from '../../schema/suggest.js';
import { sideOfType } from '../keyTypes.js';
import type { FoundPath } from './buildPath.js';
import { fieldOf } from './buildRemoteTypes.js';
import type { TemplateDraft } from './templateDraft.js';

/**
 * `matchBy`: one list argument for all keys. The one-element list that holds the variables grows to one element per
 * key, and results are matched by the fields named here.
 */
export function buildMatchBy(draft: TemplateDraft, { last, source }: FoundPath): readonly MatchField[] | undefined {
  const { builder, definition, key, keyUses } = draft;
  const { coordinate, matchBy } = definition;
  if (matchBy === undefined) return undefined;
  const refuse = (fault: string, remedy: string, node = matchBy.node) =>
    builder.show('matchBy', { coordinate, node, fault, remedy });

  const field = `"${last.parent.name}.${last.field.name}"`;
  const answer = getNullableType(last.field.type);
  if (!isListType(answer) || isListType(getNullableType(answer.ofType))) {
    refuse(
      `${field} answers ${last.field.type}, not a list of results.`,
      'Remove matchBy, or use a field that takes and answers a list.',
    );
    return undefined;
  }
  const result = getNamedType(last.field.type);
  if (isUnionType(result)) {
    refuse(
      `${field} answers the union "${result.name}", which has no fields to match by.`,
      'Remove matchBy, or use a field that answers objects.',
    );
    return undefined;
  }
  if (isLeafType(result)) {
    refuse(
      `${field} answers ${last.field.type}, which has no fields to match by.`,
      'Remove matchBy, or use a field that answers objects.',
    );
    return undefined;
  }
  const [list] = keyUses[0]?.lists ?? [];
  if (list?.values.length !== 1 || !keyUses.every((use) => use.lists[0] === list)) {
    refuse(
      'No one-element list holds all its variables.',
      'Put the variables into one list with one element, such as products(skus: [$sku]).',
    );
    return undefined;
  }
  const names = [...new Set(keyUses.map((use) => use.name))];
  const fields: MatchField[] = [];
  for (const [name, { value, node }] of matchBy.value) {
    if (!names.includes(name)) {
      refuse(
        `"${name}" is not used as "$${name}" in the field.${didYouMean(name, names)}`,
        'Name only variables of the field.',
        node,
      );
      continue;
    }
    const found = fieldOf(result, value);
    if (found === undefined) {
      const known = 'getFields' in result ? Object.keys(result.getFields()) : [];
      refuse(
        `"${result.name}" of remote schema "${source}" has no field "${value}".${didYouMean(value, known)}`,
        'Name a field of the result.',
        node,
      );
      continue;
    }
    if (!isLeafType(getNullableType(found.type)) || found.args.length > 0) {
      const what =
        isObjectType(getNamedType(found.type)) || isLeafType(getNamedType(found.type))
          ? `is ${found.type}`
          : 'is no leaf';
      refuse(
        `"${result.name}.${value}" ${found.args.length > 0 ? 'takes arguments' : what}, so results cannot be matched by it.`,
        'Name a leaf field of the result.',
        node,
      );
      continue;
    }
    for (const [part, { form }] of key.entries()) {
      if (key[part]?.name !== name) continue;
      const target = `the keys it is asked with (${form.kind})`;
      builder.show('keyPair', { coordinate, node, name: value, sides: [sideOfType(found.type)], target, form });
      fields.push({ part, field: value });
    }
  }
  for (const name of names) {
    if (matchBy.value.has(name)) continue;
    refuse(`It does not say which result field holds "$${name}".`, `Add ${name}: "…" to matchBy.`);
  }
  return fields;
}
