import { Refusal } from '../support/actionServer.js';
import type { Scope } from '../support/postgres.js';
import { type HasuraWorld, startHasuraWorld } from './hasuraWorld.js';

/** Two databases, two GraphQL servers and a handler of actions, that are small and have one of everything. */
export function startHasuraShop(scope: Scope): Promise<HasuraWorld> {
  return startHasuraWorld(scope, {
    databases: {
      default: `
        create table status (value text primary key, comment text);
        insert into status values ('OPEN', 'Not paid'), ('PAID', null);
        create table orders (
          id int primary key, user_id int, sku text, region text, total numeric not null, cents int not null, big int8 not null,
          status text not null references status, token uuid not null, kind text not null, info jsonb, placed date, tags text[]
        );
        comment on table orders is 'What was ordered';
        comment on column orders.total is 'In euros';
        insert into orders values
          (1, 7, 'pen', 'eu', 1.50, 150, 9007199254740993, 'OPEN', '00000000-0000-0000-0000-00000000000a', 'NEW', '{"by": "ada"}', '2024-01-02', '{a,b}'),
          (2, 8, 'cup', 'us', 20, 2000, 5, 'PAID', '00000000-0000-0000-0000-00000000000b', 'OLD', null, null, null),
          (3, null, 'ink', null, 3, 300, 6, 'OPEN', '00000000-0000-0000-0000-00000000000c', 'NEW', null, null, null),
          (4, 7, null, 'us', 4, 400, 7, 'OPEN', '00000000-0000-0000-0000-00000000000d', 'NEW', null, null, null),
          (5, 99, 'cup', 'eu', 5, 500, 8, 'OPEN', '00000000-0000-0000-0000-00000000000e', 'NEW', null, null, null);
        create table items (id int primary key, order_id int not null references orders, name text not null, price int not null);
        insert into items values (1, 1, 'a', 10), (2, 1, 'b', 20), (3, 2, 'c', 30);
        create view open_orders as select id, total from orders where status = 'OPEN';
        create function code_of(orders) returns text stable language sql as $$ select $1.sku $$;
        create function region_of(orders, session json) returns text stable language sql as $$ select session ->> 'x-hasura-region' $$;
        create function user_of(orders, session json) returns int8 stable language sql as
          $$ select (session ->> 'x-hasura-user-id')::int8 $$;
        create function word_of(orders, word text) returns text stable language sql as $$ select word $$;
        create function same_region(orders) returns setof orders stable language sql as
          $$ select * from orders where region = $1.region order by id desc $$;
        create function orders_from(wanted text) returns setof orders stable language sql as
          $$ select * from orders where region = wanted $$;
        create schema stock;
        create table stock.places (id int primary key, sku text not null, "free space" int);
        insert into stock.places values (1, 'pen', 5);`,
      users: `
        create table users (id bigint primary key, name text not null, region text, manager_id bigint references users);
        insert into users values (7, 'Ada', 'eu', null), (8, 'Bob', 'us', 7), (9, 'Eve', null, 7);
        create table logins (id int primary key, user_id int not null, region text not null, seconds int not null);
        insert into logins values (1, 7, 'eu', 10), (2, 7, 'us', 20), (3, 7, 'eu', 30), (4, 8, 'us', 40);
        create table marks (id int primary key, token text not null);
        insert into marks values (1, '00000000-0000-0000-0000-00000000000a');`,
    },
    remotes: {
      catalog: {
        typeDefs: `
          type Query {
            product(sku: ID!, filter: Filter): Product
            must(sku: ID!): Product!
            list(skus: [ID!]!, first: Int): [Product!]!
            shop(kind: String, open: Boolean, size: Int, rate: Float): Shop
            shops: [Shop!]!
            kind(sku: ID!): Kind
            stock(kind: Kind!): Int!
            node(sku: ID!): Node
            either(sku: ID!): Either
            find(where: Where!): [Product!]!
            search(any: [Filter!]): [Product!]!
            name: String!
          }
          type Mutation { rename(sku: ID!, title: String!): Product }
          "What is sold"
          type Product implements Node { sku: ID! "Its title" title(upper: Boolean): String makerId: Int old: String @deprecated(reason: "Gone") related: [Product!]! }
          type Maker implements Node { sku: ID! makerId: Int founded: Int motto: String }
          interface Node { sku: ID! }
          union Either = Product | Maker
          type Shop { kind: String product(sku: ID!, filter: Filter): Product }
          input Filter { "A tongue" lang: String max: Int also: Also }
          input Also { size: Int tags: [String!] }
          input Where { skus: [ID!] and: [Where!] filter: Filter }
          enum Kind { "A new one" NEW OLD }`,
        resolvers: {
          Query: {
            product: (_: unknown, { sku, filter }: { sku: string; filter?: object }) => product(sku, filter),
            must: (_: unknown, { sku }: { sku: string }) => product(sku),
            list: (_: unknown, { skus, first = 9 }: { skus: string[]; first?: number }) =>
              skus.slice(0, first).map((sku) => product(sku)),
            shop: (_: unknown, args: { kind?: string }) =>
              args.kind === 'NONE' ? null : { kind: Object.values(args).join('/') },
            shops: () => [{ kind: 'A' }, { kind: 'B' }],
            kind: (_: unknown, { sku }: { sku: string }) => (sku === 'pen' ? 'NEW' : 'OLD'),
            stock: (_: unknown, { kind }: { kind: string }) => (kind === 'NEW' ? 3 : 4),
            node: (_: unknown, { sku }: { sku: string }) => thing(sku),
            either: (_: unknown, { sku }: { sku: string }) => thing(sku),
            find: (_: unknown, { where }: { where: object }) => [{ sku: JSON.stringify(where), related: [] }],
            search: (_: unknown, { any }: { any?: object }) => [{ sku: JSON.stringify(any ?? null), related: [] }],
            name: () => 'catalog',
          },
          Mutation: {
            rename: (_: unknown, { sku, title }: { sku: string; title: string }) => ({ ...product(sku), title }),
          },
          Product: {
            title: ({ title }: { title: string | null }, { upper }: { upper?: boolean }) =>
              upper ? title?.toUpperCase() : title,
          },
          Shop: {
            product: ({ kind }: { kind: string }, { sku, filter }: { sku: string; filter?: object }) =>
              product(sku, { of: kind, ...filter }),
          },
          Node: { __resolveType: ({ founded }: { founded?: number }) => (founded ? 'Maker' : 'Product') },
          Either: { __resolveType: ({ founded }: { founded?: number }) => (founded ? 'Maker' : 'Product') },
        },
      },
      people: {
        typeDefs: `
          type Query { person(id: Int!): Person byName(name: String): [Person!]! }
          type Person { id: Int! nick: String key: Secret roles(of: String): [String!] sku: String skus: [ID!]! }
          scalar Secret`,
        resolvers: {
          Query: {
            person: (_: unknown, { id }: { id: number }) => (id === 8 ? null : person(id)),
            byName: (_: unknown, { name }: { name?: string }) => [{ ...person(7), nick: name ?? 'none' }],
          },
        },
      },
    },
    actions: {
      signUp: ({ name }) => ({ userId: 7, token: `t-${name}`, sku: 'pen', nested: { orderId: 1 } }),
      carts: () => [
        [
          { orderId: 1, lines: [{ sku: 'cup', buyer: { userId: 8 } }, {}] },
          { orderId: 77, lines: [] },
        ],
        null,
      ],
      cart: () => ({ orderId: 1, lines: [] }),
      everyone: () => [{ userId: 7 }, { userId: null }, { userId: 8 }],
      refuse: () => new Refusal(400, { message: 'Not today.', extensions: { code: 'closed' } }),
    },
  });
}

