import {
  astFromValue,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isSpecifiedScalarType,
  isUnionType,
  print,
} from 'graphql';
import { findAnswered, findAnswers } from './answers.js';
import {
  inOrder,
  type LockedAnswers,
  type LockedField,
  type LockedInput,
  type LockedSchema,
  type LockedType,
} from './lock.js';
import { argumentMember, type UsedParts } from './usedParts.js';

/** The types of a remote schema that are used, with the members that are. */
export function lockSchema(schema: GraphQLSchema, used: UsedParts): LockedSchema {
  const types: (readonly [string, LockedType])[] = [];
  for (const [name, members] of used) {
    const type = schema.getType(name);
    if (type !== undefined && !isSpecifiedScalarType(type)) types.push([name, lockType(type, members, used)]);
  }
  const answered = findAnswered(types);
  const complete = types.map(
    ([name, type]) => [name, { ...type, ...lockOthers(name, type, { schema, used, answered }) }] as const,
  );
  const [query, mutation] = [schema.getQueryType()?.name, schema.getMutationType()?.name];
  return {
    kind: 'schema',
    ...(query !== undefined && used.has(query) && { query }),
    ...(mutation !== undefined && used.has(mutation) && { mutation }),
    types: inOrder(complete),
  };
}

interface Lockable {
  readonly schema: GraphQLSchema;
  readonly used: UsedParts;
  readonly answered: ReadonlySet<string>;
}

/** What may be answered beside what is used. */
function lockOthers(name: string, type: LockedType, { schema, used, answered }: Lockable): LockedAnswers {
  const known = type.kind === 'interface' ? used : new Set(membersOf(type));
  const others = answered.has(name) ? findAnswers(schema.getType(name), schema).filter((each) => !known.has(each)) : [];
  return others.length > 0 ? { others: others.sort() } : {};
}

function membersOf(type: LockedType): readonly string[] {
  if (type.kind === 'enum') return type.values;
  return type.kind === 'union' ? type.types : [];
}

function lockType(type: GraphQLNamedType, members: ReadonlySet<string>, used: UsedParts): LockedType {
  if (isEnumType(type)) {
    const values = type.getValues().map(({ name }) => name);
    return { kind: 'enum', values: values.filter((name) => members.has(name)).sort() };
  }
  if (isUnionType(type)) {
    const types = type.getTypes().map(({ name }) => name);
    return { kind: 'union', types: types.filter((name) => members.has(name)).sort() };
  }
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter(({ name }) => members.has(name));
    return { kind: 'input', fields: inOrder(fields.map((field) => [field.name, lockInput(field)] as const)) };
  }
  if (!isObjectType(type) && !isInterfaceType(type)) return { kind: 'scalar' };
  const interfaces = type.getInterfaces().flatMap(({ name }) => (used.has(name) ? [name] : []));
  const fields = Object.values(type.getFields()).filter(({ name }) => members.has(name));
  return {
    kind: isObjectType(type) ? 'object' : 'interface',
    ...(interfaces.length > 0 && { interfaces: interfaces.sort() }),
    fields: inOrder(fields.map((field) => [field.name, lockField(field, members)] as const)),
  };
}

function lockField({ name, type, args }: GraphQLField<unknown, unknown>, members: ReadonlySet<string>): LockedField {
  const used = args.filter((argument) => members.has(argumentMember(name, argument.name)));
  return {
    type: String(type),
    ...(used.length > 0 && { args: inOrder(used.map((argument) => [argument.name, lockInput(argument)] as const)) }),
  };
}

function lockInput({ type, defaultValue }: GraphQLArgument | GraphQLInputField): LockedInput {
  const node = astFromValue(defaultValue, type);
  return { type: String(type), ...(node && { default: print(node) }) };
}
