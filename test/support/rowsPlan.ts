import {
  buildSchema,
  type FieldNode,
  type GraphQLField,
  type GraphQLInputObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  parse,
  parseType,
  typeFromAST,
} from 'graphql';
import { RemoteJoinsError } from '../../packages/core/src/error/RemoteJoinsError.js';
import { type TableCatalog, tableKey } from '../../packages/core/src/model/catalog.js';
import type { KeyForm, KeyValue } from '../../packages/core/src/model/keyForm.js';
import { isOperator } from '../../packages/core/src/model/operator.js';
import type { TablePermission } from '../../packages/core/src/model/permission.js';
import { NO_SESSION } from '../../packages/core/src/model/session.js';
import type { Column, Table } from '../../packages/core/src/model/table.js';
import type {
  ColumnPair,
  OrderInput,
  TableArguments,
  WhereField,
  WhereInput,
  WhereOperator,
} from '../../packages/core/src/model/tableArguments.js';
import type {
  ArgumentPlan,
  Occurrence,
  RowColumn,
  RowSet,
  RowsPlan,
} from '../../packages/core/src/planning/fetchPlan.js';
import type { Answer, FetchContext, KeySet } from '../../packages/core/src/source.js';

/** Plans for a database written by hand, for tests of the source alone. */
export interface RowsParts {
  readonly table: string;
  readonly schema?: string;
  /** Column → SDL type: the leaves of the answer. */
  readonly leaves?: Readonly<Record<string, string>>;
  /** Columns read for joins. */
  readonly keys?: readonly string[];
  /** The field as the client wrote it; its definition is the field of the same name in `Query`. */
  readonly field?: string;
  /** What the role may see of the table. */
  readonly permission?: Partial<TablePermission>;
  /** One-to-one objects and lists of the same database. */
  readonly objects?: readonly NestedRows[];
  readonly lists?: readonly NestedRows[];
}

export interface NestedRows extends RowsParts {
  /** Parent column → target column. */
  readonly on: Readonly<Record<string, string>>;
  readonly unique?: boolean;
}

export interface RowsPlanParts extends RowsParts {
  readonly match?: RowsPlan['match'];
  /** Target column → form of the keys. */
  readonly key?: Readonly<Record<string, KeyForm>>;
  readonly list?: boolean;
  readonly unique?: boolean;
}

export interface Planner {
  plan(parts: RowsPlanParts): RowsPlan;
}

/** A schema holds a built-in scalar only where it is used. */
const scalars = `
  scalar BigInt scalar JSON scalar Timestamp scalar Any
  type Scalars { int: Int float: Float string: String id: ID boolean: Boolean }
`;

/**
 * @param sdl the fields of `Query` and the input types they use. Arguments have the meaning of their names.
 * @param relations the relationships that `where` may follow: input type and field → target table, parent and target column,
 * and what the role may see there
 * @param hidden fields of input types that the role may not use, by type
 */
export function createPlanner(
  catalog: TableCatalog,
  sdl = 'type Query { nothing: Int }',
  relations: Readonly<Record<string, Relation>> = {},
  hidden: Readonly<Record<string, readonly string[]>> = {},
): Planner {
  const schema = buildSchema(`${scalars} ${sdl}`);
  return { plan: (parts) => createPlan({ catalog, schema, relations, hidden }, parts) };
}

type Relation = readonly [table: string, parent: string, target: string, permission?: Partial<TablePermission>];

interface Scene {
  readonly catalog: TableCatalog;
  readonly schema: GraphQLSchema;
  readonly relations: Readonly<Record<string, Relation>>;
  readonly hidden: Readonly<Record<string, readonly string[]>>;
}

