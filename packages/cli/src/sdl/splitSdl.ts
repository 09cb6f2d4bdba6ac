import { type DefinitionNode, type FieldDefinitionNode, Kind, parse, visit } from 'graphql';

/** Where what belongs to no database alone goes: root fields, types of remote schemas, and what several share. */
export const SHARED = 'schema';

/**
 * SDL by files: the types of each database under its source's name, with what only they need, and all else together. Every
 * definition stays as it is written, in its order.
 */
export function splitSdl(text: string): ReadonlyMap<string, string> {
  const { definitions } = parse(text);
  const owners = findOwners(definitions);
  const files = new Map<string, string[]>([[SHARED, []]]);
  let end = 0;
  for (const definition of definitions) {
    const start = end;
    end = definition.loc?.end ?? start;
    const file = owners.get(definition) ?? SHARED;
    // From the definition before, so that comments come along.
    files.set(file, [...(files.get(file) ?? []), text.slice(start, end).trim()]);
  }
  return new Map([...files].map(([name, parts]) => [name, parts.join('\n\n')]));
}

function findOwners(definitions: readonly DefinitionNode[]): ReadonlyMap<DefinitionNode, string> {
  const users = new Map<string, Set<string>>();
  const byName = new Map(definitions.map((definition) => [nameOf(definition), definition]));
  const tables = new Map(
    definitions.flatMap((each) => sourceOf(each).map((source) => [nameOf(each), source] as const)),
  );

  /** Notes who needs what a definition refers to; other tables need their own. */
  function note(user: string, from: DefinitionNode): void {
    for (const name of referencesOf(from)) {
      const known = users.get(name) ?? new Set();
      if (tables.has(name) || known.has(user)) continue;
      users.set(name, known.add(user));
      const definition = byName.get(name);
      if (definition !== undefined) note(user, definition);
    }
  }

  for (const definition of definitions) {
    const name = nameOf(definition);
    const source = tables.get(name);
    if (source !== undefined) note(source, definition);
    else if (ROOTS.has(name)) noteRoots(definition);
  }

  /** The database of the first table that something refers to, itself or through what it refers to. */
  function tableBelow(from: DefinitionNode): string | undefined {
    const open = [from];
    const seen = new Set(open);
    for (const definition of open) {
      for (const name of referencesOf(definition)) {
        const source = tables.get(name);
        if (source !== undefined) return source;
        const next = byName.get(name);
        if (next === undefined || seen.has(next)) continue;
        seen.add(next);
        open.push(next);
      }
    }
    return undefined;
  }

  /** The arguments of a root field, and the types of an aggregate, belong to the table that it reads. */
  function noteRoots(root: DefinitionNode): void {
    if (root.kind !== Kind.OBJECT_TYPE_DEFINITION) return;
    for (const field of root.fields ?? []) {
      const part: DefinitionNode = { ...root, fields: [field] };
      const source = isOfTable(field) ? tableBelow(part) : undefined;
      note(source ?? SHARED, part);
    }
  }

  return new Map(
    definitions.map((definition) => {
      const name = nameOf(definition);
      const [user, other] = users.get(name) ?? [];
      return [definition, tables.get(name) ?? (other === undefined && !ROOTS.has(name) ? user : undefined) ?? SHARED];
    }),
  );
}

/** Whether a root field reads a table, which remote types may lead to as well. */
function isOfTable({ directives = [] }: FieldDefinitionNode): boolean {
  return directives.some(({ name }) => ['select', 'aggregate', 'computed'].includes(name.value));
}

const ROOTS: ReadonlySet<string> = new Set(['Query', 'Mutation', 'Subscription']);

function nameOf(definition: DefinitionNode): string {
  return 'name' in definition ? (definition.name?.value ?? '') : '';
}

/** The source that `@table` of a definition names, if it has one. */
function sourceOf(definition: DefinitionNode): readonly string[] {
  const directives = 'directives' in definition ? (definition.directives ?? []) : [];
  return directives
    .filter(({ name }) => name.value === 'table')
    .flatMap((table) => table.arguments ?? [])
    .flatMap(({ name, value }) => (name.value === 'source' && value.kind === Kind.STRING ? [value.value] : []));
}

function referencesOf(definition: DefinitionNode): readonly string[] {
  const names = new Set<string>();
  visit(definition, {
    NamedType({ name }) {
      names.add(name.value);
    },
  });
  return [...names];
}
