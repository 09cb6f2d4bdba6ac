import type { Session } from '@remote-joins/core';
import type { Choose } from '../randomQuery.js';
import { printTypeDefs } from './printTypeDefs.js';
import { type Filter, holds, isFaulty, looksElsewhere, randomFilter, type Variables } from './randomFilter.js';
import { drawRows } from './randomRows.js';
import { drawRemotePart, printRemotePart, type RemotePart } from './remotePart.js';
import {
  lineageOf,
  type Permission,
  permissionsOf,
  type Relation,
  type SceneSchema,
  type SceneTable,
  type ToTable,
} from './sceneSchema.js';
import { chance } from './seededChoose.js';
import { createSight, type Sight } from './sight.js';
import { type ColumnName, FIELDS, fieldNames, KEYS, type Rows } from './tables.js';

/** A schema with roles, and somebody who asks. */
export interface Scene extends Pick<SceneSchema, 'tables' | 'inheritedRoles' | 'isLabelled'> {
  readonly typeDefs: string;
  /** What each role sees of the remote schema; absent where it is open. */
  readonly remotePermissions?: Readonly<Record<string, string>>;
  readonly session: Session;
  /** What there is, before anything is hidden. */
  readonly rows: Rows;
  /** What who asks sees of the remote schema; absent where that is nothing. */
  readonly remote?: RemotePart;
  /** Whether keys may have any values, as long as they join the same: nobody sees them or compares them with anything. */
  readonly areKeysHidden: boolean;
  /** Whether rows of one database are looked up for those of another: then what is sent depends on what is not seen. */
  readonly looksElsewhere: boolean;
  readonly isCardSeen: boolean;
  /** What who asks sees of rows. */
  sightOf(rows: Rows): Sight;
}

const TABLES = ['t0', 't1', 't2', 't3'] as const;
const BASE_ROLES = ['r0', 'r1', 'r2'] as const;
const ASKING = ['r0', 'r1', 'r2', 'heir', 'heir', 'heir', 'heir', 'deep', 'deep', 'deep', 'deep', 'stranger'] as const;
const inheritedRoles: Readonly<Record<string, readonly string[]>> = { heir: ['r0', 'r1'], deep: ['heir', 'r2'] };

export function randomScene(choose: Choose): Scene {
  const areKeysHidden = chance(choose, 35);
  const variables = drawVariables(choose);
  const { schema, rows } = drawSchema(choose, areKeysHidden, variables);
  const { tables, isLabelled, card } = schema;
  const role = choose(ASKING);
  const lineage = lineageOf(schema, role);

  const part = drawRemotePart(choose, areKeysHidden);
  const isRemoteOpen = !areKeysHidden && chance(choose, 15);
  const entitled = BASE_ROLES.filter(() => chance(choose, 80));
  const remotePermissions = (entitled.length === 0 ? ['nobody'] : entitled).map((name) => [
    name,
    printRemotePart(part),
  ]);
  const isEntitled = entitled.some((name) => lineage.includes(name));
  const remote: RemotePart | undefined = isRemoteOpen ? { shown: 'everything' } : isEntitled ? part : undefined;

  return {
    typeDefs: printTypeDefs(schema),
    inheritedRoles,
    ...(!isRemoteOpen && { remotePermissions: Object.fromEntries(remotePermissions) }),
    session: { role, variables },
    tables,
    rows,
    ...(remote !== undefined && { remote }),
    areKeysHidden,
    looksElsewhere: looksElsewhereAs(schema, role),
    isCardSeen: card.roles.some((name) => lineage.includes(name)),
    isLabelled,
    sightOf: createSight(schema, { role, variables, seesRemote: remote !== undefined }),
  };
}

function looksElsewhereAs(schema: SceneSchema, role: string): boolean {
  const sources = new Map(schema.tables.map(({ name, source }) => [name, source]));
  const isElsewhere = (from: string, to: string): boolean => sources.get(from) !== sources.get(to);
  return schema.tables.some(({ name }) =>
    permissionsOf(schema, role, name).some(({ filter }) => filter && looksElsewhere(filter, isElsewhere, name)),
  );
}

function drawVariables(choose: Choose): Variables {
  const all: Readonly<Record<string, string | readonly string[]>> = {
    'x-id': chance(choose, 5) ? 'abc' : choose(['1', '2', '3']),
    'x-ids': choose<string | readonly string[]>([['1', '2'], ['3'], ['2', '4', '5']]),
    'x-text': choose(['a', 'b', '']),
    'x-texts': choose<readonly string[]>([['a', 'B'], ['b', "'"], []]),
    'x-secret': 'CNRY-session',
    'x-hasura-tenant': 'acme',
  };
  const lacking = chance(choose, 15) ? choose(Object.keys(all)) : undefined;
  return Object.fromEntries(Object.entries(all).filter(([name]) => name !== lacking));
}

