import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { defineHostSuite, startForSuite } from '../support/hosts.js';
import { startWorld } from '../support/world.js';

const world = await startWorld(test, {
  databases: {
    numbers_db: `
      create table numbers (n int primary key, next int not null, word text not null);
      insert into numbers select n, (n + 1) % 1000, 'w' || n from generate_series(0, 999) n;`,
    words_db: `
      create table words (word text primary key, n int not null);
      insert into words select 'w' || n, n from generate_series(0, 999) n;

      -- Answers when three statements are under way.
      create sequence arrivals;
      create function wait_for_three() returns void language plpgsql as $$
        declare mine int := nextval('arrivals');
        begin
          for tries in 1..500 loop
            if (select last_value from arrivals) >= ceil(mine / 3.0) * 3 then return; end if;
            perform pg_sleep(0.01);
          end loop;
          raise exception 'the other statements did not come';
        end $$;
      create view patient_words as select word, n from words, wait_for_three();`,
  },
  remotes: {
    squares: {
      typeDefs: `
        type Query { range(count: Int!): [Square!]! square(n: Int!): Square squares(of: [Int!]!): [Square!]! }
        type Square { n: Int! square: Int! label: String! }`,
      resolvers: {
        Query: {
          range: (_: unknown, { count }: { count: number }) => Array.from({ length: count }, (_each, n) => toSquare(n)),
          square: (_: unknown, { n }: { n: number }) => toSquare(n),
          squares: (_: unknown, { of }: { of: number[] }) => of.map(toSquare),
        },
      },
    },
    cubes: {
      typeDefs: 'type Query { cubes(of: [Int!]!): [Cube!]! cube(n: Int!): Cube } type Cube { n: Int! cube: Int! }',
      resolvers: {
        Query: {
          cubes: (_: unknown, { of }: { of: number[] }) => of.map((n) => ({ n, cube: n ** 3 })),
          cube: (_: unknown, { n }: { n: number }) => ({ n, cube: n ** 3 }),
        },
      },
    },
  },
});

function toSquare(n: number) {
  return { n, square: n * n, label: `w${n}` };
}

const typeDefs = `
  type Query {
    numbers(limit: Int): [Number!]! @select
    range(count: Int!): [Square!]! @remoteField(schema: "squares")
    own(count: Int!): [Own!]!
  }
  type Number @table(source: "numbers_db", name: "numbers") {
    n: Int!
    following: Number @remoteRelationship(fieldMapping: {next: "n"})
    word: Word @remoteRelationship(fieldMapping: {word: "word"})
    words: [Word!]! @remoteRelationship(fieldMapping: {n: "n"})
    square: Square @remoteRelationship(schema: "squares", field: "square(n: $n)")
    cube: Cube @remoteRelationship(schema: "cubes", field: "cubes(of: [$n])", matchBy: {n: "n"})
    cut: Word @remoteRelationship(fieldMapping: {word: "word"}, batchSize: 400)
    patient: [PatientWord!]! @remoteRelationship(fieldMapping: {n: "n"}, batchSize: 400)
    cutCube: Cube @remoteRelationship(schema: "cubes", field: "cubes(of: [$n])", matchBy: {n: "n"}, batchSize: 250)
  }
  type PatientWord @table(source: "words_db", name: "patient_words") { word: String! }
  type Word @table(source: "words_db", name: "words") {
    word: String!
    number: Number @remoteRelationship(fieldMapping: {n: "n"})
  }
  type Square {
    square: Int!
    word: Word @remoteRelationship(fieldMapping: {label: "word"})
    words: [Word!]! @remoteRelationship(fieldMapping: {n: "n"})
    cube: Cube @remoteRelationship(schema: "cubes", field: "cube(n: $n)")
    same: Square @remoteRelationship(schema: "squares", field: "squares(of: [$n])", matchBy: {n: "n"})
  }
  type Cube { cube: Int! }
  type Own {
    n: Int!
    word: Word @remoteRelationship(fieldMapping: {n: "n"})
    words: [Word!]! @remoteRelationship(fieldMapping: {n: "n"})
    square: Square @remoteRelationship(schema: "squares", field: "square(n: $n)")
    cube: Cube @remoteRelationship(schema: "cubes", field: "cubes(of: [$n])", matchBy: {n: "n"})
  }`;

