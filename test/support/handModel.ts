import {
  buildSchema,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  Kind,
  type OperationDefinitionNode,
  parse,
} from 'graphql';
import type { KeyForm } from '../../packages/core/src/model/keyForm.js';
import type { Model, RootField, SourceNames, TableLeaf, TableType } from '../../packages/core/src/model/model.js';
import type { TablePermission } from '../../packages/core/src/model/permission.js';
import type { KeyPart, Relationship } from '../../packages/core/src/model/relationship.js';
import type { RemoteField, RemoteType } from '../../packages/core/src/model/remoteType.js';
import type { Column, ColumnKind, Table } from '../../packages/core/src/model/table.js';
import type { FetchPlan, JoinPlan } from '../../packages/core/src/planning/fetchPlan.js';
import { createOperationPlanner } from '../../packages/core/src/planning/operationPlan.js';

/** A checked model written by hand, for tests of what comes after the check. */
export interface ModelParts {
  /** Type name → its source and columns: `id int4!, name text`. Fields are columns of the same name; `id` is the key. */
  readonly tables?: Readonly<Record<string, { readonly source: string; readonly columns: string }>>;
  /** Source name → the SDL types it serves. */
  readonly remotes?: Readonly<Record<string, readonly string[]>>;
  /** Coordinate → the remote source that serves the root field; root fields of table types need no word. */
  readonly roots?: Readonly<Record<string, string>>;
  readonly relationships?: Readonly<Record<string, RelationshipParts>>;
  /** By type name, for the role whose model this is. */
  readonly permissions?: (tables: ReadonlyMap<string, Table>) => Readonly<Record<string, Partial<TablePermission>>>;
  readonly hostFields?: readonly string[];
  readonly names?: Partial<SourceNames>;
  /** Upstream names of types, fields and arguments: by default the SDL's with an underscore before them. */
  readonly upstream?: (name: string) => string;
}

export interface RelationshipParts {
  /** Parent field → target column (its type has to be a table's), or the parent fields that the remote field takes. */
  readonly key: Readonly<Record<string, string>> | readonly string[];
  /** The remote source, and its root field if that has another name than the relationship. */
  readonly remote?: string;
  readonly emptyValue?: 'null' | 'list';
  readonly unique?: boolean;
  readonly batchSize?: number;
  /** By default that of the target column, or text. */
  readonly form?: KeyForm;
}

export const INT: KeyForm = { kind: 'integer', min: -(2 ** 31), max: 2 ** 31 - 1 };

export function createModel(sdl: string, parts: ModelParts): Model {
  const schema = buildSchema(sdl);
  const { relationships = {}, hostFields = [], roots = {}, remotes = {}, upstream = (name) => `_${name}` } = parts;
  const others = [...Object.keys(relationships), ...hostFields];
  const tables = new Map<string, TableType>();
  for (const [typeName, { source, columns }] of Object.entries(parts.tables ?? {})) {
    const table = tableOf(source, typeName, columns);
    const leaves = new Map<string, TableLeaf>();
    for (const { name, type } of Object.values(objectType(schema, typeName).getFields())) {
      const column = table.columns.get(name);
      if (column !== undefined) leaves.set(name, { fieldName: name, column, type });
    }
    tables.set(typeName, { kind: 'table', typeName, table, leaves });
  }
  const byName = new Map([...tables].map(([name, { table }]) => [name, table]));
  for (const [typeName, permission] of Object.entries(parts.permissions?.(byName) ?? {})) {
    const type = tables.get(typeName);
    const nothing = { typeName, fields: new Set<string>(), aggregations: false, redactedColumns: new Map() };
    if (type !== undefined) tables.set(typeName, { ...type, permission: { ...nothing, ...permission } });
  }
  const remoteTypes = new Map(
    Object.entries(remotes).map(([source, typeNames]) => [
      source,
      new Map(typeNames.map((name) => [name, remoteType({ schema, upstream }, source, name, others)])),
    ]),
  );
  const rootFields = new Map<string, RootField>();
  for (const type of [schema.getQueryType(), schema.getMutationType()]) {
    for (const field of Object.values(type?.getFields() ?? {})) {
      const coordinate = `${type?.name}.${field.name}`;
      const remote = roots[coordinate];
      const target = tables.get(getNamedType(field.type).name);
      if (remote !== undefined) {
        const operation = type?.name === 'Mutation' ? 'mutation' : 'query';
        rootFields.set(coordinate, {
          kind: 'remote',
          coordinate,
          source: remote,
          operation,
          field: remoteField(upstream, field),
        });
      } else if (target !== undefined && relationships[coordinate] === undefined) {
        const { typeName, table } = target;
        const list = isListType(getNullableType(field.type));
        const meaning = { equals: [] };
        rootFields.set(coordinate, {
          kind: 'table',
          coordinate,
          source: table.source,
          typeName,
          table,
          list,
          arguments: meaning,
        });
      }
    }
  }
  return {
    schema,
    tables,
    remoteTypes,
    aggregateTypes: new Set(),
    namespaces: new Map(),
    rootFields,
    relationships: new Map(
      Object.entries(relationships).map(([at, each]) => [
        at,
        relationshipOf({ schema, tables, remotes, upstream }, at, each),
      ]),
    ),
    hostFields: new Set(hostFields),
    names: { column: new Map(), upstream: new Map(), ...parts.names },
  };
}

