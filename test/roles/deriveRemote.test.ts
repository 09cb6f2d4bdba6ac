/** What a role sees of fields, relationships and types of a remote schema. */
import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { type GraphQLInputType, getNamedType, isEnumType } from 'graphql';
import type { RemoteField } from '../../packages/core/src/model/remoteType.js';
import { deriveRemoteField } from '../../packages/core/src/roles/remote/deriveRemoteField.js';
import { deriveRemoteTarget } from '../../packages/core/src/roles/remote/deriveRemoteTarget.js';
import { findHiddenRemote } from '../../packages/core/src/roles/remote/findHiddenRemote.js';
import { checkRemoteRole } from '../support/remoteRole.js';

const upstream = `
  schema { query: Root, mutation: Change }
  type Root {
    product(sku: ID!, lang: String, filter: Filter, kind: Kind): Product
    products(filter: Filter!, filters: [Filter!]): [Product!]!
    shop(kind: Kind!, options: Options): Shop
    grade(sku: ID!): Grade
    hits: [Hit!]
    pet: Pet
    secret: Secret
  }
  type Change { rate(sku: ID!): Product }
  enum Kind { RETAIL OUTLET SECRET }
  enum Size { S M L }
  enum Grade { A B C }
  input Options { tenant: ID, lang: String, kind: Kind }
  input Filter { text: String, tenant: ID, near: Place, kind: Kind, and: [Filter!] }
  input Place { city: String, exact: Boolean }
  type Product implements Named { sku: ID!, name(lang: String): String!, kind: Kind, size: Size, cost: Int, shop: Shop }
  type Shop implements Named { name(lang: String): String!, seller(sku: ID!, lang: String): Seller }
  type Seller { name: String! }
  type Secret { name: String! }
  interface Named { name(lang: String): String! }
  union Hit = Product | Shop | Secret
  interface Pet { id: ID!, name: String }
  type Cat implements Pet { id: ID!, name: String, lives: Int }
  type Dog implements Pet { id: ID!, name: String }`;

const sdl = `
  type Query {
    product(code: ID! @upstream(name: "sku"), language: String @upstream(name: "lang"), where: Where @upstream(name: "filter")): Item @remoteField(schema: "catalog")
    items(where: Where! @upstream(name: "filter"), wheres: [Where!] @upstream(name: "filters")): [Item!]! @remoteField(schema: "catalog", field: "products")
    hits: [Hit!] @remoteField(schema: "catalog")
    pet: Pet @remoteField(schema: "catalog")
    secret: Secret @remoteField(schema: "catalog")
    carts: [Cart!]!
    optioned: Optioned
  }
  type Mutation { rate(sku: ID!): Item @remoteField(schema: "catalog") }
  input Where @upstream(name: "Filter") { words: String @upstream(name: "text"), owner: ID @upstream(name: "tenant"), near: Place, sort: Sort @upstream(name: "kind"), and: [Where!] }
  input Place { city: String, exact: Boolean }
  enum Sort @upstream(name: "Kind") { RETAIL, CHEAP @upstream(name: "OUTLET"), HIDDEN @upstream(name: "SECRET") }
  type Item implements Named @upstream(name: "Product") {
    code: ID! @upstream(name: "sku")
    name(language: String @upstream(name: "lang")): String!
    sort: Sort @upstream(name: "kind")
    size: Size
    cost: Int
    shop: Shop
    alike(language: String @upstream(name: "lang")): Item @remoteRelationship(schema: "catalog", field: "product(sku: $code)")
  }
  type Shop implements Named { name(language: String @upstream(name: "lang")): String! }
  type Secret { name: String! }
  interface Named { name(language: String): String! }
  union Hit = Item | Shop | Secret
  interface Pet { id: ID!, name: String }
  type Cat implements Pet { id: ID!, name: String, lives: Int }
  type Dog implements Pet { id: ID!, name: String }
  type Cart {
    sku: ID!
    text: String
    seller(lang: String): Seller @remoteRelationship(schema: "catalog", field: "shop(kind: RETAIL) { seller(sku: $sku) }")
    hidden: Shop @remoteRelationship(schema: "catalog", field: "shop(kind: SECRET)")
    cheap: Shop @remoteRelationship(schema: "catalog", field: "shop(kind: OUTLET)")
    near: [Item!] @remoteRelationship(schema: "catalog", field: "products(filter: {near: {exact: true}})")
    found(kind: Sort, language: String): Item
      @remoteRelationship(schema: "catalog", field: "product(sku: $sku, lang: $l, filter: {text: $t, and: {text: $text}})", variables: {l: {argument: "language"}, t: {header: "x-text"}})
    mixed(owner: ID): [Item!]
      @remoteRelationship(schema: "catalog", field: "products(filter: {tenant: $sku}, filters: [{text: $text, tenant: $o}])", variables: {o: {argument: "owner"}})
  }
  type Optioned {
    sku: ID!
    kind: Item @remoteRelationship(schema: "catalog", field: "product(sku: $sku, kind: RETAIL)")
    worded: Item @remoteRelationship(schema: "catalog", field: "product(sku: $sku, lang: $l)", variables: {l: {header: "x-lang"}})
    asked: Shop @remoteRelationship(schema: "catalog", field: "shop(kind: $k)", variables: {k: {session: "x-kind"}})
    keyed: Shop @remoteRelationship(schema: "catalog", field: "shop(kind: RETAIL, options: {lang: $sku, kind: OUTLET})")
    closed: Shop @remoteRelationship(schema: "catalog", field: "shop(kind: RETAIL, options: {lang: $sku, kind: SECRET})")
    given(lang: String): Shop
      @remoteRelationship(schema: "catalog", field: "shop(kind: RETAIL, options: {lang: $l})", variables: {l: {argument: "lang"}})
    both(lang: String): Shop
      @remoteRelationship(schema: "catalog", field: "shop(kind: RETAIL, options: {lang: $l, tenant: $sku})", variables: {l: {argument: "lang"}})
    grade: Grade @remoteRelationship(schema: "catalog", field: "grade(sku: $sku)")
  }
  enum Size { S M L }
  enum Grade { A B C }
  type Seller { name: String! }`;

