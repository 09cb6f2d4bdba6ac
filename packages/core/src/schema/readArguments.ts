import { type ArgumentNode, type DirectiveNode, Kind, type ObjectValueNode, print, type ValueNode } from 'graphql';
import type { VariableSource, Written } from './definitions.js';
import { type ArgumentKind, type DirectiveArgument, directives } from './directives.js';
import type { Report } from './report.js';
import { didYouMean, listNames } from './suggest.js';

/** The arguments of one directive, each read as its SDL type says. */
export interface DirectiveArguments {
  readonly strings: ReadonlyMap<string, Written<string>>;
  readonly lists: ReadonlyMap<string, Written<readonly Written<string>[]>>;
  readonly ints: ReadonlyMap<string, Written<number>>;
  readonly booleans: ReadonlyMap<string, Written<boolean>>;
  readonly mappings: ReadonlyMap<string, Written<ReadonlyMap<string, Written<string>>>>;
  readonly variables: ReadonlyMap<string, Written<ReadonlyMap<string, Written<VariableSource>>>>;
  readonly wheres: ReadonlyMap<string, Written<ObjectValueNode>>;
}

/**
 * Reads a directive's arguments. What cannot be read is reported, never ignored: a key with a slip in it must not
 * silently mean nothing.
 *
 * @returns nothing where anything was wrong
 */
export function readArguments(
  directive: DirectiveNode,
  coordinate: string,
  report: Report,
): DirectiveArguments | undefined {
  const expected = directives.get(directive.name.value) ?? new Map<string, DirectiveArgument>();
  const draft: Draft = {
    strings: new Map(),
    lists: new Map(),
    ints: new Map(),
    booleans: new Map(),
    mappings: new Map(),
    variables: new Map(),
    wheres: new Map(),
  };
  const place: Place = { directive: `@${directive.name.value}`, coordinate, report, failed: false };
  const seen = new Set<string>();
  for (const node of directive.arguments ?? []) {
    const name = node.name.value;
    const argument = expected.get(name);
    if (argument === undefined) {
      place.failed = true;
      report({
        code: 'UNKNOWN_DIRECTIVE_ARGUMENT',
        coordinate,
        node,
        message: `${place.directive} has no argument "${name}".${didYouMean(name, expected.keys())}`,
        remedy: expected.size === 0 ? 'Give it no arguments.' : `Use only ${listNames(expected.keys())}.`,
      });
    } else if (seen.has(name)) {
      place.failed = true;
      report({
        code: 'DUPLICATE_DEFINITION',
        coordinate,
        node,
        message: `${place.directive} has its argument "${name}" twice.`,
        remedy: 'Keep one of them.',
      });
    } else {
      readArgument(place, argument, node, draft);
    }
    seen.add(name);
  }
  for (const { name, required, kind } of expected.values()) {
    if (!required || seen.has(name)) continue;
    place.failed = true;
    report({
      code: 'MISSING_DIRECTIVE_ARGUMENT',
      coordinate,
      node: directive,
      message: `${place.directive} lacks its argument "${name}".`,
      remedy: `Add ${name}: ${kind === 'strings' ? '["…"]' : '"…"'}.`,
    });
  }
  return place.failed ? undefined : draft;
}

interface Place {
  readonly directive: string;
  readonly coordinate: string;
  readonly report: Report;
  failed: boolean;
}

/** The maps of `DirectiveArguments` while they are being filled. */
type Draft = {
  readonly [Kind in keyof DirectiveArguments]: DirectiveArguments[Kind] extends ReadonlyMap<string, infer Value>
    ? Map<string, Value>
    : never;
};

function readArgument(
  place: Place,
  { name, kind, required }: DirectiveArgument,
  node: ArgumentNode,
  draft: Draft,
): void {
  const given = node.value;
  // An explicit null is GraphQL's way to leave an optional argument out. A condition that is null is a slip, not every row.
  if (given.kind === Kind.NULL && !required && kind !== 'where') return;
  switch (kind) {
    case 'string':
      keep(draft.strings, name, node, readString(place, name, given));
      break;
    case 'strings':
      keep(draft.lists, name, node, readStrings(place, name, given));
      break;
    case 'int':
      if (given.kind === Kind.INT) keep(draft.ints, name, node, Number(given.value));
      else refuse(place, name, given, 'a whole number', kind);
      break;
    case 'boolean':
      if (given.kind === Kind.BOOLEAN) keep(draft.booleans, name, node, given.value);
      else refuse(place, name, given, 'true or false', kind);
      break;
    case 'fieldMapping':
      keep(draft.mappings, name, node, readObject(place, name, given, kind, readString));
      break;
    case 'variables':
      keep(draft.variables, name, node, readObject(place, name, given, kind, readVariable));
      break;
    case 'where':
      if (given.kind === Kind.OBJECT) keep(draft.wheres, name, node, given);
      else refuse(place, name, given, 'an object', kind);
      break;
    default:
      kind satisfies never;
  }
}

