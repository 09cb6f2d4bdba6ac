import type { InconsistentObject } from '@remote-joins/core';
import { type ShopParts, shopOf } from '../hasuraShop.js';
import { toRemote, toSource } from '../relationships.js';

export interface Refused {
  readonly metadata: object;
  /** Codes of all problems, one after the other. */
  readonly codes: string;
  readonly listed: InconsistentObject;
  /** Names of what is left out with it. */
  readonly also?: readonly string[];
}

/** The reason is what comes after where it holds. */
type Told = readonly [codes: string, reason: string, ...also: readonly string[]];

/** A relationship of `orders` that is left out. */
function ofOrders(
  relationship: { readonly name: string },
  [codes, reason, ...also]: Told,
  parts: ShopParts = {},
): Refused {
  return {
    metadata: shopOf({ ...parts, orders: { ...parts.orders, remote_relationships: [relationship] } }),
    codes,
    listed: {
      type: 'remote_relationship',
      name: `remote_relationship ${relationship.name} in table orders in source default`,
      definition: relationship,
      reason: `Inconsistent object: in table "orders": in remote relationship "${relationship.name}": ${reason}`,
    },
    also,
  };
}

function toCatalogue(lhs: readonly string[], field: unknown, told: Told): Refused {
  return ofOrders(toRemote('r', lhs, field), told);
}

function ofType(typeName: string, relationship: { readonly name: string }, [codes, reason]: Told): Refused {
  return {
    metadata: shopOf({ catalog: { remote_relationships: [{ type_name: typeName, relationships: [relationship] }] } }),
    codes,
    listed: {
      type: 'remote_schema_remote_relationship',
      name: `remote_schema_remote_relationship remote_relationship ${relationship.name} on type ${typeName} in remote schema catalog`,
      definition: relationship,
      reason: `Inconsistent object: in remote relationship "${relationship.name}": ${reason}`,
    },
  };
}

const product = (args: object): object => ({ product: { arguments: args } });
const user = toSource('r', 'object', 'users', { user_id: 'id' });

