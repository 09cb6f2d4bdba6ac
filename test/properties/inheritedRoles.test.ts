/**
 * What an inherited role sees is what the roles it inherits from see together, and never more: random permissions and
 * random inheritance against a reference that asks role after role. REMOTE_JOINS_PROPERTY_RUNS=50 tries more.
 */
import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Catalog } from '../../packages/core/src/model/catalog.js';
import type { Filter, TablePermission } from '../../packages/core/src/model/permission.js';
import { table, tableCatalog } from '../support/catalogs.js';
import { permissionsOf } from '../support/permissionsOf.js';

const runs = Number(process.env.REMOTE_JOINS_PROPERTY_RUNS ?? 1);

/** Field → column: two fields share one. */
const FIELDS = { id: 'id', a: 'a', b: 'b', alsoB: 'b' } as const;
type Field = keyof typeof FIELDS;
const fields = Object.keys(FIELDS) as Field[];
type Row = Readonly<Record<'id' | 'a' | 'b', number>>;
const rows: readonly Row[] = [0, 1, 2].flatMap((a) => [0, 1, 2].map((b) => ({ id: a * 3 + b, a, b })));
const catalogs = new Map<string, Catalog>([
  ['db', tableCatalog(table('db', 't', { id: 'int4!', a: 'int4!', b: 'int4!' }))],
]);

/** A filter in SDL, and what it means. */
interface Condition {
  readonly sdl: string;
  readonly holds: (row: Row) => boolean;
}

const conditions: readonly Condition[] = [
  { sdl: '{}', holds: () => true },
  { sdl: '{a: {_eq: 1}}', holds: ({ a }) => a === 1 },
  { sdl: '{b: {_gt: 0}}', holds: ({ b }) => b > 0 },
  { sdl: '{_or: [{a: {_eq: 0}}, {b: {_in: [2]}}]}', holds: ({ a, b }) => a === 0 || b === 2 },
  { sdl: '{_not: {a: {_eq: 1}}}', holds: ({ a }) => a !== 1 },
  { sdl: '{_or: []}', holds: () => false },
];

interface Permission {
  readonly fields: readonly Field[];
  readonly condition: Condition;
  readonly limit: number | undefined;
  readonly aggregations: boolean;
  readonly rootFields: readonly string[] | undefined;
}

interface Role {
  readonly name: string;
  readonly own: Permission | undefined;
  /** Roles that come before it. */
  readonly parents: readonly Role[];
}

const permission: fc.Arbitrary<Permission> = fc.record({
  fields: fc.subarray(fields),
  condition: fc.constantFrom(...conditions),
  limit: fc.option(fc.nat(9), { nil: undefined }),
  aggregations: fc.boolean(),
  rootFields: fc.option(fc.subarray(['one', 'two']), { nil: undefined }),
});

/** Some roles with permissions, then some that inherit from any before them, a few with a permission of their own. */
const roles: fc.Arbitrary<readonly Role[]> = fc
  .tuple(
    fc.array(permission, { minLength: 1, maxLength: 4 }),
    fc.array(
      fc.tuple(fc.option(permission, { nil: undefined, freq: 4 }), fc.array(fc.nat(), { minLength: 1, maxLength: 3 })),
      {
        maxLength: 5,
      },
    ),
  )
  .map(([base, heirs]) => {
    const made: Role[] = base.map((own, index) => ({ name: `base${index}`, own, parents: [] }));
    for (const [index, [own, picks]] of heirs.entries()) {
      const parents = [...new Set(picks.map((pick) => made[pick % made.length] as Role))];
      made.push({ name: `heir${index}`, own, parents });
    }
    return made;
  });

/** The permissions that count for a role: its own, else those of the roles it inherits from. */
function countsFor({ own, parents }: Role): readonly Permission[] {
  return own === undefined ? parents.flatMap(countsFor) : [own];
}

