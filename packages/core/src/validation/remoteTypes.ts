import {
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLOutputType,
  getNullableType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  specifiedScalarTypes,
} from 'graphql';

/** How an SDL type differs from the type upstream: `null` alone leaves the values readable. */
export type Difference = 'type' | 'list' | 'null';

/** Compares the type of a field here with the one upstream: here may be said less, never more. */
export function compareOutput(
  type: GraphQLOutputType,
  upstream: GraphQLOutputType,
  upstreamName: string,
  outer: boolean,
): Difference | undefined {
  const looser = outer && isNonNullType(type) && !isNonNullType(upstream);
  const [here, there] = [getNullableType(type), getNullableType(upstream)];
  if (isListType(here) && isListType(there)) {
    return compareOutput(here.ofType, there.ofType, upstreamName, true) ?? (looser ? 'null' : undefined);
  }
  // A custom scalar here, or one upstream, may hold lists too: its values are not looked into.
  if (isListType(here)) return isCustomScalar(there) ? 'type' : 'list';
  if (isListType(there)) return 'list';
  if (!isReadableAs(here, there, upstreamName)) return 'type';
  return looser ? 'null' : undefined;
}

/** Compares the type of an argument here with the one upstream: here may be said more, never less. */
export function compareInput(
  type: GraphQLInputType,
  upstream: GraphQLInputType,
  upstreamName: string,
  required: boolean,
): Difference | undefined {
  const looser = required && isNonNullType(upstream) && !isNonNullType(type);
  const [here, there] = [getNullableType(type), getNullableType(upstream)];
  if (isListType(there)) {
    // One value stands for a list of it: GraphQL's list coercion.
    const items = isListType(here)
      ? compareInput(here.ofType, there.ofType, upstreamName, true)
      : compareInput(here, getNullableType(there.ofType), upstreamName, false);
    return items ?? (looser ? 'null' : undefined);
  }
  if (isListType(here)) return 'list';
  if (!isSendableAs(here, there, upstreamName)) return 'type';
  return looser ? 'null' : undefined;
}

/** Custom scalars are opaque: nobody but their own server knows what they hold. */
export function isCustomScalar(type: unknown): boolean {
  return isScalarType(type) && !isBuiltIn(type);
}

function isBuiltIn(type: GraphQLNamedType): boolean {
  return specifiedScalarTypes.some((scalar) => scalar.name === type.name);
}

function isReadableAs(here: GraphQLNamedType, there: GraphQLNamedType, upstreamName: string): boolean {
  if (isObjectType(here)) return isObjectType(there) && there.name === upstreamName;
  if (isAbstractType(here)) return isAbstractType(there) && there.name === upstreamName;
  if (isEnumType(here)) return isEnumType(there) && there.name === upstreamName;
  if (!isBuiltIn(here)) return isScalarType(there) && there.name === upstreamName;
  if (isCustomScalar(there) || here.name === there.name) return true;
  if (here.name === 'Float') return there.name === 'Int';
  if (here.name === 'String') return there.name === 'ID' || isEnumType(there);
  return here.name === 'ID' && (there.name === 'Int' || there.name === 'String');
}

function isSendableAs(here: GraphQLNamedType, there: GraphQLNamedType, upstreamName: string): boolean {
  if (isEnumType(here)) return isCustomScalar(there) || (isEnumType(there) && there.name === upstreamName);
  if (isInputObjectType(here)) {
    return isCustomScalar(there) || (isInputObjectType(there) && there.name === upstreamName);
  }
  if (!isBuiltIn(here)) return isScalarType(there) && there.name === upstreamName;
  if (isCustomScalar(there) || here.name === there.name) return true;
  if (here.name === 'Int') return there.name === 'Float' || there.name === 'ID';
  if (here.name === 'String') return there.name === 'ID';
  return here.name === 'ID' && there.name === 'String';
}
