import type { CallArgument, FunctionCall } from '../../model/computed.js';
import type { ArgumentPlan } from '../../planning/fetchPlan.js';
import { type Arguments, readArguments } from '../../planning/readArguments.js';
import type { ArgumentReader } from './argumentReader.js';
import type { CallOperand, Calls } from './shape.js';

/** A function that is called with more than a row. */
export interface PlacedCall {
  readonly call: FunctionCall;
  /** Of the field that it serves. */
  readonly args?: ArgumentPlan | undefined;
}

/** What the client gives to functions, and what the session does. */
export function readCalls(
  calls: readonly PlacedCall[],
  variables: Readonly<Record<string, unknown>>,
  reader: ArgumentReader,
): Calls {
  const read = new Map<FunctionCall, ReadonlyMap<CallArgument, CallOperand>>();
  for (const [index, { call, args }] of calls.entries()) {
    const given = readArguments(args, variables);
    const operands = new Map<CallArgument, CallOperand>();
    reader.sign(`call${index}`);
    for (const argument of call.arguments) {
      const operand = readOperand(argument, given, reader);
      reader.sign(operand === undefined ? '-' : operand === 'null' ? 'null' : 'value');
      if (operand !== undefined) operands.set(argument, operand);
    }
    read.set(call, operands);
  }
  return read;
}

/** Absent where the function's own default is to hold. */
function readOperand(argument: CallArgument, given: Arguments, reader: ArgumentReader): CallOperand | undefined {
  if (argument.kind === 'row') return undefined;
  if (argument.kind === 'session') return reader.session();
  const { path, type, column, isOptional } = argument;
  const value = path.reduce<unknown>((object, name) => (name === undefined ? object : memberOf(object, name)), given);
  if (value === undefined && isOptional) return undefined;
  if (value === undefined || value === null) return 'null';
  return reader.operand({ value, type, column, operator: '_eq', path: path.join('.') });
}

function memberOf(object: unknown, name: string): unknown {
  if (typeof object !== 'object' || object === null) return undefined;
  return Object.hasOwn(object, name) ? Reflect.get(object, name) : undefined;
}
