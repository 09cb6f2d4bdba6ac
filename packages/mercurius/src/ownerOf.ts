import type { FastifyInstance } from 'fastify';

/** A plugin may be registered in a scope below that of Mercurius, whose routes look the function up in their own. */
export function ownerOf(app: FastifyInstance): FastifyInstance {
  let owner: FastifyInstance = app;
  while (!Object.hasOwn(owner, 'graphql')) owner = Object.getPrototypeOf(owner);
  return owner;
}
