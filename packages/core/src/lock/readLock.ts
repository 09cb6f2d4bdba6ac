import { RemoteJoinsError } from '../error/RemoteJoinsError.js';
import { isJsonObject } from '../model/json.js';
import type { ColumnKind } from '../model/table.js';
import type { Lock } from './lock.js';

/**
 * A lock that was read from somewhere, as what it must be.
 * @throws RemoteJoinsError `INVALID_OPTIONS` naming the first place that is not as we write it
 */
export function readLock(value: unknown): Lock {
  if (!isJsonObject(value)) throw invalid('', 'is no object');
  if (value.version !== 1) throw invalid('version', 'is not 1');
  if (!isJsonObject(value.sources)) throw invalid('sources', 'is no object');
  each(value, 'sources', '', (source, path) => {
    if (source.kind === 'tables') {
      text(source, 'defaultSchema', path);
      each(source, 'tables', path, (tables, below) => eachOf(tables, below, checkTable));
      if (source.functions !== undefined)
        each(source, 'functions', path, (functions, below) => {
          for (const [key, same] of Object.entries(functions)) list(same, `${below}.${key}`, checkFunction);
        });
    } else if (source.kind === 'schema') {
      for (const root of ['query', 'mutation']) if (source[root] !== undefined) name(source[root], `${path}.${root}`);
      each(source, 'types', path, checkType, true);
    } else throw invalid(`${path}.kind`, 'is neither "tables" nor "schema"');
  });
  // Every place was looked at.
  return value as unknown as Lock;
}

type Parts = Readonly<Record<string, unknown>>;
type Check = (part: Parts, path: string) => void;

function checkTable(table: Parts, path: string): void {
  each(table, 'columns', path, (column, at) => {
    checkColumnType(column.type, `${at}.type`);
    flag(column, 'notNull', true, at);
    flag(column, 'deterministic', false, at);
    if (column.dimensions !== undefined && !Number.isInteger(column.dimensions))
      throw invalid(`${at}.dimensions`, 'is no number');
  });
  texts(table.primaryKey, `${path}.primaryKey`);
  flag(table, 'isView', true, path);
  if (table.uniqueKeys !== undefined) {
    if (!Array.isArray(table.uniqueKeys)) throw invalid(`${path}.uniqueKeys`, 'is no list');
    for (const [index, key] of table.uniqueKeys.entries()) texts(key, `${path}.uniqueKeys[${index}]`);
  }
  if (table.foreignKeys !== undefined) each(table, 'foreignKeys', path, checkForeignKey);
  if (table.enumValues !== undefined) list(table.enumValues, `${path}.enumValues`, checkEnumValue);
}

function checkForeignKey({ columns, target }: Parts, path: string): void {
  texts(columns, `${path}.columns`);
  checkQualifiedName(target, `${path}.target`);
  texts(isJsonObject(target) ? target.columns : undefined, `${path}.target.columns`);
}

function checkEnumValue(row: Parts, path: string): void {
  text(row, 'value', path);
  if (row.comment !== undefined) text(row, 'comment', path);
}

function checkFunction(called: Parts, path: string): void {
  flag(called, 'isVolatile', true, path);
  flag(called, 'returnsSet', true, path);
  if (!isJsonObject(called.returns)) throw invalid(`${path}.returns`, 'is no object');
  checkFunctionType(called.returns, `${path}.returns`);
  list(called.arguments, `${path}.arguments`, (argument, at) => {
    if (argument.name !== undefined) text(argument, 'name', at);
    flag(argument, 'isOptional', true, at);
    checkFunctionType(argument, at);
  });
}

function checkFunctionType({ type, row }: Parts, path: string): void {
  checkColumnType(type, `${path}.type`);
  if (row !== undefined) checkQualifiedName(row, `${path}.row`);
}

function checkQualifiedName(named: unknown, path: string): void {
  if (!isJsonObject(named)) throw invalid(path, 'is no object');
  text(named, 'schema', path);
  text(named, 'name', path);
}

function list(value: unknown, path: string, check: Check): void {
  if (!Array.isArray(value)) throw invalid(path, 'is no list');
  for (const [index, item] of value.entries()) {
    if (!isJsonObject(item)) throw invalid(`${path}[${index}]`, 'is no object');
    check(item, `${path}[${index}]`);
  }
}

