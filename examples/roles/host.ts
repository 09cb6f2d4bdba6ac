import { readFileSync } from 'node:fs';
import { hasuraSession, postgres, remoteSchema, type Source } from '@remote-joins/core';
import type pg from 'pg';
import { adminSecret, cataloguePermissions } from './people.js';

/** Where the three sources are. */
export interface Places {
  readonly ordersDb: pg.Pool;
  readonly usersDb: pg.Pool;
  readonly catalogueUrl: string;
}

/** The same SDL for both hosts. */
export const typeDefs = readFileSync(new URL('schema.graphql', import.meta.url), 'utf8');

/** The same options for the plugins of both hosts. */
export function joinOptions({ ordersDb, usersDb, catalogueUrl }: Places) {
  const sources: Record<string, Source> = {
    orders_db: postgres({ pool: ordersDb }),
    users_db: postgres({ pool: usersDb }),
    catalogue: remoteSchema({ url: catalogueUrl, permissions: cataloguePermissions }),
  };
  return { sources, session: hasuraSession({ adminSecret }) };
}
