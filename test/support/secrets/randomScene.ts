import type { Session } from '@remote-joins/core';
import type { Choose } from '../randomQuery.js';
import {
  type Filter,
  holds,
  isFaulty,
  looksElsewhere,
  type Pairs,
  printFilter,
  randomFilter,
  type Variables,
  type Way,
} from './randomFilter.js';
import { drawRows } from './randomRows.js';
import { drawRemotePart, printRemotePart, type RemotePart } from './remotePart.js';
import { chance } from './seededChoose.js';
import { type ColumnName, FIELDS, type FieldName, fieldNames, isText, KEYS, type Row, type Rows } from './tables.js';

/** A schema with roles, and somebody who asks. */
export interface Scene {
  readonly typeDefs: string;
  readonly inheritedRoles: Readonly<Record<string, readonly string[]>>;
  /** What each role sees of the remote schema; absent where it is open. */
  readonly remotePermissions?: Readonly<Record<string, string>>;
  readonly session: Session;
  readonly tables: readonly SceneTable[];
  /** What there is, before anything is hidden. */
  readonly rows: Rows;
  /** What who asks sees of the remote schema; absent where that is nothing. */
  readonly remote?: RemotePart;
  /** Whether keys may have any values, as long as they join the same: nobody sees them or compares them with anything. */
  readonly areKeysHidden: boolean;
  /** Whether rows of one database are looked up for those of another: then what is sent depends on what is not seen. */
  readonly looksElsewhere: boolean;
  readonly isCardSeen: boolean;
  /** Whether a resolver of the host's tells, in a field of every table, what it is given. */
  readonly isLabelled: boolean;
  /** What who asks sees of rows, as one text: equal texts, equal sights. */
  sightOf(rows: Rows): Sight;
}

export interface SceneTable {
  readonly name: string;
  readonly source: 'one' | 'two';
  readonly primaryKey: readonly ColumnName[];
}

/** Which rows are seen, and which of their cells: by table. */
export interface Sight {
  isSeen(table: string, row: Row, column?: ColumnName): boolean;
  /** All that is seen, in one text. */
  readonly text: string;
}

interface Permission {
  readonly fields: readonly FieldName[];
  readonly filter?: Filter;
  readonly limit?: number;
  readonly rootFields?: readonly string[];
}

interface Relation extends Way {
  readonly parent: string;
  readonly isList: boolean;
}

const TABLES = ['t0', 't1', 't2', 't3'] as const;
const BASE_ROLES = ['r0', 'r1', 'r2'] as const;
const typeOf = (table: string): string => table.toUpperCase();