const permission = `
  schema { query: Root }
  type Root {
    product(sku: ID!, lang: String @preset(value: "en"), filter: Filter): Product
    products(filter: Filter!, filters: [Filter!]): [Product!]!
    shop(kind: Kind!, options: Options @preset(value: {kind: RETAIL})): Shop
    grade(sku: ID!): Grade
    hits: [Hit!]
    pet: Pet
  }
  enum Kind { RETAIL OUTLET }
  enum Size { S M }
  enum Grade { B A }
  input Options { tenant: ID @preset(value: "x-hasura-tenant"), lang: String, kind: Kind }
  input Filter { text: String, tenant: ID @preset(value: "x-hasura-tenant"), near: Place, kind: Kind, and: [Filter!] }
  input Place { city: String }
  type Product implements Named { sku: ID!, name: String!, kind: Kind, size: Size }
  type Shop implements Named { name: String!, seller(sku: ID!): Seller }
  type Seller { name: String! }
  interface Named { name: String! }
  union Hit = Product
  interface Pet { id: ID! }
  type Cat implements Pet { id: ID!, lives: Int }
  type Dog { id: ID!, name: String }`;

const { model, permission: permitted } = checkRemoteRole({
  sdl,
  upstream,
  permission,
  hostFields: ['Query.carts', 'Query.optioned'],
});

/** Types of the role's schema are told from everybody's by what is printed of them; it has no "Place". */
const typeOf = (type: GraphQLInputType): GraphQLInputType | undefined =>
  getNamedType(type).name === 'Place' ? undefined : type;
const role = { permission: permitted, names: model.names, typeOf };

const tenant = { kind: 'session', name: 'x-hasura-tenant', type: 'ID' };
const filled = { kind: 'object', fields: { tenant } };

/** As plain data: types printed, maps as objects. */
function plain(value: unknown): unknown {
  const text = JSON.stringify(value, (_, each: unknown) => (each instanceof Map ? Object.fromEntries(each) : each));
  return text === undefined ? undefined : JSON.parse(text);
}

function fieldOf(coordinate: string): RemoteField {
  const [typeName = '', fieldName = ''] = coordinate.split('.');
  const root = model.rootFields.get(coordinate);
  const field =
    root?.kind === 'remote' ? root.field : model.remoteTypes.get('catalog')?.get(typeName)?.fields.get(fieldName);
  if (field === undefined) throw new Error(`no field "${coordinate}"`);
  return field;
}

