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
  const wanting = found
    .map((relationship) => ({
      relationship,
      wishes: wishesOf(relationship, nameOf).map((wish) => toGraphQLName(wish, convention.field)),
    }))
    .sort((a, b) => compareTexts(sortKey(a.relationship), sortKey(b.relationship)));
  const columns = fields.map(({ name }) => name);
  const refused = new Set(columns);
  /** The best that nobody is refused; those that have none left share their last. */
  const nameFor = (wishes: readonly string[]): string =>
    wishes.find((wish) => !refused.has(wish)) ?? wishes.at(-1) ?? '';
  for (let before = -1; before !== refused.size; ) {
    before = refused.size;
    for (const name of repeated(wanting.map(({ wishes }) => nameFor(wishes)))) refused.add(name);
  }
  const names = createNames(columns);
  return new Map(wanting.map(({ relationship, wishes }) => [relationship, names.claim(nameFor(wishes))]));
}

function repeated(names: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return names.filter((name) => seen.has(name) || !seen.add(name));
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
