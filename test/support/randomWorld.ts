import { GraphQLError, GraphQLScalarType } from 'graphql';
import type { HostResolvers } from './hosts.js';
import type { Choose } from './randomQuery.js';
import type { WorldOptions } from './world.js';

export interface RandomWorld {
  readonly typeDefs: string;
  readonly resolvers: HostResolvers;
  readonly sources: WorldOptions;
}

/**
 * A leaf type, what its column is, and what the column and a remote schema may hold: first a value of the type, then also
 * what is none.
 */
interface Leaf {
  readonly type: string;
  readonly column: string;
  readonly cells: readonly string[];
  readonly wire: readonly unknown[];
}

const numbers = ['0', '1', '-7', '2147483647'];
const texts = ["''", "'a'", "'bad'", "'nil'", "'B'", "'2024-05-06'", "'__proto__'", "'é\"\\n'"];
const anything = [0, 1.5, 'a', '', true, 2 ** 40, [1], { a: null, __typename: 'x' }];

const leaves: readonly Leaf[] = [
  { type: 'Int', column: 'int4', cells: numbers, wire: [0, 5, -1, 2 ** 31, 1.5, '5', true] },
  { type: 'Int', column: 'int8', cells: [...numbers, '99999999999'], wire: [1, 2, 3] },
  { type: 'Int', column: 'numeric', cells: ['1.00', '1.5'], wire: [4] },
  { type: 'Float', column: 'float8', cells: ['1.5', "'NaN'", "'-0'", '1e300'], wire: [0.1, 1e21, 3, 'NaN'] },
  { type: 'Float', column: 'int4', cells: numbers, wire: [7] },
  { type: 'String', column: 'text', cells: texts, wire: ['', 'a', 5, true, { a: 1 }] },
  { type: 'String', column: 'int8', cells: numbers, wire: ['x'] },
  { type: 'ID', column: 'text', cells: texts, wire: ['a', 5, 2 ** 53, 1.5, false] },
  { type: 'ID', column: 'int4', cells: numbers, wire: [0] },
  { type: 'Boolean', column: 'bool', cells: ['true', 'false'], wire: [true, false, 0, 'true'] },
  { type: 'Json', column: 'jsonb', cells: [`'{"a":[1]}'`, `'null'`, `'"s"'`, '\'[{"__proto__":1}]\''], wire: anything },
  { type: 'Loud', column: 'text', cells: texts, wire: ['a', 'B', ''] },
  {
    type: 'Day',
    column: 'text',
    cells: ["'2024-05-06'", ...texts],
    wire: ['2024-05-06T00:00:00.000Z', '2024-05-06', 'no day', 5],
  },
  { type: 'Picky', column: 'text', cells: texts, wire: ['a', 'bad', 'nil', 5] },
  { type: 'Kind', column: 'text', cells: ["'A'", "'B'", "'C'", "'a'"], wire: ['A', 'B', 'C'] },
];
const lists: readonly Leaf[] = [
  { type: 'Int', column: 'int4[]', cells: ["'{}'", "'{1,2}'", "'{1,null}'"], wire: [1, 2, 1.5] },
  { type: 'Float', column: 'float8[]', cells: ["'{1.5}'", "'{NaN}'"], wire: [1.5] },
  { type: 'ID', column: 'int4[]', cells: ["'{1,2}'"], wire: [1, 'a'] },
  { type: 'Kind', column: 'text[]', cells: ["'{A,B}'", "'{A,x,null}'"], wire: ['A', 'C'] },
  { type: 'Loud', column: 'text[]', cells: ["'{a}'", "'{a,null}'", "'{}'"], wire: ['a'] },
  { type: 'Json', column: 'jsonb[]', cells: [`array['1']::jsonb[]`, `array['1', 'null']::jsonb[]`], wire: anything },
];

/** Enum values have internal values, and scalars may hold something else than they write, or refuse it. */
const resolvers = {
  Kind: { A: 1, B: 2, C: { of: 'C' } },
  Loud: scalar(
    'Loud',
    (value) => String(value).toUpperCase(),
    (value) => String(value).toLowerCase(),
  ),
  Day: scalar(
    'Day',
    (value) => {
      if (!(value instanceof Date)) throw new TypeError('no day');
      return value.toISOString();
    },
    (value) => {
      const day = new Date(String(value));
      if (Number.isNaN(day.getTime())) throw new TypeError('no day');
      return day;
    },
  ),
  Picky: scalar(
    'Picky',
    (value) => {
      if (value === 'bad') throw new TypeError('bad');
      return value === 'nil' ? null : value;
    },
    (value) => value,
  ),
};

