import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql';
import type { Choose } from './randomQuery.js';

export interface RandomDocument {
  readonly source: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** A query or mutation with arguments of every kind, as literals and as variables. Every field has an alias of its own. */
export function randomDocument(schema: GraphQLSchema, operation: 'query' | 'mutation', choose: Choose): RandomDocument {
  const variables: Record<string, unknown> = {};
  const declared: string[] = [];
  let count = 0;

  function argument(type: GraphQLInputType): string {
    const value = randomValue(type, choose, 3);
    if (choose([true, false])) return toLiteral(type, value);
    const name = `v${count++}`;
    declared.push(`$${name}: ${type}`);
    variables[name] = value;
    return `$${name}`;
  }

  function selectField({ name, args, type }: GraphQLField<unknown, unknown>, depth: number): string {
    const given = args.filter((arg) => isRequiredArgument(arg) || choose([true, false]));
    const texts = given.map((arg) => `${arg.name}: ${argument(arg.type)}`);
    const below = isCompositeType(getNamedType(type)) ? ` ${select(getNamedType(type), depth - 1)}` : '';
    return `f${count++}: ${name}${texts.length === 0 ? '' : `(${texts.join(', ')})`}${below}`;
  }

  function select(type: GraphQLNamedType, depth: number): string {
    const fields = isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];
    const possible = fields.filter((field) => depth > 0 || !isCompositeType(getNamedType(field.type)));
    const chosen = Array.from({ length: choose([1, 2, 3]) }, () =>
      possible.length === 0 ? undefined : choose(possible),
    );
    const selected = chosen.map((field) => (field === undefined ? '__typename' : selectField(field, depth)));
    const on = isAbstractType(type) && depth > 0 ? choose([undefined, ...schema.getPossibleTypes(type)]) : undefined;
    return `{ ${[...selected, ...(on === undefined ? [] : [`... on ${on.name} ${select(on, depth - 1)}`])].join(' ')} }`;
  }

  const root = schema.getRootType(operation as Parameters<GraphQLSchema['getRootType']>[0]);
  if (!root) throw new Error(`A schema without a ${operation} root.`);
  const selection = select(root, 3);
  return { source: `${operation}${declared.length === 0 ? '' : `(${declared.join(', ')})`} ${selection}`, variables };
}

/** A value as it comes in JSON. */
function randomValue(type: GraphQLInputType, choose: Choose, depth: number): unknown {
  if (isNonNullType(type)) return randomValue(type.ofType, choose, depth);
  if (isListType(type)) {
    return Array.from({ length: depth > 0 ? choose([0, 1, 2]) : 0 }, () => randomValue(type.ofType, choose, depth - 1));
  }
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields());
    const given = fields.filter((field) => isRequiredInputField(field) || (depth > 0 && choose([true, false])));
    return Object.fromEntries(given.map((field) => [field.name, randomValue(field.type, choose, depth - 1)]));
  }
  if (isEnumType(type)) return choose(type.getValues()).name;
  switch (type.name) {
    case 'Int':
      return choose([0, 1, 99]);
    case 'Boolean':
      return choose([true, false]);
    default:
      return choose(['', 'x', 'X-Hasura-Text']);
  }
}

function toLiteral(type: GraphQLInputType, value: unknown): string {
  if (isNonNullType(type)) return toLiteral(type.ofType, value);
  if (Array.isArray(value) && isListType(type))
    return `[${value.map((item) => toLiteral(type.ofType, item)).join(', ')}]`;
  if (isInputObjectType(type)) {
    const fields = type.getFields();
    const entries = Object.entries(Object(value)).flatMap(([name, each]) => {
      const field = fields[name];
      return field === undefined ? [] : [`${name}: ${toLiteral(field.type, each)}`];
    });
    return `{${entries.join(', ')}}`;
  }
  return isEnumType(type) ? String(value) : JSON.stringify(value);
}