const toRemoteSchema: Readonly<Record<string, Refused>> = {
  'a remote schema that is not there': ofOrders(toRemote('r', ['sku'], product({ sku: '$sku' }), 'catalogue'), [
    'METADATA_REFERENCE_NOT_FOUND',
    'remote_relationship r in table orders in source default points to the remote schema "catalogue", which is not in the metadata. Did you mean "catalog"?',
  ]),
  'a field of the parent that is not there': toCatalogue(['skuu'], product({ sku: '$skuu' }), [
    'METADATA_INCONSISTENT',
    'Table "orders" has no column "skuu". Did you mean "sku"?',
  ]),
  'a field of the parent that is not there, and needed by nothing': toCatalogue(
    ['sku', 'skuu'],
    product({ sku: '$sku' }),
    ['METADATA_INCONSISTENT', 'Table "orders" has no column "skuu". Did you mean "sku"?'],
  ),
  'a computed field that takes arguments': ofOrders(
    toRemote('r', ['word'], product({ sku: '$word' })),
    ['METADATA_INCONSISTENT', '"word" of "orders" cannot be a join key: it is computed from arguments.'],
    { orders: { computed_fields: [{ name: 'word', definition: { function: 'word_of' } }] } },
  ),
  'a computed field that is rows': ofOrders(
    toRemote('r', ['kin'], product({ sku: '$kin' })),
    ['METADATA_INCONSISTENT', '"kin" of "orders" cannot be a join key: it is joined itself.'],
    { orders: { computed_fields: [{ name: 'kin', definition: { function: 'same_region' } }] } },
  ),
  'a field of the parent that is no name': toCatalogue(['sk u'], product({ sku: 'a' }), [
    'METADATA_INVALID_VALUE',
    'Item 1 in "lhs_fields" of remote_relationship r in table orders in source default must be a name as GraphQL has them, but is "sk u".',
  ]),
  'a root field that is not there': toCatalogue(['sku'], { produkt: { arguments: { sku: '$sku' } } }, [
    'METADATA_INCONSISTENT',
    'The remote schema has no field "produkt" there.',
  ]),
  'a field that is not there below a root field': toCatalogue(
    ['sku'],
    { shop: { arguments: {}, field: { produkt: { arguments: { sku: '$sku' } } } } },
    ['METADATA_INCONSISTENT', 'The remote schema has no field "produkt" there.'],
  ),
  'a root field of mutations': toCatalogue(['sku'], { rename: { arguments: { sku: '$sku', title: 'x' } } }, [
    'METADATA_INCONSISTENT',
    'The remote schema has no field "rename" there.',
  ]),
  'a path through a scalar': toCatalogue(['sku'], { name: { arguments: {}, field: product({ sku: '$sku' }) } }, [
    'METADATA_INCONSISTENT',
    'The remote schema has no field "product" there.',
  ]),
  'a path through a list': toCatalogue(['sku'], { shops: { arguments: {}, field: product({ sku: '$sku' }) } }, [
    'METADATA_INCONSISTENT',
    '"Query.shops" of remote schema "catalog" is a list ([Shop!]!), but not the last field of the path.',
  ]),
  'two fields at once': toCatalogue(['sku'], { product: { arguments: { sku: '$sku' } }, name: { arguments: {} } }, [
    'METADATA_INVALID_VALUE',
    '"remote_field" of remote_relationship r in table orders in source default must be an object with one key, the name of a field, but is one with more.',
  ]),
  'no field': toCatalogue(['sku'], {}, [
    'METADATA_INVALID_VALUE',
    '"remote_field" of remote_relationship r in table orders in source default must be an object with one key, the name of a field, but is empty.',
  ]),
  'a field without "arguments"': toCatalogue(['sku'], { name: {} }, [
    'METADATA_MISSING_KEY',
    'Field "name" in "remote_field" of remote_relationship r in table orders in source default lacks its key "arguments".',
  ]),
  'an argument that is not there': toCatalogue(['sku'], product({ sku: '$sku', size: 1 }), [
    'METADATA_INCONSISTENT',
    'The remote schema\'s field "Query.product" has no "size".',
  ]),
  'a variable that is no field of the parent': toCatalogue(['sku'], product({ sku: '$id' }), [
    'METADATA_REFERENCE_NOT_FOUND',
    '"$id" in remote_relationship r in table orders in source default is not among its "lhs_fields".',
  ]),
  'a variable without a name': toCatalogue(['sku'], product({ sku: '$' }), [
    'METADATA_INVALID_VALUE',
    '"sku" in "arguments" of remote_relationship r in table orders in source default must be a constant, or "$" with the name of a field, but is another text.',
  ]),
  'a text for a number': toCatalogue([], { shop: { arguments: { size: 'x' } } }, [
    'METADATA_INCONSISTENT',
    '"x" is not a value of Int.',
  ]),
  'a number for a text': toCatalogue([], { shop: { arguments: { kind: 1 } } }, [
    'METADATA_INCONSISTENT',
    '1 is not a value of String.',
  ]),
  'a number for a boolean': toCatalogue([], { shop: { arguments: { open: 1 } } }, [
    'METADATA_INCONSISTENT',
    '1 is not a value of Boolean.',
  ]),
  'a fraction for a whole number': toCatalogue([], { shop: { arguments: { size: 1.5 } } }, [
    'METADATA_INCONSISTENT',
    '1.5 is not a value of Int.',
  ]),
  'a boolean for an ID': toCatalogue([], product({ sku: true }), [
    'METADATA_INCONSISTENT',
    'true is not a value of ID!.',
  ]),
  'a list where there is none': toCatalogue(['sku'], product({ sku: ['$sku'] }), [
    'METADATA_INCONSISTENT',
    '"sku" is given a list, but its type is ID!.',
  ]),
  'a list of two': toCatalogue(['sku'], { list: { arguments: { skus: ['$sku', 'cup'] } } }, [
    'METADATA_INVALID_VALUE',
    '"skus" in "arguments" of remote_relationship r in table orders in source default must be a list of at most one item, but is one of more.',
  ]),
  'a text for an enum': toCatalogue([], { stock: { arguments: { kind: 'NEW' } } }, [
    'METADATA_INCONSISTENT',
    '"NEW" is not a value of Kind!: enum values are written without quotes.',
  ]),
  null: toCatalogue([], product({ sku: null }), [
    'METADATA_INVALID_VALUE',
    '"sku" in "arguments" of remote_relationship r in table orders in source default must be a value other than null, but is null.',
  ]),
  'a key that its input type does not have': toCatalogue([], product({ sku: 'a', filter: { size: 1 } }), [
    'METADATA_INCONSISTENT',
    'The remote schema\'s input object "Filter" has no "size".',
  ]),
  'an object where there is none': toCatalogue([], product({ sku: { a: 1 } }), [
    'METADATA_INCONSISTENT',
    '{a: 1} is not a value of ID!.',
  ]),
};

