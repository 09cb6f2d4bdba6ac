import type { Source } from '../../source.js';
import { createAddress } from '../http/address.js';
import { createEndpoint } from '../http/endpoint.js';
import { callHandler, type Handler } from './callHandler.js';
import { type ActionOptions, getValidOptions } from './options.js';
import { protocol } from './protocol.js';

export type { ActionOptions } from './options.js';

/**
 * A handler of actions, called over HTTP as Hasura calls it, one POST for each `@action` field:
 *
 *     action({
 *       url: 'https://accounts.example/actions',
 *       headers: { 'x-secret': { env: 'ACTIONS_SECRET' } },
 *       forwardHeaders: ['authorization'],
 *     })
 *
 * No call is ever repeated, no redirect is followed, and of the client's headers only those listed are passed on.
 *
 * @throws RemoteJoinsError `INVALID_OPTIONS`
 */
export function action(options: ActionOptions): Source {
  const { target, headers, forwarding, errorExtensions, ...limits } = getValidOptions(options);
  const address = createAddress(target, headers, forwarding);
  const open = (): Handler => ({
    endpoint: createEndpoint(limits, protocol),
    address,
    session: forwarding.session,
    errorExtensions,
  });
  let handler = open();
  let isClosed = false;
  return {
    kind: 'action',
    async introspect() {
      if (isClosed) handler = open();
      isClosed = false;
      return { kind: 'action' };
    },
    fetch: (requests, context) => Promise.all(requests.map((request) => callHandler(request, context, handler))),
    close() {
      isClosed = true;
      return handler.endpoint.close();
    },
  };
}
