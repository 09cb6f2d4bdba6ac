import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { type HasuraWorld, startHasuraWorld } from '../metadata/hasuraWorld.js';
import type { Scope } from '../support/postgres.js';
import { type ApiAnswer, startCalls } from './apiHosts.js';

/** Two databases, a remote schema and a handler of actions, for calls of the metadata API. */
export function startCallsWorld(scope: Scope): Promise<HasuraWorld> {
  return startHasuraWorld(scope, {
    databases: {
      default: `
        create table users (id int primary key, name text not null);
        create table orders (id int primary key, user_id int references users);
        create function old_users() returns setof users language sql stable as 'select * from users';
        create function label(u users) returns text language sql stable as 'select u.name';`,
      archive: 'create table notes (id int primary key, user_id int not null, text text);',
    },
    remotes: {
      forum: {
        typeDefs: 'type Query { message(id: Int): Message secret: String } type Message { id: Int! text: String }',
      },
    },
    actions: {},
  });
}

/** The metadata that calls start from, and pieces of it. */
export const configuration = { connection_info: { database_url: { from_env: 'DEFAULT_URL' } } };
export const users = { table: { schema: 'public', name: 'users' } };
export const source = { name: 'default', kind: 'postgres', configuration, tables: [users] };
export const forum = { name: 'forum', definition: { url_from_env: 'FORUM_URL' } };
export const metadata = { version: 3, sources: [source], remote_schemas: [forum] };

export const withTable = (table: object) => ({ ...metadata, sources: [{ ...source, tables: [table] }] });
export const withForum = (members: object) => ({ ...metadata, remote_schemas: [{ ...forum, ...members }] });

export const done = { status: 200, body: { message: 'success' } };
export const refused = (code: string, error: string, path = '$.args', internal?: unknown): ApiAnswer => ({
  status: 400,
  body: { path, error, code, ...(internal === undefined ? {} : { internal }) },
});

/** Of what is not dropped, for the sake of what. */
export const dependents = (list: string): string => `cannot drop due to the following dependent objects: ${list}`;

export const permission = { columns: ['id'], filter: {} };
export const message = {
  remote_schema: 'forum',
  lhs_fields: ['id'],
  remote_field: { message: { arguments: { id: '$id' } } },
};
export const toMessage = { name: 'message', definition: { to_remote_schema: message } };
export const toUser = {
  name: 'user',
  definition: {
    to_source: { source: 'default', table: 'users', relationship_type: 'object', field_mapping: { id: 'id' } },
  },
};
export const byColumn = (name: string) => ({ foreign_key_constraint_on: name });
export const toOwner = { name: 'user', using: byColumn('user_id') };
export const label = { name: 'label', definition: { function: 'label' } };
export const oldUsers = { function: { schema: 'public', name: 'old_users' } };
export const archive = {
  name: 'archive',
  kind: 'postgres',
  configuration: { connection_info: { database_url: { from_env: 'ARCHIVE_URL' } } },
  tables: [] as object[],
};
export const notes = { table: { schema: 'public', name: 'notes' } };
export const ofNote = {
  name: 'user',
  definition: { to_source: { ...toUser.definition.to_source, field_mapping: { user_id: 'id' } } },
};
export const action = {
  name: 'greet',
  definition: {
    kind: 'synchronous',
    handler: '{{ACTIONS_URL}}',
    type: 'query',
    arguments: [],
    output_type: 'Greeting',
  },
};

/** A call, what it answers, and what the metadata is afterwards. */
export type Step = readonly [type: string, args: unknown, answer: ApiAnswer, after: object];

/** Each is a row of calls, by the promise that it keeps, on the metadata above. */
export function testRows(world: HasuraWorld, rows: Readonly<Record<string, readonly Step[]>>): void {
  for (const [promise, steps] of Object.entries(rows)) {
    test(promise, async (t) => {
      const { call } = await startCalls({ after: (end) => t.after(end) }, world, { metadata });
      for (const [type, args, answer, after] of steps) {
        deepEqual(await call(type, args), answer, type);
        deepEqual((await call('export_metadata')).body, after, `after ${type}`);
      }
    });
  }
}
