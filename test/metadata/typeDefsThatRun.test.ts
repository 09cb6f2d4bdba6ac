/** SDL of a database is taken as it is by every host. */
import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { postgres, typeDefsFromDatabase } from '@remote-joins/core';
import { defineHostSuite, startForSuite } from '../support/hosts.js';
import { createDatabase } from '../support/postgres.js';
import { createRecordingPool } from '../support/recordingPool.js';
import { oneLine } from '../support/world.js';

const connectionString = await createDatabase(
  test,
  `create type status as enum ('open', 'in progress');
   create table users (id int primary key, name text not null);
   insert into users values (1, 'Ada'), (2, 'Grace');
   create table orders (id bigint primary key, user_id int not null references users, status status, tags text[]);
   insert into orders values (9007199254740993, 1, 'in progress', '{a,null}'), (2, 1, 'open', null), (3, 2, null, null);
   create table lines (order_id bigint references orders, "limit" int, sku text, primary key (order_id, "limit"));
   insert into lines values (2, 1, 'pen'), (2, 2, 'ink');`,
);
const ends: (() => Promise<void>)[] = [];
const { pool, statements } = createRecordingPool({ after: (end) => ends.push(end) }, connectionString);
test.after(async () => {
  for (const end of ends) await end();
});
const typeDefs = await typeDefsFromDatabase({ name: 'shop_db', source: postgres({ pool }) });

defineHostSuite('SDL of a database', (host) => {
  const { query } = startForSuite(host, () => ({
    typeDefs,
    sources: { shop_db: postgres({ pool }) },
    beforeRequest: () => statements.splice(0),
  }));

  test('reads lists in one statement, with what foreign keys lead to, in conditions and in answers', async () => {
    const source = `{
      orders(where: {user: {name: {_eq: "Ada"}}, status: {_in: [in_progress, open]}}, order_by: [{status: desc}], limit: 2) {
        id
        status
        tags
        user { name }
        lines(where: {sku: {_like: "p%"}}) { sku }
      }
    }`;
    deepEqual(await query(source), {
      data: {
        orders: [
          { id: '9007199254740993', status: 'in_progress', tags: ['a', null], user: { name: 'Ada' }, lines: [] },
          { id: '2', status: 'open', tags: null, user: { name: 'Ada' }, lines: [{ sku: 'pen' }] },
        ],
      },
    });
    deepEqual(statements, [
      {
        text: oneLine`
          with s0 as (select row_number() over () - 1 as n, q.*
            from (select t0."id" as c0, t0."status" as c1, t0."tags" as c2, (t1."id" is not null) as c3, t1."name" as c4, t0."id" as k1_0
              from (select t0."id", t0."status", t0."tags", t0."user_id"
                from "public"."orders" t0
                where t0."status" = any($1::"public"."status"[])
                  and exists (select from "public"."users" w1 where w1."id" = t0."user_id" and w1."name" = $2::text)
                order by t0."status" desc, t0."id" limit $3::int8) t0
              left join "public"."users" t1 on t1."id" = t0."user_id"
              order by t0."status" desc, t0."id") q)
          select to_json(array[(select to_json(array[to_json(coalesce(array_agg(s0.c0::text), '{}')),
            to_json(coalesce(array_agg(s0.c1), '{}')), to_json(coalesce(array_agg(to_json(s0.c2)), '{}')),
            to_json(coalesce(array_agg(s0.c3), '{}')), to_json(coalesce(array_agg(s0.c4), '{}'))]) from s0),
            (select to_json(array[to_json(coalesce(array_agg(s1.c0), '{}')), to_json(coalesce(array_agg(s1.c1), '{}'))])
            from (select s0.n as c0, t2."sku" as c1
              from s0 join "public"."lines" t2 on t2."order_id" = s0.k1_0
              where t2."sku" like $4::text
              order by s0.n, t2."limit") s1)])::text`,
        values: ['{"in progress","open"}', 'Ada', 2, 'p%'],
      },
    ]);
  });

  test('reads one row by its primary key, whatever its columns are called', async () => {
    deepEqual(await query('{ lines_by_pk(order_id: "2", limit: 2) { sku order { id } } }'), {
      data: { lines_by_pk: { sku: 'ink', order: { id: '2' } } },
    });
    deepEqual(statements, [
      {
        text: oneLine`
          select to_json(array[to_json(coalesce(array_agg(s0.c0), '{}')), to_json(coalesce(array_agg(s0.c1), '{}')),
            to_json(coalesce(array_agg(s0.c2::text), '{}'))])::text
          from (select t0."sku" as c0, (t1."id" is not null) as c1, t1."id" as c2
            from (select t0."sku", t0."order_id", t0."limit"
              from "public"."lines" t0
              where t0."order_id" = $1::int8 and t0."limit" = $2::int4
              order by t0."order_id", t0."limit" limit 1) t0
            left join "public"."orders" t1 on t1."id" = t0."order_id"
            order by t0."order_id", t0."limit") s0`,
        values: ['2', 2],
      },
    ]);
  });
});
