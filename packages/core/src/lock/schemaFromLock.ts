import { buildSchema, type GraphQLSchema } from 'graphql';
import type { LockedField, LockedInput, LockedSchema, LockedType } from './lock.js';

/** The part of a remote schema that is in a lock, as a schema. Not a valid one: a type may have no fields that are used. */
export function schemaFromLock({ query, mutation, types }: LockedSchema): GraphQLSchema {
  const roots = [query && `query: ${query}`, mutation && `mutation: ${mutation}`].filter(Boolean);
  const definitions = Object.entries(types).map(([name, type]) => printType(name, type));
  const text = [...(roots.length > 0 ? [`schema { ${roots.join(' ')} }`] : []), ...definitions].join('\n');
  return buildSchema(text === '' ? 'scalar Nothing' : text, { assumeValid: true, noLocation: true });
}

function printType(name: string, type: LockedType): string {
  switch (type.kind) {
    case 'scalar':
      return `scalar ${name}`;
    case 'enum':
      return `enum ${name}${block(type.values)}`;
    case 'union':
      return `union ${name}${type.types.length > 0 ? ` = ${type.types.join(' | ')}` : ''}`;
    case 'input':
      return `input ${name}${block(printInputs(type.fields))}`;
    case 'object':
    case 'interface': {
      const { interfaces = [] } = type;
      const implemented = interfaces.length > 0 ? ` implements ${interfaces.join(' & ')}` : '';
      const fields = Object.entries(type.fields).map(([field, locked]) => `${field}${printField(locked)}`);
      return `${type.kind === 'object' ? 'type' : 'interface'} ${name}${implemented}${block(fields)}`;
    }
    default:
      return type satisfies never;
  }
}

function printField({ type, args = {} }: LockedField): string {
  const inputs = printInputs(args);
  return `${inputs.length > 0 ? `(${inputs.join(', ')})` : ''}: ${type}`;
}

function printInputs(inputs: Readonly<Record<string, LockedInput>>): readonly string[] {
  return Object.entries(inputs).map(([name, { type, default: value }]) =>
    value === undefined ? `${name}: ${type}` : `${name}: ${type} = ${value}`,
  );
}

function block(lines: readonly string[]): string {
  return lines.length > 0 ? ` { ${lines.join(' ')} }` : '';
}
