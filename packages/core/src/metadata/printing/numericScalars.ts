import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

/** Numbers of Postgres that a double may not hold. */
const EXACT = ['bigint', 'numeric'] as const;

/**
 * The scalars whose values Hasura writes as numbers although their text is what the database gives: as numbers, where a number
 * of JavaScript holds all digits, and else as text; all as text where numbers are to be stringified.
 */
export function createNumericScalars(used: ReadonlySet<string>, stringify: boolean): Record<string, GraphQLScalarType> {
  const names = [...EXACT, ...(stringify ? ['float8'] : [])].filter((name) => used.has(name));
  return Object.fromEntries(names.map((name) => [name, createScalar(name, stringify)]));
}

function createScalar(name: string, stringify: boolean): GraphQLScalarType {
  return new GraphQLScalarType({
    name,
    serialize: (value) => (stringify ? readText(name, value) : toNumber(readText(name, value))),
    parseValue: (value) => readText(name, value),
    parseLiteral(node) {
      if (node.kind === Kind.INT || node.kind === Kind.FLOAT || node.kind === Kind.STRING) return node.value;
      throw new GraphQLError(`${name} takes a number or its text.`, { nodes: node });
    },
  });
}

function readText(name: string, value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  throw new GraphQLError(`${name} takes a number or its text.`);
}

/** A double holds all decimals of up to fifteen digits, and integers up to 2^53. */
function toNumber(text: string): number | string {
  if (!/^-?\d+(\.\d+)?$/.test(text)) return text;
  const digits = text.replace(/^-/, '').replace('.', '').replace(/^0+/, '');
  const value = Number(text);
  return digits.length <= 15 || (Number.isSafeInteger(value) && !text.includes('.')) ? value : text;
}
