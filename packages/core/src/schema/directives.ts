import { type DirectiveDefinitionNode, Kind, parse, print, type TypeNode } from 'graphql';

/**
 * The directives an author writes, as SDL. A plain string: Mercurius joins arrays of strings, Apollo takes a list of
 * them, and `buildSubgraphSchema` wants `parse(remoteJoinsTypeDefs)`.
 */
export const remoteJoinsTypeDefs = `"""Parent field to target column or field, as an object: {customerId: "id"}."""
scalar RemoteJoinsFieldMapping

"""
Variable name to its value, as an object. A text is a path in the parent ("address.city"); otherwise one of
{session: "x-hasura-user-id"}, {header: "x-tenant"}, {env: "REGION"}, {argument: "lang"} or {value: 5}.
"""
scalar RemoteJoinsVariableMapping

"""
A condition on rows of a table, as an object: {owner_id: {_eq: {session: "x-hasura-user-id"}}}. Names are fields of the
type, else columns; {value: "x-hasura-..."} is the text itself.
"""
scalar RemoteJoinsWhere

"""Rows of this type live in a table or view. Other fields of the type are columns of the same name."""
directive @table(
  "The database, by its name among the plugin's sources."
  source: String!
  "The table's or view's name; the type's name where left out."
  name: String
  "The database schema; the source's own where left out."
  schema: String
) on OBJECT

"""
The column behind a field, argument or enum value whose name differs (for an enum value: the database's label; for a group
of aggregates: the function).
"""
directive @column(name: String!) on FIELD_DEFINITION | INPUT_FIELD_DEFINITION | ARGUMENT_DEFINITION | ENUM_VALUE

"""A root field that reads rows of its type's table: a list, or one row by the columns named as arguments."""
directive @select on FIELD_DEFINITION

"""
What rows come to instead of them: their count, sums and the like, as the fields of its type say. A root field, whose type
names the table by a list of its rows; or a field beside a relationship to a list.
"""
directive @aggregate(
  "The relationship of the same type whose rows they are; left out at the root."
  relationship: String
) on FIELD_DEFINITION

"""A root field served by a remote schema. Types below it belong to that schema."""
directive @remoteField(
  "The remote schema, by its name among the plugin's sources."
  schema: String!
  "The root field's name upstream; the field's own where left out."
  field: String
) on FIELD_DEFINITION

"""
A root field that an HTTP handler answers, by the protocol of Hasura's actions. Types below it are made of what it
answers.
"""
directive @action(
  "The handler, by its name among the plugin's sources."
  source: String!
  "The action's name; the field's own where left out."
  name: String
) on FIELD_DEFINITION

"""
A root field that only groups root fields: those of its type, an object type of its own, are written as in the query or
mutation type.
"""
directive @namespace on FIELD_DEFINITION

"""
What a function of the database makes of a row, or the rows that it answers: a leaf, or a list, of a type with @table; or
a list at the root. Arguments of the field that are not those of any list are the function's, by name.
"""
directive @computed(
  "The function: its name, or schema.name; in the source's own schema where it is left out."
  function: String!
  "The function's argument that takes the row; its first where left out."
  tableArgument: String
  "The function's argument that takes the session variables, as a JSON object."
  sessionArgument: String
) on FIELD_DEFINITION

"""The upstream name of a field, type, argument or enum value whose name here differs."""
directive @upstream(name: String!) on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | ENUM | ENUM_VALUE | INPUT_OBJECT | INPUT_FIELD_DEFINITION | ARGUMENT_DEFINITION | SCALAR

"""A field joined from somewhere else. Exactly one target: table, remote field, federation entity, or own field."""
directive @remoteRelationship(
  "Target: a table of this database. May be left out where the field's type has @table."
  source: String
  "Target: the table's name. May be left out where the field's type has @table."
  table: String
  "Target: a root field of this remote schema (see field)."
  schema: String
  "The root field in GraphQL's own syntax, with a path, arguments and $variables; without schema: of this server's own schema."
  field: String
  "Target: an entity of the federation subgraph named by schema."
  entity: String
  "Parent field to target column (table) or key field (entity)."
  fieldMapping: RemoteJoinsFieldMapping
  "Values of names used as $x in field, where $x is not simply a parent field; or {notNull: ...}: what must be there besides."
  variables: RemoteJoinsVariableMapping
  "Name used as $x to result field: field takes a list, and its answer is matched by key."
  matchBy: RemoteJoinsFieldMapping
  "Most distinct keys per call."
  batchSize: Int
) on FIELD_DEFINITION

"""
What a role may see of the type. Joined fields are not named: they may be seen by who may see both of their ends. Where
anything has a permission, types with @table that have none for a role are closed to it.
"""
directive @permission(
  "The role, by its name in sessions."
  role: String!
  "The fields that may be selected; \\"*\\" for all that are scalars or enums."
  fields: [String!]!
  "Which rows; all where left out."
  filter: RemoteJoinsWhere
  "Most rows of one list: per parent, and of a root field."
  limit: Int
  "Whether rows may be counted and summed up."
  aggregations: Boolean = false
  "The root fields that may read the table; all where left out, none where empty."
  rootFields: [String!]
) repeatable on OBJECT
`;

export type ArgumentKind = 'string' | 'strings' | 'int' | 'boolean' | 'fieldMapping' | 'variables' | 'where';

export interface DirectiveArgument {
  readonly name: string;
  readonly kind: ArgumentKind;
  readonly required: boolean;
}

/** How the types of directive arguments are read. */
const kinds: Readonly<Record<string, ArgumentKind>> = {
  String: 'string',
  '[String!]': 'strings',
  Int: 'int',
  Boolean: 'boolean',
  RemoteJoinsFieldMapping: 'fieldMapping',
  RemoteJoinsVariableMapping: 'variables',
  RemoteJoinsWhere: 'where',
};

const definitions = parse(remoteJoinsTypeDefs, { noLocation: true }).definitions.filter(
  (node): node is DirectiveDefinitionNode => node.kind === Kind.DIRECTIVE_DEFINITION,
);

/** What the reader expects of each directive: made from the SDL above, so that the two cannot part. */
export const directives: ReadonlyMap<string, ReadonlyMap<string, DirectiveArgument>> = new Map(
  definitions.map((node) => [node.name.value, new Map(node.arguments?.map(toArgument).map((arg) => [arg.name, arg]))]),
);

/** Where each directive may stand: names of `DirectiveLocation`. */
export const locations: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  definitions.map((node) => [node.name.value, new Set(node.locations.map((location) => location.value))]),
);

function toArgument(node: { readonly name: { readonly value: string }; readonly type: TypeNode }): DirectiveArgument {
  const required = node.type.kind === Kind.NON_NULL_TYPE;
  const type = node.type.kind === Kind.NON_NULL_TYPE ? node.type.type : node.type;
  const kind = kinds[print(type)];
  if (kind === undefined) throw new Error(`No reader for the directive argument "${node.name.value}".`);
  return { name: node.name.value, kind, required };
}
