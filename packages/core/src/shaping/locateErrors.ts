import { RemoteJoinsError } from '../error/RemoteJoinsError.js';
import { remember } from '../model/remember.js';

/**
 * Names the field in an Error that stands in its place: errors are made once per call, before it is known which fields they
 * will be found at. One error per field and cause, shared by all positions.
 */
export function createErrorLocator(coordinate: string): (value: unknown) => unknown {
  const located = new WeakMap<Error, Error>();
  return (value) => {
    if (typeof value !== 'object' || !(value instanceof RemoteJoinsError)) return value;
    const { code, message, cause } = value;
    if (message.startsWith('Field "')) return value;
    return remember(
      located,
      value,
      () => new RemoteJoinsError(code, `Field "${coordinate}" has no value: ${message}`, { cause }),
    );
  };
}
