import { invariant } from '../../error/invariant.js';
import { RemoteJoinsError } from '../../error/RemoteJoinsError.js';
import { isDeeper, MAX_JSON_DEPTH } from '../../model/jsonDepth.js';
import type { Answer, FetchContext, FetchRequest } from '../../source.js';
import type { AddressOf } from '../http/address.js';
import type { Endpoint } from '../http/endpoint.js';
import { toRequestError } from '../http/failure.js';
import type { Forwarding } from '../http/headers.js';
import type { Reply } from './protocol.js';
import { readAnswer } from './readAnswer.js';
import { writeCall } from './writeCall.js';

export interface Handler {
  readonly endpoint: Endpoint<Reply>;
  readonly address: AddressOf;
  readonly session: Forwarding['session'];
  readonly errorExtensions: readonly string[];
}

/** Has one action done. Never rejects, and never calls twice. */
export async function callHandler(
  { plan, keys }: FetchRequest,
  context: FetchContext,
  { endpoint, address, session, errorExtensions }: Handler,
): Promise<Answer | Error> {
  try {
    invariant(plan.kind === 'remote' && keys === undefined, 'a plan of tables or of a relationship at an action');
    const { signal } = context;
    const body = writeCall(plan, context, session);
    const reply = await endpoint.send({ body, address: () => address(context), ...(signal && { signal }) });
    switch (reply.kind) {
      case 'done':
        return { kind: 'json', values: [readAnswer(plan, reply.value)] };
      case 'refused':
        return toRefusal(reply, errorExtensions);
      default:
        return toRequestError(reply, 'handler');
    }
  } catch (error) {
    if (error instanceof RemoteJoinsError) return error;
    return new RemoteJoinsError('INTERNAL_SERVER_ERROR', 'Remote Joins could not call the handler.', {
      cause: new Error(error instanceof Error ? error.name : 'unknown'),
    });
  }
}

/** The one place where the words of another server reach the client: its handler means them for it. */
function toRefusal(
  { message, code, extensions }: Extract<Reply, { kind: 'refused' }>,
  shown: readonly string[],
): RemoteJoinsError {
  const members = shown.flatMap((name): [string, unknown][] => {
    if (!Object.hasOwn(extensions, name) || isDeeper(extensions[name], MAX_JSON_DEPTH)) return [];
    return [[name, extensions[name]]];
  });
  return new RemoteJoinsError('ACTION_REFUSED', message, {
    clientCode: code,
    extensions: Object.fromEntries(members),
  });
}
