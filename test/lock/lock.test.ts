import { deepEqual, equal, throws } from 'node:assert/strict';
import { test } from 'node:test';
import { catalogFromLock } from '../../packages/core/src/lock/catalogFromLock.js';
import { type Lock, printLock } from '../../packages/core/src/lock/lock.js';
import { lockOf } from '../../packages/core/src/lock/lockOf.js';
import { readLock } from '../../packages/core/src/lock/readLock.js';
import type { Catalog } from '../../packages/core/src/model/catalog.js';
import { checkTypeDefs } from '../../packages/core/src/validation/checkTypeDefs.js';
import { schemaCatalog, table, tableCatalog } from '../support/catalogs.js';

const catalogs = new Map<string, Catalog>([
  [
    'shop',
    tableCatalog(
      table(
        'shop',
        'orders',
        {
          id: 'int4!',
          sku: 'text',
          status: 'status(open|paid)!',
          user_id: 'int8',
          note: 'text',
          tags: 'text[]',
          secret: 'text',
        },
        { uniqueKeys: [['sku'], ['secret', 'sku']] },
      ),
      table(
        'shop',
        'items',
        { order_id: 'int4!', line: 'int4!', price: 'numeric', unused: 'text' },
        { primaryKey: ['order_id', 'line'] },
      ),
      table('shop', 'members', { id: 'int4!', user_id: 'int4', other: 'int4' }, { schema: 'auth' }),
      table('shop', 'log', { id: 'int4!' }),
    ),
  ],
  [
    'catalog',
    {
      ...schemaCatalog(`
        type Query { products(skus: [ID!]!, filter: Filter, page: Int = 1, sort: Sort): [Product] shop(kind: Kind!): Shop shopOf(id: ID!): Shop me: Shop node(id: ID!): Node unused: Unused }
        type Mutation { rate(sku: ID!): Product }
        type Subscription { changed: Product }
        input Filter { kind: Kind, near: Place!, text: String, deep: Filter, any: Any }
        input Place { city: String!, radius: Int }
        input Any { x: Int }
        enum Kind { RETAIL OUTLET CLOSED }
        enum Sort { ASC DESC }
        scalar Money
        interface Node { id: ID! name: String }
        type Product implements Node { id: ID! name: String sku: ID! price(currency: String = "EUR", round: Boolean): Money kind: Kind makerId: ID }
        type Shop implements Node { id: ID! name: String products: [Product!]! item: Item }
        union Item = Product | Shop
        type Unused { a: Int }`),
      permissions: new Map([
        ['guest', 'type Query { me: Shop } type Shop implements Node { name: String } interface Node { name: String }'],
      ]),
    },
  ],
  ['act', { kind: 'action' }],
]);

const typeDefs = `
  type Query {
    orders(where: OrderWhere, order_by: OrderBy): [Order!]! @select
    shop(of: Kinds! @upstream(name: "kind")): Shop @remoteField(schema: "catalog")
    say: String @action(source: "act")
  }
  input OrderWhere { sku: Texts }
  input Texts { _eq: String }
  input OrderBy { user_id: Direction }
  enum Direction { asc desc }
  enum Kinds @upstream(name: "Kind") { RETAIL, SALE @upstream(name: "OUTLET") }
  input Filter { kind: Kinds, near: Place!, deep: Filter }
  input Place { city: String! }
  scalar Money
  type Order
    @table(source: "shop", name: "orders")
    @permission(role: "user", fields: ["id"], filter: {_exists: {_table: {schema: "auth", name: "members"}, _where: {user_id: {_eq: 5}}}}) {
    id: ID!
    label: String @column(name: "note")
    items: [Item!]! @remoteRelationship(fieldMapping: {id: "order_id"})
    product(filter: Filter): Product
      @remoteRelationship(schema: "catalog", field: "products(skus: [$sku], sort: DESC)", matchBy: {sku: "sku"})
  }
  type Item @table(source: "shop", name: "items") { total: String @column(name: "price") }
  type Product { cost(currency: String): Money @upstream(name: "price"), maker: Shop @remoteRelationship(schema: "catalog", field: "shopOf(id: $makerId)") }
  type Shop { title: String @upstream(name: "name"), item: Thing }
  union Thing @upstream(name: "Item") = Product | Shop`;

