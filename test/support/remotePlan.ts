import {
  buildSchema,
  type FieldNode,
  type GraphQLInputType,
  type GraphQLOutputType,
  parse,
  parseType,
  typeFromAST,
} from 'graphql';
import type { KeyForm, KeyValue } from '../../packages/core/src/model/keyForm.js';
import type {
  MatchField,
  PathStep,
  TemplateArgument,
  TemplateValue,
} from '../../packages/core/src/model/relationship.js';
import type { RemoteArgument, RemoteField } from '../../packages/core/src/model/remoteType.js';
import { NO_SESSION } from '../../packages/core/src/model/session.js';
import type {
  ArgumentPlan,
  AskedField,
  RemotePlan,
  RemoteSelection,
} from '../../packages/core/src/planning/fetchPlan.js';
import type { FetchContext, KeySet } from '../../packages/core/src/source.js';

/** Plans for remote schemas written by hand, for tests of the source alone. */
export const text: KeyForm = { kind: 'text' };
export const integer: KeyForm = { kind: 'integer', min: -(2 ** 31), max: 2 ** 31 - 1 };

export const key = (part = 0): TemplateValue => ({ kind: 'key', part });
export const constant = (value: unknown): TemplateValue => ({ kind: 'constant', value });
export const header = (name: string): TemplateValue => ({ kind: 'header', name });
export const list = (...items: TemplateValue[]): TemplateValue => ({ kind: 'list', items });
export const object = (fields: Record<string, TemplateValue>): TemplateValue => ({
  kind: 'object',
  fields: new Map(Object.entries(fields)),
});

export const step = (field: string, ...args: TemplateArgument[]): PathStep => ({ field, args });
export const argument = (
  name: string,
  type: string,
  value?: TemplateValue,
  caller?: RemoteArgument,
): TemplateArgument => ({
  name,
  type,
  ...(value && { value }),
  ...(caller && { caller }),
});

/** A type of a schema in which every name that is not built in is an object type. */
export function typeOf(type: string): GraphQLOutputType {
  const names = new Set((type.match(/\w+/g) ?? []).filter((name) => !BUILT_IN.has(name)));
  const schema = buildSchema(
    ['type Query { a: Int }', ...Array.from(names, (name) => `type ${name} { a: Int }`)].join('\n'),
  );
  return typeFromAST(schema, parseType(type) as never) as unknown as GraphQLOutputType;
}
const BUILT_IN: ReadonlySet<string> = new Set(['Int', 'Float', 'String', 'ID', 'Boolean']);

/** Fields of one object type; a text is a leaf. */
export const select = (upstreamName: string, ...asked: (string | AskedField)[]): RemoteSelection => ({
  typeName: upstreamName,
  upstreamName,
  abstract: false,
  branches: [{ typeName: upstreamName, upstreamName, asked: asked.map(leaf), fields: [], response: [] }],
});

export const selectAbstract = (
  upstreamName: string,
  types: Record<string, (string | AskedField)[]>,
): RemoteSelection => ({
  typeName: upstreamName,
  upstreamName,
  abstract: true,
  branches: Object.entries(types).map(([name, asked]) => ({
    typeName: name,
    upstreamName: name,
    asked: asked.map(leaf),
    fields: [],
    response: [],
  })),
});

const leaf = (field: string | AskedField): AskedField =>
  typeof field === 'string' ? { alias: field, upstreamName: field } : field;

export const nested = (name: string, type: string, selection?: RemoteSelection): AskedField => ({
  alias: name,
  upstreamName: name,
  field: { fieldName: name, upstreamName: name, type: typeOf(type), args: new Map() },
  ...(selection && { selection }),
});

/**
 * The arguments that a client gave to a field, from the field's SDL and the client's text. Upstream names end in `_up`
 * for arguments, whose upstream types are the SDL's.
 */
export function given(sdl: string, field: string, types = ''): { args: ArgumentPlan; field: RemoteField } {
  const schema = buildSchema(`type Query { ${sdl} } ${types}`);
  const [definition] = Object.values(schema.getQueryType()?.getFields() ?? {});
  const [operation] = parse(`{ ${field} }`).definitions;
  const node = operation?.kind === 'OperationDefinition' ? operation.selectionSet.selections[0] : undefined;
  if (definition === undefined || node?.kind !== 'Field') throw new Error('Give one field.');
  const args = new Map(
    definition.args.map(({ name, type }) => [name, toArgument(name, type)] as [string, RemoteArgument]),
  );
  return {
    args: { coordinate: `Query.${definition.name}`, field: definition, node: node satisfies FieldNode },
    field: { fieldName: definition.name, upstreamName: definition.name, type: definition.type, args },
  };
}

function toArgument(name: string, type: GraphQLInputType): RemoteArgument {
  return { name, upstreamName: `${name}_up`, type, upstreamType: String(type) };
}

export interface PlanParts {
  readonly type: string;
  readonly path: readonly PathStep[];
  readonly key?: readonly KeyForm[];
  readonly selection?: RemoteSelection;
  readonly matchBy?: readonly MatchField[];
  readonly args?: ArgumentPlan;
  readonly operation?: 'query' | 'mutation';
}

export function createPlan({
  type,
  path,
  key = [],
  selection,
  matchBy,
  args,
  operation = 'query',
}: PlanParts): RemotePlan {
  const coordinate = `Test.${path.map(({ field }) => field).join('_')}`;
  return {
    kind: 'remote',
    source: 'test',
    coordinate,
    operation,
    target: { kind: 'remote', source: 'test', path, ...(matchBy && { matchBy }) },
    key: key.map((form, index) => ({ name: `k${index}`, upstreamPaths: new Map(), hostPath: [], form })),
    ...(args && { args }),
    type: typeOf(type),
    list: /^\[/.test(type),
    ...(selection && { selection }),
    joins: [],
  };
}

/** Keys of one part or, as lists, of several. */
export function keysOf(...keys: (KeyValue | readonly KeyValue[])[]): KeySet {
  const tuples = keys.map((each) => (Array.isArray(each) ? each : [each]) as readonly KeyValue[]);
  return { count: keys.length, columns: (tuples[0] ?? []).map((_, part) => tuples.map((tuple) => tuple[part] ?? '')) };
}

export function contextOf(parts: Partial<FetchContext> = {}): FetchContext {
  const names = { column: new Map<string, string>(), upstream: new Map<string, string>() };
  const lookup = () => Promise.reject(new Error('A remote schema looks up no keys.'));
  return { variables: {}, headers: {}, session: NO_SESSION, text: '', names, lookup, ...parts };
}
