import { postgres, type RemoteJoinsOptions, remoteSchema } from '@remote-joins/core';
import pg from 'pg';
import type { HostOptions } from '../hosts.js';
import { createDatabase, type Scope } from '../postgres.js';
import { createRecordingPool, type RecordingPool } from '../recordingPool.js';
import { type RemoteServer, startRemoteServer } from '../remoteServer.js';
import type { Scene } from './randomScene.js';
import { upstream } from './remotePart.js';
import { type RemoteState, remoteResolvers } from './remoteState.js';
import type { State } from './twoStates.js';

/** One of two places that hold one state each: a database and a remote server, which record what they are asked. */
export interface Side {
  hold(state: State): Promise<void>;
  /** How a server of any host is started here. */
  options(scene: Scene): HostOptions & { readonly options: Omit<RemoteJoinsOptions, 'sources'> };
  forget(): void;
  /** What was asked since: statements and documents, each with its values, in an order of their own. */
  asked(): readonly Asked[];
}

export interface Asked {
  readonly source: 'database' | 'remote';
  readonly text: string;
  readonly values: string;
  /** Of a request by HTTP. */
  readonly headers: string;
}

export async function createArena(scope: Scope): Promise<readonly [Side, Side]> {
  return [await createSide(scope), await createSide(scope)];
}

async function createSide(scope: Scope): Promise<Side> {
  const ends: (() => Promise<void>)[] = [];
  const own: Scope = { after: (end) => ends.unshift(end) }; // a pool ends before its database
  scope.after(async () => {
    for (const end of ends) await end();
  });
  const connectionString = await createDatabase(own);
  const recording: RecordingPool = createRecordingPool(own, connectionString);
  const client = new pg.Client({ connectionString });
  client.on('error', () => {}); // the database is dropped with everybody in it
  await client.connect();
  own.after(() => client.end());
  let held: State | undefined;
  const current = (): RemoteState => {
    if (held === undefined) throw new Error('Nothing is held yet.');
    return held.remote;
  };
  const server: RemoteServer = await startRemoteServer(own, {
    typeDefs: upstream,
    resolvers: remoteResolvers(current),
  });
  return {
    async hold(state) {
      await client.query(state.sql);
      held = state;
    },
    options: ({ typeDefs, session, inheritedRoles, remotePermissions, isLabelled, tables }) => ({
      typeDefs,
      resolvers: {
        Query: { card: () => held?.card },
        ...(isLabelled && Object.fromEntries(tables.map(({ name }) => [name.toUpperCase(), { label }]))),
      },
      sources: {
        one: postgres({ pool: recording.pool, schema: 'one' }),
        two: postgres({ pool: recording.pool, schema: 'two' }),
        remote: remoteSchema({
          url: server.url,
          headers: { 'x-own': 'CNRY-own' },
          ...(remotePermissions && { permissions: remotePermissions }),
        }),
      },
      options: { session: () => session, inheritedRoles },
    }),
    forget() {
      recording.statements.length = 0;
      server.requests.length = 0;
    },
    asked: () =>
      [
        ...recording.statements.map(
          ({ text, values }): Asked => ({ source: 'database', text, values: JSON.stringify(values), headers: '' }),
        ),
        ...server.requests.map(
          ({ query, variables, headers }): Asked => ({
            source: 'remote',
            text: query,
            values: JSON.stringify(variables),
            headers: JSON.stringify(headers),
          }),
        ),
      ].sort((a, b) => compareTexts(a.text + a.values, b.text + b.values)),
  };
}

/** A host's resolver that tells all that it is given. */
function label(parent: Readonly<Record<string, unknown>>): string {
  const members = Object.entries(parent).filter(([, value]) => typeof value !== 'object' || value === null);
  return JSON.stringify(members.sort(([a], [b]) => compareTexts(a, b)));
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
