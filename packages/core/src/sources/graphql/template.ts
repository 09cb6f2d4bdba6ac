import { invariant } from '../../error/invariant.js';
import { RemoteJoinsError } from '../../error/RemoteJoinsError.js';
import { holdsValue } from '../../model/holdsValue.js';
import { isJsonObject } from '../../model/json.js';
import type { TemplateArgument, TemplateValue } from '../../model/relationship.js';
import type { RemoteArgument } from '../../model/remoteType.js';
import { toWireValue } from '../../model/wireValue.js';
import type { FetchContext, KeySet } from '../../source.js';
import { addPresets } from './addPresets.js';
import { readSessionValue } from './sessionValue.js';

/** What the values of one request's arguments are made of. */
export interface ValueScope {
  readonly coordinate: string;
  readonly context: FetchContext;
  /** The client's arguments, coerced; by SDL name. */
  readonly args: Readonly<Record<string, unknown>>;
  readonly keys?: KeySet;
}

/** Whose key parts a value takes: one key's, or all of them (`matchBy`, where a list grows). */
export type KeyChoice = number | 'all' | 'none';

/**
 * The value of one argument, `undefined` where it is to be left out. Where the template and the caller fill the same
 * object, its members are merged and the template wins; of a list of objects the caller's come first. What a role has preset
 * is had by the caller's value already, and replaces what else there is.
 */
export function fillArgument({ value, caller }: TemplateArgument, scope: ValueScope, choice: KeyChoice): unknown {
  const template = value && fillValue(value, scope, choice);
  return merge(value, template, caller && readCaller(caller, scope));
}

/** The client's value of an argument as the remote schema is to get it; `undefined` where the client gave none. */
function readCaller(argument: RemoteArgument, scope: ValueScope): unknown {
  if (!Object.hasOwn(scope.args, argument.name)) return undefined;
  const wire = writeCaller(argument, scope);
  const { type, presets } = argument;
  if (presets === undefined) return wire;
  const names = scope.context.names.upstream;
  return addPresets(type, wire, { presets, names, fill: (value) => fillValue(value, scope, 'none') });
}

function writeCaller(argument: RemoteArgument, { coordinate, context, args }: ValueScope): unknown {
  try {
    return toWireValue(argument.type, args[argument.name], context.names.upstream);
  } catch {
    // What a scalar throws tends to hold the value.
    throw new RemoteJoinsError(
      'BAD_USER_INPUT',
      `Argument "${coordinate}(${argument.name}:)" has a value that its type cannot write for the remote schema.`,
    );
  }
}

function fillValue(value: TemplateValue, scope: ValueScope, choice: KeyChoice): unknown {
  switch (value.kind) {
    case 'constant':
      return value.value;
    case 'key': {
      invariant(typeof choice === 'number', 'a key outside of the list that holds them');
      return fillKey(value, scope.keys?.columns[value.part]?.[choice], scope);
    }
    case 'argument':
      return readCaller(value.argument, scope);
    case 'header': {
      const name = value.name.toLowerCase();
      return Object.hasOwn(scope.context.headers, name) ? scope.context.headers[name] : undefined;
    }
    case 'session':
      return readSessionValue(value, scope.context.session);
    case 'list': {
      const [only, second] = value.items;
      // The common case is the key alone, and needs no walk over thousands of keys.
      if (choice === 'all' && only?.kind === 'key' && !only.filled && second === undefined)
        return scope.keys?.columns[only.part];
      const grows = choice === 'all' && holdsValue(value, 'key');
      const choices = grows ? Array.from({ length: scope.keys?.count ?? 0 }, (_, id) => id) : [choice];
      const items = choices.flatMap((each) => value.items.map((item) => fillValue(item, scope, each)));
      return items.filter((item) => item !== undefined);
    }
    case 'object': {
      // A member that is undefined is left out by `merge` and by JSON.
      return Object.fromEntries(Array.from(value.fields, ([name, member]) => [name, fillValue(member, scope, choice)]));
    }
    default:
      return value satisfies never;
  }
}

/** What stands in a row is no better than what a client sends: who may write the row would give what is preset. */
function fillKey({ filled }: Extract<TemplateValue, { kind: 'key' }>, key: unknown, scope: ValueScope): unknown {
  if (filled === undefined) return key;
  return addPresets(filled.type, key, { ...filled, names: NO_NAMES, fill: (value) => fillValue(value, scope, 'none') });
}

/** What is upstream has the names that it has there. */
const NO_NAMES: ReadonlyMap<string, string> = new Map();

/** @param value what the template's was made of */
function merge(value: TemplateValue | undefined, template: unknown, caller: unknown): unknown {
  if (template === undefined) return caller;
  const isOpen = value?.kind === 'list' && value.open === true;
  if (isOpen && Array.isArray(template) && Array.isArray(caller)) return [...caller, ...template];
  if (!isJsonObject(template) || !isJsonObject(caller)) return template;
  const fields = value?.kind === 'object' ? value.fields : undefined;
  const names = new Set([...Object.keys(template), ...Object.keys(caller)]);
  const mergeMember = (name: string): unknown => merge(fields?.get(name), own(template, name), own(caller, name));
  return Object.fromEntries(Array.from(names, (name) => [name, mergeMember(name)]));
}

function own(object: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}