function objectType(schema: GraphQLSchema, name: string): GraphQLObjectType {
  const type = schema.getType(name);
  if (!isObjectType(type)) throw new Error(`no object type "${name}"`);
  return type;
}

function tableOf(source: string, typeName: string, columns: string): Table {
  const list = columns.split(', ').map((text): [string, Column] => {
    const [name = '', kind = ''] = text.replace('!', '').split(' ');
    const type = { kind: kind as ColumnKind, sql: kind };
    return [name, { name, type, notNull: text.endsWith('!'), deterministic: true }];
  });
  const primaryKey = ['id'];
  const name = `${typeName.toLowerCase()}s`;
  return {
    source,
    schema: 'public',
    name,
    isView: false,
    columns: new Map(list),
    primaryKey,
    uniqueKeys: [primaryKey],
  };
}

type SdlField = ReturnType<GraphQLObjectType['getFields']>[string];

type Rename = (name: string) => string;

function remoteType(
  { schema, upstream }: { schema: GraphQLSchema; upstream: Rename },
  source: string,
  typeName: string,
  others: readonly string[],
): RemoteType {
  const type = schema.getType(typeName);
  const fields = new Map<string, RemoteField>();
  if (isObjectType(type) || isInterfaceType(type)) {
    for (const field of Object.values(type.getFields())) {
      if (!others.includes(`${typeName}.${field.name}`)) fields.set(field.name, remoteField(upstream, field));
    }
  }
  const possibleTypes =
    isInterfaceType(type) || isUnionType(type)
      ? new Map(schema.getPossibleTypes(type).map(({ name }) => [upstream(name), name]))
      : undefined;
  return {
    kind: 'remote',
    source,
    typeName,
    upstreamName: upstream(typeName),
    fields,
    ...(possibleTypes && { possibleTypes }),
  };
}

function remoteField(upstream: Rename, { name, type, args }: SdlField): RemoteField {
  return {
    fieldName: name,
    upstreamName: upstream(name),
    type,
    args: new Map(
      args.map((arg) => [
        arg.name,
        { name: arg.name, upstreamName: upstream(arg.name), type: arg.type, upstreamType: String(arg.type) },
      ]),
    ),
  };
}

