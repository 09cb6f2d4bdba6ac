import { invariant } from '../../error/invariant.js';
import { RemoteJoinsError } from '../../error/RemoteJoinsError.js';
import type { RemoteArgument } from '../../model/remoteType.js';
import type { RequestSession } from '../../model/session.js';
import { printTextList } from '../../model/textList.js';
import { toWireValue } from '../../model/wireValue.js';
import type { RemotePlan } from '../../planning/fetchPlan.js';
import { readArguments } from '../../planning/readArguments.js';
import type { FetchContext } from '../../source.js';
import type { Forwarding } from '../http/headers.js';

/**
 * The JSON text of one call, as Hasura's handlers know it:
 *
 *     {
 *       "action": {"name": "signUp"},
 *       "input": {"email": "ada@example.com"},
 *       "session_variables": {"x-hasura-role": "guest"},
 *       "request_query": "mutation { signUp(email: \"ada@example.com\") { id } }"
 *     }
 *
 * @throws RemoteJoinsError `BAD_USER_INPUT`
 */
export function writeCall(plan: RemotePlan, context: FetchContext, session: Forwarding['session']): string {
  const [step] = plan.target.path;
  invariant(step, `"${plan.coordinate}" names no action`);
  const callers = step.args.flatMap(({ caller }) => caller ?? []);
  return JSON.stringify({
    action: { name: step.field },
    input: writeInput(plan, callers, context),
    session_variables: writeSession(context.session, session),
    request_query: context.text,
  });
}

/** The arguments that the client gave, as their types serialise them. */
function writeInput(
  { args: plan, coordinate }: RemotePlan,
  args: readonly RemoteArgument[],
  { variables, names }: FetchContext,
): Readonly<Record<string, unknown>> {
  const given = readArguments(plan, variables);
  const input = args.flatMap(({ name, upstreamName, type }): [string, unknown][] => {
    if (!Object.hasOwn(given, name)) return [];
    try {
      return [[upstreamName, toWireValue(type, given[name], names.upstream)]];
    } catch {
      // What a scalar throws tends to hold the value.
      const message = `Argument "${coordinate}(${name}:)" has a value that its type cannot write for the handler.`;
      throw new RemoteJoinsError('BAD_USER_INPUT', message);
    }
  });
  return Object.fromEntries(input);
}

/** Texts all of them, since Hasura sends no others. */
function writeSession({ variables }: RequestSession, names: Forwarding['session']): Readonly<Record<string, string>> {
  const sent = names === 'all' ? [...variables.keys()] : names === 'none' ? [] : names;
  const texts = sent.flatMap((name): [string, string][] => {
    const variable = variables.get(name);
    if (variable === undefined) return [];
    return [[name, typeof variable === 'string' ? variable : printTextList(variable)]];
  });
  return Object.fromEntries(texts);
}
