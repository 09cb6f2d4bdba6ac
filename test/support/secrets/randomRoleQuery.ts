import {
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { Choose, RandomQuery } from '../randomQuery.js';
import { chance } from './seededChoose.js';
import { codes, ids, numbers, texts } from './tables.js';

/** Most selections of one query. */
const MOST = 18;

/** Operands that look for what is hidden, or that a database refuses. */
const PROBES = ['%', '%CNRY%', '^CNRY', 'CNRY-A1', '(', 'a\\', '[', '_%', '(a|b)%', '\u0000'];

/** A query over any schema with everything that fields take: conditions, orders, limits, as literals and as variables. */
export function randomRoleQuery(schema: GraphQLSchema, choose: Choose): RandomQuery {
  const query = schema.getQueryType();
  if (!query) throw new Error('A schema without queries.');
  const drawing: Drawing = { schema, choose, left: MOST, keys: 0, fragments: [], declared: [], variables: {} };
  const selection = selectBelow(drawing, query, 4);
  const declared = drawing.declared.length === 0 ? '' : `(${drawing.declared.join(', ')})`;
  return { query: [`query${declared} ${selection}`, ...drawing.fragments].join('\n'), variables: drawing.variables };
}

interface Drawing {
  readonly schema: GraphQLSchema;
  readonly choose: Choose;
  /** Selections still to draw; then what is begun is ended. */
  left: number;
  keys: number;
  readonly fragments: string[];
  readonly declared: string[];
  readonly variables: Record<string, unknown>;
}

function selectBelow(drawing: Drawing, type: GraphQLNamedType, depth: number): string {
  const count = drawing.choose(depth === 4 ? [1, 1, 2] : [1, 2, 3, 4]);
  return `{ ${Array.from({ length: count }, () => selectOne(drawing, type, depth)).join(' ')} }`;
}

function selectOne(drawing: Drawing, type: GraphQLNamedType, depth: number): string {
  const { choose, schema, fragments } = drawing;
  if (drawing.left-- <= 0) return '__typename';
  const fields = isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];
  const possible = isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
  if (possible.length > 0 && chance(choose, fields.length === 0 || isAbstractType(type) ? 80 : 12)) {
    const on = choose(possible);
    const below = selectBelow(drawing, on, depth);
    if (chance(choose, 50)) return `... on ${on.name} ${below}`;
    const name = `F${fragments.length}`;
    fragments.push(`fragment ${name} on ${on.name} ${below}`);
    return `...${name}`;
  }
  const usable = fields.filter((field) => depth > 0 || !isCompositeType(getNamedType(field.type)));
  const composite = usable.filter((field) => isCompositeType(getNamedType(field.type)));
  const field = choose(composite.length > 0 && chance(choose, 40) ? composite : usable);
  if (field === undefined || chance(choose, 4)) return '__typename';
  const args = field.args.flatMap((arg) => giveArgument(drawing, arg));
  const named = getNamedType(field.type);
  // A key of its own: selections of one key would have to be the same.
  const alias = args.length > 0 || isCompositeType(named) ? `f${drawing.keys++}: ` : '';
  const condition = chance(choose, 5) ? ` @include(if: ${variable(drawing, 'Boolean!', chance(choose, 60))})` : '';
  const given = args.length === 0 ? '' : `(${args.join(', ')})`;
  return `${alias}${field.name}${given}${condition} ${isCompositeType(named) ? selectBelow(drawing, named, depth - 1) : ''}`;
}

function giveArgument(drawing: Drawing, { name, type }: GraphQLArgument): readonly string[] {
  const { choose } = drawing;
  const isCondition = name === 'where' || name === 'order_by';
  if (!isNonNullType(type) && !chance(choose, isCondition ? 35 : 15)) return [];
  const value = randomValue(choose, type, isCondition ? 4 : 3);
  if (chance(choose, 30)) return [`${name}: ${variable(drawing, String(type), toJson(value))}`];
  return [`${name}: ${print(value)}`];
}

function variable(drawing: Drawing, type: string, value: unknown): string {
  const name = `v${drawing.declared.length}`;
  drawing.declared.push(`$${name}: ${type}`);
  drawing.variables[name] = value;
  return `$${name}`;
}

/** A value of an enum. */
class EnumValue {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

function randomValue(choose: Choose, type: GraphQLInputType, depth: number): unknown {
  if (isNonNullType(type)) return randomValue(choose, type.ofType, depth);
  if (chance(choose, 2)) return null;
  if (isListType(type)) {
    return Array.from({ length: choose(depth > 0 ? [0, 1, 1, 2, 2] : [0]) }, () => {
      const item = randomValue(choose, type.ofType, depth - 1);
      return item === null && isNonNullType(type.ofType) ? [] : item;
    }).filter((item) => !Array.isArray(item));
  }
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter(
      (field) => depth > 1 || !isInputObjectType(getNamedType(field.type)),
    );
    const chosen = new Set(
      Array.from({ length: fields.length === 0 ? 0 : choose([0, 1, 1, 1, 2]) }, () => chooseField(choose, fields)),
    );
    return Object.fromEntries([...chosen].map((field) => [field.name, randomValue(choose, field.type, depth - 1)]));
  }
  if (isEnumType(type)) return new EnumValue(choose(type.getValues()).name);
  switch (type.name) {
    case 'Int':
      return chance(choose, 5) ? choose([-1, 600_000_001, 2 ** 31 - 1]) : choose([...numbers, ...ids]);
    case 'Boolean':
      return chance(choose, 50);
    default:
      return chance(choose, 25) ? choose(PROBES) : choose([...texts, ...codes, 'acme', 'zen']);
  }
}

/** More often than not one that leads on, to other rows. */
function chooseField(choose: Choose, fields: readonly GraphQLInputField[]): GraphQLInputField {
  const onward = fields.filter((field) => isInputObjectType(getNamedType(field.type)));
  return choose(onward.length > 0 && chance(choose, 50) ? onward : fields);
}

function toJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_, each) => (each instanceof EnumValue ? each.name : each)));
}

function print(value: unknown): string {
  if (value instanceof EnumValue) return value.name;
  if (Array.isArray(value)) return `[${value.map(print).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([name, each]) => `${name}: ${print(each)}`)
    .join(', ')}}`;
}
