import {
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  isSpecifiedScalarType,
  isUnionType,
} from 'graphql';
import type { Catalog, SchemaCatalog, TableCatalog } from '../model/catalog.js';
import type { Column, ForeignKey, FunctionType, QualifiedName, Table, TableFunction } from '../model/table.js';

/** A part of a source that is used, and is not what it was. */
export interface Drift {
  /** `public.orders`, `public.orders.total`, `public.full_name()`, `Query.product`, `Query.product(sku:)`, `Site.NORTH` or `Product`. */
  readonly part: string;
  /** What it was, in a few words; absent where it is new. */
  readonly was?: string;
  /** What it is; absent where it is gone. */
  readonly is?: string;
  /** A warning where joins go on as they are, and clients may be answered what the SDL does not have. */
  readonly severity: 'error' | 'warning';
}

/** What of a locked catalog the live one has no longer, or has differently. What was never locked is no matter. */
export function findDrift(locked: Catalog, live: Catalog): readonly Drift[] {
  if (locked.kind === 'tables' && live.kind === 'tables') return findTableDrift(locked, live);
  if (locked.kind === 'schema' && live.kind === 'schema') return findSchemaDrift(locked, live);
  return [];
}

/** Members of two, by name: those that differ, or are gone. */
function compare<Member>(
  locked: ReadonlyMap<string, Member>,
  live: ReadonlyMap<string, Member>,
  describe: (member: Member) => string,
): readonly (readonly [name: string, was: string, is: string | undefined])[] {
  return [...locked].flatMap(([name, member]) => {
    const now = live.get(name);
    const [was, is] = [describe(member), now && describe(now)];
    return was === is ? [] : [[name, was, is] as const];
  });
}

function toDrift(part: string, was: string, is: string | undefined): Drift {
  return { part, was, ...(is !== undefined && { is }), severity: 'error' };
}

// ── Tables ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** How drift names a table. */
export function tablePart({ schema, name }: QualifiedName): string {
  return `${schema}.${name}`;
}

/** How drift names the functions of one name. */
export function functionPart({ schema, name }: QualifiedName): string {
  return `${schema}.${name}()`;
}

function findTableDrift(locked: TableCatalog, live: TableCatalog): readonly Drift[] {
  const functions = [...(locked.functions ?? [])].flatMap(([key, same]) => {
    const [first] = same;
    const now = live.functions?.get(key);
    const [was, is] = [describeFunctions(same), now && describeFunctions(now)];
    return first === undefined || was === is ? [] : [toDrift(functionPart(first), was, is)];
  });
  const tables = [...locked.tables].flatMap(([key, table]) => {
    const now = live.tables.get(key);
    const part = tablePart(table);
    if (now === undefined) return [toDrift(part, describeTable(table), undefined)];
    const columns = compare(table.columns, now.columns, describeColumn);
    const keys = (of: Table): string => of.primaryKey.join(', ');
    const unique = table.uniqueKeys.filter((key) => !now.uniqueKeys.some((other) => isSameKey(key, other)));
    return [
      ...columns.map(([name, was, is]) => toDrift(`${part}.${name}`, was, is)),
      ...(keys(table) === keys(now) ? [] : [toDrift(part, describeKey(table), describeKey(now))]),
      ...unique
        .filter((key) => !isSameKey(key, table.primaryKey))
        .map((key) => toDrift(part, `unique by ${key.join(', ')}`, undefined)),
      ...(table.foreignKeys ?? [])
        .filter((key) => !now.foreignKeys?.some((other) => isSameForeignKey(key, other)))
        .map((key) => toDrift(part, describeForeignKey(key), 'without it')),
    ];
  });
  return [...tables, ...functions];
}

/** `(person people, title text, if given) → text`, one after another where several have the name. */
function describeFunctions(functions: readonly TableFunction[]): string {
  const described = functions.map(({ arguments: taken, returns, returnsSet, isVolatile }) => {
    const args = taken.map(({ name, isOptional, ...type }) =>
      [name, describeFunctionType(type), isOptional && ', if given'].filter(Boolean).join(' ').replace(' ,', ','),
    );
    return `(${args.join('; ')}) → ${returnsSet ? 'setof ' : ''}${describeFunctionType(returns)}${isVolatile ? ', volatile' : ''}`;
  });
  return described.sort().join(' and ');
}

function describeFunctionType({ type, row }: FunctionType): string {
  return row === undefined ? type.sql : tablePart(row);
}

function isSameKey(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name) => b.includes(name));
}

/** Names of foreign keys are no matter. */
function isSameForeignKey(a: ForeignKey, b: ForeignKey): boolean {
  return describeForeignKey(a) === describeForeignKey(b);
}

