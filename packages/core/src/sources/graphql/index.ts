import type { GraphQLSchema } from 'graphql';
import type { SchemaCatalog } from '../../model/catalog.js';
import { NO_SESSION } from '../../model/session.js';
import type { Source } from '../../source.js';
import { createAddress } from '../http/address.js';
import { createEndpoint } from '../http/endpoint.js';
import { FORWARD_NOTHING } from '../http/headers.js';
import { createSender, fetchRemote } from './fetchRemote.js';
import { introspect, readSdl } from './introspect.js';
import { getValidOptions, type RemoteSchemaOptions } from './options.js';
import { protocol } from './protocol.js';

export type { RemoteSchemaOptions } from './options.js';

/**
 * A remote GraphQL schema, asked over HTTP. All that one level of an operation needs of it leaves as one document:
 *
 *     remoteSchema({
 *       url: 'https://catalog.example/graphql',
 *       headers: { 'x-api-key': { env: 'CATALOG_KEY' } },
 *       forwardHeaders: ['authorization'],
 *     })
 *
 * No failed call is retried, no redirect is followed, and of the client's headers only those listed are passed on. (A
 * merged query whose data is null as a whole is asked once more, plan by plan, so that one failure costs one field.)
 *
 * @throws RemoteJoinsError `INVALID_OPTIONS`
 */
export function remoteSchema(options: RemoteSchemaOptions): Source {
  const { target, headers, introspectionHeaders, forwarding, sdl, savedSdl, onUnavailable, permissions, ...limits } =
    getValidOptions(options);
  const address = createAddress(target, headers, forwarding);
  const introspectionAddress = createAddress(target, introspectionHeaders, FORWARD_NOTHING);
  let endpoint = createEndpoint(limits, protocol);
  let isClosed = false;
  const complete = (schema: GraphQLSchema): SchemaCatalog => ({
    kind: 'schema',
    schema,
    ...(permissions && { permissions }),
  });
  return {
    kind: 'graphql',
    onUnavailable,
    recall(saved) {
      if (sdl !== undefined) return undefined;
      if (saved?.kind === 'schema') return complete(saved.schema);
      return savedSdl === undefined ? undefined : complete(readSdl(savedSdl, 'savedSchema'));
    },
    async introspect(_name, signal) {
      if (isClosed) endpoint = createEndpoint(limits, protocol);
      isClosed = false;
      const schema =
        sdl !== undefined
          ? readSdl(sdl, 'schema')
          : await introspect(endpoint, () => introspectionAddress({ headers: {}, session: NO_SESSION }), signal);
      return complete(schema);
    },
    fetch(requests, context) {
      return fetchRemote(
        requests,
        context,
        createSender(endpoint, () => address(context), context.signal),
      );
    },
    close() {
      isClosed = true;
      return endpoint.close();
    },
  };
}
