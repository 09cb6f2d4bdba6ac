import {
  type GraphQLEnumType,
  type GraphQLInputField,
  getNamedType,
  getNullableType,
  isEnumType,
  isListType,
} from 'graphql';
import type { Place } from '../visits.js';
import type { Builder } from './builder.js';

const DIRECTION = /^(?:asc|desc)(?:_nulls_(?:first|last))?$/i;

/** The directions of one input type's fields: all of one enum. */
export interface Directions {
  /** The direction that a field takes. */
  read(at: Place, field: GraphQLInputField): GraphQLEnumType | undefined;
}

export function createDirections(builder: Builder): Directions {
  let known: GraphQLEnumType | undefined;
  return {
    read(at, { type }) {
      const named = getNamedType(type);
      const isOther = known !== undefined && named !== known;
      if (!isEnumType(named) || isListType(getNullableType(type)) || isOther) {
        const fault = `"${at.coordinate}" must be ${known ?? 'an enum of directions'}, but is ${type}.`;
        const remedy = 'Use one enum of directions, such as asc and desc, for all fields.';
        builder.show('tableArgument', { ...at, fault, remedy });
        return undefined;
      }
      if (known === undefined) showValues(builder, named);
      known = named;
      return named;
    },
  };
}

function showValues(builder: Builder, direction: GraphQLEnumType): void {
  for (const value of direction.getValues()) {
    if (DIRECTION.test(value.name)) continue;
    const fault = `"${value.name}" is no direction.`;
    const remedy = 'Directions are asc, desc, and these with _nulls_first or _nulls_last.';
    const at = { coordinate: `${direction.name}.${value.name}`, node: value.astNode ?? undefined };
    builder.show('tableArgument', { ...at, fault, remedy });
  }
}