function check(known: ReadonlyMap<string, Catalog>) {
  const { model, problems } = checkTypeDefs({ typeDefs, catalogs: known, env: {} });
  return { lock: model && lockOf(known, model), problems };
}

const expected: Lock = {
  version: 1,
  sources: {
    catalog: {
      kind: 'schema',
      query: 'Query',
      types: {
        Filter: {
          kind: 'input',
          fields: {
            deep: {
              type: 'Filter',
            },
            kind: {
              type: 'Kind',
            },
            near: {
              type: 'Place!',
            },
          },
        },
        Item: {
          kind: 'union',
          types: ['Product', 'Shop'],
        },
        Kind: {
          kind: 'enum',
          values: ['OUTLET', 'RETAIL'],
        },
        Money: {
          kind: 'scalar',
        },
        Node: {
          kind: 'interface',
          fields: {
            name: {
              type: 'String',
            },
          },
        },
        Place: {
          kind: 'input',
          fields: {
            city: {
              type: 'String!',
            },
          },
        },
        Product: {
          kind: 'object',
          interfaces: ['Node'],
          fields: {
            makerId: {
              type: 'ID',
            },
            name: {
              type: 'String',
            },
            price: {
              type: 'Money',
              args: {
                currency: {
                  type: 'String',
                  default: '"EUR"',
                },
              },
            },
            sku: {
              type: 'ID!',
            },
          },
        },
        Query: {
          kind: 'object',
          fields: {
            me: {
              type: 'Shop',
            },
            products: {
              type: '[Product]',
              args: {
                filter: {
                  type: 'Filter',
                },
                skus: {
                  type: '[ID!]!',
                },
                sort: {
                  type: 'Sort',
                },
              },
            },
            shop: {
              type: 'Shop',
              args: {
                kind: {
                  type: 'Kind!',
                },
              },
            },
            shopOf: {
              type: 'Shop',
              args: {
                id: {
                  type: 'ID!',
                },
              },
            },
          },
        },
        Shop: {
          kind: 'object',
          interfaces: ['Node'],
          fields: {
            item: {
              type: 'Item',
            },
            name: {
              type: 'String',
            },
          },
        },
        Sort: {
          kind: 'enum',
          values: ['DESC'],
        },
      },
    },
    shop: {
      kind: 'tables',
      defaultSchema: 'public',
      tables: {
        auth: {
          members: {
            columns: {
              id: {
                type: 'int4',
                notNull: true,
              },
              user_id: {
                type: 'int4',
              },
            },
            primaryKey: ['id'],
          },
        },
        public: {
          items: {
            columns: {
              line: {
                type: 'int4',
                notNull: true,
              },
              order_id: {
                type: 'int4',
                notNull: true,
              },
              price: {
                type: 'numeric',
              },
            },
            primaryKey: ['order_id', 'line'],
          },
          orders: {
            columns: {
              id: {
                type: 'int4',
                notNull: true,
              },
              note: {
                type: 'text',
              },
              sku: {
                type: 'text',
              },
              user_id: {
                type: 'int8',
              },
            },
            primaryKey: ['id'],
            uniqueKeys: [['sku']],
          },
        },
      },
    },
  },
};

test('A lock holds the tables, columns, types, fields, arguments and enum values that are used, and nothing else', () => {
  deepEqual(check(catalogs), { lock: expected, problems: [] });
});

test('A lock is the same text whatever the order in which sources tell what they hold', () => {
  const reversed = new Map(Array.from(catalogs, ([name, catalog]) => [name, reverse(catalog)] as const).reverse());
  const { lock } = check(reversed);
  equal(lock && printLock(lock), `${JSON.stringify(expected, null, 2)}\n`);
});

test('A schema is checked against its lock as against its sources, and uses all of it', () => {
  const lock = readLock(JSON.parse(printLock(expected)));
  const known = new Map(catalogs);
  for (const [name, catalog] of catalogs) {
    const locked = catalogFromLock(lock, name);
    if (locked?.kind === 'schema' && catalog.kind === 'schema' && catalog.permissions)
      known.set(name, { ...locked, permissions: catalog.permissions });
    else if (locked !== undefined) known.set(name, locked);
  }
  deepEqual(check(known), { lock: expected, problems: [] });
  equal(catalogFromLock(lock, 'act'), undefined);
  equal(catalogFromLock(lock, '__proto__'), undefined);
});