export function randomScene(choose: Choose): Scene {
  const areKeysHidden = chance(choose, 35);
  const columns = (Object.values(FIELDS) as ColumnName[]).filter((name) => !(areKeysHidden && KEYS.includes(name)));
  const tables = TABLES.map(
    (name, index): SceneTable => ({
      name,
      source: index < 2 ? 'one' : choose(['two', 'two', 'one']),
      primaryKey: choose<readonly ColumnName[]>([['id'], ['id'], ['id'], ['id', 'rank'], []]),
    }),
  );
  const sourceOf = (name: string) => tables.find((table) => table.name === name)?.source;
  const relations = tables.flatMap(({ name }) => drawRelations(choose, name));
  const ways = Object.fromEntries(
    tables.map(({ name }) => [name, relations.filter(({ parent }) => parent === name)] as const),
  );
  const beside = Object.fromEntries(
    tables.map(({ name, source }) => [
      name,
      tables.filter((other) => other.source === source).map((other) => other.name),
    ]),
  );
  const isLabelled = chance(choose, 40);
  const fields = new Map(
    tables.map(
      ({ name }) =>
        [
          name,
          fieldNames.filter((field) => field === 'rank' || (columns.includes(FIELDS[field]) && chance(choose, 75))),
        ] as const,
    ),
  );
  const filterScope = { choose, ways, beside, columns };
  const variables = drawVariables(choose);
  const rows: Rows = Object.fromEntries(tables.map(({ name }) => [name, drawRows(choose)]));
  /** One that leaves some rows and not all, as long as such a one is found. */
  const drawFilter = (table: string, tries = 6): Filter => {
    const filter = randomFilter(filterScope, table);
    const all = rows[table] ?? [];
    const left = isFaulty(filter, variables) ? 0 : all.filter((row) => holds(filter, row, rows, variables)).length;
    return tries === 0 || (left > 1 && left < all.length) ? filter : drawFilter(table, tries - 1);
  };
  const roles = new Map<string, Map<string, Permission>>();
  const grant = (role: string, table: string): void => {
    const own = fields.get(table) ?? [];
    const permission: Permission = {
      fields: chance(choose, 25) ? own : own.filter((field) => field === 'rank' || chance(choose, 55)),
      ...(chance(choose, 85) && { filter: drawFilter(table) }),
      ...(chance(choose, 25) && { limit: choose([1, 2, 3]) }),
      ...(chance(choose, 20) && { rootFields: choose([[], [`${table}s`], [`${table}By`]]) }),
    };
    const byTable = roles.get(role) ?? new Map<string, Permission>();
    roles.set(role, byTable.set(table, permission));
  };
  for (const role of BASE_ROLES) for (const { name } of tables) if (chance(choose, 75)) grant(role, name);
  if (chance(choose, 30)) grant('heir', choose(TABLES));
  const inheritedRoles = { heir: ['r0', 'r1'], deep: ['heir', 'r2'] };
  const role = choose(['r0', 'r1', 'r2', 'heir', 'heir', 'heir', 'heir', 'deep', 'deep', 'deep', 'deep', 'stranger']);
  const lineage = lineageOf(inheritedRoles, role);

  const part = drawRemotePart(choose, areKeysHidden);
  const isRemoteOpen = !areKeysHidden && chance(choose, 15);
  const entitled = BASE_ROLES.filter(() => chance(choose, 80));
  const remote = isRemoteOpen
    ? 'open'
    : lineage.some((name) => entitled.some((each) => each === name))
      ? part
      : undefined;
  const cardRoles = BASE_ROLES.filter(() => chance(choose, 60));

  const permissionsOf = (table: string): readonly Permission[] =>
    countingFor(inheritedRoles, role, (name) => roles.get(name)?.get(table));
  const isOpen = (table: string): boolean => permissionsOf(table).length > 0;
  const isFault = (table: string): boolean =>
    permissionsOf(table).some(({ filter }) => filter && isFaulty(filter, variables));
  const remoteWays = drawRemoteWays(choose);
  const cardWay = { table: choose(TABLES), column: choose(['id', 'a'] as const) };
  const isCardSeen = lineage.some((name) => cardRoles.some((each) => each === name));

  /** Columns whose values decide what is joined. */
  const keys = new Map<string, Set<ColumnName>>(tables.map(({ name }) => [name, new Set()]));
  const addKey = (table: string, column: ColumnName): void => void keys.get(table)?.add(column);
  for (const { parent, table, pairs } of relations) {
    if (!isOpen(parent) || !isOpen(table)) continue;
    for (const [here, there] of pairs) {
      addKey(parent, here);
      addKey(table, there);
    }
  }
  for (const { table, column } of remote === undefined ? [] : remoteWays.toTables)
    if (isOpen(table)) addKey(table, column);
  for (const { name } of remote === undefined ? [] : tables)
    for (const column of ['a', 'k', 'b'] as const) addKey(name, column);
  if (isCardSeen) addKey(cardWay.table, cardWay.column);

  function sightOf(rows: Rows): Sight {
    const cells = new Map<Row, ReadonlySet<ColumnName>>();
    const seen: unknown[] = [];
    for (const { name } of tables) {
      const permissions = isFault(name) ? [] : permissionsOf(name);
      for (const row of rows[name] ?? []) {
        const showing = permissions.filter(({ filter }) => filter === undefined || holds(filter, row, rows, variables));
        if (showing.length === 0) continue;
        const shown = new Set(showing.flatMap((each) => each.fields.map((field) => FIELDS[field])));
        const joining = keys.get(name) ?? new Set();
        cells.set(row, new Set([...shown, ...joining]));
        seen.push([name, valuesOf(row, shown), valuesOf(row, joining)]);
      }
    }
    return {
      isSeen: (_table, row, column) => cells.get(row)?.has(column ?? 'rank') ?? false,
      // In any order: that of rows in a table is no part of what is seen.
      text: seen
        .map((row) => JSON.stringify(row))
        .sort()
        .join('\n'),
    };
  }

  const isElsewhere = (from: string, to: string): boolean => sourceOf(from) !== sourceOf(to);
  const filters = tables.flatMap(({ name }) =>
    permissionsOf(name).flatMap(({ filter }) => (filter ? [[name, filter] as const] : [])),
  );
  return {
    typeDefs: printTypeDefs({
      tables,
      relations,
      fields,
      roles,
      isLabelled,
      remoteWays,
      cardWay,
      cardRoles,
      ways,
      sourceOf,
    }),
    inheritedRoles,
    ...(!isRemoteOpen && {
      remotePermissions: Object.fromEntries(
        (entitled.length === 0 ? (['nobody'] as const) : entitled).map((name) => [name, printRemotePart(part)]),
      ),
    }),
    session: { role, variables },
    tables,
    rows,
    ...(remote !== undefined && { remote: remote === 'open' ? openPart : part }),
    areKeysHidden,
    looksElsewhere: filters.some(([name, filter]) => looksElsewhere(filter, isElsewhere, name)),
    isCardSeen,
    isLabelled,
    sightOf,
  };
}

