import { remember } from '../../model/remember.js';
import { NO_SESSION } from '../../model/session.js';
import type { RowsPlan } from '../../planning/fetchPlan.js';
import { Hole, holesFor, presenceIn, variableNames } from '../../planning/readArguments.js';
import { type ArgumentReader, createArgumentReader, MAX_VALUES, type Operand } from './argumentReader.js';
import { compileSQL } from './compileSQL.js';
import { hasFixedCall, hasFixedCount, hasFixedShape } from './fixedShape.js';
import { createGathered, type Gathered, type ReadContext } from './gathered.js';
import { placesToRead, readShape, readWith, type TablePlace } from './readShape.js';
import { readSessionOperand } from './sessionOperand.js';
import { toSessionText } from './sessionText.js';
import type { Needs, Shape } from './shape.js';
import type { Statement } from './sql.js';

type Variables = ReadContext['variables'];

/** What one request of a plan is: its text, its values, and what cannot be asked for. */
export interface ReadCall extends Pick<Shape, 'values' | 'failures'> {
  readonly statement: Statement;
  readonly needs: Needs;
}

/**
 * Reads what one request asks for. Where all that its text depends on is in the document, that is read once, and only
 * values are read anew.
 *
 * @throws RemoteJoinsError `BAD_USER_INPUT`, `FORBIDDEN`
 */
export function readCall(plan: RowsPlan, context: ReadContext): ReadCall {
  const recipe = context.refused === undefined ? recipeOf(plan, context) : undefined;
  if (recipe !== undefined) {
    const { statement, needs } = recipe;
    try {
      return { statement, needs, failures: noFailures, values: recipe.values.map((read) => read(context)) };
    } catch {
      // What is wrong with a value is told by reading everything.
    }
  }
  const shape = readShape(plan, context);
  return { statement: compileSQL(plan, shape), needs: shape, values: shape.values, failures: shape.failures };
}

const noFailures: ReadonlyMap<number, Error> = new Map();

type ReadValue = (context: Pick<ReadContext, 'variables' | 'session'>) => unknown;

interface Recipe {
  readonly statement: Statement;
  readonly needs: Needs;
  readonly values: readonly ReadValue[];
}

interface Recipes {
  /** The variables among the arguments; absent where they decide on the text. */
  readonly variables: readonly string[] | undefined;
  /** By which of them are given. */
  readonly byPresence: Map<string, Recipe | 'none'>;
}

/** Sets of given variables kept per plan. */
const MAX_PRESENCES = 64;

const kept = new WeakMap<RowsPlan, Recipes>();

function recipeOf(plan: RowsPlan, context: ReadContext): Recipe | undefined {
  const recipes = remember(kept, plan, () => ({ variables: variablesOf(plan), byPresence: new Map() }));
  if (recipes.variables === undefined) return undefined;
  const presence = presenceIn(context.variables, recipes.variables);
  const { byPresence } = recipes;
  if (byPresence.size >= MAX_PRESENCES && !byPresence.has(presence)) byPresence.clear();
  const holes = holesFor(recipes.variables, presence);
  const recipe = remember(byPresence, presence, () => createRecipe(plan, holes, context) ?? 'none');
  return recipe === 'none' ? undefined : recipe;
}

function variablesOf(plan: RowsPlan): readonly string[] | undefined {
  const places = placesToRead(plan);
  const isFixed = ({ occurrence, counts, calls }: TablePlace): boolean =>
    hasFixedShape(occurrence) && counts.every(hasFixedCount) && calls.every(hasFixedCall);
  if (!places.every(isFixed)) return undefined;
  const read = places.flatMap(({ occurrence, calls }) => [occurrence, ...calls]);
  const nodes = read.flatMap(({ args }) => args?.node.arguments ?? []);
  return variableNames(nodes.map(({ value }) => value));
}

/** Reads the arguments with holes where variables are given. Absent where they cannot be used. */
function createRecipe(plan: RowsPlan, holes: Variables, context: ReadContext): Recipe | undefined {
  const values: ReadValue[] = [];
  const gathered = createGathered();
  try {
    const read = readWith(plan, holes, (coordinate) => createRecipeReader(coordinate, context.names, gathered, values));
    if (read.failures.size > 0 || values.length > MAX_VALUES) return undefined;
    return { statement: compileSQL(plan, { ...read, ...gathered, values: [] }), needs: gathered, values };
  } catch {
    return undefined;
  }
}

function createRecipeReader(
  coordinate: string,
  names: ReadContext['names'],
  gathered: Gathered,
  values: ReadValue[],
): ArgumentReader {
  const sent: unknown[] = [];
  const reader = createArgumentReader(coordinate, { names, session: NO_SESSION }, { ...gathered, values: sent });
  const push = (read: ReadValue): number => values.push(read) - 1;
  /** What the reader makes of a value, each time by itself. */
  const keep = (value: unknown, read: (value: unknown) => number): number => {
    const convert = (given: unknown): unknown => {
      sent.length = 0;
      read(given);
      return sent[0];
    };
    if (value instanceof Hole) return push(({ variables }) => convert(variables[value.name]));
    const constant = convert(value);
    return push(() => constant);
  };
  const keepArgument: typeof keep = (...given) => {
    gathered.hasArguments = true;
    return keep(...given);
  };
  return {
    ...reader,
    count: (value, path, most) => keepArgument(value, (given) => reader.count(given, path, most)),
    session: () => push(({ session }) => toSessionText(session)),
    most: (limit) => keep(limit, () => reader.most(limit)),
    operand: (operand: Operand) => keepArgument(operand.value, (value) => reader.operand({ ...operand, value })),
    filterOperand(operand, column, operator) {
      if (operand.kind === 'constant') return keep(operand, () => reader.filterOperand(operand, column, operator));
      const { name } = operand;
      gathered.sessionVariables.add(name);
      return push(({ session }) => readSessionOperand({ name, column, operator, coordinate }, session));
    },
  };
}