function scalar(
  name: string,
  serialize: (value: unknown) => unknown,
  parseValue: (value: unknown) => unknown,
): GraphQLScalarType {
  return new GraphQLScalarType({ name, serialize, parseValue });
}

/** Rows and objects of one table or type: from SOUND on nothing is wrong with them, nor with what they are joined to. */
const IDS = Array.from({ length: 12 }, (_, index) => index + 1);
const SOUND = 5;

const scalars = 'scalar Json scalar Loud scalar Day scalar Picky enum Kind { A B C }';

interface Field {
  readonly name: string;
  readonly leaf: Leaf;
  readonly notNull: boolean;
  /** The type with its wrappers around `type`. */
  readonly print: (type: string) => string;
}

/** Two databases (or one) and a remote schema, joined with each other in all directions; types, nulls and errors at random. */
export function randomWorld(choose: Choose): RandomWorld {
  const maybe = (text: string): string => choose(['', text]);
  const fieldsOf = (prefix: string): readonly Field[] =>
    Array.from({ length: 5 }, (_, index) => {
      const isList = choose([false, false, false, true]);
      const [inner, outer] = [maybe('!'), choose(['', '', '!'])];
      const print = isList ? (type: string) => `[${type}${inner}]${outer}` : (type: string) => `${type}${outer}`;
      return {
        name: `${prefix}${index}`,
        leaf: choose(isList ? lists : leaves),
        notNull: choose([true, false]),
        print,
      };
    });
  const [person, team, thing, leaf, fork] = ['p', 't', 'g', 'l', 'f'].map(fieldsOf) as [
    Field[],
    Field[],
    Field[],
    Field[],
    Field[],
  ];
  const print = (fields: readonly Field[]): string =>
    fields.map((each) => `${each.name}: ${each.print(each.leaf.type)}`).join(' ');
  // A scalar upstream may hold what no value of the type here is.
  const printUpstream = (fields: readonly Field[]): string =>
    fields
      .map(
        (each) =>
          `${each.name}: ${each.print(/Int|Float|String|ID|Boolean/.test(each.leaf.type) ? 'Json' : each.leaf.type)}`,
      )
      .join(' ');
  const teams = choose(['one', 'two']);
  const remote = (own: (fields: readonly Field[]) => string, [inThing, inLeaf]: readonly [string, string]): string => `
    ${scalars}
    interface Node { id: Int }
    union Pick = Thing | Leaf
    type Thing { id: Int ${own(thing)} sub: Thing${subNull} node: Node pick: Pick others(first: Int): [Thing${othersNull}] ${inThing} }
    type Leaf implements Node { id: Int ${own(leaf)} thing: Thing ${inLeaf} }
    type Fork implements Node { id: Int ${own(fork)} left: Node${leftNull} right: Pick }`;
  const [subNull, othersNull, leftNull] = [maybe('!'), maybe('!'), maybe('!')];
  const typeDefs = `
    type Query {
      people(limit: Int): [Person!]${maybe('!')} @select
      person(id: Int!): Person${maybe('!')} @select
      teams: [Team!] @select
      things: [Thing] @remoteField(schema: "remote")
      node(id: Int): Node @remoteField(schema: "remote")
      pick(id: Int): Pick @remoteField(schema: "remote")
      word: Json @remoteField(schema: "remote")
      hello(id: Int): Thing
    }
    type Person @table(source: "one", name: "people") {
      id: Int! ${print(person)} teamId: Int @column(name: "team_id") bossId: Int @column(name: "boss_id")
      label: String
      team: Team${maybe('!')} @remoteRelationship(fieldMapping: {teamId: "id"})
      boss: Person${maybe('!')} @remoteRelationship(fieldMapping: {bossId: "id"})
      reports(limit: Int): [Person!]${maybe('!')} @remoteRelationship(fieldMapping: {${choose(['id', 'teamId'])}: "bossId"})
      thing: Thing @remoteRelationship(schema: "remote", field: "thing(id: $id)")
      bulk: Thing @remoteRelationship(schema: "remote", field: "bulk(ids: [$teamId])", matchBy: {teamId: "id"})
      bulks: [Thing!] @remoteRelationship(schema: "remote", field: "bulk(ids: [$id])", matchBy: {id: "id"})
      node: Node @remoteRelationship(schema: "remote", field: "node(id: $teamId)")
    }
    type Team @table(source: "${teams}", name: "teams") {
      id: Int! ${print(team)}
      members: [Person!]${maybe('!')} @remoteRelationship(fieldMapping: {id: "teamId"})
      pick: Pick @remoteRelationship(schema: "remote", field: "pick(id: $id)")
    }
    ${remote(print, [
      'owner: Person @remoteRelationship(fieldMapping: {id: "id"})',
      'team: Team @remoteRelationship(fieldMapping: {id: "id"}) twin: Thing @remoteRelationship(schema: "remote", field: "thing(id: $id)")',
    ])}`;
  const upstream = `${remote(printUpstream, ['', ''])}
    type Query { things: [Thing] thing(id: Int): Thing bulk(ids: [Int!]!): [Thing!]! node(id: Int): Node pick(id: Int): Pick word: Json }`;

  const table = (name: string, fields: readonly Field[], more: string, row: (id: number) => string): string => {
    const columns = fields.map(
      ({ name: column, leaf: { column: type }, notNull }) => `${column} ${type}${notNull ? ' not null' : ''}`,
    );
    const cell = ({ leaf: { cells }, notNull }: Field): string =>
      notNull ? choose(cells) : choose([...cells, 'null']);
    const sound = ({ leaf: { cells } }: Field): string => String(cells[0]);
    const rows = IDS.map((id) => `(${[id, ...fields.map(id < SOUND ? cell : sound)].join(', ')}${row(id)})`);
    return `create table ${name} (id int primary key, ${columns.join(', ')}${more}); insert into ${name} values ${rows.join(', ')};`;
  };
  const linked = (id: number): readonly string[] => (id < SOUND ? ['1', '2', '9', 'null'] : ['5', '6']);
  const people = table(
    'people',
    person,
    ', team_id int, boss_id int',
    (id) => `, ${choose(linked(id))}, ${choose(linked(id))}`,
  );
  const teamTable = table('teams', team, '', () => '');
  const databases = {
    one: teams === 'one' ? people + teamTable : people,
    two: teams === 'two' ? teamTable : 'create table none (id int primary key);',
  };

  const fail = (): never => {
    throw new GraphQLError('upstream');
  };
  const wire = ({ leaf: { wire: values, type: _ }, print: wrap }: Field): unknown => {
    const one = (): unknown => choose([...values, ...values, ...values, null]);
    return wrap('X').startsWith('[') ? choose([[], [one()], [one(), one()], null]) : one();
  };
  const objectOf = (typeName: string, id: number, fields: readonly Field[]): Record<string, unknown> => {
    const sound = ({ leaf: { wire: values }, print: wrap }: Field): unknown =>
      wrap('X').startsWith('[') ? [values[0]] : values[0];
    const values = fields.map((field): [string, unknown] => [
      field.name,
      id < SOUND ? choose([wire(field), wire(field), wire(field), fail]) : sound(field),
    ]);
    return { __typename: typeName, id: id < SOUND ? choose([id, id, id, null]) : id, ...Object.fromEntries(values) };
  };
  const things = IDS.map((id) => objectOf('Thing', id, thing));
  const nodes = IDS.map((id) => choose([() => objectOf('Leaf', id, leaf), () => objectOf('Fork', id, fork)])());
  const isLeaf = ({ __typename }: Record<string, unknown>): boolean => __typename === 'Leaf';
  const picks = [...things, ...nodes.filter(isLeaf)];
  const link = (from: number, objects: readonly Record<string, unknown>[]) => {
    if (from < SOUND) return choose([...objects, ...objects, null, fail]);
    return choose(objects.filter((each) => Number(each.id) >= SOUND));
  };
  for (const [index, id] of IDS.entries()) {
    Object.assign(things[index] ?? {}, {
      sub: link(id, things),
      node: link(id, nodes),
      pick: link(id, picks),
      others: choose([[], things.slice(0, 3), things, [things[0], null], things.slice(SOUND)]),
    });
    Object.assign(nodes[index] ?? {}, { thing: link(id, things), left: link(id, nodes), right: link(id, picks) });
  }
  const byId =
    (objects: readonly (Record<string, unknown> | null)[]) =>
    (_: unknown, { id }: { id?: number }) =>
      objects[(id ?? 1) - 1] ?? null;
  const identity = { serialize: (value: unknown) => value };
  const word = choose<unknown>([...anything, null]);
  return {
    typeDefs,
    resolvers: {
      ...resolvers,
      Person: { label: ({ id, teamId }: Record<string, unknown>) => `${id} of ${teamId}` },
      Query: {
        hello: (_: unknown, { id }: { id?: number }) => ({ id: id ?? 1, others: [] }),
      },
    },
    sources: {
      databases,
      remotes: {
        remote: {
          typeDefs: upstream,
          resolvers: {
            Query: {
              things: () => things,
              thing: byId(things),
              bulk: (_: unknown, { ids }: { ids: number[] }) =>
                [...things, ...things].filter(({ id }) => ids.includes(id as number)).reverse(),
              node: byId(nodes),
              pick: byId(picks),
              word: () => word,
            },
            Json: identity,
            Loud: identity,
            Day: identity,
            Picky: identity,
          },
        },
      },
    },
  };
}
