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
  const { target, headers, introspectionHeaders, forwarding, sdl, permissions, ...limits } = getValidOptions(options);
  const address = createAddress(target, headers, forwarding);
  const introspectionAddress = createAddress(target, introspectionHeaders, FORWARD_NOTHING);
  let endpoint = createEndpoint(limits, protocol);
  let isClosed = false;
  return {
    kind: 'graphql',
    ...(permissions && { permissions }),
    async introspect() {
      if (isClosed) endpoint = createEndpoint(limits, protocol);
      isClosed = false;
      const schema =
        sdl !== undefined
          ? readSdl(sdl)
          : await introspect(endpoint, () => introspectionAddress({ headers: {}, session: NO_SESSION }));
      return { kind: 'schema', schema, ...(permissions && { permissions }) };
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