/** A schema, and rows of which its permissions leave some. */
function drawSchema(
  choose: Choose,
  areKeysHidden: boolean,
  variables: Variables,
): { readonly schema: SceneSchema; readonly rows: Rows } {
  const columns = Object.values(FIELDS).filter((name) => !(areKeysHidden && KEYS.includes(name)));
  const tables = TABLES.map((name, index) => drawTable(choose, name, index < 2 ? ['one'] : ['two', 'two', 'one']));
  const rows = Object.fromEntries(tables.map(({ name }) => [name, drawRows(choose)]));
  const relations = tables.flatMap(({ name }) => drawRelations(choose, name));
  const draft = { choose, tables, relations, rows, variables, columns };
  const fields = new Map(
    TABLES.map((name) => [
      name,
      fieldNames.filter((field) => field === 'rank' || (columns.includes(FIELDS[field]) && chance(choose, 75))),
    ]),
  );
  const roles = new Map<string, Map<string, Permission>>([...BASE_ROLES, 'heir'].map((role) => [role, new Map()]));
  const grant = (role: string, table: (typeof TABLES)[number]): void =>
    void roles.get(role)?.set(table, drawPermission(draft, table, fields.get(table) ?? []));
  for (const role of BASE_ROLES) {
    // A role that nothing is said of cannot be inherited from.
    const [first, ...others] = TABLES.filter(() => chance(choose, 75));
    for (const table of [first ?? choose(TABLES), ...others]) grant(role, table);
  }
  if (chance(choose, 30)) grant('heir', choose(TABLES));
  const card = {
    table: choose(TABLES),
    column: choose(['id', 'a'] as const),
    roles: BASE_ROLES.filter(() => chance(choose, 60)),
  };
  const toTables = (['Thing', 'Item', 'Thing'] as const).map((type, index) => drawToTable(choose, type, index));
  const isLabelled = chance(choose, 40);
  return { schema: { tables, relations, fields, roles, inheritedRoles, isLabelled, toTables, card }, rows };
}

function drawTable(choose: Choose, name: string, sources: readonly SceneTable['source'][]): SceneTable {
  const primaryKey = choose<readonly ColumnName[]>([['id'], ['id'], ['id'], ['id', 'rank'], []]);
  return { name, source: choose(sources), primaryKey };
}

function drawRelations(choose: Choose, parent: string): readonly Relation[] {
  return Array.from({ length: choose([2, 3, 3, 4]) }, (_, index) => {
    const pair = (): readonly [ColumnName, ColumnName] =>
      chance(choose, 20) ? ['k', 'k'] : [choose(['id', 'a', 'a', 'b']), choose(['id', 'id', 'a', 'b'])];
    const first = pair();
    const second = pair();
    const isComposite = chance(choose, 15) && first[0] !== second[0] && first[1] !== second[1];
    const pairs = isComposite ? [first, second] : [first];
    return { parent, name: `${parent}r${index}`, table: choose(TABLES), pairs, isList: chance(choose, 55) };
  });
}

function drawToTable(choose: Choose, type: ToTable['type'], index: number): ToTable {
  const from = choose(['id', 'id', 'code'] as const);
  const column = from === 'code' ? 'k' : choose(['id', 'a', 'b'] as const);
  return { type, name: `row${index}`, from, table: choose(TABLES), column, isList: chance(choose, 50) };
}

interface Draft extends Pick<SceneSchema, 'tables' | 'relations'> {
  readonly choose: Choose;
  readonly rows: Rows;
  readonly variables: Variables;
  /** Those that may be seen or compared. */
  readonly columns: readonly ColumnName[];
}

function drawPermission(draft: Draft, table: string, fields: Permission['fields']): Permission {
  const { choose } = draft;
  return {
    fields: chance(choose, 25) ? fields : fields.filter((field) => field === 'rank' || chance(choose, 55)),
    ...(chance(choose, 85) && { filter: drawFilter(draft, table) }),
    ...(chance(choose, 25) && { limit: choose([1, 2, 3]) }),
    ...(chance(choose, 20) && { rootFields: choose([[], [`${table}s`], [`${table}By`]]) }),
  };
}

/** One that leaves some rows and not all, as long as such a one is found. */
function drawFilter(draft: Draft, table: string, tries = 6): Filter {
  const { tables, relations, rows, variables } = draft;
  const sourceOf = (name: string) => tables.find((each) => each.name === name)?.source;
  const filter = randomFilter(
    {
      ...draft,
      waysFrom: (parent) => relations.filter((relation) => relation.parent === parent),
      besides: (from) => tables.filter((other) => other.source === sourceOf(from)).map(({ name }) => name),
    },
    table,
  );
  const all = rows[table] ?? [];
  const left = isFaulty(filter, variables) ? 0 : all.filter((row) => holds(filter, row, rows, variables)).length;
  return tries === 0 || (left > 1 && left < all.length) ? filter : drawFilter(draft, table, tries - 1);
}