const KINDS: ReadonlySet<unknown> = new Set<ColumnKind>([
  'int2', 'int4', 'int8', 'numeric', 'money', 'float4', 'float8',
  'text', 'varchar', 'bpchar', 'citext', 'uuid', 'bool', 'enum', 'bytea',
  'date', 'time', 'timetz', 'timestamp', 'timestamptz', 'interval',
  'json', 'jsonb', 'array', 'other',
]); // biome-ignore format: a table of kinds

/** It becomes part of statements: one word, or two quoted names, and `[]` after either. */
const SQL_TYPE = /^(?:[a-z][a-z0-9_]*|"(?:[^"\0]|"")+"\."(?:[^"\0]|"")+")(?:\[\])*$/;

function checkColumnType(type: unknown, path: string): void {
  if (!isJsonObject(type)) {
    if (!KINDS.has(type)) throw invalid(path, 'is no type of a column');
    return;
  }
  if (!KINDS.has(type.kind)) throw invalid(`${path}.kind`, 'is no kind of a type');
  if (typeof type.sql !== 'string' || !SQL_TYPE.test(type.sql)) throw invalid(`${path}.sql`, 'is no name of a type');
  if (type.element !== undefined) checkColumnType(type.element, `${path}.element`);
  if (type.labels !== undefined) texts(type.labels, `${path}.labels`);
  if (type.name !== undefined) checkQualifiedName(type.name, `${path}.name`);
  flag(type, 'isComparable', false, path);
}

function checkType(type: Parts, path: string): void {
  if (type.others !== undefined) names(type.others, `${path}.others`);
  switch (type.kind) {
    case 'scalar':
      break;
    case 'enum':
      names(type.values, `${path}.values`);
      break;
    case 'union':
      names(type.types, `${path}.types`);
      break;
    case 'input':
      each(type, 'fields', path, checkInput, true);
      break;
    case 'object':
    case 'interface':
      if (type.interfaces !== undefined) names(type.interfaces, `${path}.interfaces`);
      each(type, 'fields', path, checkField, true);
      break;
    default:
      throw invalid(`${path}.kind`, 'is no kind of a type');
  }
}

function checkField(field: Parts, path: string): void {
  typeText(field, path);
  if (field.args !== undefined) each(field, 'args', path, checkInput, true);
}

function checkInput(input: Parts, path: string): void {
  typeText(input, path);
  if (input.default !== undefined) text(input, 'default', path);
}

function typeText({ type }: Parts, path: string): void {
  if (typeof type !== 'string' || !/^[\w[\]!]+$/.test(type)) throw invalid(`${path}.type`, 'is no type');
}

function each(of: Parts, key: string, path: string, check: Check, areNames = false): void {
  const below = path === '' ? key : `${path}.${key}`;
  const parts = of[key];
  if (!isJsonObject(parts)) throw invalid(below, 'is no object');
  if (areNames) for (const part of Object.keys(parts)) name(part, `${below}.${part}`);
  eachOf(parts, below, check);
}

function eachOf(parts: Parts, path: string, check: Check): void {
  for (const [key, part] of Object.entries(parts)) {
    if (!isJsonObject(part)) throw invalid(`${path}.${key}`, 'is no object');
    check(part, `${path}.${key}`);
  }
}

function names(value: unknown, path: string): void {
  texts(value, path);
  if (Array.isArray(value)) for (const [index, item] of value.entries()) name(item, `${path}[${index}]`);
}

function name(value: unknown, path: string): void {
  if (typeof value !== 'string' || !/^[_A-Za-z]\w*$/.test(value)) throw invalid(path, 'is no name of GraphQL');
}

function texts(value: unknown, path: string): void {
  const isTexts = Array.isArray(value) && value.every((item) => typeof item === 'string');
  if (!isTexts) throw invalid(path, 'is no list of texts');
}

function text(of: Parts, key: string, path: string): void {
  if (typeof of[key] !== 'string') throw invalid(`${path}.${key}`, 'is no text');
}

function flag(of: Parts, key: string, only: boolean, path: string): void {
  if (of[key] !== undefined && of[key] !== only) throw invalid(`${path}.${key}`, `is not ${only}`);
}

function invalid(path: string, fault: string): RemoteJoinsError {
  const what = path === '' ? 'The lock' : `"${path}" of the lock`;
  return new RemoteJoinsError('INVALID_OPTIONS', `${what} ${fault}. Make the lock anew.`);
}
