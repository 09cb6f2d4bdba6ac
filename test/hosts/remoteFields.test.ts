import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { defineHostSuite, startForSuite } from '../support/hosts.js';
import { oneLine, startWorld } from '../support/world.js';

const world = await startWorld(test, {
  databases: {
    orders_db: `
      create table orders (id int primary key, sku text, shop_id int, lang text, tags text[]);
      insert into orders values (1, 'pen', 7, 'en', '{red,blue}'), (2, 'ink', 8, 'de', '{}'), (3, 'pen', 7, 'en', null),
        (4, null, 7, 'en', null), (5, 'gone', 9, null, null);`,
  },
  remotes: {
    catalog: {
      typeDefs: `
        type Query {
          product(sku: ID!, lang: String = "en"): Product
          shop(kind: ShopKind!, options: ShopOptions): Shop
          search(filter: SearchFilter!, first: Int): [Product!]!
          tagged(tags: [String!]!): Int!
          motto: String!
        }
        enum ShopKind { RETAIL WHOLESALE }
        input ShopOptions { region: String, open: Boolean, staff: [StaffOption!] }
        input StaffOption { role: ShopKind!, least: Int! }
        input SearchFilter { sku: ID, shop: Int, only: [ShopKind!], price: PriceRange }
        input PriceRange { min: Float, max: Float }
        type Shop { name: String! seller(sku: ID!, lang: String): Seller address: Address }
        type Address { city(upper: Boolean): String! }
        type Seller { name: String! note(text: String!, times: Int): String! }
        type Product { sku: ID! name: String! price(currency: Currency! = EUR): String! }
        enum Currency { EUR USD }`,
      resolvers: {
        Query: {
          product: (_: unknown, { sku, lang }: { sku: string; lang: string }) =>
            sku === 'gone' ? null : { sku, name: `${sku} in ${lang}` },
          shop: (_: unknown, { kind, options }: { kind: string; options?: object }) => ({
            name: `${kind} ${JSON.stringify(options ?? null)}`,
            address: { city: ({ upper }: { upper?: boolean }) => (upper ? 'DELFT' : 'Delft') },
            seller: ({ sku, lang }: { sku: string; lang?: string }) =>
              sku === 'gone' ? null : { name: `seller of ${sku} (${lang})`, note: noteOf },
          }),
          search: (_: unknown, { filter, first }: { filter: object; first?: number }) =>
            [
              { sku: 'x', name: JSON.stringify(filter) },
              { sku: 'y', name: 'second' },
            ].slice(0, first),
          tagged: (_: unknown, { tags }: { tags: string[] }) => tags.length,
          motto: () => 'Write on',
        },
        Product: { price: (_: unknown, { currency }: { currency: string }) => `3.50 ${currency}` },
      },
    },
  },
});

function noteOf({ text, times = 1 }: { text: string; times?: number }): string {
  return text.repeat(times);
}

const typeDefs = `
  type Query { orders(where: OrderFilter): [Order!]! @select }
  input OrderFilter { id: IdFilter }
  input IdFilter { _in: [Int!] }

  type Order @table(source: "orders_db", name: "orders") {
    id: Int!
    product(lang: String): Product @remoteRelationship(schema: "catalog", field: "product(sku: $sku)")
    productInLang: Product @remoteRelationship(schema: "catalog", field: "product(sku: $sku, lang: $l)", variables: {l: "lang"})
    seller(lang: String): Seller
      @remoteRelationship(schema: "catalog", field: "shop(kind: RETAIL) { seller(sku: $sku) }")
    shopCity(upper: Boolean): String
      @remoteRelationship(schema: "catalog", field: "shop(kind: WHOLESALE, options: {region: \\"north\\", open: true, staff: [{role: RETAIL, least: 2}]}) { address { city } }")
    found(filter: SearchFilter, first: Int): [Product!]
      @remoteRelationship(schema: "catalog", field: "search(filter: {sku: $sku, shop: $shopId, only: [WHOLESALE], price: {min: 1.5}})", variables: {shopId: "shop_id"})
    tagCount: Int @remoteRelationship(schema: "catalog", field: "tagged(tags: [$sku, \\"fixed\\"])")
    given(lang: String): Product
      @remoteRelationship(
        schema: "catalog"
        field: "product(sku: $constant, lang: $asked)"
        variables: {constant: {value: "cap"}, asked: {argument: "lang"}}
      )
    byHeader: Product
      @remoteRelationship(schema: "catalog", field: "product(sku: $sku, lang: $l)", variables: {l: {header: "x-lang"}})
    motto: String! @remoteRelationship(schema: "catalog", field: "motto")
    described: Product
      @remoteRelationship(schema: "catalog", field: "product(sku: $sku)", variables: {id: {notNull: "id"}, lang: {notNull: "lang"}})
    tagMotto: String @remoteRelationship(schema: "catalog", field: "motto", variables: {tags: {notNull: "tags"}})
  }
  type Product { sku: ID! name: String! price(currency: Currency): String! }
  enum Currency { EUR USD }
  type Seller { name: String! note(text: String!, times: Int): String! }
  input SearchFilter { price: PriceRange }
  input PriceRange { max: Float }`;

