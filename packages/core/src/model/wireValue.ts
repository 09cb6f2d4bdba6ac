import {
  GraphQLID,
  type GraphQLInputType,
  type GraphQLLeafType,
  type GraphQLList,
  GraphQLString,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import { remember } from './remember.js';

/**
 * An argument's internal value as it leaves the server: as the SDL type serialises it, under the source's names.
 * A `Date` becomes the text its scalar makes of it; an enum's internal value becomes its name at the source.
 *
 * @param names `@upstream` or `@column` names by coordinate (`Color.RED`, `Filter.minPrice`)
 */
export function toWireValue(type: GraphQLInputType, value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (value === null || value === undefined) return value;
  if (isNonNullType(type)) return toWireValue(type.ofType, value, names);
  if (isListType(type)) {
    const items: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (isTextList(type) && items.every((item) => typeof item === 'string')) return items;
    return items.map((item) => toWireValue(type.ofType, item, names));
  }
  if (isInputObjectType(type)) {
    const given = value as Readonly<Record<string, unknown>>;
    const wire: [string, unknown][] = [];
    for (const field of Object.values(type.getFields())) {
      if (!Object.hasOwn(given, field.name) || given[field.name] === undefined) continue;
      const name = names.get(`${type.name}.${field.name}`) ?? field.name;
      wire.push([name, toWireValue(field.type, given[field.name], names)]);
    }
    return Object.fromEntries(wire);
  }
  return serializeLeaf(type, value, names);
}

const textLists = new WeakMap<GraphQLInputType, boolean>();

/** Whether the items of a list that are texts are their own wire values: lists of keys are long. */
function isTextList(type: GraphQLList<GraphQLInputType>): boolean {
  return remember(textLists, type, () => {
    const item = getNullableType(type.ofType);
    return item === GraphQLString || item === GraphQLID;
  });
}

/** A leaf's internal value as it leaves the server. `Date` objects that a scalar leaves as they are become ISO 8601 in UTC. */
export function serializeLeaf(type: GraphQLLeafType, value: unknown, names: ReadonlyMap<string, string>): unknown {
  const serialized = type.serialize(value);
  if (isEnumType(type)) return names.get(`${type.name}.${String(serialized)}`) ?? serialized;
  return serialized instanceof Date ? serialized.toISOString() : serialized;
}