const toASource: Readonly<Record<string, Refused>> = {
  'a source that is not there': ofOrders(toSource('r', 'object', 'users', { user_id: 'id' }, 'user'), [
    'METADATA_REFERENCE_NOT_FOUND',
    'remote_relationship r in table orders in source default points to the source "user", which is not in the metadata. Did you mean "users"?',
  ]),
  'a table that is not tracked': ofOrders(toSource('r', 'object', 'marks', { user_id: 'id' }), [
    'METADATA_REFERENCE_NOT_FOUND',
    'remote_relationship r in table orders in source default points to the table "marks" of the source "users", which is not in the metadata.',
  ]),
  'a field of the parent that is not there': ofOrders(toSource('r', 'object', 'users', { user: 'id' }), [
    'METADATA_INCONSISTENT',
    'Table "orders" has no column "user". Did you mean "user_id"?',
  ]),
  'a column of the target that is not there': ofOrders(toSource('r', 'object', 'users', { user_id: 'idd' }), [
    'METADATA_INCONSISTENT',
    'The target of "user_id" is column "idd", which table "public.users" of "users" does not have. Did you mean "id"?',
  ]),
  'a column of the target that is an enum': ofOrders(toSource('r', 'array', 'orders', { kind: 'status' }, 'default'), [
    'METADATA_INCONSISTENT',
    'The target column "status" refers to an enum table, which Hasura joins by no relationship.',
  ]),
  'a column of the target that is no scalar': ofOrders(toSource('r', 'array', 'orders', { kind: 'tags' }, 'default'), [
    'METADATA_INCONSISTENT',
    'The target column "tags" of table "public.orders" of "default" (text[]) cannot be a join key.',
  ]),
  'no pair of columns': ofOrders(toSource('r', 'object', 'users', {}), [
    'METADATA_INVALID_VALUE',
    '"field_mapping" of remote_relationship r in table orders in source default must be an object with at least one pair of names, but is empty.',
  ]),
  'another kind than object and array': ofOrders(toSource('r', 'one' as 'object', 'users', { user_id: 'id' }), [
    'METADATA_INVALID_VALUE',
    '"relationship_type" of remote_relationship r in table orders in source default must be "object" or "array", but is "one".',
  ]),
  'no target': ofOrders({ name: 'r', definition: {} } as never, [
    'METADATA_CONFLICTING_KEYS',
    '"definition" of remote_relationship r in table orders in source default must have exactly one of "to_source" and "to_remote_schema", but has none.',
  ]),
  'two targets': ofOrders(
    {
      ...user,
      definition: { ...user.definition, ...toRemote('r', [], { name: { arguments: {} } }).definition },
    } as never,
    [
      'METADATA_CONFLICTING_KEYS',
      '"definition" of remote_relationship r in table orders in source default must have exactly one of "to_source" and "to_remote_schema", but has more.',
    ],
  ),
  'the name of a column': ofOrders({ ...user, name: 'sku' }, [
    'METADATA_DUPLICATE',
    'A column or another relationship has its name.',
  ]),
  'the name that a column is given': ofOrders(
    { ...user, name: 'code' },
    ['METADATA_DUPLICATE', 'A column or another relationship has its name.'],
    {
      orders: { configuration: { column_config: { sku: { custom_name: 'code' } } } },
    },
  ),
  'a name that is none': ofOrders({ ...user, name: 'the user' }, [
    'METADATA_INVALID_VALUE',
    '"name" of remote_relationship the user in table orders in source default must be a name as GraphQL has them, but is "the user".',
  ]),
};

