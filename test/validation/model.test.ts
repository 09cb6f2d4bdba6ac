import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { buildSchema, type GraphQLNamedType, type GraphQLSchema, isInterfaceType, isObjectType } from 'graphql';
import type { Catalog } from '../../packages/core/src/model/catalog.js';
import type { KeyForm } from '../../packages/core/src/model/keyForm.js';
import type { Model } from '../../packages/core/src/model/model.js';
import type { Relationship } from '../../packages/core/src/model/relationship.js';
import type { Table } from '../../packages/core/src/model/table.js';
import type { TableArguments } from '../../packages/core/src/model/tableArguments.js';
import { remoteJoinsTypeDefs } from '../../packages/core/src/schema/directives.js';
import { readDirectives } from '../../packages/core/src/schema/readDirectives.js';
import { checkDefinitions } from '../../packages/core/src/validation/checkDefinitions.js';
import { schemaCatalog, table, tableCatalog } from '../support/catalogs.js';

const orders = table('orders_db', 'orders', {
  id: 'int4!',
  product_sku: 'text!',
  ordered_by_user_id: 'int8!',
  status: 'status(open|paid)!',
  tracking: 'uuid',
});
const items = table('orders_db', 'items', { order_id: 'int4!', line: 'int2!' }, { primaryKey: ['order_id', 'line'] });
const users = table('users_db', 'users', { id: 'int4!', name: 'text!', token: 'text!' }, { uniqueKeys: [['token']] });

const catalogs = new Map<string, Catalog>([
  ['orders_db', tableCatalog(orders, items)],
  ['users_db', tableCatalog(users)],
  [
    'catalog',
    schemaCatalog(`
      type Query {
        product(sku: ID!, lang: String): Product
        products(keys: [Key!]!): [Product]!
        shop(kind: ShopKind!): Shop!
        search(filter: Filter!, limit: Int): [Hit!]!
      }
      input Key { sku: ID!, weight: Float }
      input Filter { text: String, kind: ShopKind! }
      enum ShopKind { RETAIL OUTLET }
      union Hit = Product | Shop
      type Product { sku: ID!, weight: Float, maker: Shop! }
      type Shop { id: Int!, seller(sku: ID!, lang: String): Product }`),
  ],
  ['actions', { kind: 'action' }],
]);

const INT4: KeyForm = { kind: 'integer', min: -2147483648, max: 2147483647 };
const none: TableArguments = { equals: [] };

/** The model of an SDL that has no problem at all. */
function modelOf(sdl: string, resolvers: readonly string[] = []): Model {
  const schema = buildSchema(`${remoteJoinsTypeDefs}\n${sdl}`);
  const { definitions, problems } = readDirectives(schema);
  const env = { REGION: 'eu' };
  const hostResolved = (coordinate: string) => resolvers.includes(coordinate);
  const checked = checkDefinitions(definitions, schema, catalogs, hostResolved, new Map(), { env });
  assert.deepEqual([...problems, ...checked.problems], []);
  assert.ok(checked.model);
  return checked.model;
}

function column(table: Table, name: string) {
  const found = table.columns.get(name);
  assert.ok(found);
  return found;
}

/** A field, argument or input object of the SDL, by coordinate: `Order.id`, `Query.order(id:)`. */
function typeAt(schema: GraphQLSchema, coordinate: string) {
  const [, typeName = '', fieldName = '', argument] = /^(\w+)\.(\w+)(?:\((\w+):\))?$/.exec(coordinate) ?? [];
  const type: GraphQLNamedType | undefined = schema.getType(typeName);
  assert.ok(isObjectType(type) || isInterfaceType(type));
  const field = type.getFields()[fieldName];
  const found = argument === undefined ? field : field?.args.find(({ name }) => name === argument);
  assert.ok(found);
  return found.type;
}

function relationshipOf(model: Model, coordinate: string): Relationship {
  const found = model.relationships.get(coordinate);
  assert.ok(found);
  return found;
}

