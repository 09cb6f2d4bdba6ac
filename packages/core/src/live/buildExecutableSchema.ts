import {
  type GraphQLArgument,
  GraphQLEnumType,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  isUnionType,
  valueFromAST,
} from 'graphql';
import { type Problem, printProblem } from '../error/problem.js';
import { RemoteJoinsError } from '../error/RemoteJoinsError.js';
import { createLocate } from '../schema/locations.js';
import { createReport, sortProblems } from '../schema/report.js';
import { buildSDL } from '../validation/buildSDL.js';
import { checkSDL } from '../validation/checkSDL.js';
import { parseTypeDefs, type TypeDefs } from '../validation/parseTypeDefs.js';

/**
 * Resolvers as hosts take them, by type: of fields a function or `{ resolve, subscribe }`, `__resolveType` and `__isTypeOf`
 * (Mercurius: `resolveType`, `isTypeOf`), a scalar, or the internal values of an enum.
 */
export type Resolvers = Readonly<Record<string, object>>;

/**
 * Builds a schema of SDL and resolvers, as Apollo Server does, anew each time: nothing of it is shared with another.
 *
 * @throws RemoteJoinsError `INVALID_SCHEMA`; `INVALID_OPTIONS` for a resolver of what the SDL does not have
 */
export function buildExecutableSchema(typeDefs: TypeDefs, resolvers: readonly Resolvers[]): GraphQLSchema {
  const schema = build(typeDefs);
  for (const map of resolvers) {
    for (const [name, members] of Object.entries(map)) {
      const type = schema.getType(name);
      if (type === undefined) throw unmatched(name);
      addResolvers(type, members);
    }
  }
  readDefaultsAnew(schema);
  return schema;
}

function build(typeDefs: TypeDefs): GraphQLSchema {
  const { document, problems: syntax } = parseTypeDefs(typeDefs);
  const problems = [...syntax];
  const report = createReport(createLocate(), problems);
  // No directives but ours are known without a definition: this is no subgraph.
  const schema = syntax.length === 0 && checkSDL(document, report, new Set()) ? buildSDL(document, report) : undefined;
  return schema !== undefined && problems.length === 0 ? schema : refuse(sortProblems(problems));
}

function addResolvers(type: GraphQLNamedType, members: object): void {
  if (isEnumType(type)) giveValues(type, members);
  else if (isScalarType(type)) {
    for (const name of SCALAR_MEMBERS) if (name in members) Reflect.set(type, name, Reflect.get(members, name));
  } else {
    for (const [name, member] of Object.entries(members)) addResolver(type, name, member);
  }
}

const SCALAR_MEMBERS: readonly string[] = ['serialize', 'parseValue', 'parseLiteral'];

function addResolver(type: GraphQLNamedType, name: string, member: unknown): void {
  const own = OF_TYPES.get(name);
  if (own !== undefined && (isObjectType(type) || isInterfaceType(type) || isUnionType(type))) {
    Reflect.set(type, own, member);
    return;
  }
  const fields = isObjectType(type) || isInterfaceType(type) ? type.getFields() : {};
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (field === undefined) throw unmatched(`${type.name}.${name}`);
  if (typeof member === 'function') Reflect.set(field, 'resolve', member);
  else Object.assign(field, member);
}

const OF_TYPES: ReadonlyMap<string, string> = new Map([
  ['__resolveType', 'resolveType'],
  ['resolveType', 'resolveType'],
  ['__isTypeOf', 'isTypeOf'],
  ['isTypeOf', 'isTypeOf'],
]);

/** An enum looks its values up in tables that it makes of them when it is made. */
function giveValues(type: GraphQLEnumType, values: object): void {
  const config = type.toConfig();
  for (const [name, internal] of Object.entries(values)) {
    const value = Object.hasOwn(config.values, name) ? config.values[name] : undefined;
    if (value === undefined) throw unmatched(`${type.name}.${name}`);
    value.value = internal;
  }
  Object.assign(type, new GraphQLEnumType(config));
}

/** Defaults are kept as internal values, which scalars and enums have by their resolvers. */
function readDefaultsAnew(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isInputObjectType(type)) Object.values(type.getFields()).forEach(readDefaultAnew);
    else if (isObjectType(type) || isInterfaceType(type))
      for (const { args } of Object.values(type.getFields())) args.forEach(readDefaultAnew);
  }
}

function readDefaultAnew(input: GraphQLArgument | GraphQLInputField): void {
  const node = input.astNode?.defaultValue;
  if (node) input.defaultValue = valueFromAST(node, input.type);
}

function unmatched(what: string): RemoteJoinsError {
  return new RemoteJoinsError(
    'INVALID_OPTIONS',
    `"resolvers" has "${what}", which the SDL does not have. Correct its name, or leave it out.`,
  );
}

function refuse(problems: readonly Problem[]): never {
  const lines = problems.map((problem) => `  - ${printProblem(problem)}`);
  throw new RemoteJoinsError('INVALID_SCHEMA', `The SDL is invalid:\n${lines.join('\n')}`, { problems });
}
