import { getArgumentValues } from 'graphql';
import { RemoteJoinsError } from '../error/RemoteJoinsError.js';
import type { ArgumentPlan } from './fetchPlan.js';

const none: Readonly<Record<string, unknown>> = Object.freeze(Object.create(null));

/**
 * The client's arguments of a field, coerced as GraphQL does (spec section 6.4.1): internal values, defaults applied,
 * arguments that were left out absent.
 * @throws RemoteJoinsError `BAD_USER_INPUT`
 */
export function readArguments(
  plan: ArgumentPlan | undefined,
  variables: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  if (plan === undefined) return none;
  try {
    return getArgumentValues(plan.field, plan.node, { ...variables });
  } catch {
    // What graphql-js says of a bad argument holds its value.
    throw new RemoteJoinsError(
      'BAD_USER_INPUT',
      `Field "${plan.coordinate}" was given an argument whose value is not of its type. Give it one that is.`,
    );
  }
}
