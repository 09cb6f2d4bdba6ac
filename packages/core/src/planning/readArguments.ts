import {
  type GraphQLInputType,
  getArgumentValues,
  getNullableType,
  isInputObjectType,
  isListType,
  Kind,
  type ValueNode,
  type VariableNode,
  visit,
} from 'graphql';
import { RemoteJoinsError } from '../error/RemoteJoinsError.js';
import { remember } from '../model/remember.js';
import type { ArgumentPlan } from './fetchPlan.js';
import { hasVariableInLeaf } from './hasVariableInLeaf.js';

/** A field's coerced arguments, by name. */
export type Arguments = Readonly<Record<string, unknown>>;

type Variables = Readonly<Record<string, unknown>>;

const none: Arguments = Object.freeze(Object.create(null));

/**
 * The client's arguments of a field, coerced as GraphQL does (spec section 6.4.1): internal values, defaults applied,
 * arguments that were left out absent.
 * @throws RemoteJoinsError `BAD_USER_INPUT`
 */
export function readArguments(plan: ArgumentPlan | undefined, variables: Variables): Arguments {
  if (plan === undefined) return none;
  try {
    return readerOf(plan)(variables);
  } catch {
    // What graphql-js says of a bad argument holds its value.
    throw new RemoteJoinsError(
      'BAD_USER_INPUT',
      `Field "${plan.coordinate}" was given an argument whose value is not of its type. Give it one that is.`,
    );
  }
}

type Reader = (variables: Variables) => Arguments;

const readers = new WeakMap<ArgumentPlan, Reader>();

function readerOf(plan: ArgumentPlan): Reader {
  return remember(readers, plan, () => {
    const args = plan.node.arguments ?? [];
    const typeOf = (name: string): GraphQLInputType | undefined =>
      plan.field.args.find((argument) => argument.name === name)?.type;
    if (args.some(({ name, value }) => hasVariableInLeaf(value, typeOf(name.value)))) {
      return (variables) => getArgumentValues(plan.field, plan.node, { ...variables });
    }
    return createReader(plan, variableNames(args.map(({ value }) => value)));
  });
}

/** Which variables are given, null or absent: sets of these kept per field. */
const MAX_PRESENCES = 64;

/**
 * Coercion puts a variable's value where the variable stands, and looks at no more of it than whether it is there and
 * whether it is null. So graphql-js coerces once with holes in the variables' places, and each request fills them.
 */
function createReader({ field, node }: ArgumentPlan, names: readonly string[]): Reader {
  const fills = new Map<string, Reader>();
  return (variables) => {
    const presence = presenceIn(variables, names);
    if (fills.size >= MAX_PRESENCES && !fills.has(presence)) fills.clear();
    const fill = remember(fills, presence, () => {
      const holes = holesFor(names, presence);
      const types = new Map(field.args.map(({ name, type }) => [name, type]));
      return fillMembers(getArgumentValues(field, node, holes), (name) => types.get(name));
    });
    return fill(variables);
  };
}

/** Variables of which all that matters to coercion is kept: holes where they are given. */
export function holesFor(names: readonly string[], presence: string): Record<string, unknown> {
  const holes: Record<string, unknown> = Object.create(null);
  for (const [index, name] of names.entries()) {
    if (presence[index] === GIVEN) holes[name] = new Hole(name);
    else if (presence[index] === NULL) holes[name] = null;
  }
  return holes;
}

const GIVEN = 'v';
const NULL = 'n';
const ABSENT = '-';

/** For each variable whether it is given, null or absent, a letter each. */
export function presenceIn(variables: Variables, names: readonly string[]): string {
  let presence = '';
  for (const name of names) presence += presenceOf(variables, name);
  return presence;
}

function presenceOf(variables: Variables, name: string): string {
  const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
  return value === undefined ? ABSENT : value === null ? NULL : GIVEN;
}

/** Where a variable's value goes. */
export class Hole {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

type Fill = (variables: Variables) => unknown;

/** Follows the type, since what a scalar makes of a literal may be anything. */
function createFill(template: unknown, type: GraphQLInputType | undefined): Fill {
  if (template instanceof Hole) return (variables) => variables[template.name];
  const nullable = type && getNullableType(type);
  if (isListType(nullable) && Array.isArray(template)) {
    const items = template.map((item) => createFill(item, nullable.ofType));
    return (variables) => items.map((fill) => fill(variables));
  }
  if (isInputObjectType(nullable) && typeof template === 'object' && template !== null) {
    return fillMembers(template, (name) => nullable.getFields()[name]?.type);
  }
  return () => template;
}

function fillMembers(template: object, typeOf: (name: string) => GraphQLInputType | undefined): Reader {
  const members = Object.entries(template).map(([name, value]) => [name, createFill(value, typeOf(name))] as const);
  return (variables) => {
    const filled: Record<string, unknown> = Object.create(null);
    for (const [name, fill] of members) filled[name] = fill(variables);
    return filled;
  };
}

/** The variables that stand in values, each once. */
export function variableNames(nodes: readonly ValueNode[]): readonly string[] {
  const names = new Set<string>();
  for (const node of nodes) visit(node, { [Kind.VARIABLE]: ({ name }: VariableNode) => void names.add(name.value) });
  return [...names];
}
