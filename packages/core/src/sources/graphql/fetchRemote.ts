import { invariant } from '../../error/invariant.js';
import { RemoteJoinsError } from '../../error/RemoteJoinsError.js';
import type { Answer, CancelSignal, FetchContext, FetchRequest } from '../../source.js';
import type { Call, Endpoint } from '../http/endpoint.js';
import { toRequestError } from '../http/failure.js';
import { compileBody, type RemoteRequest } from './compileDocument.js';
import { decode, upstreamError } from './decode.js';
import { slotsOf } from './printPlan.js';
import type { Reply } from './protocol.js';
import { readSlots } from './slots.js';

/** Sends requests of one operation as one document, and answers each. */
export type SendRequests = (requests: readonly RemoteRequest[]) => Promise<readonly (Answer | Error)[]>;

/**
 * Answers all requests with one document; one whose arguments cannot be read fails alone, and one without keys needs no
 * call. Never rejects.
 */
export async function fetchRemote(
  requests: readonly FetchRequest[],
  context: FetchContext,
  send: SendRequests,
): Promise<readonly (Answer | Error)[]> {
  const answers: (Answer | Error)[] = requests.map(() => ({ kind: 'json', values: [] }));
  const sent: { readonly index: number; readonly request: RemoteRequest }[] = [];
  for (const [index, request] of requests.entries()) {
    if (request.keys?.count === 0) continue;
    try {
      sent.push({ index, request: readRequest(request, context) });
    } catch (error) {
      answers[index] = toError(error);
    }
  }
  if (sent.length === 0) return answers;
  const received = await sendAll(
    sent.map(({ request }) => request),
    send,
  );
  for (const [position, { index }] of sent.entries()) {
    answers[index] = received[position] ?? toError(undefined);
  }
  return answers;
}

async function sendAll(requests: readonly RemoteRequest[], send: SendRequests): Promise<readonly (Answer | Error)[]> {
  try {
    const isMutation = requests.some(({ plan }) => plan.operation === 'mutation');
    invariant(!isMutation || requests.length === 1, 'a mutation in one document with something else');
    return await send(requests);
  } catch (error) {
    const failed = toError(error);
    return requests.map(() => failed);
  }
}

/** Sends a document to an endpoint; `address` is asked for at each call. */
export function createSender(endpoint: Endpoint<Reply>, address: Call['address'], signal?: CancelSignal): SendRequests {
  const send: SendRequests = async (requests) => {
    const reply = await endpoint.send({ body: compileBody(requests), address, ...(signal && { signal }) });
    if (reply.kind !== 'reply') {
      const failed = toRequestError(reply, 'remote schema');
      return requests.map(() => failed);
    }
    if (reply.data !== null) return decode(requests, reply.data, reply.errors);
    if (requests.length > 1 && mayBeOnePlansFault(reply)) {
      const answers = await Promise.all(requests.map((request) => sendAll([request], send)));
      return answers.flat();
    }
    const failed = upstreamError;
    return requests.map(() => failed);
  };
  return send;
}

/**
 * A non-null root field that fails takes the data of all others with it, and so does one field that the remote schema
 * no longer has. Each plan is then sent once more, alone. A server that refuses the caller, or is ill, would refuse
 * those as well.
 */
function mayBeOnePlansFault({ status }: Reply): boolean {
  return status < 500 && status !== 401 && status !== 403 && status !== 429;
}

function readRequest(request: FetchRequest, context: FetchContext): RemoteRequest {
  const { plan, keys } = request;
  invariant(plan.kind === 'remote', 'a plan of tables at a remote schema');
  return { plan, ...(keys && { keys }), values: readSlots(slotsOf(plan), { plan, keys }, context) };
}

function toError(error: unknown): Error {
  if (error instanceof RemoteJoinsError) return error;
  return new RemoteJoinsError('INTERNAL_SERVER_ERROR', 'Remote Joins could not ask the remote schema.', {
    cause: new Error(error instanceof Error ? error.name : 'unknown'),
  });
}
