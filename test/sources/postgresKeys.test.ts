import { deepEqual, ok } from 'node:assert/strict';
import { test } from 'node:test';
import type { KeyForm, KeyValue } from '../../packages/core/src/model/keyForm.js';
import { toKey } from '../../packages/core/src/model/keyForm.js';
import { keysOf } from '../support/rowsPlan.js';
import { createRowsScene } from '../support/rowsSource.js';

/**
 * Each pair of types is joined twice: inside the database, and by keys that leave it and come back. Both must find the
 * same rows.
 */
interface Pair {
  readonly parent: string;
  readonly target: string;
  readonly form: KeyForm;
  /** Parent value and target value, as SQL, and whether they are one key. */
  readonly values: readonly (readonly [parent: string, target: string, match: boolean])[];
}

const int4: KeyForm = { kind: 'integer', min: -(2 ** 31), max: 2 ** 31 - 1 };
const int2: KeyForm = { kind: 'integer', min: -(2 ** 15), max: 2 ** 15 - 1 };
const uuid = 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11';

const pairs: readonly Pair[] = [
  { parent: 'int', target: 'int', form: int4, values: [['7', '7', true], ['0', '0', true], ['7', '8', false]] },
  { parent: 'int', target: 'bigint', form: { kind: 'bigint' }, values: [['-7', '-7', true]] },
  { parent: 'bigint', target: 'int', form: int4, values: [['7', '7', true], ['99999999999', '7', false]] },
  { parent: 'bigint', target: 'smallint', form: int2, values: [['7', '7', true], ['32768', '-32768', false]] },
  { parent: 'numeric', target: 'int', form: int4, values: [['7.00', '7', true], ['7.5', '7', false], ['1e20', '7', false], [`'NaN'`, '0', false]] },
  { parent: 'int', target: 'numeric', form: { kind: 'numeric' }, values: [['1', '1.00', true], ['1', '1.01', false]] },
  { parent: 'numeric', target: 'numeric', form: { kind: 'numeric' }, values: [['1.0', '1.00', true], ['100', '1e2', true]] },
  { parent: 'int', target: 'text', form: { kind: 'text' }, values: [['7', `'7'`, true], ['7', `'07'`, false]] },
  { parent: 'bigint', target: 'text', form: { kind: 'text' }, values: [['9007199254740993', `'9007199254740993'`, true]] },
  { parent: 'numeric', target: 'text', form: { kind: 'text' }, values: [['7.50', `'7.5'`, true], ['7.50', `'7.50'`, false]] },
  {
    parent: 'text', target: 'int', form: int4,
    values: [[`'7'`, '7', true], [`'07'`, '7', false], [`'+7'`, '7', false], [`' 7'`, '7', false], [`'1e1'`, '10', false], [`'x'`, '7', false], [`''`, '0', false], [`'99999999999'`, '7', false], [`'-7'`, '-7', true], [`'2147483648'`, '-2147483648', false]],
  },
  { parent: 'text', target: 'bigint', form: { kind: 'bigint' }, values: [[`'9223372036854775807'`, '9223372036854775807', true], [`'9223372036854775808'`, '-9223372036854775808', false]] },
  { parent: 'text', target: 'numeric', form: { kind: 'numeric' }, values: [[`'7.50'`, '7.5', true], [`'.5'`, '0.5', false], [`'NaN'`, `'NaN'`, false], [`'x'`, '0', false]] },
  { parent: 'text', target: 'uuid', form: { kind: 'uuid' }, values: [[`'${uuid.toUpperCase()}'`, `'${uuid}'`, true], [`'x'`, `'${uuid}'`, false], [`'{${uuid}}'`, `'${uuid}'`, false]] },
  { parent: 'uuid', target: 'text', form: { kind: 'uuid' }, values: [[`'${uuid}'`, `'${uuid.toUpperCase()}'`, true], [`'${uuid}'`, `'x'`, false]] },
  { parent: 'text', target: 'varchar(5)', form: { kind: 'text' }, values: [[`'ab '`, `'ab '`, true], [`'ab'`, `'ab '`, false], [`''`, `''`, true], [`'"{\\}'`, `'"{\\}'`, true]] },
  { parent: 'char(4)', target: 'text', form: { kind: 'text' }, values: [[`'ab'`, `'ab'`, true]] },
  { parent: 'text', target: 'char(4)', form: { kind: 'text' }, values: [[`'ab'`, `'ab'`, true]] },
  { parent: 'text', target: 'mood', form: { kind: 'enum', labels: new Set(['happy', 'sad']) }, values: [[`'happy'`, `'happy'`, true], [`'x'`, `'sad'`, false]] },
  { parent: 'mood', target: 'text', form: { kind: 'text' }, values: [[`'happy'`, `'happy'`, true]] },
  { parent: 'text', target: 'bool', form: { kind: 'boolean' }, values: [[`'true'`, 'true', true], [`'t'`, 'true', false]] },
  { parent: 'bytea', target: 'bytea', form: { kind: 'bytes' }, values: [[`'\\x00ff'`, `'\\x00ff'`, true], [`'\\x00ff'`, `'\\x00'`, false]] },
  { parent: 'timestamptz', target: 'timestamptz', form: { kind: 'timestamptz' }, values: [[`'2024-01-01 12:00:00.123456+02'`, `'2024-01-01 10:00:00.123456Z'`, true]] },
  { parent: 'timestamp', target: 'timestamp', form: { kind: 'timestamp' }, values: [[`'2024-01-01 12:00'`, `'2024-01-01 12:00'`, true]] },
  { parent: 'date', target: 'date', form: { kind: 'date' }, values: [[`'2024-02-29'`, `'2024-02-29'`, true]] },
  { parent: 'date', target: 'text', form: { kind: 'text' }, values: [[`'2024-02-29'`, `'2024-02-29'`, true]] },
  { parent: 'timestamptz', target: 'text', form: { kind: 'text' }, values: [[`'2024-02-29 12:00+02'`, `'2024-02-29T10:00:00+00:00'`, true]] },
  { parent: 'float8', target: 'float8', form: { kind: 'float' }, values: [['0.1', '0.1', true], ['1e300', '1e300', true]] },
  { parent: 'time', target: 'time', form: { kind: 'time' }, values: [[`'12:00:00.5'`, `'12:00:00.5'`, true]] },
]; // biome-ignore format: a table