const ofRemoteTypes: Readonly<Record<string, Refused>> = {
  'a type that is not there': ofType('Produkt', toSource('r', 'object', 'users', { makerId: 'id' }), [
    'METADATA_INCONSISTENT',
    'Remote schema "catalog" has no type "Produkt". Did you mean "Product"?',
  ]),
  'an interface': ofType('Node', toSource('r', 'array', 'orders', { sku: 'sku' }, 'default'), [
    'METADATA_INCONSISTENT',
    'Type "Node" of remote schema "catalog" is no object type: relationships need one.',
  ]),
  'an input type': ofType('Filter', toSource('r', 'array', 'orders', { lang: 'sku' }, 'default'), [
    'METADATA_INCONSISTENT',
    'Type "Filter" of remote schema "catalog" is no object type: relationships need one.',
  ]),
  'a field that is not there': ofType('Product', toSource('r', 'object', 'users', { maker: 'id' }), [
    'METADATA_INCONSISTENT',
    'Type "Product" of the remote schema has no field "maker". Did you mean "makerId"?',
  ]),
  'a field that takes arguments': ofType('Product', toSource('r', 'array', 'orders', { title: 'sku' }, 'default'), [
    'METADATA_INCONSISTENT',
    'Field "Product.title" takes arguments: it can be no key.',
  ]),
  'a field that is a list of objects': ofType(
    'Product',
    toSource('r', 'array', 'orders', { related: 'sku' }, 'default'),
    ['METADATA_INCONSISTENT', '"related" of "Product" cannot be a join key: it is a list ([Product!]!).'],
  ),
  'the older form': ofType(
    'Product',
    {
      name: 'r',
      definition: {
        remote_schema: 'people',
        hasura_fields: ['makerId'],
        remote_field: { person: { arguments: { id: '$makerId' } } },
      },
    } as never,
    [
      'METADATA_CONFLICTING_KEYS METADATA_UNKNOWN_KEY METADATA_UNKNOWN_KEY METADATA_UNKNOWN_KEY',
      'Unknown key "remote_schema" in "definition" of remote_schema_remote_relationship r on type Product in remote_schema catalog. Did you mean "to_remote_schema"? Unknown key "hasura_fields" in "definition" of remote_schema_remote_relationship r on type Product in remote_schema catalog. Unknown key "remote_field" in "definition" of remote_schema_remote_relationship r on type Product in remote_schema catalog. "definition" of remote_schema_remote_relationship r on type Product in remote_schema catalog must have exactly one of "to_source" and "to_remote_schema", but has none.',
    ],
  ),
  'the name of a field': ofType('Product', toSource('title', 'object', 'users', { makerId: 'id' }), [
    'METADATA_INCONSISTENT',
    'Field "Product.title" can only be defined once.',
  ]),
};

function ofCatalogue(definition: object, [codes, reason, ...also]: Told): Refused {
  const parts = shopOf({ catalogDefinition: definition });
  const metadata: { readonly remote_schemas: readonly unknown[] } = JSON.parse(JSON.stringify(parts));
  return {
    metadata,
    codes,
    listed: {
      type: 'remote_schema',
      name: 'remote_schema catalog',
      definition: metadata.remote_schemas[0],
      reason: `Inconsistent object: ${reason}`,
    },
    also,
  };
}

function ofPeople(customization: object, [codes, reason]: Told): Refused {
  const people = { definition: { url: '{{PEOPLE_URL}}', customization } };
  return {
    metadata: shopOf({ people }),
    codes,
    listed: {
      type: 'remote_schema',
      name: 'remote_schema people',
      definition: { name: 'people', ...people },
      reason: `Inconsistent object: ${reason}`,
    },
  };
}

const typeNames = (mapping: object, fields: readonly object[] = []): object => ({
  customization: { type_names: { mapping }, field_names: fields },
});

