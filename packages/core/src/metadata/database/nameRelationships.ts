import type { Table } from '../../model/table.js';
import { compareTexts, createNames } from './claimNames.js';
import type { FoundRelationship } from './findRelationships.js';
import { toGraphQLName } from './graphqlName.js';
import type { Convention } from './naming.js';

/**
 * Names for the relationships of one table. The object behind `author_id` is `author`, else it has the target's name; the
 * list on the other side has the child's. A name that a column has, or that several want, goes to none of them: then the
 * columns tell them apart, as in `posts_by_editor_id`. So a further foreign key never makes a name mean another join.
 */
export function nameRelationships(
  found: readonly FoundRelationship[],
  fields: readonly { readonly name: string }[],
  nameOf: (table: Table) => string,
  convention: Convention,
): ReadonlyMap<FoundRelationship, string> {
  const columns = createNames(fields.map(({ name }) => name));
  const wanting = found
    .map((relationship) => ({
      relationship,
      wishes: wishesOf(relationship, nameOf).map((wish) => toGraphQLName(wish, convention.field)),
    }))
    .sort((a, b) => compareTexts(sortKey(a.relationship), sortKey(b.relationship)));
  const rank = new Map(wanting.map(({ relationship }) => [relationship, 0]));
  const current = ({ relationship, wishes }: Wanting): string => wishes[rank.get(relationship) ?? 0] ?? '';
  for (let isSettled = false; !isSettled; ) {
    const counts = new Map<string, number>();
    for (const one of wanting) counts.set(current(one), (counts.get(current(one)) ?? 0) + 1);
    const refused = wanting.filter(
      (one) => isFurther(one, rank) && (columns.has(current(one)) || (counts.get(current(one)) ?? 0) > 1),
    );
    for (const { relationship } of refused) rank.set(relationship, (rank.get(relationship) ?? 0) + 1);
    isSettled = refused.length === 0;
  }
  return new Map(wanting.map((one) => [one.relationship, columns.claim(current(one))]));
}

interface Wanting {
  readonly relationship: FoundRelationship;
  /** The best first. */
  readonly wishes: readonly string[];
}

function isFurther({ relationship, wishes }: Wanting, rank: ReadonlyMap<FoundRelationship, number>): boolean {
  return (rank.get(relationship) ?? 0) < wishes.length - 1;
}

function wishesOf({ target, pairs, isOwn }: FoundRelationship, nameOf: (table: Table) => string): readonly string[] {
  const [first] = pairs;
  const keys = pairs.map(({ own, target }) => (isOwn ? own : target).name);
  const named = [nameOf(target), `${nameOf(target)}_by_${keys.join('_and_')}`];
  const [, stem] = (isOwn && pairs.length === 1 && ID.exec(first?.own.name ?? '')) || [];
  return stem === undefined ? named : [stem, ...named];
}

/** `author_id`, `authorId`, but not `grid`. */
const ID = /^(.*[^_])(?:_+[iI][dD]|(?<=[a-z0-9])I[dD])$/s;

/** Tells any two relationships of one table apart. */
function sortKey({ target, pairs, isOwn }: FoundRelationship): string {
  return JSON.stringify([target.schema, target.name, isOwn, pairs.map(({ own, target }) => [own.name, target.name])]);
}
