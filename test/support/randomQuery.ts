import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
} from 'graphql';

/** One of some values, at random. */
export type Choose = <T>(values: readonly T[]) => T;

/** The variables of random queries: with and without a value of their own. */
const variables = { yes: 'Boolean = true', no: 'Boolean!', one: 'Int = 1', none: 'Int' };

/** Most selections of one query. */
const MOST = 40;

export interface RandomQuery {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * A query over any schema: aliases, arguments, fragments, `@skip` and `@include`, `__typename`. One response key means one
 * field and one set of arguments wherever it stands, so that selections merge.
 */
export function randomQuery(schema: GraphQLSchema, choose: Choose): RandomQuery {
  const fragments: string[] = [];
  const query = schema.getQueryType();
  if (!query) throw new Error('A schema without queries.');
  const selection = selectBelow({ schema, choose, fragments, left: MOST }, query, 4);
  const used = Object.entries(variables).filter(([name]) =>
    [selection, ...fragments].some((text) => text.includes(`$${name})`)),
  );
  const declared = used.map(([name, type]) => `$${name}: ${type}`).join(', ');
  return {
    query: [`query Q${declared === '' ? '' : `(${declared})`} ${selection}`, ...fragments].join('\n'),
    variables: {
      no: choose([false, true]),
      ...choose([{}, { yes: true }, { yes: false }]),
      ...choose([{}, { one: 2 }, { one: null }]),
    },
  };
}

interface Drawing {
  readonly schema: GraphQLSchema;
  readonly choose: Choose;
  readonly fragments: string[];
  /** Selections still to draw; then what is begun is ended. */
  left: number;
}

function selectBelow(drawing: Drawing, type: GraphQLNamedType, depth: number): string {
  const { choose } = drawing;
  const count = choose(depth === 4 ? [1, 1, 2, 3] : [1, 2, 3, 4, 6]);
  return `{ ${Array.from({ length: count }, () => selectOne(drawing, type, depth)).join(' ')} }`;
}

function selectOne(drawing: Drawing, type: GraphQLNamedType, depth: number): string {
  const { choose, schema, fragments } = drawing;
  const isEnding = drawing.left-- <= 0;
  const kind = isEnding
    ? 'typename'
    : choose(['field', 'field', 'field', 'field', 'field', 'typename', 'inline', 'spread']);
  const condition = directive(choose);
  if (kind === 'typename') return `${choose(['', 'kind: ', 'proto: '])}__typename${condition}`;
  if (kind === 'inline' || kind === 'spread') {
    const on = choose(typesAt(schema, type));
    const below = selectBelow(drawing, on, depth === 4 ? 4 : depth);
    if (kind === 'inline')
      return `... ${on === type ? choose(['', `on ${on.name}`]) : `on ${on.name}`}${condition} ${below}`;
    const name = `F${fragments.length}`;
    fragments.push(`fragment ${name} on ${on.name} ${below}`);
    return `...${name}${condition}`;
  }
  const fields = fieldsOf(type).filter((field) => depth > 0 || !isCompositeType(getNamedType(field.type)));
  if (fields.length === 0) return '__typename';
  return selectField(drawing, choose(fields), depth, condition);
}

function selectField(
  drawing: Drawing,
  field: GraphQLField<unknown, unknown>,
  depth: number,
  condition: string,
): string {
  const { choose } = drawing;
  const named = getNamedType(field.type);
  const [alias, value] = choose([
    ['', undefined],
    ['', undefined],
    ['a', '1'],
    ['b', '$one'],
    ['c', '$none'],
    ['__proto__', '2'],
  ] as const);
  const required = field.args.some(({ type }) => String(type).endsWith('!'));
  const [argument] = field.args;
  const given = required ? (value?.startsWith('$') ? '9' : (value ?? '1')) : value;
  const args = argument === undefined || given === undefined ? '' : `(${argument.name}: ${given})`;
  const key = alias === '' ? '' : alias === '__proto__' ? `${alias}${field.name}: ` : `${alias}_${field.name}: `;
  return `${key}${field.name}${args}${condition} ${isCompositeType(named) ? selectBelow(drawing, named, depth - 1) : ''}`;
}

function directive(choose: Choose): string {
  return choose([
    '',
    '',
    '',
    '',
    '',
    '',
    ' @skip(if: $no)',
    ' @include(if: $yes)',
    ' @include(if: true) @skip(if: $no)',
    ' @skip(if: true)',
  ]);
}

/** Types that a fragment may be on where a value of this type is. */
function typesAt(schema: GraphQLSchema, type: GraphQLNamedType): readonly GraphQLNamedType[] {
  return isAbstractType(type) ? [type, ...schema.getPossibleTypes(type)] : [type];
}

function fieldsOf(type: GraphQLNamedType): readonly GraphQLField<unknown, unknown>[] {
  return isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];
}