test('Tables, root fields, relationships and the types of remote schemas', () => {
  const model = modelOf(
    `
    type Query {
      orders(limit: Int): [Order!]! @select
      order(id: ID!): Order @select
      product(sku: ID!): Product @remoteField(schema: "catalog")
    }
    type Order @table(source: "orders_db", name: "orders") {
      id: ID!
      buyerId: Int! @column(name: "ordered_by_user_id")
      label: String!
      buyer: User @remoteRelationship(source: "users_db", table: "users", fieldMapping: {buyerId: "id"})
      items: [Item!]! @remoteRelationship(fieldMapping: {id: "order_id"})
      product: Product @remoteRelationship(schema: "catalog", field: "product(sku: $product_sku)")
    }
    type Item @table(source: "orders_db", name: "items") { line: Int! }
    type User @table(source: "users_db", name: "users") { name: String! }
    type Product {
      code: ID! @upstream(name: "sku")
      maker: Maker!
      orders(limit: Int): [Order!] @remoteRelationship(fieldMapping: {code: "product_sku"}, batchSize: 50)
      sold: Int
    }
    type Maker @upstream(name: "Shop") { id: Int! }`,
    ['Order.label', 'Product.sold'],
  );
  const { schema } = model;
  const type = (coordinate: string) => typeAt(schema, coordinate);
  const leaf = (table: Table, coordinate: string, name: string): [string, object] => {
    const fieldName = coordinate.split('.')[1] ?? '';
    return [fieldName, { fieldName, column: column(table, name), type: type(coordinate) }];
  };
  const id = { name: 'id', column: column(orders, 'id'), upstreamPaths: new Map(), hostPath: ['id'], form: INT4 };
  assert.deepEqual(model, {
    schema,
    tables: new Map<string, unknown>([
      [
        'Order',
        {
          kind: 'table',
          typeName: 'Order',
          table: orders,
          leaves: new Map([leaf(orders, 'Order.id', 'id'), leaf(orders, 'Order.buyerId', 'ordered_by_user_id')]),
        },
      ],
      ['Item', { kind: 'table', typeName: 'Item', table: items, leaves: new Map([leaf(items, 'Item.line', 'line')]) }],
      ['User', { kind: 'table', typeName: 'User', table: users, leaves: new Map([leaf(users, 'User.name', 'name')]) }],
    ]),
    remoteTypes: new Map([
      [
        'catalog',
        new Map([
          [
            'Product',
            {
              kind: 'remote',
              source: 'catalog',
              typeName: 'Product',
              upstreamName: 'Product',
              fields: new Map([
                ['code', { fieldName: 'code', upstreamName: 'sku', type: type('Product.code'), args: new Map() }],
                ['maker', { fieldName: 'maker', upstreamName: 'maker', type: type('Product.maker'), args: new Map() }],
              ]),
            },
          ],
          [
            'Maker',
            {
              kind: 'remote',
              source: 'catalog',
              typeName: 'Maker',
              upstreamName: 'Shop',
              fields: new Map([
                ['id', { fieldName: 'id', upstreamName: 'id', type: type('Maker.id'), args: new Map() }],
              ]),
            },
          ],
        ]),
      ],
    ]),
    rootFields: new Map<string, unknown>([
      [
        'Query.orders',
        {
          kind: 'table',
          coordinate: 'Query.orders',
          source: 'orders_db',
          typeName: 'Order',
          table: orders,
          list: true,
          arguments: { equals: [], limit: 'limit' },
        },
      ],
      [
        'Query.order',
        {
          kind: 'table',
          coordinate: 'Query.order',
          source: 'orders_db',
          typeName: 'Order',
          table: orders,
          list: false,
          arguments: { equals: [{ name: 'id', column: column(orders, 'id'), type: type('Query.order(id:)') }] },
        },
      ],
      [
        'Query.product',
        {
          kind: 'remote',
          coordinate: 'Query.product',
          source: 'catalog',
          operation: 'query',
          field: {
            fieldName: 'product',
            upstreamName: 'product',
            type: type('Query.product'),
            args: new Map([
              ['sku', { name: 'sku', upstreamName: 'sku', type: type('Query.product(sku:)'), upstreamType: 'ID!' }],
            ]),
          },
        },
      ],
    ]),
    relationships: new Map<string, Relationship>([
      [
        'Order.buyer',
        {
          coordinate: 'Order.buyer',
          typeName: 'Order',
          fieldName: 'buyer',
          list: false,
          emptyValue: 'null',
          key: [
            {
              name: 'buyerId',
              column: column(orders, 'ordered_by_user_id'),
              upstreamPaths: new Map(),
              hostPath: ['buyerId'],
              form: INT4,
            },
          ],
          target: {
            kind: 'table',
            source: 'users_db',
            typeName: 'User',
            table: users,
            columns: [column(users, 'id')],
            unique: true,
            arguments: none,
          },
          batchSize: 10_000,
        },
      ],
      [
        'Order.items',
        {
          coordinate: 'Order.items',
          typeName: 'Order',
          fieldName: 'items',
          list: true,
          emptyValue: 'list',
          key: [id],
          target: {
            kind: 'table',
            source: 'orders_db',
            typeName: 'Item',
            table: items,
            columns: [column(items, 'order_id')],
            unique: false,
            arguments: none,
            sameDatabase: [{ parent: column(orders, 'id'), target: column(items, 'order_id') }],
          },
          batchSize: 10_000,
        },
      ],
      [
        'Order.product',
        {
          coordinate: 'Order.product',
          typeName: 'Order',
          fieldName: 'product',
          list: false,
          emptyValue: 'null',
          key: [
            {
              name: 'product_sku',
              column: column(orders, 'product_sku'),
              upstreamPaths: new Map(),
              hostPath: ['product_sku'],
              form: { kind: 'text' },
            },
          ],
          target: {
            kind: 'remote',
            source: 'catalog',
            path: [{ field: 'product', args: [{ name: 'sku', type: 'ID!', value: { kind: 'key', part: 0 } }] }],
          },
          batchSize: 1_000,
        },
      ],
      [
        'Product.orders',
        {
          coordinate: 'Product.orders',
          typeName: 'Product',
          fieldName: 'orders',
          list: true,
          emptyValue: 'null',
          key: [
            {
              name: 'code',
              upstreamPaths: new Map([['catalog', ['sku']]]),
              hostPath: ['code'],
              form: { kind: 'text' },
            },
          ],
          target: {
            kind: 'table',
            source: 'orders_db',
            typeName: 'Order',
            table: orders,
            columns: [column(orders, 'product_sku')],
            unique: false,
            arguments: { equals: [], limit: 'limit' },
          },
          batchSize: 50,
        },
      ],
    ]),
    aggregateTypes: new Set(),
    namespaces: new Map(),
    hostFields: new Set(['Order.label', 'Product.sold']),
    names: { column: new Map(), upstream: new Map() },
  });
});

