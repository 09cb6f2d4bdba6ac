import { type DirectiveNode, Kind, print, type ValueNode } from 'graphql';
import type { VariableSource, Written } from './definitions.js';
import { type ArgumentKind, directives } from './directives.js';
import type { Report } from './report.js';
import { didYouMean, listNames } from './suggest.js';

/** The arguments of one directive, each read as its SDL type says. */
export interface DirectiveArguments {
  readonly strings: ReadonlyMap<string, Written<string>>;
  readonly ints: ReadonlyMap<string, Written<number>>;
  readonly mappings: ReadonlyMap<string, Written<ReadonlyMap<string, Written<string>>>>;
  readonly variables: ReadonlyMap<string, Written<ReadonlyMap<string, Written<VariableSource>>>>;
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
  const expected = directives.get(directive.name.value) ?? new Map();
  const strings = new Map<string, Written<string>>();
  const ints = new Map<string, Written<number>>();
  const mappings = new Map<string, Written<ReadonlyMap<string, Written<string>>>>();
  const variables = new Map<string, Written<ReadonlyMap<string, Written<VariableSource>>>>();
  const place: Place = { directive: `@${directive.name.value}`, coordinate, report, failed: false };
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
    } else if (node.value.kind === Kind.NULL && !argument.required) {
      // An explicit null is GraphQL's way to leave an optional argument out.
    } else if (argument.kind === 'string') {
      const value = readString(place, name, node.value);
      if (value !== undefined) strings.set(name, { value, node });
    } else if (argument.kind === 'int') {
      if (node.value.kind === Kind.INT) ints.set(name, { value: Number(node.value.value), node });
      else refuse(place, name, node.value, 'a whole number', 'int');
    } else if (argument.kind === 'fieldMapping') {
      const value = readObject(place, name, node.value, 'fieldMapping', readString);
      if (value !== undefined) mappings.set(name, { value, node });
    } else {
      const value = readObject(place, name, node.value, 'variables', readVariable);
      if (value !== undefined) variables.set(name, { value, node });
    }
  }
  for (const { name, required } of expected.values()) {
    if (!required || strings.has(name) || directive.arguments?.some((node) => node.name.value === name)) continue;
    place.failed = true;
    report({
      code: 'MISSING_DIRECTIVE_ARGUMENT',
      coordinate,
      node: directive,
      message: `${place.directive} lacks its argument "${name}".`,
      remedy: `Add ${name}: "…".`,
    });
  }
  return place.failed ? undefined : { strings, ints, mappings, variables };
}

interface Place {
  readonly directive: string;
  readonly coordinate: string;
  readonly report: Report;
  failed: boolean;
}

type ReadValue<T> = (place: Place, name: string, node: ValueNode) => T | undefined;

const shapes: Readonly<Record<ArgumentKind, string>> = {
  string: 'Write a text in quotes.',
  int: 'Write a whole number without quotes.',
  fieldMapping: 'Write an object of texts, such as {customerId: "id"}.',
  variables:
    'Write an object whose values are "a.path.in.the.parent", {session: "…"}, {header: "…"}, {env: "…"}, {argument: "…"} or {value: …}.',
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

const sourceKeys = ['session', 'header', 'env', 'argument', 'value'] as const;

function readVariable(place: Place, name: string, node: ValueNode): VariableSource | undefined {
  if (node.kind === Kind.STRING) {
    const path = node.value.split('.');
    if (path.every((part) => part !== '')) return { kind: 'path', path };
    return refuse(place, name, node, 'a path of field names', 'variables');
  }
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
  const value = readString(place, `${name}.${key}`, field.value);
  return value === undefined ? undefined : { kind: key, name: value };
}