const resolvers = {
  Query: {
    own: (_: unknown, { count }: { count: number }) => Array.from({ length: count }, (_each, n) => ({ n })),
  },
};

/** How many members an array literal of Postgres has. */
function countKeys(literal: unknown): number {
  return String(literal).split(',').length;
}

/** What one parent of each kind joins, for every kind of target. */
const cases = [
  {
    parents: 'rows of a table',
    source: `query ($n: Int!) { parents: numbers(limit: $n) {
      n following { n } word { word } words { word } square { square } cube { cube }
    } }`,
    toParent: (n: number) => ({
      n,
      following: { n: (n + 1) % 1000 },
      word: { word: `w${n}` },
      words: [{ word: `w${n}` }],
      square: { square: n ** 2 },
      cube: { cube: n ** 3 },
    }),
    counts: { numbers_db: 1, words_db: 1, squares: 1, cubes: 1 },
  },
  {
    parents: 'objects of a remote schema',
    source: `query ($n: Int!) { parents: range(count: $n) {
      square word { word } words { word } cube { cube } same { square }
    } }`,
    toParent: (n: number) => ({
      square: n ** 2,
      word: { word: `w${n}` },
      words: [{ word: `w${n}` }],
      cube: { cube: n ** 3 },
      same: { square: n ** 2 },
    }),
    counts: { words_db: 1, squares: 2, cubes: 1 },
  },
  {
    parents: 'objects of the host',
    source: `query ($n: Int!) { parents: own(count: $n) {
      n word { word } words { word } square { square } cube { cube }
    } }`,
    toParent: (n: number) => ({
      n,
      word: { word: `w${n}` },
      words: [{ word: `w${n}` }],
      square: { square: n ** 2 },
      cube: { cube: n ** 3 },
    }),
    counts: { words_db: 1, squares: 1, cubes: 1 },
  },
  {
    parents: 'parents four joins deep',
    source: `query ($n: Int!) { parents: own(count: $n) {
      square { word { number { square { same { cube { cube } } } } } }
    } }`,
    toParent: (n: number) => ({ square: { word: { number: { square: { same: { cube: { cube: n ** 3 } } } } } } }),
    counts: { squares: 3, words_db: 1, numbers_db: 1, cubes: 1 },
  },
] as const;

defineHostSuite('Batches', (host) => {
  const { query } = startForSuite(host, () => ({
    typeDefs,
    resolvers,
    sources: world.sources(),
    beforeRequest: world.forget,
  }));

  for (const { parents, source, toParent, counts } of cases) {
    test(`a thousand ${parents} take the calls that one takes`, async () => {
      for (const n of [1, 1000]) {
        const all = Array.from({ length: n }, (_, each) => toParent(each));
        deepEqual(await query(source, { n }), { data: { parents: all } });
        deepEqual(world.counts(), counts);
      }
    });
  }

  test('batchSize cuts the keys of a relationship into calls, and of no other', async () => {
    const { data } = await query('{ numbers { cut { word } cutCube { cube } word { word } } }');
    deepEqual(data, {
      numbers: Array.from({ length: 1000 }, (_, n) => ({
        cut: { word: `w${n}` },
        cutCube: { cube: n ** 3 },
        word: { word: `w${n}` },
      })),
    });
    deepEqual(world.counts(), { numbers_db: 1, words_db: 3, cubes: 4 });
    const keys = world.calls().words_db?.map(([, values]) => Object.values(values).map(countKeys).join(' and '));
    deepEqual(keys?.toSorted(), ['200', '400', '400 and 1000']);
  });

  test('the statements of chunks are all sent before the first is answered', async () => {
    deepEqual(await query('{ numbers { patient { word } } }'), {
      data: { numbers: Array.from({ length: 1000 }, (_, n) => ({ patient: [{ word: `w${n}` }] })) },
    });
    deepEqual(world.counts(), { numbers_db: 1, words_db: 3 });
  });

  test('statements, and documents that take keys in a list, have one text however many keys there are', async () => {
    const source = 'query ($n: Int!) { numbers(limit: $n) { word { word } words { word } cube { cube } } }';
    await query(source, { n: 2 });
    const two = world.calls();
    await query(source, { n: 999 });
    const many = world.calls();
    for (const name of ['numbers_db', 'words_db', 'cubes']) equal(many[name]?.[0]?.[0], two[name]?.[0]?.[0]);
  });
});