test('Actions and the types of what they answer', () => {
  const model = modelOf(`
    type Query { say(text: String @upstream(name: "words"), mood: Mood): Said @action(source: "actions", name: "do say") }
    type Mutation { put: [Thing!]! @action(source: "actions") }
    type Said {
      by: Person!
      author: User @remoteRelationship(source: "users_db", table: "users", fieldMapping: {mood: "token"})
      mood: Mood!
      maker: Product @remoteRelationship(schema: "catalog", field: "product(sku: $p)", variables: {p: "by.id"})
    }
    type Person { id: ID! @upstream(name: "the id") }
    enum Mood { GOOD BAD @upstream(name: "gloomy") }
    union Thing = Said | Other
    type Other @upstream(name: "Else") { a: Int }
    type User @table(source: "users_db", name: "users") { name: String! }
    type Product { sku: ID! }`);
  const type = (coordinate: string) => typeAt(model.schema, coordinate);
  const field = (coordinate: string, upstreamName: string, args = new Map()): [string, object] => {
    const fieldName = coordinate.split('.')[1] ?? '';
    return [fieldName, { fieldName, upstreamName, type: type(coordinate), args }];
  };
  const argument = (name: string, upstreamName: string, upstreamType: string): [string, object] => [
    name,
    { name, upstreamName, type: type(`Query.say(${name}:)`), upstreamType },
  ];
  const remoteType = (typeName: string, upstreamName: string, ...fields: [string, object][]): [string, object] => [
    typeName,
    { kind: 'remote', source: 'actions', typeName, upstreamName, fields: new Map(fields) },
  ];
  const args = new Map([argument('text', 'words', 'String'), argument('mood', 'mood', 'Mood')]);
  const common = { kind: 'action', source: 'actions' };
  assert.deepEqual(
    model.rootFields,
    new Map<string, unknown>([
      [
        'Query.say',
        { ...common, coordinate: 'Query.say', operation: 'query', field: field('Query.say', 'do say', args)[1] },
      ],
      [
        'Mutation.put',
        { ...common, coordinate: 'Mutation.put', operation: 'mutation', field: field('Mutation.put', 'put')[1] },
      ],
    ]),
  );
  const thing = remoteType('Thing', 'Thing');
  assert.deepEqual(
    model.remoteTypes.get('actions'),
    new Map([
      remoteType('Said', 'Said', field('Said.by', 'by'), field('Said.mood', 'mood')),
      [
        thing[0],
        {
          ...thing[1],
          possibleTypes: new Map([
            ['Said', 'Said'],
            ['Else', 'Other'],
          ]),
        },
      ],
      remoteType('Person', 'Person', field('Person.id', 'the id')),
      remoteType('Other', 'Else', field('Other.a', 'a')),
    ]),
  );
  assert.deepEqual(
    [...model.relationships.values()].map(({ key: [part] }) => [part?.upstreamPaths.get('actions'), part?.form.kind]),
    [
      [['mood'], 'text'],
      [['by', 'the id'], 'text'],
    ],
  );
  assert.deepEqual(model.names.upstream, new Map([['Mood.BAD', 'gloomy']]));
});

