import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { RemoteJoinsError } from '../../packages/core/src/error/RemoteJoinsError.js';
import type { Comparison } from '../../packages/core/src/model/operator.js';
import type { SessionVariable } from '../../packages/core/src/model/session.js';
import type { ColumnKind } from '../../packages/core/src/model/table.js';
import { readSessionOperand } from '../../packages/core/src/sources/postgres/sessionOperand.js';
import { asSession } from '../support/rowsSource.js';

const TELL = 'Have the option "session" give it another value.';
const LIST = 'Give it as a list, as an array of Postgres ({1,2}) or as JSON ([1,2]).';
const LONG = 'Write long numbers as strings.';

/** A variable that is compared with a column of a kind, and what is sent for it or why nothing is. */
const operands: readonly (readonly [kind: ColumnKind, operator: Comparison, variable: SessionVariable, sent: string])[] = [
  ['int4', '_eq', '7', '7'],
  ['int4', '_eq', '', ''],
  ['text', '_eq', '{a}', '{a}'],
  ['text', '_neq', '["a"]', '["a"]'],
  ['text', '_eq', ['a'], `! is a list where one value is needed. ${TELL}`],
  ['text', '_eq', 'a\0', `! holds a character that no text can hold. ${TELL}`],
  ['text', '_eq', '\ud800', `! holds a character that no text can hold. ${TELL}`],
  ['int4', '_in', '{1, 2}', '{"1","2"}'],
  ['int4', '_in', '{}', '{}'],
  ['int4', '_nin', '[1, "2", true, 0.5]', '{"1","2","true","0.5"}'],
  ['int4', '_in', ['1', '2'], '{"1","2"}'],
  ['int4', '_in', [], '{}'],
  ['text', '_in', ['{a}', 'b"\\'], '{"{a}","b\\"\\\\"}'],
  ['text', '_in', '{"a,b",c d}', '{"a,b","c d"}'],
  ['int4', '_in', '1,2', `! is no list. ${LIST}`],
  ['int4', '_in', '7', `! is no list. ${LIST}`],
  ['int4', '_in', '', `! is no list. ${LIST}`],
  ['int4', '_in', '{1', `! is no list. ${LIST}`],
  ['int4', '_nin', '{1,NULL}', `! holds a null. ${TELL}`],
  ['int4', '_nin', '[1,null]', `! holds a null. ${TELL}`],
  ['int8', '_in', '[9007199254740993]', `! holds something that is no value of its column. ${LONG}`],
  ['int8', '_in', '["9007199254740993"]', '{"9007199254740993"}'],
  ['text', '_in', '[{"a":1}]', `! holds something that is no value of its column. ${LONG}`],
  ['text', '_in', '[["a"]]', `! holds something that is no value of its column. ${LONG}`],
  ['text', '_in', ['a\0'], `! holds a character that no text can hold. ${TELL}`],
  ['text', '_like', '%a', '%a'],
  ['json', '_like', '%a', '%a'],
  ['text', '_regex', ['a'], `! is a list where one value is needed. ${TELL}`],
  ['text', '_nregex', '^a', '^a'],
  ['jsonb', '_contains', '{"a": 1}', '{"a": 1}'],
  ['jsonb', '_contained_in', 'a', `! is no JSON. ${TELL}`],
  ['jsonb', '_has_key', 'a', 'a'],
  ['jsonb', '_has_key', ['a'], `! is a list where one value is needed. ${TELL}`],
  ['jsonb', '_has_keys_any', '{a,b}', '{"a","b"}'],
  ['jsonb', '_has_keys_all', ['a', '1'], '{"a","1"}'],
  ['jsonb', '_has_keys_all', 'a', `! is no list. ${LIST}`],
  ['array', '_contains', '["a"]', '{"a"}'],
  ['jsonb', '_eq', '{"a": 1}', '{"a": 1}'],
  ['jsonb', '_eq', 'a', `! is no JSON. ${TELL}`],
  ['json', '_eq', ['1'], `! is a list where one value is needed. ${TELL}`],
  ['jsonb', '_in', ['1', '"a"'], '{"1","\\"a\\""}'],
  ['jsonb', '_in', ['a'], `! is no JSON. ${TELL}`],
  ['array', '_eq', '{a,b}', '{"a","b"}'],
  ['array', '_eq', '["a"]', '{"a"}'],
  ['array', '_eq', ['a'], '{"a"}'],
  ['array', '_eq', '{{1},{2}}', '{{1},{2}}'],
  ['array', '_eq', 'a', `! is no list. ${LIST}`],
  ['array', '_eq', ['a\0'], `! holds a character that no text can hold. ${TELL}`],
  ['array', '_in', ['{a,b}', '{}'], '{"{\\"a\\",\\"b\\"}","{}"}'],
  ['array', '_in', '[["a"], []]', '{"{\\"a\\"}","{}"}'],
  ['array', '_in', '[1]', `! holds something that is no value of its column. ${LONG}`],
]; // biome-ignore format: a table

function read(kind: ColumnKind, operator: Comparison, variables: Readonly<Record<string, SessionVariable>>): unknown {
  const column = { name: 'c', type: { kind, sql: kind }, notNull: false, deterministic: true };
  try {
    return readSessionOperand({ name: 'x-v', column, operator, coordinate: 'Query.notes' }, asSession(variables));
  } catch (error) {
    if (!(error instanceof RemoteJoinsError)) throw error;
    return `${error.code}: ${error.message}`;
  }
}

for (const [kind, operator, variable, sent] of operands) {
  test(`${JSON.stringify(variable)} for ${operator} of ${kind}: ${sent}`, () => {
    const refused = 'BAD_USER_INPUT: The session variable "x-v", which field "Query.notes" needs,';
    deepEqual(read(kind, operator, { 'x-v': variable }), sent.replace(/^!/, refused));
  });
}

test('a variable that the session lacks is never taken for a null', () => {
  deepEqual(
    read('int4', '_eq', { 'x-other': '1' }),
    'FORBIDDEN: The session has no variable "x-v", which field "Query.notes" needs. Have the option "session" give it.',
  );
});
