import type { Generations, RemoteJoins, UnsettledHold } from '@remote-joins/core';
import type { FastifyInstance } from 'fastify';
import { ownerOf } from './ownerOf.js';

/**
 * Lets each call of `app.graphql` go on with the schema it was validated on, and holds that until the call is done. To be
 * called after all that wraps `app.graphql`, and before the host is ready.
 *
 * Mercurius reads the schema anew after each hook it waits for. Schemas are replaced between turns of the event loop, so what
 * follows the last hook without waiting is safe: and the last hook hands on the schema that all hooks were given.
 */
export function pinGraphql(app: FastifyInstance, { of, holds }: Generations): void {
  const { graphql } = app;
  /** By context. Where calls share one, nobody can tell whose hook runs: each then holds all that it may use. */
  const calls = new WeakMap<object, Set<UnsettledHold<RemoteJoins>>>();

  async function execute(self: unknown, source: unknown, given: object | null | undefined, rest: readonly unknown[]) {
    const context: object = given || {};
    const hold = holds.begin();
    const sharing = calls.get(context) ?? new Set();
    calls.set(context, sharing.add(hold));
    try {
      return await Reflect.apply(graphql, self, [source, context, ...rest]);
    } finally {
      sharing.delete(hold);
      hold.release();
    }
  }

  ownerOf(app).graphql = new Proxy(graphql, {
    apply: (_, self, [source, context, ...rest]) => execute(self, source, context, rest),
  });

  app.addHook('onReady', async () => {
    graphql.addHook('preExecution', async (schema, _document, context) => {
      const joins = of(schema);
      if (joins === undefined) return undefined;
      const [hold, ...others] = calls.get(context) ?? [];
      if (others.length === 0) hold?.settle(joins);
      return schema === graphql.schema ? undefined : { schema };
    });
  });
}