const remoteSchemas: Readonly<Record<string, Refused>> = {
  'two addresses': ofCatalogue({ url: 'http://127.0.0.1:1' }, [
    'METADATA_CONFLICTING_KEYS',
    '"definition" of remote_schema catalog must have exactly one of "url" and "url_from_env", but has more.',
  ]),
  'no address': ofCatalogue({ url_from_env: undefined }, [
    'METADATA_CONFLICTING_KEYS',
    '"definition" of remote_schema catalog must have exactly one of "url" and "url_from_env", but has none.',
  ]),
  'an address that is none': ofCatalogue({ url_from_env: undefined, url: 'catalogue' }, [
    'METADATA_INVALID_VALUE',
    'Option "url" of remoteSchema must be an absolute address that begins with http:// or https://.',
  ]),
  'an address in a variable that is not set': ofCatalogue({ url_from_env: 'NO_URL' }, [
    'METADATA_VARIABLE_UNSET',
    'remote_schema catalog takes a value from the environment variable "NO_URL", which is not set.',
  ]),
  'an address where nobody answers': ofCatalogue({ url_from_env: undefined, url: 'http://127.0.0.1:1/' }, [
    'METADATA_SOURCE_UNAVAILABLE',
    'It cannot be asked what it holds. The remote schema could not be reached (ECONNREFUSED). Check "url" and that the server runs, or give its SDL in "schema".',
  ]),
  'a header in a variable that is not set': ofCatalogue({ headers: [{ name: 'a', value_from_env: 'NO_KEY' }] }, [
    'METADATA_VARIABLE_UNSET',
    'remote_schema catalog takes a value from the environment variable "NO_KEY", which is not set.',
  ]),
  'a header with two values': ofCatalogue({ headers: [{ name: 'a', value: 'b', value_from_env: 'KEY' }] }, [
    'METADATA_CONFLICTING_KEYS',
    'Item 1 in "headers" of remote_schema catalog must have exactly one of "value" and "value_from_env", but has more.',
  ]),
  'a header without a value': ofCatalogue({ headers: [{ name: 'a' }] }, [
    'METADATA_CONFLICTING_KEYS',
    'Item 1 in "headers" of remote_schema catalog must have exactly one of "value" and "value_from_env", but has none.',
  ]),
  'two types of one name': ofCatalogue(typeNames({ Product: 'Thing', Maker: 'Thing' }), [
    'METADATA_DUPLICATE',
    'Its type "Thing" is one of remote_schema "catalog" already.',
  ]),
  'a type with the name of a table': ofCatalogue(typeNames({ Shop: 'orders' }), [
    'METADATA_DUPLICATE',
    'Its type "orders" is one of table "orders in source default" already.',
  ]),
  'a name of a type that is none': ofCatalogue(typeNames({ Shop: 'a shop' }), [
    'METADATA_INVALID_VALUE',
    '"Shop" in "mapping" of remote_schema catalog must be a name as GraphQL has them, but is "a shop".',
  ]),
  'two fields of one name': ofCatalogue(typeNames({}, [{ parent_type: 'Product', mapping: { title: 'sku' } }]), [
    'METADATA_INCONSISTENT',
    'Field "Product.sku" can only be defined once.',
  ]),
  'a field that its interface has under another name': ofCatalogue(
    typeNames({}, [{ parent_type: 'Node', mapping: { sku: 'code' } }]),
    [
      'METADATA_INCONSISTENT METADATA_INCONSISTENT',
      'Interface field Node.code expected but Product does not provide it. Interface field Node.code expected but Maker does not provide it.',
    ],
  ),
  'the root field of a table': ofCatalogue(typeNames({}, [{ parent_type: 'Query', mapping: { name: 'orders' } }]), [
    'METADATA_DUPLICATE',
    'Its root field "Query.orders" is one of table "orders in source default" already.',
  ]),
  'the root field of another remote schema': ofPeople(
    { field_names: [{ parent_type: 'Query', mapping: { person: 'name' } }] },
    ['METADATA_DUPLICATE', 'Its root field "Query.name" is one of remote_schema "catalog" already.'],
  ),
};

/** A permission of the role `user` that is left out. */
function ofUser(schema: string, [codes, reason]: Told): Refused {
  const permission = { role: 'user', definition: { schema } };
  return {
    metadata: shopOf({ catalog: { permissions: [permission] } }),
    codes,
    listed: {
      type: 'remote_schema_permission',
      name: 'remote_schema_permission user permission in remote schema catalog',
      definition: permission,
      reason: `Inconsistent object: in remote schema permission for role "user": ${reason}`,
    },
  };
}