function createPlan(scene: Scene, parts: RowsPlanParts): RowsPlan {
  const { match = 'root', key = {}, list = true, unique = false } = parts;
  const sets: RowSet[] = [];
  let occurrences = 0;

  function occurrenceOf(
    rows: RowsParts,
    on: Readonly<Record<string, string>>,
    isUnique: boolean,
    parent?: Table,
  ): Occurrence {
    const table = tableOf(scene, rows);
    const mapping = Object.entries(on).map(
      ([from, to]): ColumnPair => ({ parent: columnOf(parent, from), target: columnOf(table, to) }),
    );
    const id = occurrences++;
    const args = rows.field === undefined ? undefined : argumentPlan(scene, rows.field);
    const meaning = args === undefined ? { equals: [] } : tableArguments(scene, args.field, table);
    const objects: Occurrence[] = [];
    const coordinate = args?.coordinate ?? `T.${rows.table}`;
    const permission = rows.permission && permissionOf(rows.permission);
    const given = { ...(args && { args }), ...(permission && { permission }) };
    return { id, coordinate, table, mapping, unique: isUnique, arguments: meaning, ...given, objects };
  }

  function addColumns(columns: RowColumn[], occurrence: Occurrence, rows: RowsParts): void {
    for (const [name, type] of Object.entries(rows.leaves ?? {})) {
      const leaf = { fieldName: name, column: columnOf(occurrence.table, name), type: outputType(scene, type) };
      columns.push({ kind: 'leaf', occurrence, leaf });
    }
    for (const name of rows.keys ?? [])
      columns.push({ kind: 'key', occurrence, column: columnOf(occurrence.table, name) });
    for (const object of rows.objects ?? []) {
      const below = occurrenceOf(object, object.on, object.unique ?? true, occurrence.table);
      (occurrence.objects as Occurrence[]).push(below);
      columns.push({ kind: 'presence', occurrence: below });
      addColumns(columns, below, object);
    }
  }

  function addSet(rows: RowsParts, occurrence: Occurrence, linked: boolean, parent?: RowSet['parent']): void {
    const columns: RowColumn[] = linked ? [{ kind: 'link' }] : [];
    const index = sets.length;
    sets.push({
      index,
      columns,
      object: { typeName: 'T', occurrence, fields: [], response: [] },
      ...(parent && { parent }),
    });
    addColumns(columns, occurrence, rows);
    if (columns.length === 0) columns.push({ kind: 'constant' });
    addLists(index, occurrence, rows);
  }

  function addLists(set: number, occurrence: Occurrence, rows: RowsParts): void {
    for (const list of rows.lists ?? []) {
      const below = occurrenceOf(list, list.on, list.unique ?? false, occurrence.table);
      addSet(list, below, true, { set, occurrence });
    }
    for (const [index, object] of (rows.objects ?? []).entries()) {
      const below = occurrence.objects[index];
      if (below !== undefined) addLists(set, below, object);
    }
  }

  addSet(parts, occurrenceOf(parts, {}, unique), match !== 'root');
  const table = tableOf(scene, parts);
  return {
    kind: 'rows',
    source: 'db',
    coordinate: `Query.${parts.table}`,
    list,
    match,
    unique,
    keyColumns: Object.keys(key).map((name) => columnOf(table, name)),
    key: Object.entries(key).map(([name, form]) => ({ name, upstreamPaths: new Map(), hostPath: [], form })),
    sets,
    joins: [],
  };
}

function permissionOf(parts: Partial<TablePermission>): TablePermission {
  return { typeName: 'T', fields: new Set(), aggregations: false, redactedColumns: new Map(), ...parts };
}

function tableOf({ catalog }: Scene, { schema = 'public', table }: Pick<RowsParts, 'schema' | 'table'>): Table {
  const found = catalog.tables.get(tableKey(schema, table));
  if (found === undefined) throw new Error(`no table "${table}"`);
  return found;
}

function columnOf(table: Table | undefined, name: string): Column {
  const column = table?.columns.get(name);
  if (column === undefined) throw new Error(`no column "${name}"`);
  return column;
}

function outputType({ schema }: Scene, type: string): GraphQLOutputType {
  return typeFromAST(schema, parseType(type) as never) as unknown as GraphQLOutputType;
}

function argumentPlan({ schema }: Scene, text: string): ArgumentPlan {
  const [operation] = parse(`{ ${text} }`).definitions;
  const node = operation?.kind === 'OperationDefinition' ? operation.selectionSet.selections[0] : undefined;
  if (node?.kind !== 'Field') throw new Error('Give one field.');
  const field = schema.getQueryType()?.getFields()[node.name.value];
  if (field === undefined) throw new Error(`Query has no field "${node.name.value}".`);
  return { coordinate: `Query.${field.name}`, field, node: node satisfies FieldNode };
}

function tableArguments(scene: Scene, field: GraphQLField<unknown, unknown>, table: Table): TableArguments {
  const meaning: { -readonly [name in keyof TableArguments]: TableArguments[name] } = { equals: [] };
  for (const { name, type } of field.args) {
    const named = getNamedType(type);
    if (name === 'limit' || name === 'offset') meaning[name] = name;
    else if (name === 'where' && isInputObjectType(named))
      meaning.where = { name, input: whereInput(scene, named, table, new Map()) };
    else if (name === 'order_by' && isInputObjectType(named))
      meaning.orderBy = { name, input: orderInput(scene, named, table) };
    else if (name === 'distinct_on' && isEnumType(named)) {
      meaning.distinctOn = {
        name,
        columns: columnsNamed(
          table,
          named.getValues().map((each) => each.name),
        ),
        type,
      };
    } else meaning.equals = [...meaning.equals, { name, column: columnOf(table, name), type }];
  }
  return meaning;
}