defineHostSuite('Fields of a remote schema joined to a table', (host) => {
  const { query } = startForSuite(host, () => ({ typeDefs, sources: world.sources(), beforeRequest: world.forget }));

  test('one document holds an alias per distinct key', async () => {
    deepEqual(await query('{ orders { id product { name } } }'), {
      data: {
        orders: [
          { id: 1, product: { name: 'pen in en' } },
          { id: 2, product: { name: 'ink in en' } },
          { id: 3, product: { name: 'pen in en' } },
          { id: 4, product: null },
          { id: 5, product: null },
        ],
      },
    });
    deepEqual(world.calls(), {
      orders_db: [
        [
          oneLine`
          select to_json(array[to_json(coalesce(array_agg(s0.c0), '{}')), to_json(coalesce(array_agg(s0.c1), '{}'))])::text
          from (select t0."id" as c0, t0."sku" as c1
            from "public"."orders" t0
            order by t0."id") s0`,
          [],
        ],
      ],
      catalog: [
        [
          oneLine`
          query RemoteJoins($v0_0_0: ID!, $v0_0_1: ID!, $v0_0_2: ID!) {
            _0_0: product(sku: $v0_0_0) { ...F0 }
            _0_1: product(sku: $v0_0_1) { ...F0 }
            _0_2: product(sku: $v0_0_2) { ...F0 } }
          fragment F0 on Product { name }`,
          { v0_0_0: 'pen', v0_0_1: 'ink', v0_0_2: 'gone' },
        ],
      ],
    });
  });

  test('the arguments that the template leaves open are the caller’s, default values being upstream’s', async () => {
    const source = `query ($lang: String, $currency: Currency) {
      orders(where: {id: {_in: [1]}}) {
        german: product(lang: "de") { name }
        given: product(lang: $lang) { name price(currency: $currency) dollars: price(currency: USD) price2: price }
      }
    }`;
    deepEqual(await query(source, { lang: 'fr' }), {
      data: {
        orders: [
          {
            german: { name: 'pen in de' },
            given: { name: 'pen in fr', price: '3.50 EUR', dollars: '3.50 USD', price2: '3.50 EUR' },
          },
        ],
      },
    });
    deepEqual(world.calls().catalog, [
      [
        oneLine`
          query RemoteJoins($v0_1: String, $v0_0_0: ID!, $v1_1: String, $v1_3: Currency!, $v1_0_0: ID!) {
            _0_0: product(sku: $v0_0_0, lang: $v0_1) { name }
            _1_0: product(sku: $v1_0_0, lang: $v1_1) { name price _1_price: price(currency: $v1_3) _2_price: price } }`,
        { v0_0_0: 'pen', v0_1: 'de', v1_0_0: 'pen', v1_1: 'fr', v1_3: 'USD' },
      ],
    ]);
  });

  test('a composite key has an alias per distinct pair; a pair with a null has none', async () => {
    deepEqual(await query('{ orders { productInLang { name } } }'), {
      data: {
        orders: [
          { productInLang: { name: 'pen in en' } },
          { productInLang: { name: 'ink in de' } },
          { productInLang: { name: 'pen in en' } },
          { productInLang: null },
          { productInLang: null },
        ],
      },
    });
    deepEqual(world.calls().catalog, [
      [
        oneLine`
          query RemoteJoins($v0_0_0: ID!, $v0_1_0: String, $v0_0_1: ID!, $v0_1_1: String) {
            _0_0: product(sku: $v0_0_0, lang: $v0_1_0) { ...F0 }
            _0_1: product(sku: $v0_0_1, lang: $v0_1_1) { ...F0 } }
          fragment F0 on Product { name }`,
        { v0_0_0: 'pen', v0_0_1: 'ink', v0_1_0: 'en', v0_1_1: 'de' },
      ],
    ]);
  });

  test('what must be there besides is not sent, and does not tell keys apart', async () => {
    deepEqual(await query('{ orders { described { name } tagMotto } }'), {
      data: {
        orders: [
          { described: { name: 'pen in en' }, tagMotto: 'Write on' },
          { described: { name: 'ink in en' }, tagMotto: 'Write on' },
          { described: { name: 'pen in en' }, tagMotto: null },
          { described: null, tagMotto: null },
          { described: null, tagMotto: null },
        ],
      },
    });
    deepEqual(world.calls().catalog, [
      [
        oneLine`
          query RemoteJoins($v0_0_0: ID!, $v0_0_1: ID!) {
            _0_0: product(sku: $v0_0_0) { ...F0 }
            _0_1: product(sku: $v0_0_1) { ...F0 }
            _1_0: motto }
          fragment F0 on Product { name }`,
        { v0_0_0: 'pen', v0_0_1: 'ink' },
      ],
    ]);
  });

  test('nothing is asked where what must be there is nowhere', async () => {
    deepEqual(await query('{ orders(where: {id: {_in: [3, 5]}}) { tagMotto b: described { name } } }'), {
      data: {
        orders: [
          { tagMotto: null, b: { name: 'pen in en' } },
          { tagMotto: null, b: null },
        ],
      },
    });
    deepEqual(world.calls().catalog?.length, 1);
    deepEqual(await query('{ orders(where: {id: {_in: [4, 5]}}) { tagMotto described { name } } }'), {
      data: { orders: Array(2).fill({ tagMotto: null, described: null }) },
    });
    deepEqual(Object.keys(world.calls()), ['orders_db']);
  });

  test('a path leads below root fields, with constants, enums and the key at any step', async () => {
    const source = `{ orders(where: {id: {_in: [1, 5]}}) { seller(lang: "nl") { name note(text: "so ", times: 2) } } }`;
    deepEqual(await query(source), {
      data: { orders: [{ seller: { name: 'seller of pen (nl)', note: 'so so ' } }, { seller: null }] },
    });
    deepEqual(world.calls().catalog, [
      [
        oneLine`
          query RemoteJoins($v0_0: ShopKind!, $v0_2: String, $v0_3: String!, $v0_4: Int, $v0_1_0: ID!, $v0_1_1: ID!) {
            _0_0: shop(kind: $v0_0) { seller(sku: $v0_1_0, lang: $v0_2) { ...F0 } }
            _0_1: shop(kind: $v0_0) { seller(sku: $v0_1_1, lang: $v0_2) { ...F0 } } }
          fragment F0 on Seller { name note(text: $v0_3, times: $v0_4) }`,
        { v0_0: 'RETAIL', v0_1_0: 'pen', v0_1_1: 'gone', v0_2: 'nl', v0_3: 'so ', v0_4: 2 },
      ],
    ]);
  });

  test('a template of constants is asked once for all parents, whatever its input objects hold', async () => {
    deepEqual(await query('{ orders { motto shopCity loud: shopCity(upper: true) } }'), {
      data: { orders: Array(5).fill({ motto: 'Write on', shopCity: 'Delft', loud: 'DELFT' }) },
    });
    deepEqual(world.calls().catalog, [
      [
        oneLine`
          query RemoteJoins($v1_0: ShopKind!, $v1_1: ShopOptions, $v2_0: ShopKind!, $v2_1: ShopOptions, $v2_2: Boolean) {
            _0_0: motto
            _1_0: shop(kind: $v1_0, options: $v1_1) { address { city } }
            _2_0: shop(kind: $v2_0, options: $v2_1) { address { city(upper: $v2_2) } } }`,
        {
          v1_0: 'WHOLESALE',
          v1_1: { region: 'north', open: true, staff: [{ role: 'RETAIL', least: 2 }] },
          v2_0: 'WHOLESALE',
          v2_1: { region: 'north', open: true, staff: [{ role: 'RETAIL', least: 2 }] },
          v2_2: true,
        },
      ],
    ]);
  });

  test('objects of template and caller are merged, and the caller’s other arguments are kept', async () => {
    const source = `query ($max: Float, $n: Int) {
      orders(where: {id: {_in: [1, 2]}}) { found(filter: {price: {max: $max}}, first: $n) { sku name } }
    }`;
    const filter = (sku: string, shop: number) =>
      JSON.stringify({ sku, shop, only: ['WHOLESALE'], price: { min: 1.5, max: 9 } });
    deepEqual(await query(source, { max: 9, n: 1 }), {
      data: {
        orders: [{ found: [{ sku: 'x', name: filter('pen', 7) }] }, { found: [{ sku: 'x', name: filter('ink', 8) }] }],
      },
    });
    deepEqual(world.calls().catalog, [
      [
        oneLine`
          query RemoteJoins($v0_1: Int, $v0_0_0: SearchFilter!, $v0_0_1: SearchFilter!) {
            _0_0: search(filter: $v0_0_0, first: $v0_1) { ...F0 }
            _0_1: search(filter: $v0_0_1, first: $v0_1) { ...F0 } }
          fragment F0 on Product { sku name }`,
        {
          v0_0_0: { sku: 'pen', shop: 7, only: ['WHOLESALE'], price: { min: 1.5, max: 9 } },
          v0_0_1: { sku: 'ink', shop: 8, only: ['WHOLESALE'], price: { min: 1.5, max: 9 } },
          v0_1: 1,
        },
      ],
    ]);
  });

  test('a key can stand in a list beside constants, and answer a scalar', async () => {
    deepEqual(await query('{ orders { tagCount } }'), {
      data: {
        orders: [{ tagCount: 2 }, { tagCount: 2 }, { tagCount: 2 }, { tagCount: null }, { tagCount: 2 }],
      },
    });
    deepEqual(world.calls().catalog, [
      [
        oneLine`
          query RemoteJoins($v0_0_0: [String!]!, $v0_0_1: [String!]!, $v0_0_2: [String!]!) {
            _0_0: tagged(tags: $v0_0_0)
            _0_1: tagged(tags: $v0_0_1)
            _0_2: tagged(tags: $v0_0_2) }`,
        { v0_0_0: ['pen', 'fixed'], v0_0_1: ['ink', 'fixed'], v0_0_2: ['gone', 'fixed'] },
      ],
    ]);
  });

  test('variables of a template may be constants, the caller’s arguments or headers', async () => {
    const source = `{ orders(where: {id: {_in: [1]}}) {
      given { name } de: given(lang: "de") { name } byHeader { name }
    } }`;
    deepEqual(await query(source, {}, { headers: { 'x-lang': 'nl' } }), {
      data: {
        orders: [{ given: { name: 'cap in en' }, de: { name: 'cap in de' }, byHeader: { name: 'pen in nl' } }],
      },
    });
    deepEqual(world.calls().catalog, [
      [
        oneLine`
          query RemoteJoins($v0_0: ID!, $v1_0: ID!, $v1_1: String, $v2_1: String, $v2_0_0: ID!) {
            _0_0: product(sku: $v0_0) { name }
            _1_0: product(sku: $v1_0, lang: $v1_1) { name }
            _2_0: product(sku: $v2_0_0, lang: $v2_1) { name } }`,
        { v0_0: 'cap', v1_0: 'cap', v1_1: 'de', v2_0_0: 'pen', v2_1: 'nl' },
      ],
    ]);
  });

  test('all relationships to one remote schema leave as one document', async () => {
    const source = `{ orders { product { sku } productInLang { sku } seller { name } motto tagCount shopCity } }`;
    const { errors } = await query(source);
    deepEqual(errors, undefined);
    deepEqual(world.counts(), { orders_db: 1, catalog: 1 });
  });
});