const permissions: Readonly<Record<string, Refused>> = {
  'no query root': ofUser('type Product { sku: ID! }', ['METADATA_INCONSISTENT', 'The SDL has no query root.']),
  'two definitions of the schema': ofUser(
    'schema { query: Query } schema { query: Query } type Query { name: String! }',
    [
      'METADATA_INCONSISTENT METADATA_INCONSISTENT',
      'Must provide only one schema definition. There can be only one query type in schema.',
    ],
  ),
  'a field that is not there': ofUser('type Query { names: String! }', [
    'METADATA_INCONSISTENT',
    'Type "Query" of remote schema "catalog" has no field "names". Did you mean "name"?',
  ]),
  'a field of another type': ofUser('type Query { name: Int }', [
    'METADATA_INCONSISTENT',
    'The type is Int, not String! as in remote schema "catalog".',
  ]),
  'a field that is less certain': ofUser('type Query { name: String }', [
    'METADATA_INCONSISTENT',
    'The type is String, not String! as in remote schema "catalog".',
  ]),
  'an argument that is not there': ofUser('type Query { name(of: ID): String! }', [
    'METADATA_INCONSISTENT',
    'Field "Query.name" of remote schema "catalog" has no argument "of".',
  ]),
  'an argument of another type': ofUser('type Query { product(sku: String!): Product } type Product { sku: ID! }', [
    'METADATA_INCONSISTENT',
    'The type is String!, not ID! as in remote schema "catalog".',
  ]),
  'a required argument missing': ofUser('type Query { product: Product } type Product { sku: ID! }', [
    'METADATA_INCONSISTENT',
    'Field "Query.product" of remote schema "catalog" requires "sku" (ID!), which is left out.',
  ]),
  'a default that is not there': ofUser('type Query { shop(size: Int = 1): Shop } type Shop { kind: String }', [
    'METADATA_INCONSISTENT',
    'The default value is another than in remote schema "catalog".',
  ]),
  'a type that is not there': ofUser('type Query { name: String! } type Other { sku: ID! }', [
    'METADATA_INCONSISTENT',
    'Remote schema "catalog" has no type "Other". Did you mean "Either"?',
  ]),
  'a type of another kind': ofUser('type Query { node(sku: ID!): Node } type Node { sku: ID! }', [
    'METADATA_INCONSISTENT',
    'The kind of type is an object type, not an interface as in remote schema "catalog".',
  ]),
  'an enum value that is not there': ofUser('type Query { kind(sku: ID!): Kind } enum Kind { NEW OTHER }', [
    'METADATA_INCONSISTENT',
    'Enum "Kind" of remote schema "catalog" has no value "OTHER".',
  ]),
  'a member of a union that is not there': ofUser(
    'type Query { either(sku: ID!): Either } union Either = Product | Shop type Product { sku: ID! } type Shop { kind: String }',
    ['METADATA_INCONSISTENT', 'Union "Either" of remote schema "catalog" has no member "Shop".'],
  ),
  'an interface that is not there': ofUser('type Query { name: String! } interface Other { sku: ID! }', [
    'METADATA_INCONSISTENT',
    'Remote schema "catalog" has no type "Other". Did you mean "Either"?',
  ]),
  'an interface that its type has not there': ofUser(
    'type Query { shop: Shop } type Shop implements Node { sku: ID! } interface Node { sku: ID! }',
    [
      'METADATA_INCONSISTENT METADATA_INCONSISTENT',
      'Type "Shop" of remote schema "catalog" has no interface "Node". Type "Shop" of remote schema "catalog" has no field "sku".',
    ],
  ),
  'a scalar that is not there': ofUser('type Query { name: String! } scalar Other', [
    'METADATA_INCONSISTENT',
    'Remote schema "catalog" has no type "Other". Did you mean "Either"?',
  ]),
  'an input field that is not there': ofUser(
    'type Query { product(sku: ID!, filter: Filter): Product } type Product { sku: ID! } input Filter { of: Int }',
    ['METADATA_INCONSISTENT', 'Input object "Filter" of remote schema "catalog" has no field "of".'],
  ),
  'a type twice': ofUser('type Query { name: String! } type Shop { kind: String } type Shop { kind: String }', [
    'METADATA_INCONSISTENT METADATA_INCONSISTENT',
    'There can be only one type named "Shop". Field "Shop.kind" can only be defined once.',
  ]),
  'a field twice': ofUser('type Query { name: String! name: String! }', [
    'METADATA_INCONSISTENT',
    'Field "Query.name" can only be defined once.',
  ]),
  'an argument twice': ofUser('type Query { stock(kind: Kind!, kind: Kind!): Int! } enum Kind { NEW }', [
    'METADATA_INCONSISTENT',
    'Argument "Query.stock(kind:)" can only be defined once.',
  ]),
  'an enum value twice': ofUser('type Query { kind(sku: ID!): Kind } enum Kind { NEW NEW }', [
    'METADATA_INCONSISTENT',
    'Enum value "Kind.NEW" can only be defined once.',
  ]),
  'another directive': ofUser('type Query { name: String! @other }', [
    'METADATA_INCONSISTENT',
    'Unknown directive "@other".',
  ]),
  'a preset on a field': ofUser('type Query { name: String! @preset(value: 1) }', [
    'METADATA_INCONSISTENT',
    'Directive "@preset" may not be used on FIELD_DEFINITION.',
  ]),
  'two presets in one place': ofUser(
    'type Query { shop(size: Int @preset(value: 1) @preset(value: 2)): Shop } type Shop { kind: String }',
    ['METADATA_INCONSISTENT', 'The directive "@preset" can only be used once at this location.'],
  ),
  'a preset of another type': ofUser(
    'type Query { shop(size: Int @preset(value: "one")): Shop } type Shop { kind: String }',
    ['METADATA_INCONSISTENT', 'The preset is not a value of Int.'],
  ),
  'a preset without a value': ofUser('type Query { shop(size: Int @preset): Shop } type Shop { kind: String }', [
    'METADATA_INCONSISTENT',
    'The preset has no "value".',
  ]),
  'a preset with a key that is not there': ofUser(
    'type Query { product(sku: ID!, filter: Filter @preset(value: {of: 1})): Product } type Product { sku: ID! } input Filter { max: Int }',
    ['METADATA_INCONSISTENT', 'The preset has "of", but input object "Filter" has no such field.'],
  ),
  'a session variable for an object': ofUser(
    'type Query { product(sku: ID!, filter: Filter @preset(value: "x-hasura-f")): Product } type Product { sku: ID! } input Filter { max: Int }',
    ['METADATA_INCONSISTENT', 'A session variable cannot be a value of Filter.'],
  ),
  'a session variable for a list': ofUser(
    'type Query { list(skus: [ID!]! @preset(value: "X-Hasura-Skus")): [Product!]! } type Product { sku: ID! }',
    ['METADATA_INCONSISTENT', 'A session variable is one value, and [ID!]! a list: put it in brackets.'],
  ),
  'a session variable for a list in an input type': ofUser(
    'type Query { find(where: Where!): [Product!]! } type Product { sku: ID! } input Where { skus: [ID!] @preset(value: "x-hasura-skus") }',
    ['METADATA_INCONSISTENT', 'A session variable is one value, and [ID!] a list: put it in brackets.'],
  ),
  'a session variable for a list within an object': ofUser(
    'type Query { product(sku: ID!, filter: Filter @preset(value: {also: {tags: "x-hasura-tags"}})): Product } type Product { sku: ID! } input Filter { also: Also } input Also { tags: [String!] }',
    ['METADATA_INCONSISTENT', 'A session variable is one value, and [String!] a list: put it in brackets.'],
  ),
  '"static" that is no boolean': ofUser(
    'type Query { shop(kind: String @preset(value: "x-hasura-a", static: 1)): Shop } type Shop { kind: String }',
    ['METADATA_INCONSISTENT', '"static" is no boolean.'],
  ),
  'a text that is no SDL': ofUser('type Query {', [
    'METADATA_PARSE_ERROR',
    '"schema" of remote_schema_permission user permission in remote schema catalog is no SDL, at its line 1: Expected Name, found <EOF>.',
  ]),
};