test('Types of columns survive whatever they are', () => {
  const words = { id: 'int4!', mood: 'mood(sad|ok)', moods: 'text[]', code: 'text!', odd: 'other' };
  const known = new Map<string, Catalog>([['db', tableCatalog(table('db', 'people', words))]]);
  const typeDefs = `
    type Query { people(code: String): [Person!]! @select }
    type Person @table(source: "db", name: "people") { mood: String moods: [String] odd: String }`;
  const { model } = checkTypeDefs({ typeDefs, catalogs: known, env: {} });
  const catalog = model && catalogFromLock(readLock(JSON.parse(printLock(lockOf(known, model)))), 'db');
  deepEqual(catalog, known.get('db'));
});

test('What is no lock is refused, and the place is named', () => {
  const cases: readonly (readonly [change: (lock: Draft) => void, message: string])[] = [
    [(lock) => Object.assign(lock, { version: 2 }), '"version" of the lock is not 1. Make the lock anew.'],
    [
      (lock) =>
        Object.assign(lock.sources.shop.tables.public.orders.columns.id, {
          type: { kind: 'int4', sql: 'int4); drop' },
        }),
      '"sources.shop.tables.public.orders.columns.id.type.sql" of the lock is no name of a type. Make the lock anew.',
    ],
    [
      (lock) => Object.assign(lock.sources.shop.tables.public.orders.columns.id, { type: 'int5' }),
      '"sources.shop.tables.public.orders.columns.id.type" of the lock is no type of a column. Make the lock anew.',
    ],
    [
      (lock) => Object.assign(lock.sources.catalog.types, { 'A { x': { kind: 'scalar' } }),
      '"sources.catalog.types.A { x" of the lock is no name of GraphQL. Make the lock anew.',
    ],
    [
      (lock) => Object.assign(lock.sources.catalog.types.Kind, { values: 'RETAIL' }),
      '"sources.catalog.types.Kind.values" of the lock is no list of texts. Make the lock anew.',
    ],
    [
      (lock) => Object.assign(lock.sources.catalog.types.Kind, { others: ['A B'] }),
      '"sources.catalog.types.Kind.others[0]" of the lock is no name of GraphQL. Make the lock anew.',
    ],
    [
      (lock) => Object.assign(lock.sources.shop.tables.public.orders.columns.id, { dimensions: '2' }),
      '"sources.shop.tables.public.orders.columns.id.dimensions" of the lock is no number. Make the lock anew.',
    ],
    [
      (lock) =>
        Object.assign(lock.sources.shop.tables.public.orders, {
          foreignKeys: { to_user: { columns: ['user_id'], target: { schema: 'public', name: 'users' } } },
        }),
      '"sources.shop.tables.public.orders.foreignKeys.to_user.target.columns" of the lock is no list of texts. Make the lock anew.',
    ],
    [
      (lock) => Object.assign(lock.sources.shop.tables.public.orders, { enumValues: [{ value: 5 }] }),
      '"sources.shop.tables.public.orders.enumValues[0].value" of the lock is no text. Make the lock anew.',
    ],
  ];
  for (const [change, message] of cases) {
    const lock = structuredClone(expected) as unknown as Draft;
    change(lock);
    throws(() => readLock(lock), { code: 'INVALID_OPTIONS', message });
  }
  throws(() => readLock(null), { code: 'INVALID_OPTIONS', message: 'The lock is no object. Make the lock anew.' });
});

/** A lock whose parts a test may change. */
interface Draft {
  readonly sources: {
    readonly shop: {
      readonly tables: { readonly public: { readonly orders: { readonly columns: { readonly id: object } } } };
    };
    readonly catalog: { readonly types: { readonly Kind: object } };
  };
}

function reverse(catalog: Catalog): Catalog {
  if (catalog.kind !== 'tables') return catalog;
  const tables = Array.from(catalog.tables, ([key, table]) => {
    const columns = new Map([...table.columns].reverse());
    return [key, { ...table, columns }] as const;
  });
  return { ...catalog, tables: new Map(tables.reverse()) };
}