test('The arguments of a field that points to a table', () => {
  const model = modelOf(`
    type Query {
      orders(sku: String @column(name: "product_sku"), status: Status, where: OrderWhere, order_by: [OrderOrder!], limit: Int, offset: Int, distinctOn: [OrderColumn!]): [Order!]! @select
    }
    input OrderWhere { _and: [OrderWhere!], _not: OrderWhere, buyerId: Ids, items: ItemWhere, state: Statuses @column(name: "status") }
    input Ids { _eq: ID, _in: [ID!], _is_null: Boolean }
    input ItemWhere { order: OrderWhere }
    input Statuses { _neq: Status }
    input OrderOrder { id: Direction, buyerId: Direction }
    enum OrderColumn { SKU @column(name: "product_sku") }
    enum Direction { asc, DESC_NULLS_LAST }
    enum Status { OPEN @column(name: "open"), paid }
    type Order @table(source: "orders_db", name: "orders") {
      id: ID!
      buyerId: Int! @column(name: "ordered_by_user_id")
      items: [Item!]! @remoteRelationship(fieldMapping: {id: "order_id"})
    }
    type Item @table(source: "orders_db", name: "items") {
      line: Int!
      order: Order @remoteRelationship(fieldMapping: {order_id: "id"})
    }`);
  const root = model.rootFields.get('Query.orders');
  assert.ok(root?.kind === 'table');
  const { where, orderBy, distinctOn, equals, limit, offset } = root.arguments;
  const argument = (name: string) => typeAt(model.schema, `Query.orders(${name}:)`);
  assert.deepEqual([limit, offset], ['limit', 'offset']);
  assert.deepEqual(equals, [
    { name: 'sku', column: column(orders, 'product_sku'), type: argument('sku') },
    { name: 'status', column: column(orders, 'status'), type: argument('status') },
  ]);
  const direction = model.schema.getType('Direction');
  assert.deepEqual(orderBy, {
    name: 'order_by',
    input: {
      typeName: 'OrderOrder',
      fields: new Map([
        ['id', { kind: 'column', column: column(orders, 'id'), direction }],
        ['buyerId', { kind: 'column', column: column(orders, 'ordered_by_user_id'), direction }],
      ]),
    },
  });
  assert.deepEqual(distinctOn, {
    name: 'distinctOn',
    columns: new Map([['SKU', column(orders, 'product_sku')]]),
    type: argument('distinctOn'),
  });

  assert.ok(where);
  const conditions = [...where.input.fields].map(([name, field]) => [
    name,
    field.kind === 'column'
      ? [field.column.name, ...[...field.operators].map(([key, { operator, type }]) => `${key} ${operator} ${type}`)]
      : field.kind === 'relationship'
        ? [field.input.typeName, ...field.mapping.map(({ parent, target }) => `${parent.name} = ${target.name}`)]
        : field.input === where.input,
  ]);
  assert.deepEqual(conditions, [
    ['_and', true],
    ['_not', true],
    ['buyerId', ['ordered_by_user_id', '_eq _eq ID', '_in _in [ID!]', '_is_null _is_null Boolean']],
    ['items', ['ItemWhere', 'id = order_id']],
    ['state', ['status', '_neq _neq Status']],
  ]);
  const back = where.input.fields.get('items');
  assert.ok(back?.kind === 'relationship');
  const again = back.input.fields.get('order');
  assert.ok(again?.kind === 'relationship');
  assert.equal(again.input, where.input);
  assert.deepEqual(
    model.names.column,
    new Map([
      ['OrderWhere.state', 'status'],
      ['OrderColumn.SKU', 'product_sku'],
      ['Status.OPEN', 'open'],
    ]),
  );
});

