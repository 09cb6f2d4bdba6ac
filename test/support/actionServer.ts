import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { Scope } from './postgres.js';
import { type FaultServer, startFaultServer } from './remoteServer.js';

/** A call as a handler of Hasura's knows it. */
export interface ActionCall {
  readonly action: { readonly name: string };
  readonly input: Readonly<Record<string, unknown>>;
  readonly session_variables: Readonly<Record<string, string>>;
  readonly request_query: string;
}

export interface RecordedCall {
  readonly method: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: ActionCall;
}

export interface ActionServer extends FaultServer {
  /** Every call in the order of arrival. Empty it to count anew. */
  readonly calls: RecordedCall[];
}

/** Answers with JSON, or as it likes where it takes the response. */
export type ActionHandler = (input: ActionCall['input'], response: ServerResponse, call: ActionCall) => unknown;

/** What a handler answers with another status than 200. */
export class Refusal {
  readonly status: number;
  readonly body: unknown;
  constructor(status: number, body: unknown) {
    this.status = status;
    this.body = body;
  }
}

/**
 * Serves actions over real HTTP and records how they are called. Ends with the test.
 *
 *     const accounts = await startActionServer(t, { signUp: ({ email }) => ({ id: 1, email }) });
 */
export async function startActionServer(
  t: Scope,
  handlers: Readonly<Record<string, ActionHandler>>,
): Promise<ActionServer> {
  const calls: RecordedCall[] = [];
  const server = await startFaultServer(t, async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body: ActionCall = JSON.parse(Buffer.concat(chunks).toString());
    calls.push({ method: request.method, headers: request.headers, body });
    const answer = await handlers[body.action.name]?.(body.input, response, body);
    if (response.headersSent || response.destroyed) return;
    const [status, json] = answer instanceof Refusal ? [answer.status, answer.body] : [200, answer];
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
  });
  return { ...server, calls };
}
