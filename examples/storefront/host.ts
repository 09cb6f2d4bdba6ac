import { readFileSync } from 'node:fs';
import type pg from 'pg';

/** Where the four sources are. */
export interface Places {
  readonly ordersDb: pg.Pool;
  readonly usersDb: pg.Pool;
  readonly catalogueUrl: string;
  readonly reviewsUrl: string;
}

export interface Host {
  readonly name: string;
  /** Where it answers GraphQL requests. */
  readonly url: string;
  stop(): Promise<void>;
}

/** The same SDL for both hosts. */
export const typeDefs = readFileSync(new URL('schema.graphql', import.meta.url), 'utf8');