describe('A template', () => {
  const head = `
    type Query { orders: [Order!]! @select }
    type Product { sku: ID! }`;
  const order = (field: string) =>
    modelOf(
      `${head} type Order @table(source: "orders_db", name: "orders") { id: ID!, status: Status!, ${field} } enum Status { open, paid }`,
    );

  test('has arguments at every level, constants and the values of variables', () => {
    const model = order(`seller(sku: ID!, language: String @upstream(name: "lang")): Product
      @remoteRelationship(schema: "catalog", field: "shop(kind: OUTLET) { seller(sku: $s) }", variables: {s: {argument: "sku"}})`);
    const type = (name: string) => typeAt(model.schema, `Order.seller(${name}:)`);
    assert.deepEqual(relationshipOf(model, 'Order.seller').key, []);
    assert.deepEqual(relationshipOf(model, 'Order.seller').target, {
      kind: 'remote',
      source: 'catalog',
      path: [
        { field: 'shop', args: [{ name: 'kind', type: 'ShopKind!', value: { kind: 'constant', value: 'OUTLET' } }] },
        {
          field: 'seller',
          args: [
            {
              name: 'sku',
              type: 'ID!',
              value: {
                kind: 'argument',
                argument: { name: 'sku', upstreamName: 'sku', type: type('sku'), upstreamType: 'ID!' },
              },
            },
            {
              name: 'lang',
              type: 'String',
              caller: { name: 'language', upstreamName: 'lang', type: type('language'), upstreamType: 'String' },
            },
          ],
        },
      ],
    });
  });

  test('takes session variables, their names in lower case, headers, environment variables and constants', () => {
    const model = order(`
      c: Product @remoteRelationship(schema: "catalog", field: "product(sku: $s)", variables: {s: {session: "X-Hasura-Sku"}})
      a: Product @remoteRelationship(schema: "catalog", field: "product(sku: $s, lang: $l)", variables: {s: {header: "X-Sku"}, l: {env: "REGION"}})
      b: Product @remoteRelationship(schema: "catalog", field: "product(sku: $s, lang: null)", variables: {s: {value: 5}})`);
    const args = (coordinate: string) => {
      const { target } = relationshipOf(model, coordinate);
      return target.kind === 'remote' ? target.path[0]?.args : undefined;
    };
    const sku = args('Order.c')?.[0]?.value;
    assert.deepEqual(sku?.kind === 'session' && [sku.name, String(sku.type)], ['x-hasura-sku', 'ID!']);
    assert.deepEqual(args('Order.a'), [
      { name: 'sku', type: 'ID!', value: { kind: 'header', name: 'x-sku' } },
      { name: 'lang', type: 'String', value: { kind: 'constant', value: 'eu' } },
    ]);
    assert.deepEqual(args('Order.b'), [
      { name: 'sku', type: 'ID!', value: { kind: 'constant', value: '5' } },
      { name: 'lang', type: 'String', value: { kind: 'constant', value: null } },
    ]);
  });

  test('with matchBy has one list, and says which part of the key each result field holds', () => {
    const model = order(`bulk: Product @remoteRelationship(
      schema: "catalog", field: "products(keys: [{sku: $product_sku, weight: $id}])", matchBy: {product_sku: "sku", id: "weight"})`);
    const { key, target, batchSize } = relationshipOf(model, 'Order.bulk');
    assert.equal(batchSize, 1_000);
    assert.deepEqual(
      key.map(({ name, form }) => [name, form]),
      [
        ['product_sku', { kind: 'text' }],
        ['id', { kind: 'float' }],
      ],
    );
    assert.deepEqual(target, {
      kind: 'remote',
      source: 'catalog',
      path: [
        {
          field: 'products',
          args: [
            {
              name: 'keys',
              type: '[Key!]!',
              value: {
                kind: 'list',
                open: true,
                items: [
                  {
                    kind: 'object',
                    fields: new Map([
                      ['sku', { kind: 'key', part: 0 }],
                      ['weight', { kind: 'key', part: 1 }],
                    ]),
                  },
                ],
              },
            },
          ],
        },
      ],
      matchBy: [
        { part: 0, field: 'sku' },
        { part: 1, field: 'weight' },
      ],
    });
  });

  test('is merged with an input object of the caller, whose type lacks what the template fills', () => {
    const model = modelOf(`
      type Query { orders: [Order!]! @select }
      type Order @table(source: "orders_db", name: "orders") {
        id: ID!
        hits(filter: Rest): [Hit!] @remoteRelationship(schema: "catalog", field: "search(filter: {kind: RETAIL})")
      }
      input Rest @upstream(name: "Filter") { words: String @upstream(name: "text") }
      union Hit = Product | Shop
      type Product { sku: ID! }
      type Shop { id: Int! }`);
    const { target } = relationshipOf(model, 'Order.hits');
    assert.ok(target.kind === 'remote');
    assert.deepEqual(target.path[0]?.args, [
      {
        name: 'filter',
        type: 'Filter!',
        value: { kind: 'object', fields: new Map([['kind', { kind: 'constant', value: 'RETAIL' }]]) },
        caller: {
          name: 'filter',
          upstreamName: 'filter',
          type: typeAt(model.schema, 'Order.hits(filter:)'),
          upstreamType: 'Filter!',
        },
      },
    ]);
    assert.deepEqual(model.names.upstream, new Map([['Rest.words', 'text']]));
    assert.deepEqual(
      model.remoteTypes.get('catalog')?.get('Hit')?.possibleTypes,
      new Map([
        ['Product', 'Product'],
        ['Shop', 'Shop'],
      ]),
    );
  });
});

