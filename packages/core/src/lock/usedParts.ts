import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isObjectType,
  isRequiredInputField,
  Kind,
  parse,
  type Source,
} from 'graphql';
import type { SchemaCatalog } from '../model/catalog.js';
import type { Model } from '../model/model.js';
import type { Relationship, RemoteTarget, TemplateArgument, TemplateValue } from '../model/relationship.js';
import { remember } from '../model/remember.js';
import type { RemoteField, RemoteType } from '../model/remoteType.js';

/**
 * By name of a type of a remote schema: which of its members are used. Members are fields, enum values, types of a union
 * and, as `field(argument:)`, arguments.
 */
export type UsedParts = ReadonlyMap<string, ReadonlySet<string>>;

export function argumentMember(field: string, argument: string): string {
  return `${field}(${argument}:)`;
}

/** What the joins use of one remote schema: what they ask for, the values they send, and what roles may see. */
export function findUsedParts(source: string, { schema, permissions }: SchemaCatalog, model: Model): UsedParts {
  const finder = createFinder(schema, model);
  const types = model.remoteTypes.get(source) ?? new Map<string, RemoteType>();
  for (const type of types.values()) useType(finder, type);
  for (const root of model.rootFields.values()) {
    if (root.kind !== 'remote' || root.source !== source) continue;
    const parent = root.operation === 'query' ? schema.getQueryType() : schema.getMutationType();
    if (parent) useField(finder, parent, root.field);
  }
  for (const relationship of model.relationships.values()) {
    if (relationship.target.kind === 'remote' && relationship.target.source === source)
      useTarget(finder, relationship.target);
    useKeys(finder, source, types, relationship);
  }
  for (const sdl of permissions?.values() ?? []) usePermission(finder, sdl);
  useInterfaceFields(finder);
  return finder.used;
}

interface Finder {
  readonly schema: GraphQLSchema;
  readonly names: Model['names']['upstream'];
  readonly used: Map<string, Set<string>>;
  /** Pairs of input types that were met: they refer to themselves. */
  readonly met: Set<string>;
}

function createFinder(schema: GraphQLSchema, { names }: Model): Finder {
  return { schema, names: names.upstream, used: new Map(), met: new Set() };
}

function use({ used }: Finder, type: GraphQLNamedType, ...members: readonly string[]): void {
  const known = remember(used, type.name, () => new Set<string>());
  for (const member of members) known.add(member);
}

function useType(finder: Finder, { upstreamName, possibleTypes, fields }: RemoteType): void {
  const type = finder.schema.getType(upstreamName);
  if (type === undefined) return;
  use(finder, type, ...(isInterfaceType(type) ? [] : (possibleTypes?.keys() ?? [])));
  for (const field of fields.values()) useField(finder, type, field);
}

function useField(finder: Finder, parent: GraphQLNamedType, { upstreamName, type, args }: RemoteField): void {
  const field = useNamed(finder, parent, upstreamName);
  if (field === undefined) return;
  useValues(finder, type, field.type);
  for (const { upstreamName: name, type: here } of args.values()) useArgument(finder, parent, field, name, here);
}

/** The field, and the type it leads to. */
function useNamed(finder: Finder, parent: GraphQLNamedType, name: string): GraphQLField<unknown, unknown> | undefined {
  const fields = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields() : {};
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (field === undefined) return undefined;
  use(finder, parent, name);
  use(finder, getNamedType(field.type));
  return field;
}

function useArgument(
  finder: Finder,
  parent: GraphQLNamedType,
  field: GraphQLField<unknown, unknown>,
  name: string,
  here?: GraphQLInputType,
): GraphQLInputType | undefined {
  const argument = field.args.find((candidate) => candidate.name === name);
  if (argument === undefined) return undefined;
  use(finder, parent, argumentMember(field.name, name));
  use(finder, getNamedType(argument.type));
  if (here !== undefined) useInput(finder, here, argument.type);
  return argument.type;
}

/** The values of an enum that the SDL has. */
function useValues(
  finder: Finder,
  here: GraphQLOutputType | GraphQLInputType,
  there: GraphQLOutputType | GraphQLInputType,
): void {
  const [type, upstream] = [getNamedType(here), getNamedType(there)];
  if (!isEnumType(type) || !isEnumType(upstream)) return;
  const names = type.getValues().map(({ name }) => finder.names.get(`${type.name}.${name}`) ?? name);
  use(finder, upstream, ...names.filter((name) => upstream.getValue(name)));
}

/** What a value of an SDL input type becomes upstream. */
function useInput(finder: Finder, here: GraphQLInputType, there: GraphQLInputType): void {
  useValues(finder, here, there);
  const [type, upstream] = [getNamedType(here), getNamedType(there)];
  const pair = `${type.name} ${upstream.name}`;
  if (!isInputObjectType(type) || !isInputObjectType(upstream) || finder.met.has(pair)) return;
  finder.met.add(pair);
  useRequired(finder, upstream);
  for (const field of Object.values(type.getFields())) {
    const inner = useInputField(finder, upstream, finder.names.get(`${type.name}.${field.name}`) ?? field.name);
    if (inner !== undefined) useInput(finder, field.type, inner);
  }
}

function useInputField(finder: Finder, type: GraphQLNamedType, name: string): GraphQLInputType | undefined {
  const fields = isInputObjectType(type) ? type.getFields() : {};
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (field === undefined) return undefined;
  use(finder, type, name);
  use(finder, getNamedType(field.type));
  return field.type;
}

