import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  isUnionType,
} from 'graphql';
import type { Choose } from './randomQuery.js';

export interface RandomPermission {
  readonly sdl: string;
  /** What is sent where something is preset, by coordinate upstream, for a session with {@link presetVariables}. */
  readonly presets: ReadonlyMap<string, unknown>;
}

export const presetVariables = { 'x-hasura-text': 'T-42', 'x-hasura-number': '42' };

/** A part of a remote schema, with presets, as an author may give it to a role: all that must be there is. */
export function randomPermission(upstream: GraphQLSchema, choose: Choose): RandomPermission {
  const presets = new Map<string, unknown>();
  const kept = new Map<string, string>();

  /** Written once for an interface and all that implement it, which have to agree. */
  function member(coordinate: string, make: () => string): string {
    const written = kept.get(coordinate) ?? make();
    kept.set(coordinate, written);
    return written;
  }

  function input(coordinate: string, { name, type }: GraphQLArgument | GraphQLInputField): string {
    const preset = choose([true, false, false]) ? randomPreset(type, choose) : undefined;
    if (preset !== undefined) presets.set(coordinate, preset.sent);
    return `${name}: ${type}${preset === undefined ? '' : ` @preset(value: ${preset.written})`}`;
  }

  function field(type: Fielded, { name, type: result, args }: GraphQLField<unknown, unknown>): string {
    const arg = (argument: GraphQLArgument): string => {
      const owner = type.getInterfaces().find((each) => each.getFields()[name] !== undefined) ?? type;
      const [own, shared] = [type, owner].map((each) => `${each.name}.${name}(${argument.name}:)`) as [string, string];
      const written = member(shared, () =>
        isRequiredArgument(argument) || choose([true, true, false]) ? input(shared, argument) : '',
      );
      if (presets.has(shared)) presets.set(own, presets.get(shared));
      return written;
    };
    const written = args.map(arg).filter((text) => text !== '');
    return `${name}${written.length === 0 ? '' : `(${written.join(', ')})`}: ${result}`;
  }

  /** The first of each type always is, so that it has one. */
  function isKept(type: Fielded, name: string): boolean {
    const isFirst = Object.keys(type.getFields())[0] === name;
    const make = () => (isFirst || choose([true, true, false]) ? 'kept' : '');
    const isPromised = type.getInterfaces().some((each) => each.getFields()[name] !== undefined && isKept(each, name));
    return isPromised || member(`${type.name}.${name}`, make) === 'kept';
  }

  function fields(type: Fielded): string {
    const some = Object.values(type.getFields()).filter(({ name }) => isKept(type, name));
    return some.map((each) => field(type, each)).join('\n    ');
  }

  function print(type: GraphQLNamedType): string {
    if (isEnumType(type))
      return `enum ${type.name} { ${atLeastOne(type.getValues(), choose)
        .map(({ name }) => name)
        .join(' ')} }`;
    if (isUnionType(type))
      return `union ${type.name} = ${atLeastOne(type.getTypes(), choose)
        .map(({ name }) => name)
        .join(' | ')}`;
    if (isInputObjectType(type)) {
      const all = Object.values(type.getFields());
      const some = all.filter(
        (each, index) => index === 0 || isRequiredInputField(each) || choose([true, true, false]),
      );
      // The first stays open, so that there is something to give.
      const written = some.map((each, index) =>
        index === 0 ? `${each.name}: ${each.type}` : input(`${type.name}.${each.name}`, each),
      );
      return `input ${type.name} { ${written.join(', ')} }`;
    }
    if (!isObjectType(type) && !isInterfaceType(type)) return '';
    const implemented = type.getInterfaces().map(({ name }) => name);
    const head = `${isInterfaceType(type) ? 'interface' : 'type'} ${type.name}${implemented.length === 0 ? '' : ` implements ${implemented.join(' & ')}`}`;
    return `${head} {\n    ${fields(type)}\n  }`;
  }

  const types = Object.values(upstream.getTypeMap()).filter((type) => !isIntrospectionType(type));
  return {
    sdl: types
      .map(print)
      .filter((text) => text !== '')
      .join('\n  '),
    presets,
  };
}

type Fielded = GraphQLObjectType | GraphQLInterfaceType;

/** The first is always there: presets are values that the role may see. */
function atLeastOne<Item>(items: readonly Item[], choose: Choose): readonly Item[] {
  return items.filter((_, index) => index === 0 || choose([true, true, false]));
}

/** A value of a type, in SDL and as it is sent; none for types that a preset is not tried with. */
function randomPreset(
  type: GraphQLInputType,
  choose: Choose,
): { readonly written: string; readonly sent: unknown } | undefined {
  if (isNonNullType(type)) return randomPreset(type.ofType, choose);
  if (isListType(type)) {
    const item = randomPreset(type.ofType, choose);
    return item && !item.written.includes('asura') ? { written: `[${item.written}]`, sent: [item.sent] } : undefined;
  }
  const named = getNamedType(type);
  if (isEnumType(named)) {
    const [{ name = '' } = {}] = named.getValues();
    return { written: name, sent: name };
  }
  switch (named.name) {
    case 'Int':
      return choose([
        { written: '7', sent: 7 },
        { written: '"X-Hasura-Number"', sent: 42 },
      ]);
    case 'Boolean':
      return { written: 'false', sent: false };
    case 'ID':
    case 'String':
      return choose([
        { written: '"P"', sent: 'P' },
        { written: '"x-hasura-TEXT"', sent: 'T-42' },
      ]);
    default:
      return undefined;
  }
}