const scene = await createRowsScene(test, {
  session: { TimeZone: 'Pacific/Kiritimati', DateStyle: 'German, DMY' },
  ddl: [
    `create type mood as enum ('happy', 'sad');`,
    ...pairs.flatMap(({ parent, target, values }, index) => [
      `create table p${index} (id int primary key, k ${parent}); create table t${index} (id int primary key, k ${target});`,
      ...values.map(
        (value, row) =>
          `insert into p${index} values (${row}, ${value[0]}); insert into t${index} values (${row}, ${value[1]});`,
      ),
      `insert into p${index} values (99, null); insert into t${index} values (99, null);`,
    ]),
  ].join('\n'),
});

for (const [index, { parent, target, form, values }] of pairs.entries()) {
  test(`${parent} keys find ${target} rows, inside the database and from outside`, async () => {
    const wanted = values.flatMap(([, , match], row) => (match ? [[row, row]] : []));
    const isPair = ([from, to]: readonly number[]) => from === to;

    const inside = columnsOf(
      await scene.read({
        table: `p${index}`,
        leaves: { id: 'Int!' },
        lists: [{ table: `t${index}`, on: { k: 'k' }, leaves: { id: 'Int!' } }],
      }),
      1,
    );
    deepEqual(pairUp(inside).filter(isPair), wanted, 'list');

    const objects = columnsOf(
      await scene.read({
        table: `p${index}`,
        leaves: { id: 'Int!' },
        objects: [{ table: `t${index}`, on: { k: 'k' }, keys: ['id'] }],
      }),
      0,
    );
    const found = new Set((objects[0] ?? []).filter((_, row) => objects[1]?.[row] === true));
    ok(
      wanted.every(([row]) => found.has(row)),
      'object',
    );

    const read = columnsOf(await scene.read({ table: `p${index}`, leaves: { id: 'Int!' }, keys: ['k'] }), 0);
    const keys = (read[1] ?? []).map((value) => toKey(form, value));
    const sent = keys.flatMap((key, row) => (key === undefined ? [] : [{ key, row }]));
    for (const match of ['ordinal', 'key'] as const) {
      const outside = columnsOf(
        await scene.read(
          { table: `t${index}`, match, key: { k: form }, leaves: { id: 'Int!' } },
          { keys: keysOf(...sent.map(({ key }) => key)) },
        ),
        0,
      );
      const rowOf = (link: unknown) => (match === 'ordinal' ? sent[Number(link)]?.row : undefined);
      const matched = (outside[0] ?? []).flatMap((link, at) => {
        const id = Number(outside[1]?.[at]);
        if (match === 'ordinal') return [[rowOf(link) ?? -1, id]];
        const key = toKey(form, link);
        return sent.filter((each) => isSame(each.key, key)).map(({ row }) => [row, id]);
      });
      deepEqual(
        matched.filter(isPair).sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0)),
        wanted,
        match,
      );
    }
  });
}

function isSame(a: KeyValue, b: KeyValue | undefined): boolean {
  return a === b;
}

function columnsOf(sets: unknown, set: number): readonly (readonly unknown[])[] {
  ok(Array.isArray(sets), String(sets));
  return sets[set];
}

/** Parent row number and target id. */
function pairUp([parents = [], ids = []]: readonly (readonly unknown[])[]): number[][] {
  return parents.map((parent, row) => [Number(parent), Number(ids[row])]);
}