/** What a role sees of each row: nothing, or its columns. */
function seenByReference(role: Role): unknown {
  return rows.map((row) => {
    const showing = countsFor(role).filter(({ condition }) => condition.holds(row));
    if (showing.length === 0) return undefined;
    return columnsOf(showing.flatMap((one) => one.fields));
  });
}

function seenByModel({ fields: granted, filter, redactedColumns }: TablePermission): unknown {
  return rows.map((row) => {
    if (filter !== undefined && !holds(filter, row)) return undefined;
    const shown = [...granted].filter((field) => {
      const redaction = redactedColumns.get(FIELDS[field as Field]);
      return redaction === undefined || holds(redaction, row);
    });
    return columnsOf(shown as Field[]);
  });
}

function columnsOf(names: readonly Field[]): readonly string[] {
  return [...new Set(names.map((name) => FIELDS[name]))].sort();
}

function holds(filter: Filter, row: Row): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.filters.every((part) => holds(part, row));
    case 'or':
      return filter.filters.some((part) => holds(part, row));
    case 'not':
      return !holds(filter.filter, row);
    case 'compare': {
      const value = row[filter.column.name as keyof Row];
      const { operator, operand } = filter;
      if (operand.kind === 'session') throw new Error('No session here.');
      if (operator === '_in') return (operand.value as number[]).includes(value);
      return operator === '_gt' ? value > Number(operand.value) : value === operand.value;
    }
    default:
      throw new Error(`No "${filter.kind}" here.`);
  }
}

function toSDL({ name, own }: Role): string {
  if (own === undefined) return '';
  const { fields, condition, limit, aggregations, rootFields } = own;
  const options = [
    ...(limit === undefined ? [] : [`limit: ${limit}`]),
    ...(rootFields === undefined ? [] : [`rootFields: ${JSON.stringify(rootFields)}`]),
  ];
  return `@permission(role: "${name}", fields: ${JSON.stringify(fields)}, filter: ${condition.sdl}, aggregations: ${aggregations} ${options})`;
}

test('An inherited role sees what its roles see together, and never more', () => {
  const property = fc.property(roles, (made) => {
    const sdl = `
      type Query { one: [T!]! @select, two: [T!]! @select }
      type T @table(source: "db", name: "t") ${made.map(toSDL).join(' ')} { id: Int, a: Int, b: Int, alsoB: Int @column(name: "b") }`;
    const heirs = made.filter(({ parents }) => parents.length > 0);
    const inheritedRoles = Object.fromEntries(
      heirs.map(({ name, parents }) => [name, parents.map((parent) => parent.name)]),
    );
    const permissions = permissionsOf(catalogs, sdl, { inheritedRoles });
    for (const role of made) {
      const found = permissions?.roles.get(role.name)?.tables.get('T');
      if (found === undefined) throw new Error('A role without its permission.');
      const counting = countsFor(role);
      deepEqual(seenByModel(found), seenByReference(role), role.name);
      deepEqual(
        found.limit,
        counting.some(({ limit }) => limit === undefined)
          ? undefined
          : Math.max(...counting.map(({ limit }) => limit ?? 0)),
      );
      deepEqual(
        found.aggregations,
        counting.some(({ aggregations }) => aggregations),
      );
      const readable = ['one', 'two'].filter((name) =>
        counting.some(({ rootFields }) => rootFields?.includes(name) ?? true),
      );
      deepEqual(
        ['one', 'two'].filter((name) => found.rootFields?.has(`Query.${name}`) ?? true),
        readable,
      );
      // An order tells of the columns it is made of: in all rows they must be seen.
      const keyIsSeen = found.ties === undefined;
      for (const column of keyIsSeen ? ['id'] : (found.ties ?? []).map(({ name }) => name)) {
        deepEqual(
          seenByReference(role),
          (seenByReference(role) as (string[] | undefined)[]).map(
            (seen) => seen && [...new Set([...seen, column])].sort(),
          ),
        );
      }
    }
  });
  fc.assert(property, { numRuns: 300 * runs, ...(runs === 1 && { seed: 1 }) });
});