function keep<T>(values: Map<string, Written<T>>, name: string, node: ArgumentNode, value: T | undefined): void {
  if (value !== undefined) values.set(name, { value, node });
}

type ReadValue<T> = (place: Place, name: string, node: ValueNode) => T | undefined;

const shapes: Readonly<Record<ArgumentKind, string>> = {
  string: 'Write a text in quotes.',
  strings: 'Write a list of texts in quotes.',
  int: 'Write a whole number without quotes.',
  boolean: 'Write true or false without quotes.',
  where: 'Write an object of conditions, such as {owner_id: {_eq: {session: "x-hasura-user-id"}}}, or leave it out.',
  fieldMapping: 'Write an object of texts, such as {customerId: "id"}.',
  variables:
    'Write an object whose values are "a.path.in.the.parent", {session: "…"}, {header: "…"}, {env: "…"}, {argument: "…"}, {value: …} or {notNull: "a.path"}.',
};

function refuse(place: Place, name: string, node: ValueNode, wanted: string, kind: ArgumentKind): undefined {
  place.failed = true;
  place.report({
    code: 'INVALID_DIRECTIVE_ARGUMENT',
    coordinate: place.coordinate,
    node,
    message: `${place.directive}(${name}:) must be ${wanted}, but is ${print(node)}.`,
    remedy: shapes[kind],
  });
}

function readString(place: Place, name: string, node: ValueNode): string | undefined {
  if (node.kind !== Kind.STRING) return refuse(place, name, node, 'a text', 'string');
  return node.value === '' ? refuse(place, name, node, 'a text that is not empty', 'string') : node.value;
}

/** One text stands for a list of it: GraphQL's list coercion. */
function readStrings(place: Place, name: string, node: ValueNode): readonly Written<string>[] | undefined {
  if (node.kind !== Kind.LIST && node.kind !== Kind.STRING)
    return refuse(place, name, node, 'a list of texts', 'strings');
  const items = node.kind === Kind.LIST ? node.values : [node];
  return items.flatMap((item) => {
    const value = readString(place, name, item);
    return value === undefined ? [] : [{ value, node: item }];
  });
}

function readObject<T>(
  place: Place,
  name: string,
  node: ValueNode,
  kind: ArgumentKind,
  read: ReadValue<T>,
): Map<string, Written<T>> | undefined {
  if (node.kind !== Kind.OBJECT) return refuse(place, name, node, 'an object', kind);
  const entries = new Map<string, Written<T>>();
  for (const field of node.fields) {
    const value = read(place, `${name}.${field.name.value}`, field.value);
    if (value !== undefined) entries.set(field.name.value, { value, node: field });
  }
  return entries;
}

const sourceKeys = ['session', 'header', 'env', 'argument', 'value', 'notNull'] as const;

function readVariable(place: Place, name: string, node: ValueNode): VariableSource | undefined {
  if (node.kind === Kind.STRING) return readPath(place, name, node, 'path');
  if (node.kind !== Kind.OBJECT) return refuse(place, name, node, 'a path or an object', 'variables');
  const [field, second] = node.fields;
  if (field === undefined || second !== undefined)
    return refuse(place, name, node, 'an object with one key', 'variables');
  const key = sourceKeys.find((known) => known === field.name.value);
  if (key === undefined) {
    place.failed = true;
    place.report({
      code: 'INVALID_DIRECTIVE_ARGUMENT',
      coordinate: place.coordinate,
      node: field,
      message: `${place.directive}(${name}:) has an unknown key "${field.name.value}".${didYouMean(field.name.value, sourceKeys)}`,
      remedy: shapes.variables,
    });
    return undefined;
  }
  if (key === 'value') return { kind: 'value', value: field.value };
  if (key === 'notNull') return readPath(place, `${name}.${key}`, field.value, key);
  const value = readString(place, `${name}.${key}`, field.value);
  return value === undefined ? undefined : { kind: key, name: value };
}

function readPath(place: Place, name: string, node: ValueNode, kind: 'path' | 'notNull'): VariableSource | undefined {
  const path = node.kind === Kind.STRING ? node.value.split('.') : [''];
  if (path.every((part) => part !== '')) return { kind, path };
  return refuse(place, name, node, 'a path of field names', 'variables');
}