test('Keys are read in every kind of parent, and compared in a form of both sides', () => {
  const model = modelOf(`
    type Query { orders: [Order!]! @select, carts: [Cart!]! }
    type Order @table(source: "orders_db", name: "orders") {
      id: ID!
      a: User @remoteRelationship(fieldMapping: {tracking: "token"})
      b: [Order!]! @remoteRelationship(fieldMapping: {product_sku: "tracking"})
      c: [Order!]! @remoteRelationship(fieldMapping: {product_sku: "status"})
      product: Product @remoteRelationship(schema: "catalog", field: "product(sku: $product_sku)")
    }
    type User @table(source: "users_db", name: "users") { name: String! }
    type Product {
      maker: Shop!
      d: Product @remoteRelationship(schema: "catalog", field: "product(sku: $m)", variables: {m: "maker.id"})
    }
    type Shop { key: Int! @upstream(name: "id") }
    type Cart {
      owner: Owner!
      e: Product @remoteRelationship(schema: "catalog", field: "product(sku: $o)", variables: {o: "owner.id"})
    }
    type Owner { id: ID! }`);
  const keys = [...model.relationships.values()].map(({ fieldName, key: [part] }) => [
    fieldName,
    part?.column?.name,
    part?.upstreamPaths.get('catalog'),
    part?.hostPath,
    part?.form.kind,
  ]);
  assert.deepEqual(keys, [
    ['a', 'tracking', undefined, ['tracking'], 'uuid'],
    ['b', 'product_sku', undefined, ['product_sku'], 'uuid'],
    ['c', 'product_sku', undefined, ['product_sku'], 'enum'],
    ['product', 'product_sku', undefined, ['product_sku'], 'text'],
    ['d', undefined, ['maker', 'id'], ['maker', 'id'], 'text'],
    ['e', undefined, undefined, ['owner', 'id'], 'text'],
  ]);
});
