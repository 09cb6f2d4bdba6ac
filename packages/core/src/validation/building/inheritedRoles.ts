import { didYouMean, listNames } from '../../schema/suggest.js';
import type { Builder } from './builder.js';

/**
 * What a role has: its own, else what each of the roles it inherits from has, once. The order is that of the option.
 *
 * @param parents by role, those it inherits from; where roles inherit from each other in a circle, each counts once
 */
export function inherit<T>(
  parents: ReadonlyMap<string, readonly string[]>,
  role: string,
  own: (role: string) => T | undefined,
): readonly T[] {
  const found = new Set<T>();
  const visited = new Set<string>();
  const visit = (name: string): void => {
    if (visited.has(name)) return;
    visited.add(name);
    const value = own(name);
    if (value !== undefined) found.add(value);
    else for (const parent of parents.get(name) ?? []) visit(parent);
  };
  visit(role);
  return [...found];
}

/** Shows the roles that inherit from themselves, or from roles that there are not. */
export function checkInheritedRoles(builder: Builder, named: ReadonlySet<string>): void {
  const { inheritedRoles, show, definitions, sources } = builder;
  const known = new Set([...named, ...inheritedRoles.keys()]);
  // What could not be read may have named the role.
  const isJudged =
    definitions.unreadable.size === 0 && ![...sources.values()].some((source) => source instanceof Error);
  for (const [role, parents] of inheritedRoles) {
    const place = { coordinate: `inheritedRoles.${role}`, node: undefined };
    if (ancestorsOf(role, inheritedRoles).has(role)) {
      const fault = `Role "${role}" inherits from itself.`;
      show('inheritedRole', { ...place, fault, remedy: 'Remove one of the roles in the circle.' });
    }
    for (const parent of parents) {
      if (known.has(parent) || !isJudged) continue;
      const fault = `Role "${role}" inherits from "${parent}", which has no permission.${didYouMean(parent, known)}`;
      const remedy = named.size === 0 ? 'Give it one with @permission.' : `Name some of ${listNames(named)}.`;
      show('inheritedRole', { ...place, fault, remedy });
    }
  }
}

function ancestorsOf(role: string, parents: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const ancestors = new Set<string>(parents.get(role));
  for (const ancestor of ancestors) for (const parent of parents.get(ancestor) ?? []) ancestors.add(parent);
  return ancestors;
}