function columnsNamed(table: Table, names: readonly string[]): ReadonlyMap<string, Column> {
  return new Map(names.map((name) => [name, columnOf(table, name)]));
}

function orderInput(scene: Scene, type: GraphQLInputObjectType, table: Table): OrderInput {
  const hidden = hiddenOf(scene, type);
  const fields = Object.values(type.getFields()).filter(({ name }) => !hidden?.has(name));
  return {
    typeName: type.name,
    fields: new Map(
      fields.map(({ name, type: direction }) => [name, { kind: 'column', column: columnOf(table, name), direction }]),
    ),
    ...(hidden && { hidden }),
  };
}

function hiddenOf({ hidden }: Scene, { name }: GraphQLInputObjectType): ReadonlySet<string> | undefined {
  const names = hidden[name];
  return names && new Set(names);
}

const connectives: Readonly<Record<string, 'and' | 'or' | 'not'>> = { _and: 'and', _or: 'or', _not: 'not' };

function whereInput(
  scene: Scene,
  type: GraphQLInputObjectType,
  table: Table,
  known: Map<string, WhereInput>,
): WhereInput {
  const seen = known.get(type.name);
  if (seen !== undefined) return seen;
  const fields = new Map<string, WhereField>();
  const hidden = hiddenOf(scene, type);
  const input: WhereInput = { typeName: type.name, table, fields, ...(hidden && { hidden }) };
  known.set(type.name, input);
  for (const { name, type: fieldType } of Object.values(type.getFields())) {
    if (hidden?.has(name)) continue;
    const below = getNamedType(fieldType);
    const connective = connectives[name];
    const relation = scene.relations[`${type.name}.${name}`];
    if (!isInputObjectType(below)) throw new Error(`"${name}" is no input object`);
    if (connective !== undefined) {
      fields.set(name, { kind: connective, input });
    } else if (relation !== undefined) {
      const target = tableOf(scene, { table: relation[0] });
      const mapping = [{ parent: columnOf(table, relation[1]), target: columnOf(target, relation[2]) }];
      fields.set(name, {
        kind: 'relationship',
        mapping,
        input: whereInput(scene, below, target, known),
        coordinate: `${type.name}.${name}`,
        ...(relation[3] && { permission: permissionOf(relation[3]) }),
      });
    } else {
      fields.set(name, comparisonsOf(below, columnOf(table, name)));
    }
  }
  return input;
}

function comparisonsOf(type: GraphQLInputObjectType, column: Column): Extract<WhereField, { kind: 'column' }> {
  const fields = Object.values(type.getFields());
  const operators = fields.flatMap(({ name, type: operand }): [string, WhereOperator][] =>
    isOperator(name) ? [[name, { operator: name, type: operand }]] : [],
  );
  const cast = fields.find(({ name }) => name === '_cast')?.type;
  const text = isInputObjectType(cast) ? cast.getFields().String?.type : undefined;
  return {
    kind: 'column',
    column,
    operators: new Map(operators),
    ...(isInputObjectType(text) && {
      asText: comparisonsOf(text, { ...column, type: { kind: 'text', sql: 'text' } }),
    }),
  };
}

/** Keys of one part or, as lists, of several. */
export function keysOf(...keys: (KeyValue | readonly KeyValue[])[]): KeySet {
  const tuples = keys.map((each) => (Array.isArray(each) ? each : [each]) as readonly KeyValue[]);
  return { count: keys.length, columns: (tuples[0] ?? []).map((_, part) => tuples.map((tuple) => tuple[part] ?? '')) };
}

export function contextOf(parts: Partial<FetchContext> = {}): FetchContext {
  const names = { column: new Map<string, string>(), upstream: new Map<string, string>() };
  const lookup = () => Promise.reject(new Error('There is no other source.'));
  return { variables: {}, headers: {}, session: NO_SESSION, text: '', names, lookup, ...parts };
}

/** The sets of an answer, or code and message of the error in their place. */
export function setsOf(answer: Answer | Error | undefined): unknown {
  if (answer instanceof RemoteJoinsError) return `${answer.code}: ${answer.message}`;
  if (answer === undefined || answer instanceof Error) return String(answer);
  return answer.kind === 'rows' ? answer.sets : answer.values;
}
