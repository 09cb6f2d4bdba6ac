import { deepEqual } from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type { FromHasuraMetadata } from '@remote-joins/core';
import { type HostAnswer, hosts, startForSuite } from '../support/hosts.js';
import { type HasuraWorld, toHost } from './hasuraWorld.js';

/** What is asked of one metadata, and the whole answer. */
export interface SceneCase {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly answer?: HostAnswer;
  /** Instead of an answer: that nothing is asked of any source, since validation finds these faults. */
  readonly refused?: readonly string[];
  /** How often each source is asked, or what: texts with values by source. */
  readonly calls?: Readonly<Record<string, unknown>>;
}

export interface Scene {
  readonly metadata: object;
  readonly env?: Readonly<Record<string, string>>;
  /** Whether all of it must be consistent. Default: true. */
  readonly strict?: boolean;
  /** By the promise that each is. */
  readonly cases: Readonly<Record<string, SceneCase>>;
}

const both = hosts.filter(({ name }) => name === 'Apollo Server' || name === 'Mercurius with jit');

/** Serves one metadata as Hasura does on both hosts, each started once, and asks every case of both. */
export function defineScene(
  world: HasuraWorld,
  title: string,
  { metadata, env = {}, strict = true, cases }: Scene,
): void {
  let read: FromHasuraMetadata | undefined;
  before(async () => {
    read = await world.read(metadata, { compat: 'hasura', strict, env });
  });
  for (const host of both) {
    describe(`${title} (${host.name})`, () => {
      const { query } = startForSuite(host, () => {
        if (read === undefined) throw new Error('The metadata was not read.');
        return toHost(world, read);
      });
      for (const [promise, { query: source, variables, headers, answer, refused, calls }] of Object.entries(cases)) {
        test(promise, async () => {
          const given = await query(source, variables, { headers: headers ?? {} });
          if (refused !== undefined) {
            // Codes of what validation finds are the hosts' own.
            const found = given.errors?.map(({ message }) => message);
            deepEqual([given.data, found, world.calls()], [null, refused, {}]);
            return;
          }
          deepEqual(given, answer);
          if (calls === undefined) return;
          const isCount = Object.values(calls).every((value) => typeof value === 'number');
          deepEqual(isCount ? countsOf(world) : world.calls(), calls);
        });
      }
    });
  }
}

/** How often each source was asked. */
export function countsOf(world: HasuraWorld): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(world.calls()).map(([name, calls]) => [name, calls.length]));
}

/** The headers of a request of a role. */
export function as(role: string, variables: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  return { 'x-hasura-role': role, ...variables };
}