const everyone = {
  name: 'everyone',
  definition: { type: 'query', handler: '{{ACTIONS_URL}}', output_type: '[SignedUp!]!' },
};

/** Relationships of what an action answers; where the fault is of the types themselves, all of them are left out. */
function ofAction(relationships: readonly object[], object: 'one' | 'all', [codes, reason, ...also]: Told): Refused {
  const fields = [
    { name: 'userId', type: 'Int' },
    { name: 'ids', type: '[Int]' },
  ];
  const custom_types = { objects: [{ name: 'SignedUp', fields, relationships }] };
  return {
    metadata: shopOf({ more: { actions: [everyone], custom_types } }),
    codes,
    listed: {
      type: 'custom_types',
      name: object === 'one' ? 'custom_types r on type SignedUp' : 'custom_types custom_types',
      definition: object === 'one' ? relationships[0] : custom_types,
      reason: `Inconsistent object: ${reason}`,
    },
    also,
  };
}

const toUsers = { name: 'r', type: 'object', source: 'users', remote_table: 'users', field_mapping: { userId: 'id' } };

const actions: Readonly<Record<string, Refused>> = {
  'the name of a field': ofAction([{ ...toUsers, name: 'ids' }], 'all', [
    'METADATA_REFERENCE_NOT_FOUND METADATA_DUPLICATE',
    'custom_types has more than one field or relationship "ids".',
    'action everyone',
  ]),
  'a source that is not there': ofAction([{ ...toUsers, source: 'people' }], 'one', [
    'METADATA_REFERENCE_NOT_FOUND',
    'custom_types r on type SignedUp points to the source "people", which is not in the metadata.',
  ]),
  'a table that is not tracked': ofAction([{ ...toUsers, remote_table: 'marks' }], 'one', [
    'METADATA_REFERENCE_NOT_FOUND',
    'custom_types r on type SignedUp points to the table "marks" of the source "users", which is not in the metadata.',
  ]),
  'a field that is not there': ofAction([{ ...toUsers, field_mapping: { user: 'id' } }], 'all', [
    'METADATA_REFERENCE_NOT_FOUND METADATA_REFERENCE_NOT_FOUND',
    'The relationship "r" of the type "SignedUp" in custom_types maps "user", which is no field of it. Did you mean "userId"?',
    'action everyone',
  ]),
  'a field that is a list': ofAction([{ ...toUsers, field_mapping: { ids: 'id' } }], 'all', [
    'METADATA_REFERENCE_NOT_FOUND METADATA_INVALID_VALUE',
    'The relationship "r" of the type "SignedUp" in custom_types maps "ids", which is a list.',
    'action everyone',
  ]),
  'a column that is not there': ofAction([{ ...toUsers, field_mapping: { userId: 'idd' } }], 'one', [
    'METADATA_INCONSISTENT',
    'The target of "userId" is column "idd", which table "public.users" of "users" does not have. Did you mean "id"?',
  ]),
  'tables of two sources': ofAction(
    [
      toUsers,
      { name: 's', type: 'array', source: 'default', remote_table: 'orders', field_mapping: { userId: 'user_id' } },
    ],
    'one',
    [
      'METADATA_INVALID_VALUE METADATA_INVALID_VALUE',
      'custom_types r on type SignedUp points to another source than other relationships of the type.',
      'custom_types s on type SignedUp',
    ],
  ),
  'another kind than object and array': ofAction([{ ...toUsers, type: 'one' }], 'all', [
    'METADATA_REFERENCE_NOT_FOUND METADATA_INVALID_VALUE',
    '"type" of custom_types must be "object" or "array", but is "one".',
    'action everyone',
  ]),
};