function valuesOf(row: Row, columns: ReadonlySet<ColumnName>): unknown {
  return [...columns].sort().map((column) => [column, row[column]]);
}

const openPart: RemotePart = { shown: 'everything' };

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

function drawRelations(choose: Choose, parent: string): readonly Relation[] {
  return Array.from({ length: choose([2, 3, 3, 4]) }, (_, index) => {
    const pair = (): readonly [ColumnName, ColumnName] =>
      chance(choose, 20)
        ? ['k', 'k']
        : [choose(['id', 'a', 'a', 'b'] as const), choose(['id', 'id', 'a', 'b'] as const)];
    const first = pair();
    const second = pair();
    const isComposite = chance(choose, 15) && first[0] !== second[0] && first[1] !== second[1];
    const pairs = isComposite ? [first, second] : [first];
    return { parent, name: `${parent}r${index}`, table: choose(TABLES), pairs, isList: chance(choose, 55) };
  });
}

interface RemoteWays {
  /** From types of the remote schema to tables. */
  readonly toTables: readonly {
    readonly type: 'Thing' | 'Item';
    readonly name: string;
    readonly from: 'id' | 'code';
    readonly table: string;
    readonly column: ColumnName;
    readonly isList: boolean;
  }[];
}

function drawRemoteWays(choose: Choose): RemoteWays {
  const toTables = (['Thing', 'Item', 'Thing'] as const).map((type, index) => {
    const from = choose(['id', 'id', 'code'] as const);
    const column = from === 'code' ? ('k' as const) : choose(['id', 'a', 'b'] as const);
    return { type, name: `row${index}`, from, table: choose(TABLES), column, isList: chance(choose, 50) };
  });
  return { toTables };
}

/** All roles that a role is, itself among them. */
function lineageOf(inheritedRoles: Readonly<Record<string, readonly string[]>>, role: string): readonly string[] {
  return [role, ...(inheritedRoles[role] ?? []).flatMap((parent) => lineageOf(inheritedRoles, parent))];
}

/** A role's own permission, or else those of the roles it inherits from. */
function countingFor(
  inheritedRoles: Readonly<Record<string, readonly string[]>>,
  role: string,
  own: (role: string) => Permission | undefined,
): readonly Permission[] {
  const permission = own(role);
  if (permission !== undefined) return [permission];
  return (inheritedRoles[role] ?? []).flatMap((parent) => countingFor(inheritedRoles, parent, own));
}

interface Printing {
  readonly tables: readonly SceneTable[];
  readonly relations: readonly Relation[];
  readonly fields: ReadonlyMap<string, readonly FieldName[]>;
  readonly roles: ReadonlyMap<string, ReadonlyMap<string, Permission>>;
  readonly isLabelled: boolean;
  readonly remoteWays: RemoteWays;
  readonly cardWay: { readonly table: string; readonly column: ColumnName };
  readonly cardRoles: readonly string[];
  readonly ways: Readonly<Record<string, readonly Way[]>>;
  readonly sourceOf: (table: string) => string | undefined;
}

const directionNames = 'asc desc asc_nulls_first asc_nulls_last desc_nulls_first desc_nulls_last';

