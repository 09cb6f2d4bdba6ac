import type { Column, QualifiedName } from '../../model/table.js';
import { compareTexts, type Names } from './claimNames.js';
import { type DescribedEnum, describeEnums, enumKey } from './describeEnums.js';
import { toGraphQLName } from './graphqlName.js';
import { type Comparison, type EnumType, type LeafType, toLeafType } from './leafType.js';
import type { Convention } from './naming.js';

/** The types of columns, named, and what has to be defined for them. */
export interface DescribedLeaves {
  readonly enums: readonly Extract<DescribedEnum, { kind: 'enum' }>[];
  readonly comparisons: readonly DescribedComparison[];
  readonly leafOf: (column: Column) => DescribedLeaf;
}

export interface DescribedLeaf {
  /** Without an outer `!`. */
  readonly type: string;
  /** The type of its conditions. */
  readonly comparison: string;
  /** Whether rows can be sorted by it, and told apart. */
  readonly isSorted: boolean;
  /** Why it has not the type that one expects. */
  readonly note?: string;
}

export interface DescribedComparison {
  readonly name: string;
  /** Without an outer `!`. */
  readonly operand: string;
  readonly operators: Comparison['operators'];
  /** The type of `_cast`, where there is such, and that of the conditions on the text. */
  readonly cast?: { readonly name: string; readonly text: string };
}

export function describeLeaves(
  columns: readonly Column[],
  types: Names,
  baseOf: (name: QualifiedName) => string,
  convention: Convention,
): DescribedLeaves {
  const leaves = new Map(columns.map((column) => [column, toLeafType(column.type, column.dimensions)]));
  const isJson = ({ comparison }: LeafType): boolean => comparison.operators === 'json';
  const isCast = [...leaves.values()].some(isJson);
  const enumTypes = [...leaves.values()].flatMap(({ type }) => (typeof type === 'string' ? [] : [type]));
  const enums = describeEnums(enumTypes, types, baseOf, convention);

  const wanted = new Map<string, DescribedComparison>();
  for (const leaf of [...leaves.values(), ...(isCast ? [TEXT] : [])]) {
    const { name, operators } = leaf.comparison;
    const text = `${typeof name === 'string' ? name : baseOf(name)}${'_array'.repeat(leaf.lists)}`;
    wanted.set(comparisonKey(leaf), {
      name: convention.derived(toGraphQLName(text, convention.type), 'comparison_exp'),
      operand: inLists(typeOf(leaf, enums), leaf.lists),
      operators,
    });
  }
  const inTurn = [...wanted].sort(([a], [b]) => compareTexts(a, b));
  const named = new Map(inTurn.map(([key, one]) => [key, { ...one, name: types.claim(one.name) }]));
  const text = named.get(comparisonKey(TEXT))?.name ?? '';
  const castName = isCast ? types.claim(convention.derived(convention.type('jsonb'), 'cast_exp')) : '';
  const cast = { name: castName, text };
  const comparisons = new Map(
    [...named].map(([key, one]) => [key, { ...one, ...(one.operators === 'json' && { cast }) }]),
  );

  return {
    enums: [...enums.values()].filter((one) => one.kind === 'enum'),
    comparisons: [...comparisons.values()],
    leafOf(column) {
      const leaf = leaves.get(column) ?? toLeafType(column.type, column.dimensions);
      const { name = '', operand = '', operators } = comparisons.get(comparisonKey(leaf)) ?? {};
      const note = noteOf(leaf.type, enums);
      return { type: operand, comparison: name, isSorted: operators !== 'null', ...(note !== undefined && { note }) };
    },
  };
}

/** What JSON is as a text. */
const TEXT = toLeafType({ kind: 'text', sql: 'text' });

/** Columns that may share one input type of operators. */
function comparisonKey({ type, lists, comparison }: LeafType): string {
  return JSON.stringify([comparison.name, lists, comparison.operators, type]);
}

function typeOf({ type }: LeafType, enums: ReadonlyMap<string, DescribedEnum>): string {
  if (typeof type === 'string') return type;
  const described = enums.get(enumKey(type));
  return described?.kind === 'enum' ? described.name : 'String';
}

function inLists(type: string, lists: number): string {
  return `${'['.repeat(lists)}${type}${']'.repeat(lists)}`;
}

function noteOf(type: string | EnumType, enums: ReadonlyMap<string, DescribedEnum>): string | undefined {
  const described = typeof type === 'string' ? undefined : enums.get(enumKey(type));
  if (typeof type === 'string' || described?.kind !== 'text') return undefined;
  return `Type ${JSON.stringify(`${type.schema}.${type.name}`)} is no enum here: ${described.why}.`;
}
