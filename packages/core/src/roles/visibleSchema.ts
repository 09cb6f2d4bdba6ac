import {
  GraphQLDirective,
  GraphQLEnumType,
  type GraphQLFieldConfigArgumentMap,
  type GraphQLFieldConfigMap,
  GraphQLInputObjectType,
  type GraphQLInputType,
  GraphQLInterfaceType,
  GraphQLList,
  type GraphQLNamedType,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  type GraphQLType,
  GraphQLUnionType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  isUnionType,
} from 'graphql';
import { findAffectedTypes } from './affectedTypes.js';
import { membership } from './membership.js';

/** How a schema differs from the one it is made of, by coordinate. */
export interface Differences {
  /** `Type`, `Type.field`, `Type.field(arg:)`, `Input.field`, `Enum.VALUE`, and memberships. What stays refers to none of them. */
  readonly hidden: ReadonlySet<string>;
  /** Arguments and input fields that are required. */
  readonly required: ReadonlySet<string>;
}

/**
 * A schema without what is hidden, as if that had never been written. Resolvers stay; the author's nodes, which hold what
 * is hidden, do not. Types that nothing different can be reached from are those of the given schema.
 */
export function buildVisibleSchema(schema: GraphQLSchema, { hidden, required }: Differences): GraphQLSchema {
  const build = new SchemaBuild(schema, { hidden, required });
  const types = Object.values(schema.getTypeMap()).filter(
    (type) => !isIntrospectionType(type) && !hidden.has(type.name),
  );
  return new GraphQLSchema({
    description: schema.description,
    extensions: schema.extensions,
    query: build.root(schema.getQueryType()),
    mutation: build.root(schema.getMutationType()),
    subscription: build.root(schema.getSubscriptionType()),
    types: types.map((type) => build.named(type)),
    directives: schema.getDirectives().map((directive) => build.directive(directive)),
    // A role that sees nothing has a query type without fields, which is none to graphql-js.
    assumeValid: true,
  });
}

class SchemaBuild {
  private readonly hidden: ReadonlySet<string>;
  private readonly required: ReadonlySet<string>;
  private readonly affected: ReadonlySet<string>;
  private readonly built = new Map<string, GraphQLNamedType>();

  constructor(schema: GraphQLSchema, { hidden, required }: Differences) {
    this.hidden = hidden;
    this.required = required;
    this.affected = findAffectedTypes(schema, [...hidden, ...required]);
  }

  root(type: GraphQLObjectType | null | undefined): GraphQLObjectType | null {
    return !type || this.hidden.has(type.name) ? null : this.named(type);
  }

  named<Type extends GraphQLNamedType>(type: Type): Type {
    if (!this.affected.has(type.name)) return type;
    const known = this.built.get(type.name);
    // One type is built for each name, of the kind it has in the given schema.
    if (known !== undefined) return known as Type;
    const built = this.make(type);
    this.built.set(type.name, built);
    return built as Type;
  }

  directive(directive: GraphQLDirective): GraphQLDirective {
    const config = directive.toConfig();
    return new GraphQLDirective({ ...config, args: this.args(`@${directive.name}`, config.args) });
  }

  private make(type: GraphQLNamedType): GraphQLNamedType {
    if (isObjectType(type)) {
      const { fields, interfaces, ...config } = type.toConfig();
      return new GraphQLObjectType({
        ...config,
        ...noNodes,
        fields: () => this.fields(type.name, fields),
        interfaces: () => this.visible(interfaces.filter(({ name }) => !this.hidden.has(membership(name, type.name)))),
      });
    }
    if (isInterfaceType(type)) {
      const { fields, interfaces, ...config } = type.toConfig();
      return new GraphQLInterfaceType({
        ...config,
        ...noNodes,
        fields: () => this.fields(type.name, fields),
        interfaces: () => this.visible(interfaces),
      });
    }
    if (isUnionType(type)) {
      const { types, ...config } = type.toConfig();
      return new GraphQLUnionType({
        ...config,
        ...noNodes,
        types: () => this.visible(types.filter(({ name }) => !this.hidden.has(membership(type.name, name)))),
      });
    }
    if (isInputObjectType(type)) {
      const { fields, ...config } = type.toConfig();
      return new GraphQLInputObjectType({
        ...config,
        ...noNodes,
        fields: () => this.members(fields, (name) => `${type.name}.${name}`),
      });
    }
    if (isEnumType(type)) {
      const { values, ...config } = type.toConfig();
      const visible = Object.entries(values).filter(([name]) => !this.hidden.has(`${type.name}.${name}`));
      return new GraphQLEnumType({
        ...config,
        ...noNodes,
        values: Object.fromEntries(visible.map(([name, value]) => [name, { ...value, astNode: undefined }])),
      });
    }
    return isScalarType(type) ? type : (type satisfies never);
  }

  private visible<Type extends GraphQLNamedType>(types: readonly Type[]): Type[] {
    return types.filter(({ name }) => !this.hidden.has(name)).map((type) => this.named(type));
  }

  private fields(
    typeName: string,
    fields: GraphQLFieldConfigMap<unknown, unknown>,
  ): GraphQLFieldConfigMap<unknown, unknown> {
    const visible = Object.entries(fields).filter(([name]) => !this.hidden.has(`${typeName}.${name}`));
    return Object.fromEntries(
      visible.map(([name, { type, args = {}, ...config }]) => {
        const coordinate = `${typeName}.${name}`;
        return [name, { ...config, astNode: undefined, type: this.wrapped(type), args: this.args(coordinate, args) }];
      }),
    );
  }

  private args(coordinate: string, args: GraphQLFieldConfigArgumentMap): GraphQLFieldConfigArgumentMap {
    return this.members(args, (name) => `${coordinate}(${name}:)`);
  }

  /** Arguments or input fields. */
  private members<Member extends { readonly type: GraphQLInputType }>(
    members: Readonly<Record<string, Member>>,
    coordinateOf: (name: string) => string,
  ): Record<string, Member> {
    const visible = Object.entries(members).filter(([name]) => !this.hidden.has(coordinateOf(name)));
    return Object.fromEntries(
      visible.map(([name, member]) => {
        const type = this.wrapped(member.type);
        const isRequired = this.required.has(coordinateOf(name)) && !isNonNullType(type);
        return [name, { ...member, astNode: undefined, type: isRequired ? new GraphQLNonNull(type) : type }];
      }),
    );
  }

  private wrapped<Type extends GraphQLType>(type: Type): Type {
    return wrap(type, (named) => this.named(named)) as Type;
  }
}

const noNodes = { astNode: undefined, extensionASTNodes: [] } as const;

function wrap(type: GraphQLType, named: (type: GraphQLNamedType) => GraphQLNamedType): GraphQLType {
  if (isNonNullType(type)) {
    const nullable = wrap(type.ofType, named);
    return isNonNullType(nullable) ? nullable : new GraphQLNonNull(nullable);
  }
  return isListType(type) ? new GraphQLList(wrap(type.ofType, named)) : named(type);
}