function printTypeDefs({
  tables,
  relations,
  fields,
  roles,
  isLabelled,
  remoteWays,
  cardWay,
  cardRoles,
  ways,
  sourceOf,
}: Printing): string {
  const listArguments = (table: string): string =>
    `(where: ${typeOf(table)}Where, order_by: [${typeOf(table)}Order!], distinct_on: [${typeOf(table)}Column!], limit: Int, offset: Int, n: Int, txt: String @column(name: "t"))`;
  const printField = (field: FieldName): string => {
    const column = FIELDS[field];
    return `${field}: ${isText(column) ? 'String' : 'Int'}${field === column ? '' : ` @column(name: "${column}")`}`;
  };
  const printPermission = (role: string, { fields: granted, filter, limit, rootFields }: Permission): string => {
    const all = [...granted, ...(isLabelled ? ['label'] : [])];
    const parts = [
      `role: "${role}", fields: ${JSON.stringify(all)}`,
      ...(filter === undefined ? [] : [`filter: ${printFilter(filter)}`]),
      ...(limit === undefined ? [] : [`limit: ${limit}`]),
      ...(rootFields === undefined ? [] : [`rootFields: ${JSON.stringify(rootFields)}`]),
    ];
    return `@permission(${parts.join(', ')})`;
  };
  const printMapping = (pairs: Pairs): string => `{${pairs.map(([here, there]) => `${here}: "${there}"`).join(', ')}}`;
  const printRelation = ({ name, table, pairs, isList }: Relation): string =>
    `${name}${isList ? listArguments(table) : ''}: ${isList ? `[${typeOf(table)}!]` : typeOf(table)} @remoteRelationship(fieldMapping: ${printMapping(pairs)})`;
  const printTable = ({ name, source }: SceneTable): string => {
    const own = fields.get(name) ?? [];
    const permissions = [...roles].flatMap(([role, byTable]) => {
      const permission = byTable.get(name);
      return permission === undefined ? [] : [printPermission(role, permission)];
    });
    return `type ${typeOf(name)} @table(source: "${source}", name: "${name}") ${permissions.join('\n  ')} {
  ${own.map(printField).join(' ')} ${isLabelled ? 'label: String' : ''}
  ${relations
    .filter(({ parent }) => parent === name)
    .map(printRelation)
    .join('\n  ')}
  thing(tenant: String): Thing @remoteRelationship(schema: "remote", field: "thing(id: $a)")
  bulk: [Thing!] @remoteRelationship(schema: "remote", field: "bulk(ids: [$b])", matchBy: {b: "id"})
  item(pick: Pick): Item @remoteRelationship(schema: "remote", field: "item(code: $k)")
}
input ${typeOf(name)}Where { _and: [${typeOf(name)}Where!] _or: [${typeOf(name)}Where!] _not: ${typeOf(name)}Where
  ${own.map((field) => `${field}: ${isText(FIELDS[field]) ? 'TextIs' : 'IntIs'}${field === FIELDS[field] ? '' : ` @column(name: "${FIELDS[field]}")`}`).join(' ')}
  ${(ways[name] ?? [])
    .filter(({ table }) => sourceOf(table) === source)
    .map((way) => `${way.name}: ${typeOf(way.table)}Where`)
    .join(' ')} }
input ${typeOf(name)}Order { ${own.map((field) => `${field}: Direction${field === FIELDS[field] ? '' : ` @column(name: "${FIELDS[field]}")`}`).join(' ')} }
enum ${typeOf(name)}Column { ${own
      .filter((field) => field !== 'same')
      .map((field) => `${field}${field === FIELDS[field] ? '' : ` @column(name: "${FIELDS[field]}")`}`)
      .join(' ')} }`;
  };
  const printRoots = ({ name }: SceneTable): string =>
    `${name}s${listArguments(name)}: [${typeOf(name)}!] @select  ${name}By(rank: Int, n: Int, txt: String @column(name: "t")): ${typeOf(name)} @select`;
  const toTables = (type: 'Thing' | 'Item'): string =>
    remoteWays.toTables
      .filter((way) => way.type === type)
      .map(
        ({ name, from, table, column, isList }) =>
          `${name}${isList ? listArguments(table) : ''}: ${isList ? `[${typeOf(table)}!]` : typeOf(table)} @remoteRelationship(fieldMapping: {${from}: "${column}"})`,
      )
      .join('\n  ');
  return `type Query {
  ${tables.map(printRoots).join('\n  ')}
  card: Card
  thing(id: Int, tenant: String): Thing @remoteField(schema: "remote")
  things(tenant: String, pick: Pick): [Thing!] @remoteField(schema: "remote")
  item(code: String, pick: Pick): Item @remoteField(schema: "remote")
  node(id: Int): Node @remoteField(schema: "remote")
  any(id: Int): Any @remoteField(schema: "remote")
  secret: String @remoteField(schema: "remote")
}
${tables.map(printTable).join('\n')}
type Card ${cardRoles.map((role) => `@permission(role: "${role}", fields: ["title"])`).join(' ') || '@permission(role: "nobody", fields: ["title"])'} {
  title: String hidden: String ref: Int
  row: ${typeOf(cardWay.table)} @remoteRelationship(fieldMapping: {ref: "${cardWay.column}"})
}
interface Node { id: Int s: String }
union Any = Thing | Item
type Thing implements Node { id: Int code: String s: String hid: String item: Item twin: Thing others(pick: Pick): [Thing!]
  ${toTables('Thing')} }
type Item implements Node { id: Int code: String s: String hid: String owner: Thing
  ${toTables('Item')} }
input Pick { tenant: String code: String not: Pick }
input IntIs { _eq: Int _neq: Int _gt: Int _gte: Int _lt: Int _lte: Int _in: [Int!] _nin: [Int!] _is_null: Boolean }
input TextIs { _eq: String _neq: String _gt: String _gte: String _lt: String _lte: String _in: [String!] _nin: [String!] _is_null: Boolean
  _like: String _nlike: String _ilike: String _nilike: String _similar: String _regex: String _iregex: String }
enum Direction { ${directionNames} }`;
}