function relationshipOf(
  {
    schema,
    tables,
    remotes,
    upstream,
  }: {
    readonly schema: GraphQLSchema;
    readonly tables: ReadonlyMap<string, TableType>;
    readonly remotes: Readonly<Record<string, readonly string[]>>;
    readonly upstream: Rename;
  },
  coordinate: string,
  { key: pairs, remote, emptyValue, unique = true, batchSize = 1000, form }: RelationshipParts,
): Relationship {
  const [typeName = '', fieldName = ''] = coordinate.split('.');
  const field = objectType(schema, typeName).getFields()[fieldName];
  if (field === undefined) throw new Error(`no field "${coordinate}"`);
  const parent = tables.get(typeName)?.table;
  const named = getNamedType(field.type);
  const target = remote === undefined ? tables.get(named.name)?.table : undefined;
  const names: (readonly [string, string])[] = Array.isArray(pairs)
    ? pairs.map((name) => [name, name])
    : Object.entries(pairs);
  const key = names.map(([name, column]): KeyPart => {
    const sources = Object.keys(remotes).filter((source) => remotes[source]?.includes(typeName));
    const path = name.split('.');
    const parentColumn = parent?.columns.get(name);
    return {
      name,
      upstreamPaths: new Map(sources.map((source) => [source, path.map(upstream)])),
      hostPath: path,
      form: form ?? formOf(target?.columns.get(column)),
      ...(parentColumn && { column: parentColumn }),
    };
  });
  const list = isListType(getNullableType(field.type));
  const common = { coordinate, typeName, fieldName, list, key, batchSize };
  const empty = emptyValue ?? (list && isNonNullType(field.type) ? 'list' : 'null');
  if (remote !== undefined) {
    const args = names.map(([name], part) => ({
      name: upstream(name),
      type: 'String',
      value: { kind: 'key' as const, part },
    }));
    const path = [{ field: upstream(fieldName), args }];
    return { ...common, emptyValue: empty, target: { kind: 'remote', source: remote, path } };
  }
  if (target === undefined) throw new Error(`"${coordinate}" points to no table`);
  const columns = names.map(([, name]) => target.columns.get(name) as Column);
  const mapping = key.map(({ column }, i) => ({ parent: column as Column, target: columns[i] as Column }));
  const same = parent?.source === target.source ? { sameDatabase: mapping } : {};
  const rows = { kind: 'table', source: target.source, typeName: named.name, table: target, columns, unique } as const;
  return { ...common, emptyValue: empty, target: { ...rows, ...same, arguments: { equals: [], ...limitOf(field) } } };
}

function limitOf({ args }: SdlField): { limit?: string } {
  return args.some(({ name }) => name === 'limit') ? { limit: 'limit' } : {};
}

function formOf(column: Column | undefined): KeyForm {
  switch (column?.type.kind) {
    case 'int2':
    case 'int4':
      return INT;
    case 'int8':
      return { kind: 'bigint' };
    case 'numeric':
    case 'uuid':
      return { kind: column.type.kind };
    default:
      return { kind: 'text' };
  }
}

/** What resolvers are told of one operation. */
export function infoOf(
  schema: GraphQLSchema,
  query: string,
  variableValues: Record<string, unknown> = {},
): Pick<GraphQLResolveInfo, 'schema' | 'operation' | 'fragments' | 'variableValues'> {
  const { definitions } = parse(query);
  const operation = definitions.find(
    (each): each is OperationDefinitionNode => each.kind === Kind.OPERATION_DEFINITION,
  );
  if (operation === undefined) throw new Error('no operation');
  const fragments = Object.fromEntries(
    definitions.flatMap((each) => (each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each]] : [])),
  );
  return { schema, operation, fragments, variableValues };
}

/** The plan of a root field (by response key), or of a relationship below host objects (`user.orders`, by response path). */
export function planOf(model: Model, query: string, path: string, variables: Record<string, unknown> = {}): FetchPlan {
  const planner = createOperationPlanner(model);
  const operation = infoOf(model.schema, query, variables);
  let type = model.schema.getRootType(operation.operation.operation);
  let prev: GraphQLResolveInfo['path'] | undefined;
  let plan: FetchPlan | undefined;
  for (const key of path.split('.')) {
    if (!type) throw new Error('no type');
    const info = { ...operation, parentType: type, fieldName: key, path: { prev, key, typename: type.name } } as never;
    const operationPlan = planner(info);
    const field = operationPlan.find(info);
    prev = { prev, key, typename: type.name };
    const at = `${type.name}.${field.fieldName}`;
    if (model.rootFields.has(at)) plan = operationPlan.root(field);
    if (model.relationships.has(at)) plan = operationPlan.join(field).fetch;
    const below = getNamedType(field.definition.type);
    type = isObjectType(below) ? below : undefined;
    if (isAbstractType(below) || isLeafType(below)) type = undefined;
  }
  if (plan === undefined) throw new Error(`nothing of ours at "${path}"`);
  return plan;
}

/** Joins of a plan by coordinate, which must be different. */
export function joinsOf(plan: FetchPlan): Readonly<Record<string, JoinPlan>> {
  return Object.fromEntries(plan.joins.map((join) => [join.relationship.coordinate, join]));
}
