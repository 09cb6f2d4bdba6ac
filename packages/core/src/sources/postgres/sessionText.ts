import { RemoteJoinsError } from '../../error/RemoteJoinsError.js';
import type { RequestSession } from '../../model/session.js';
import { printTextList } from '../../model/textList.js';
import { checkText } from './parameter.js';

/**
 * The variables of a session as the JSON that functions for Hasura know: texts all of them.
 * @throws RemoteJoinsError `BAD_USER_INPUT` where it cannot be sent
 */
export function toSessionText({ variables }: RequestSession): string {
  const texts = [...variables].map(([name, variable]) => {
    const text = typeof variable === 'string' ? variable : printTextList(variable);
    return [name, checkText(text, (what) => refuse(name, what))];
  });
  return JSON.stringify(Object.fromEntries(texts));
}

function refuse(name: string, what: string): RemoteJoinsError {
  const remedy = 'Have the option "session" give it another value.';
  return new RemoteJoinsError('BAD_USER_INPUT', `The session variable "${name}" ${what}. ${remedy}`);
}