/** `bad` fails, `gone` is not there; `all` is as many as its filter says. */
function product(sku: string, filter: object = {}) {
  if (sku === 'bad') throw new Error('a fault of the catalogue');
  if (sku === 'gone') return null;
  const title = [sku, ...Object.values(filter).map((value) => JSON.stringify(value))].join(' ');
  return { sku, title, makerId: sku === 'ink' ? null : 7, related: sku === 'pen' ? [{ sku: 'cup', makerId: 8 }] : [] };
}

function thing(sku: string) {
  return sku === 'pen' ? product(sku) : { sku, makerId: 8, founded: 1999, motto: 'Made well' };
}

function person(id: number) {
  return { id, nick: `n${id}`, key: 'k', roles: ['a', 'b'], sku: 'pen', skus: ['ink', 'cup'] };
}

/** What each part of the shop's metadata has beside what is needed. */
export interface ShopParts {
  readonly default?: object;
  readonly users?: object;
  readonly status?: object;
  readonly orders?: object;
  readonly items?: object;
  readonly people_users?: object;
  readonly logins?: object;
  readonly catalog?: object;
  readonly catalogDefinition?: object;
  readonly people?: object;
  readonly more?: object;
  readonly moreTables?: readonly object[];
}

/** The metadata of the shop, small as it is, with what a case is about. */
export function shopOf(parts: ShopParts = {}): object {
  const source = (name: string, tables: readonly object[], own: object = {}): object => ({
    name,
    kind: 'postgres',
    configuration: { connection_info: { database_url: { from_env: `${name.toUpperCase()}_URL` } } },
    tables,
    ...own,
  });
  return {
    version: 3,
    sources: [
      source(
        'default',
        [
          { table: 'status', is_enum: true, ...parts.status },
          { table: { schema: 'public', name: 'orders' }, ...parts.orders },
          { table: { schema: 'public', name: 'items' }, ...parts.items },
          ...(parts.moreTables ?? []),
        ],
        parts.default,
      ),
      source(
        'users',
        [
          { table: 'users', ...parts.people_users },
          { table: 'logins', ...parts.logins },
        ],
        parts.users,
      ),
    ],
    remote_schemas: [
      { name: 'catalog', definition: { url_from_env: 'CATALOG_URL', ...parts.catalogDefinition }, ...parts.catalog },
      { name: 'people', definition: { url: '{{PEOPLE_URL}}' }, ...parts.people },
    ],
    ...parts.more,
  };
}
