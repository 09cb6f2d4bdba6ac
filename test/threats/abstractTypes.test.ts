/**
 * A role sees a field of an interface where it sees that field of all types that an object there may have, and nothing of a
 * union or interface that none of them is left of: random hierarchies with random permissions.
 * REMOTE_JOINS_PROPERTY_RUNS and REMOTE_JOINS_PROPERTY_SEED as in `roads.test.ts`.
 */
import { deepEqual, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { attachRemoteJoins, remoteJoinsTypeDefs } from '@remote-joins/core';
import fc from 'fast-check';
import { buildSchema, type GraphQLSchema, graphql, isInterfaceType, parse, validateSchema } from 'graphql';

const runs = Number(process.env.REMOTE_JOINS_PROPERTY_RUNS ?? 1);
const seed = Number(process.env.REMOTE_JOINS_PROPERTY_SEED ?? (runs === 1 ? 1 : Date.now() % 2 ** 31));

const FIELDS = ['a', 'b', 'c', 'd'] as const;
type Field = (typeof FIELDS)[number];

/** `Top` has `a`, `Middle` implements it with `b`, and all objects have all fields. */
const interfaces: Readonly<Record<string, readonly Field[]>> = { Middle: ['a', 'b'], Top: ['a'], Side: ['a', 'c'] };

interface ObjectType {
  readonly name: string;
  readonly implemented: readonly string[];
  readonly inUnion: boolean;
  /** Fields that the role may see; absent where the type is hidden, `open` where nobody governs it. */
  readonly granted: readonly Field[] | 'open' | undefined;
}

const objects: fc.Arbitrary<readonly ObjectType[]> = fc
  .array(
    fc.record({
      implemented: fc.constantFrom<readonly string[]>(
        [],
        ['Top'],
        ['Top', 'Middle'],
        ['Side'],
        ['Top', 'Middle', 'Side'],
      ),
      inUnion: fc.boolean(),
      granted: fc.oneof(
        { weight: 4, arbitrary: fc.subarray([...FIELDS]) },
        fc.constantFrom<'open' | undefined>('open', undefined),
      ),
    }),
    { minLength: 1, maxLength: 5 },
  )
  .map((made) => made.map((type, index) => ({ name: `T${index}`, ...type })));

function toSDL(types: readonly ObjectType[]): string {
  const roots = Object.keys(interfaces).map((name) => `${name.toLowerCase()}: [${name}!]`);
  const members = types.filter(({ inUnion }) => inUnion).map(({ name }) => name);
  return `
    type Query { ping: Int ${roots.join(' ')} ${members.length > 0 ? 'any: [Any!]' : ''} ${types.map(({ name }) => `x${name}: ${name}`).join(' ')} }
    ${members.length > 0 ? `union Any = ${members.join(' | ')}` : ''}
    interface Top { a: Int } interface Middle implements Top { a: Int b: Int } interface Side { a: Int c: Int }
    ${types.map(toObject).join('\n')}`;
}

function toObject({ name, implemented, granted }: ObjectType): string {
  const head = `type ${name} ${implemented.length === 0 ? '' : `implements ${implemented.join(' & ')}`}`;
  const all = '@permission(role: "other", fields: ["*"])';
  const own = granted === undefined ? '' : `@permission(role: "user", fields: ${JSON.stringify(granted)})`;
  return `${head} ${granted === 'open' ? '' : `${all} ${own}`} { ${FIELDS.map((field) => `${field}: Int`).join(' ')} }`;
}

/** What the role sees of a type: its fields, or nothing. */
function seenOf({ granted }: ObjectType): readonly Field[] {
  return granted === 'open' ? FIELDS : (granted ?? []);
}

/** By name of a type: the fields that the role should have there. Where there is none, there is no type. */
function toExpected(types: readonly ObjectType[]): Readonly<Record<string, readonly string[]>> {
  const expected: Record<string, readonly string[]> = {};
  for (const type of types) expected[type.name] = seenOf(type);
  for (const [name, fields] of Object.entries(interfaces)) {
    const below = types.filter(({ implemented }) => implemented.includes(name)).map(seenOf);
    const all: (readonly string[])[] = name === 'Top' ? [...below, expected.Middle ?? []] : below;
    const left = all.filter((seen) => seen.length > 0);
    const isGone = all.length > 0 && left.length === 0;
    expected[name] = isGone ? [] : fields.filter((field) => left.every((seen) => seen.includes(field)));
  }
  return expected;
}

function fieldsIn(schema: GraphQLSchema, name: string): readonly string[] {
  const type = schema.getType(name);
  return type !== undefined && 'getFields' in type ? Object.keys(type.getFields()) : [];
}

const property = fc.asyncProperty(objects, async (types) => {
  const sdl = toSDL(types);
  const schema = buildSchema(
    `${remoteJoinsTypeDefs}\n${sdl}\n type Anchor @permission(role: "user", fields: ["*"]) { a: Int }`,
  );
  const objectsOf = (isIn: (type: ObjectType) => boolean) =>
    types.filter(isIn).map(({ name }) => ({ __typename: name, a: 1, b: 2, c: 3, d: 4 }));
  const joins = await attachRemoteJoins(schema, { sources: {}, session: () => ({ role: 'user' }) });
  const visible = joins.schemaFor({ role: 'user' });
  const expected = toExpected(types);
  const found = Object.fromEntries(Object.keys(expected).map((name) => [name, fieldsIn(visible, name)]));
  deepEqual(found, expected, sdl);
  deepEqual(validateSchema(visible), [], sdl);

  const rootValue = {
    any: objectsOf(({ inUnion }) => inUnion),
    ...Object.fromEntries(
      Object.keys(interfaces).map((name) => [
        name.toLowerCase(),
        objectsOf(({ implemented }) => implemented.includes(name)),
      ]),
    ),
  };
  for (const type of Object.values(visible.getTypeMap()).filter(isInterfaceType)) {
    const root = type.name.toLowerCase();
    for (const field of FIELDS) {
      const document = parse(`{ ${root} { ${field} } }`);
      const isThere = Boolean(expected[type.name]?.includes(field));
      const isValid = joins.validate(document, { role: 'user' }).length === 0;
      deepEqual([type.name, field, isValid], [type.name, field, isThere], sdl);
      // Executed as it is by a host that validates on the schema which holds everything.
      const { data } = await graphql({ schema, source: `{ ${root} { ${field} } }`, rootValue });
      if (!isThere) ok(!/[1234]/.test(JSON.stringify(data ?? null)), sdl);
    }
  }
  await joins.close();
});

// A rule on an interface that its types do not have, or the other way round, is a way around the other.
test(`A2: what a role sees through an interface or union it sees of each type (seed ${seed})`, async () => {
  await fc.assert(property, { seed, numRuns: 150 * runs, endOnFailure: runs > 1 });
});
