import { claimAll, compareTexts, type Names } from './claimNames.js';
import { toGraphQLName } from './graphqlName.js';
import type { EnumType } from './leafType.js';
import type { Convention } from './naming.js';

/** An enum of the database as one of GraphQL; or why it can be none, and is text. */
export type DescribedEnum =
  | { readonly kind: 'enum'; readonly name: string; readonly values: readonly EnumValue[] }
  | { readonly kind: 'text'; readonly why: string };

/** In the order of the database, which is the order in which they sort. */
export interface EnumValue {
  readonly name: string;
  readonly label: string;
}

/** Those of one schema and name are one. By {@link enumKey}. */
export function describeEnums(
  enums: readonly EnumType[],
  types: Names,
  baseOf: (name: EnumType) => string,
  convention: Convention,
): ReadonlyMap<string, DescribedEnum> {
  const byKey = new Map(enums.map((one) => [enumKey(one), one]));
  const distinct = [...byKey.values()].sort((a, b) => compareTexts(enumKey(a), enumKey(b)));
  const sound = distinct.filter((one) => faultOf(one) === undefined);
  const names = claimAll(
    types,
    sound.map((one) => ({ of: one, text: baseOf(one), wanted: toGraphQLName(baseOf(one), convention.type) })),
  );
  return new Map(
    distinct.map((one) => {
      const name = names.get(one);
      const values = one.labels.map((label) => ({ name: toGraphQLName(label), label }));
      return [
        enumKey(one),
        name === undefined ? { kind: 'text', why: faultOf(one) ?? '' } : { kind: 'enum', name, values },
      ];
    }),
  );
}

export function enumKey({ schema, name }: EnumType): string {
  return JSON.stringify([schema, name]);
}

function faultOf({ labels }: EnumType): string | undefined {
  if (labels.length === 0) return 'it has no labels';
  if (labels.includes('')) return 'one of its labels is empty';
  const seen = new Map<string, string>();
  for (const label of labels) {
    const name = toGraphQLName(label);
    const other = seen.get(name);
    if (other !== undefined) {
      return `its labels ${JSON.stringify(other)} and ${JSON.stringify(label)} would have one name, ${name}`;
    }
    seen.set(name, label);
  }
  return undefined;
}