test('A field keeps the arguments that the role may give, and has the presets of the others', () => {
  deepEqual(plain(deriveRemoteField(role, fieldOf('Query.product'), 'Root')), {
    fieldName: 'product',
    upstreamName: 'product',
    type: 'Item',
    args: { code: { name: 'code', upstreamName: 'sku', type: 'ID!', upstreamType: 'ID!' } },
    presets: [
      {
        name: 'filter',
        type: 'Filter',
        value: filled,
        caller: {
          name: 'where',
          upstreamName: 'filter',
          type: 'Where',
          upstreamType: 'Filter',
          presets: { Where: { tenant } },
        },
      },
      { name: 'lang', type: 'String', value: { kind: 'constant', value: 'en' } },
    ],
  });
});

test('Objects in lists have their presets only where the caller gives them', () => {
  const { args, presets } = deriveRemoteField(role, fieldOf('Query.items'), 'Root') ?? {};
  deepEqual(plain(args), {
    wheres: {
      name: 'wheres',
      upstreamName: 'filters',
      type: '[Where!]',
      upstreamType: '[Filter!]',
      presets: { Where: { tenant } },
    },
  });
  deepEqual(
    presets?.map(({ name, caller }) => [name, caller?.name]),
    [['filter', 'where']],
  );
});

test('A field without presets has none, and loses arguments that the role does not have', () => {
  deepEqual(plain(deriveRemoteField(role, fieldOf('Item.name'), 'Product')), {
    fieldName: 'name',
    upstreamName: 'name',
    type: 'String!',
    args: {},
  });
});

test('An argument whose type the role does not have is not there, and its presets are sent all the same', () => {
  const none = { ...role, typeOf: (type: GraphQLInputType) => (String(type) === 'Where' ? undefined : type) };
  const { args, presets } = deriveRemoteField(none, fieldOf('Query.product'), 'Root') ?? {};
  deepEqual([...(args?.keys() ?? [])], ['code']);
  deepEqual(plain(presets), [
    { name: 'filter', type: 'Filter', value: filled },
    { name: 'lang', type: 'String', value: { kind: 'constant', value: 'en' } },
  ]);
});

test('A field that the role does not have, or whose parent it does not have, is not there', () => {
  equal(deriveRemoteField(role, fieldOf('Item.cost'), 'Product'), undefined);
  equal(deriveRemoteField(role, fieldOf('Query.secret'), 'Root'), undefined);
  equal(deriveRemoteField(role, fieldOf('Mutation.rate'), 'Change'), undefined);
  equal(deriveRemoteField(role, fieldOf('Mutation.rate'), undefined), undefined);
  equal(deriveRemoteField(role, fieldOf('Secret.name'), 'Secret'), undefined);
});

function targetOf(coordinate: string): unknown {
  const target = model.relationships.get(coordinate)?.target;
  if (target?.kind !== 'remote') throw new Error(`no remote target "${coordinate}"`);
  const derived = deriveRemoteTarget(role, target);
  return derived && plain(derived.path);
}

const constant = (value: unknown) => ({ kind: 'constant', value });
const presetOptions = {
  name: 'options',
  type: 'Options',
  value: { kind: 'object', fields: { kind: constant('RETAIL') } },
};
const shopArguments = [{ name: 'kind', type: 'Kind!', value: constant('RETAIL') }, presetOptions];
const key = (part: number) => ({ kind: 'key', part });

test('A relationship fills what the role may give, loses the arguments of its caller that the role may not, and has presets', () => {
  deepEqual(targetOf('Cart.seller'), [
    { field: 'shop', args: shopArguments },
    { field: 'seller', args: [{ name: 'sku', type: 'ID!', value: key(0) }] },
  ]);
  deepEqual(targetOf('Item.alike'), [
    {
      field: 'product',
      args: [
        { name: 'sku', type: 'ID!', value: key(0) },
        { name: 'filter', type: 'Filter', value: filled },
        { name: 'lang', type: 'String', value: constant('en') },
      ],
    },
  ]);
});

test('Objects of a template have presets, and what comes from the client does not win over one', () => {
  const inner = { kind: 'object', fields: { text: key(1), tenant } };
  deepEqual(targetOf('Cart.found'), [
    {
      field: 'product',
      args: [
        { name: 'sku', type: 'ID!', value: key(0) },
        { name: 'lang', type: 'String', value: constant('en') },
        {
          name: 'filter',
          type: 'Filter',
          value: { kind: 'object', fields: { text: { kind: 'header', name: 'x-text' }, and: inner, tenant } },
        },
      ],
    },
  ]);
  deepEqual(targetOf('Cart.mixed'), [
    {
      field: 'products',
      args: [
        { name: 'filter', type: 'Filter!', value: { kind: 'object', fields: { tenant: key(0) } } },
        {
          name: 'filters',
          type: '[Filter!]',
          value: { kind: 'list', open: true, items: [{ kind: 'object', fields: { text: key(1), tenant } }] },
        },
      ],
    },
  ]);
});