const inOrders = 'in table orders in source default';
const status = { name: 'r', using: { foreign_key_constraint_on: 'status' } };
const computed = { name: 'r', definition: { function: 'f' } };
const listed = (type: string, definition: object) => ({ type, name: `${type} r ${inOrders}`, definition });

const conflicts: Readonly<Record<string, Refused>> = {
  'two relationships of one name: neither is used': {
    metadata: shopOf({ orders: { object_relationships: [status], remote_relationships: [user] } }),
    codes: 'METADATA_DUPLICATE METADATA_DUPLICATE',
    listed: {
      objects: [listed('object_relation', status), listed('remote_relationship', user)],
      reason: 'Conflicting objects: conflicting definitions for field "r"',
    },
  },
  'a computed field and a relationship of one name: neither is used': {
    metadata: shopOf({ orders: { computed_fields: [computed], remote_relationships: [user] } }),
    codes: 'METADATA_DUPLICATE METADATA_DUPLICATE',
    listed: {
      objects: [listed('remote_relationship', user), listed('computed_field', computed)],
      reason: 'Conflicting objects: conflicting definitions for field "r"',
    },
  },
  'two remote relationships of one name: neither is used': {
    metadata: shopOf({ orders: { remote_relationships: [user, user] } }),
    codes: 'METADATA_DUPLICATE METADATA_DUPLICATE',
    listed: {
      type: 'remote_relationship',
      definitions: [user, user],
      reason: `Multiple definitions for: remote_relationship r ${inOrders}`,
    },
  },
  'a table that is tracked twice: it is left out, with what leads to it': {
    metadata: shopOf({ orders: { remote_relationships: [user] }, logins: { table: 'users' } }),
    codes: 'METADATA_REFERENCE_NOT_FOUND METADATA_DUPLICATE METADATA_DUPLICATE',
    listed: {
      type: 'table',
      definitions: [{ table: 'users' }, { table: 'users' }],
      reason: 'Multiple definitions for: table users in source users',
    },
    also: [`remote_relationship r ${inOrders}`],
  },
  'a role that inherits different parts of a remote schema: it stays': {
    metadata: shopOf({
      catalog: {
        permissions: [
          { role: 'a', definition: { schema: 'type Query { name: String! }' } },
          { role: 'b', definition: { schema: 'type Query { kind(sku: ID!): Kind } enum Kind { NEW }' } },
        ],
      },
      more: { inherited_roles: [{ role_name: 'heir', role_set: ['a', 'b'] }] },
    }),
    codes: 'METADATA_INCONSISTENT',
    listed: {
      type: 'inherited role permission inconsistency',
      name: 'heir',
      entity: { remote_schema: 'catalog' },
      reason: "Could not inherit permission for the role 'heir' for the entity: 'remote schema: 'catalog''",
    },
  },
};

export const refusedObjects: Readonly<Record<string, Readonly<Record<string, Refused>>>> = {
  'a relationship to a remote schema with': toRemoteSchema,
  'a relationship to a source with': toASource,
  'a relationship of a remote schema with': ofRemoteTypes,
  'a relationship of an action with': actions,
  'a remote schema with': remoteSchemas,
  'a permission of a remote schema with': permissions,
  'as conflicts': conflicts,
};
