import { type GraphQLNamedType, type GraphQLSchema, isAbstractType, isEnumType } from 'graphql';
import type { Drift } from './findDrift.js';
import type { LockedSchema, LockedType } from './lock.js';

/** The types that some field answers with, by name. */
export function findAnswered(types: Iterable<readonly [string, LockedType]>): ReadonlySet<string> {
  const answered = new Set<string>();
  for (const [, type] of types) {
    if (type.kind !== 'object' && type.kind !== 'interface') continue;
    for (const field of Object.values(type.fields)) answered.add(field.type.replaceAll(/[[\]!]/g, ''));
  }
  return answered;
}

/** What may be answered where a field has such a type, and what the type tells apart: values of an enum, types of an object. */
export function findAnswers(type: GraphQLNamedType | undefined, schema: GraphQLSchema): string[] {
  if (isEnumType(type)) return type.getValues().map(({ name }) => name);
  return isAbstractType(type) ? schema.getPossibleTypes(type).map(({ name }) => name) : [];
}

/** What a remote schema may answer by now, and could not when it was locked: no schema that was made then has it. */
export function findNewAnswers({ types }: LockedSchema, live: GraphQLSchema): readonly Drift[] {
  return [...findAnswered(Object.entries(types))].flatMap((name) => {
    const locked = Object.hasOwn(types, name) ? types[name] : undefined;
    if (locked === undefined) return [];
    const known = new Set(knownAnswers(name, locked, types));
    const fresh = findAnswers(live.getType(name), live).filter((answer) => !known.has(answer));
    const what = locked.kind === 'enum' ? 'a value that may be answered' : 'a type that may be answered';
    return fresh.map((answer): Drift => ({ part: `${name}.${answer}`, is: what, severity: 'warning' }));
  });
}

function knownAnswers(name: string, type: LockedType, types: LockedSchema['types']): readonly string[] {
  switch (type.kind) {
    case 'enum':
      return [...type.values, ...(type.others ?? [])];
    case 'union':
      return [...type.types, ...(type.others ?? [])];
    case 'interface': {
      const implementing = Object.entries(types).filter(
        ([, each]) => each.kind === 'object' && each.interfaces?.includes(name),
      );
      return [...implementing.map(([each]) => each), ...(type.others ?? [])];
    }
    case 'object':
    case 'input':
    case 'scalar':
      return [];
    default:
      return type satisfies never;
  }
}