function describeForeignKey({ columns, target }: ForeignKey): string {
  return `with the foreign key ${columns.join(', ')} to ${tablePart(target)} (${target.columns.join(', ')})`;
}

function describeTable({ isView }: Table): string {
  return isView ? 'a view' : 'a table';
}

function describeKey({ primaryKey }: Table): string {
  return primaryKey.length === 0 ? 'without a primary key' : `with the primary key ${primaryKey.join(', ')}`;
}

function describeColumn({ type, notNull, deterministic, dimensions }: Column): string {
  const labels = type.labels === undefined ? '' : ` (${type.labels.join(', ')})`;
  const lists = dimensions === undefined ? '' : ` of ${dimensions} dimensions`;
  return `${type.sql}${lists}${labels}${notNull ? ' not null' : ''}${deterministic ? '' : ', compared by a collation'}`;
}

// ── Remote schemas ──────────────────────────────────────────────────────────────────────────────────────────────

function findSchemaDrift({ schema: locked }: SchemaCatalog, { schema: live }: SchemaCatalog): readonly Drift[] {
  return Object.values(locked.getTypeMap())
    .filter((type) => !isSpecifiedScalarType(type) && !isIntrospectionType(type))
    .flatMap((type) => findTypeDrift(type, liveTypeOf(type, locked, live)));
}

/** Roots are the same whatever they are called. */
function liveTypeOf(
  type: GraphQLNamedType,
  locked: GraphQLSchema,
  live: GraphQLSchema,
): GraphQLNamedType | null | undefined {
  if (type === locked.getQueryType()) return live.getQueryType();
  if (type === locked.getMutationType()) return live.getMutationType();
  return live.getType(type.name);
}

function findTypeDrift(type: GraphQLNamedType, live: GraphQLNamedType | null | undefined): readonly Drift[] {
  const { name } = type;
  if (!live || kindOf(live) !== kindOf(type)) return [toDrift(name, kindOf(type), live ? kindOf(live) : undefined)];
  if (isEnumType(type) && isEnumType(live)) {
    const gone = type.getValues().filter((value) => !live.getValue(value.name));
    return gone.map((value) => toDrift(`${name}.${value.name}`, 'a value', undefined));
  }
  if (isUnionType(type) && isUnionType(live)) {
    const left = new Set(live.getTypes().map((member) => member.name));
    const gone = type.getTypes().filter((member) => !left.has(member.name));
    return gone.map((member) => toDrift(name, `may be ${member.name}`, undefined));
  }
  if (isInputObjectType(type) && isInputObjectType(live)) {
    const fields = Object.entries(live.getFields());
    return findInputDrift(
      Object.entries(type.getFields()),
      fields,
      isRequiredInputField,
      (field) => `${name}.${field}`,
    );
  }
  if ((isObjectType(type) || isInterfaceType(type)) && (isObjectType(live) || isInterfaceType(live))) {
    return Object.values(type.getFields()).flatMap((field) => {
      const now = Object.hasOwn(live.getFields(), field.name) ? live.getFields()[field.name] : undefined;
      const part = `${name}.${field.name}`;
      const [was, is] = [String(field.type), now && String(now.type)];
      if (now === undefined) return [toDrift(part, was, undefined)];
      return [
        ...(was === is ? [] : [toDrift(part, was, is)]),
        ...findInputDrift(byName(field.args), byName(now.args), isRequiredArgument, (arg) => `${part}(${arg}:)`),
      ];
    });
  }
  return [];
}

function byName(args: readonly GraphQLArgument[]): [string, GraphQLArgument][] {
  return args.map((argument) => [argument.name, argument]);
}

/** Those that are locked and differ, and those that are not and have to be given. */
function findInputDrift<Input extends GraphQLArgument | GraphQLInputField>(
  locked: readonly (readonly [string, Input])[],
  live: readonly (readonly [string, Input])[],
  isRequired: (input: Input) => boolean,
  partOf: (name: string) => string,
): readonly Drift[] {
  const [before, now] = [new Map(locked), new Map(live)];
  const demanded = live.filter(([name, input]) => !before.has(name) && isRequired(input));
  return [
    ...compare(before, now, ({ type }) => String(type)).map(([name, was, is]) => toDrift(partOf(name), was, is)),
    ...demanded.map(
      ([name, { type }]): Drift => ({ part: partOf(name), is: `${type}, which has to be given`, severity: 'error' }),
    ),
  ];
}

function kindOf(type: GraphQLNamedType): string {
  if (isObjectType(type)) return 'an object type';
  if (isInterfaceType(type)) return 'an interface';
  if (isUnionType(type)) return 'a union';
  if (isEnumType(type)) return 'an enum';
  return isInputObjectType(type) ? 'an input type' : 'a scalar';
}