test('A relationship that needs what the role does not have is not there', () => {
  equal(targetOf('Cart.hidden'), undefined);
  equal(targetOf('Cart.near'), undefined);
  equal(targetOf('Optioned.kind'), undefined);
  equal(targetOf('Optioned.closed'), undefined);
  deepEqual(targetOf('Cart.cheap'), [
    { field: 'shop', args: [{ name: 'kind', type: 'Kind!', value: constant('OUTLET') }, presetOptions] },
  ]);
});

test('A preset argument that a template fills keeps what the template says, unless it comes from the client', () => {
  const optionsOf = (value: object) => [{ field: 'shop', args: [shopArguments[0], { ...presetOptions, value }] }];
  const fields = { lang: key(0), kind: constant('OUTLET'), tenant };
  deepEqual(targetOf('Optioned.keyed'), optionsOf({ kind: 'object', fields }));
  deepEqual(targetOf('Optioned.given'), [{ field: 'shop', args: shopArguments }]);
  deepEqual(targetOf('Optioned.worded'), [
    {
      field: 'product',
      args: [
        { name: 'sku', type: 'ID!', value: key(0) },
        { name: 'lang', type: 'String', value: constant('en') },
        { name: 'filter', type: 'Filter', value: filled },
      ],
    },
  ]);
});

test('A preset that a template fills from key and client in one leaves no place for the key: the relationship is not there', () => {
  equal(targetOf('Optioned.both'), undefined);
});

test("Session variables of a template are held to the role's own enum values", () => {
  const target = model.relationships.get('Optioned.asked')?.target;
  const derived = target?.kind === 'remote' ? deriveRemoteTarget(role, target) : undefined;
  const value = derived?.path[0]?.args[0]?.value;
  const type = value?.kind === 'session' ? getNamedType(value.type) : undefined;
  deepEqual(isEnumType(type) && type.getValues().map(({ name }) => name), ['RETAIL', 'OUTLET']);
});

test('What is hidden of the SDL is told by its names there', () => {
  const { coordinates, members } = findHiddenRemote(model, 'catalog', permitted);
  deepEqual(
    [...coordinates].sort(),
    [
      'Cart.found(kind:)',
      'Cart.found(language:)',
      'Cart.hidden',
      'Cart.mixed(owner:)',
      'Cart.near',
      'Cart.seller(lang:)',
      'Cat.name',
      'Grade.C',
      'Item.alike(language:)',
      'Item.cost',
      'Item.name(language:)',
      'Item.shop',
      'Mutation.rate',
      'Named.name(language:)',
      'Optioned.both',
      'Optioned.closed',
      'Optioned.given(lang:)',
      'Optioned.kind',
      'Pet.name',
      'Place.exact',
      'Query.product(language:)',
      'Query.secret',
      'Secret',
      'Shop.name(language:)',
      'Size.L',
      'Sort.HIDDEN',
      'Where.owner',
    ].sort(),
  );
  deepEqual(
    members,
    new Map([
      ['Hit', new Set(['Shop'])],
      ['Pet', new Set(['Dog'])],
    ]),
  );
});

test('Who has no permission of a remote schema sees nothing of it', () => {
  const { coordinates, members } = findHiddenRemote(model, 'catalog', undefined);
  deepEqual(
    [...coordinates].sort(),
    [
      ...['product', 'items', 'hits', 'pet', 'secret'].map((name) => `Query.${name}`),
      'Mutation.rate',
      ...['Item', 'Hit', 'Pet', 'Secret', 'Shop', 'Cat', 'Dog', 'Seller'],
      ...['Item.alike', 'Cart.seller', 'Cart.hidden', 'Cart.cheap', 'Cart.near', 'Cart.found', 'Cart.mixed'],
      ...['kind', 'worded', 'asked', 'keyed', 'closed', 'given', 'both', 'grade'].map((name) => `Optioned.${name}`),
    ].sort(),
  );
  deepEqual(members, new Map());
});
