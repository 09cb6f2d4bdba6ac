import type { SourceNames } from '../../model/model.js';
import { remember } from '../../model/remember.js';
import type { RowsPlan } from '../../planning/fetchPlan.js';
import { Hole, holesFor, presenceIn, variableNames } from '../../planning/readArguments.js';
import { type ArgumentReader, createArgumentReader, MAX_VALUES, type Operand } from './argumentReader.js';
import { compileSQL } from './compileSQL.js';
import { hasFixedShape } from './fixedShape.js';
import { occurrencesWithArguments, readShape, readWith } from './readShape.js';
import type { Shape } from './shape.js';
import type { Statement } from './sql.js';

type Variables = Readonly<Record<string, unknown>>;

/** What one request of a plan is: its text, its values, and what cannot be asked for. */
export interface ReadCall extends Pick<Shape, 'values' | 'failures'> {
  readonly statement: Statement;
}

/**
 * Reads what one request asks for. Where all that its text depends on is in the document, that is read once, and only
 * values are read anew.
 *
 * @throws RemoteJoinsError `BAD_USER_INPUT`
 */
export function readCall(plan: RowsPlan, variables: Variables, names: SourceNames): ReadCall {
  const recipe = recipeOf(plan, variables, names);
  if (recipe !== undefined) {
    try {
      return {
        statement: recipe.statement,
        failures: noFailures,
        values: recipe.values.map((read) => read(variables)),
      };
    } catch {
      // What is wrong with a value is told by reading everything.
    }
  }
  const shape = readShape(plan, variables, names);
  return { statement: compileSQL(plan, shape), values: shape.values, failures: shape.failures };
}

const noFailures: ReadonlyMap<number, Error> = new Map();

interface Recipe {
  readonly statement: Statement;
  readonly values: readonly ((variables: Variables) => unknown)[];
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

function recipeOf(plan: RowsPlan, variables: Variables, names: SourceNames): Recipe | undefined {
  const recipes = remember(kept, plan, () => ({ variables: variablesOf(plan), byPresence: new Map() }));
  if (recipes.variables === undefined) return undefined;
  const presence = presenceIn(variables, recipes.variables);
  const { byPresence } = recipes;
  if (byPresence.size >= MAX_PRESENCES && !byPresence.has(presence)) byPresence.clear();
  const holes = holesFor(recipes.variables, presence);
  const recipe = remember(byPresence, presence, () => createRecipe(plan, holes, names) ?? 'none');
  return recipe === 'none' ? undefined : recipe;
}

function variablesOf(plan: RowsPlan): readonly string[] | undefined {
  const occurrences = occurrencesWithArguments(plan);
  if (!occurrences.every(hasFixedShape)) return undefined;
  const nodes = occurrences.flatMap(({ args }) => args?.node.arguments ?? []);
  return variableNames(nodes.map(({ value }) => value));
}

/** Reads the arguments with holes where variables are given. Absent where they cannot be used. */
function createRecipe(plan: RowsPlan, holes: Variables, names: SourceNames): Recipe | undefined {
  const values: Recipe['values'][number][] = [];
  try {
    const shape = readWith(plan, holes, (coordinate) => createRecipeReader(coordinate, names, values));
    if (shape.failures.size > 0 || values.length > MAX_VALUES) return undefined;
    return { statement: compileSQL(plan, { ...shape, values: [] }), values };
  } catch {
    return undefined;
  }
}

function createRecipeReader(
  coordinate: string,
  names: SourceNames,
  values: Recipe['values'][number][],
): ArgumentReader {
  const sent: unknown[] = [];
  const reader = createArgumentReader(coordinate, names, sent);
  /** What the reader makes of a value, each time by itself. */
  const keep = (value: unknown, read: (value: unknown) => number): number => {
    const convert = (given: unknown): unknown => {
      sent.length = 0;
      read(given);
      return sent[0];
    };
    if (value instanceof Hole) return values.push((variables) => convert(variables[value.name])) - 1;
    const constant = convert(value);
    return values.push(() => constant) - 1;
  };
  return {
    ...reader,
    count: (value, path) => keep(value, (given) => reader.count(given, path)),
    operand: (operand: Operand) => keep(operand.value, (value) => reader.operand({ ...operand, value })),
  };
}