function useRequired(finder: Finder, type: GraphQLNamedType): void {
  if (!isInputObjectType(type)) return;
  for (const field of Object.values(type.getFields())) {
    if (isRequiredInputField(field)) useInputField(finder, type, field.name);
  }
}

/** The path of a relationship, what its template fills in, and what its answers are matched by. */
function useTarget(finder: Finder, { path, matchBy = [] }: RemoteTarget): void {
  let type: GraphQLNamedType | null | undefined = finder.schema.getQueryType();
  for (const { field: name, args } of path) {
    const field: GraphQLField<unknown, unknown> | undefined = type ? useNamed(finder, type, name) : undefined;
    if (!type || field === undefined) return;
    for (const argument of args) useTemplate(finder, type, field, argument);
    type = getNamedType(field.type);
  }
  for (const { field } of matchBy) if (type) useNamed(finder, type, field);
}

function useTemplate(
  finder: Finder,
  parent: GraphQLNamedType,
  field: GraphQLField<unknown, unknown>,
  { name, value, caller }: TemplateArgument,
): void {
  const type = useArgument(finder, parent, field, name, caller?.type);
  if (type !== undefined && value !== undefined) useTemplateValue(finder, type, value);
}

function useTemplateValue(finder: Finder, type: GraphQLInputType, value: TemplateValue): void {
  switch (value.kind) {
    case 'constant':
      useConstant(finder, type, value.value);
      break;
    case 'argument':
      useInput(finder, value.argument.type, type);
      break;
    case 'list':
      for (const item of value.items) useTemplateValue(finder, itemType(type), item);
      break;
    case 'object':
      useRequired(finder, getNamedType(type));
      for (const [name, inner] of value.fields) {
        const field = useInputField(finder, getNamedType(type), name);
        if (field !== undefined) useTemplateValue(finder, field, inner);
      }
      break;
    case 'key':
    case 'header':
    case 'session':
      useAny(finder, type);
      break;
    default:
      value satisfies never;
  }
}

function itemType(type: GraphQLInputType): GraphQLInputType {
  const nullable = getNullableType(type);
  return isListType(nullable) ? nullable.ofType : type;
}

function useConstant(finder: Finder, type: GraphQLInputType, value: unknown): void {
  const named = getNamedType(type);
  if (Array.isArray(value)) for (const item of value) useConstant(finder, itemType(type), item);
  else if (isEnumType(named) && typeof value === 'string') use(finder, named, value);
  else if (isInputObjectType(named) && typeof value === 'object' && value !== null) {
    useRequired(finder, named);
    for (const [name, inner] of Object.entries(value)) {
      const field = useInputField(finder, named, name);
      if (field !== undefined) useConstant(finder, field, inner);
    }
  }
}

/** A value that only a request knows. */
function useAny(finder: Finder, type: GraphQLInputType): void {
  const named = getNamedType(type);
  if (isEnumType(named)) use(finder, named, ...named.getValues().map(({ name }) => name));
}

/** What a relationship reads of a parent that the remote schema answers with; it need not be in the SDL. */
function useKeys(
  finder: Finder,
  source: string,
  types: ReadonlyMap<string, RemoteType>,
  { typeName, key }: Relationship,
): void {
  for (const { upstreamPaths } of key) {
    let type = finder.schema.getType(types.get(typeName)?.upstreamName ?? '');
    for (const name of upstreamPaths.get(source) ?? []) {
      const field: GraphQLField<unknown, unknown> | undefined = type && useNamed(finder, type, name);
      const leaf = field && getNamedType(field.type);
      if (leaf !== undefined && isEnumType(leaf)) use(finder, leaf, ...leaf.getValues().map((value) => value.name));
      type = leaf;
    }
  }
}

/** Everything that a role's part of the remote schema names. */
function usePermission(finder: Finder, sdl: string | Source): void {
  for (const node of parse(sdl, { noLocation: true }).definitions) {
    const type = 'name' in node && node.name !== undefined ? finder.schema.getType(node.name.value) : undefined;
    if (type === undefined) continue;
    use(finder, type);
    useRequired(finder, type);
    switch (node.kind) {
      case Kind.OBJECT_TYPE_DEFINITION:
      case Kind.INTERFACE_TYPE_DEFINITION:
        for (const { name, arguments: args = [] } of node.fields ?? []) {
          const field = useNamed(finder, type, name.value);
          for (const argument of field?.args ?? []) {
            const isNamed = args.some((arg) => arg.name.value === argument.name);
            if (field && isNamed) useArgument(finder, type, field, argument.name);
          }
        }
        for (const { name } of node.interfaces ?? []) {
          const implemented = finder.schema.getType(name.value);
          if (implemented) use(finder, implemented);
        }
        break;
      case Kind.UNION_TYPE_DEFINITION:
        use(finder, type, ...(node.types ?? []).map(({ name }) => name.value));
        break;
      case Kind.ENUM_TYPE_DEFINITION:
        use(finder, type, ...(node.values ?? []).map(({ name }) => name.value));
        break;
      case Kind.INPUT_OBJECT_TYPE_DEFINITION:
        for (const { name } of node.fields ?? []) useInputField(finder, type, name.value);
        break;
      default:
    }
  }
}

/** An object has all fields of its interfaces: of those that are used, the same are used of it. */
function useInterfaceFields(finder: Finder): void {
  for (const name of [...finder.used.keys()]) {
    const type = finder.schema.getType(name);
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const { name: implemented } of type.getInterfaces()) {
      const members = finder.used.get(implemented) ?? [];
      use(finder, type, ...members);
      for (const member of members) useNamed(finder, type, member);
    }
  }
}
