import { invariant } from '../error/invariant.js';
import { isJsonObject } from '../model/json.js';

/**
 * The one place of generated code: objects made by a constructor with their members written out are ten times cheaper
 * than objects filled key by key. Text is made from member names alone, which are checked; where the platform refuses
 * code from text, or a name is none of GraphQL's, plain functions do the same.
 */
export type ObjectFactory = (...members: unknown[]) => object;

/** Marks objects made here, so that a resolver can tell them from the host's. */
const spliced: unique symbol = Symbol('remote-joins.spliced');
const prototype: object = Object.create(Object.prototype, { [spliced]: { value: true } });

export function isSpliced(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && spliced in value;
}

/** One or two GraphQL names: the second is the response key (see `specialKey`). */
const MEMBER = /^[_A-Za-z][_0-9A-Za-z]*(?: [_A-Za-z][_0-9A-Za-z]*)?$/;

let canGenerate: boolean | undefined;

function mayGenerate(): boolean {
  if (canGenerate === undefined) {
    try {
      canGenerate = new Function('return true')() === true;
    } catch {
      canGenerate = false;
    }
  }
  return canGenerate;
}

/**
 * A function that makes an object of these members, given their values in the same order.
 * @param marked whether the object is to be told from the host's
 */
export function createObjectFactory(members: readonly string[], marked = true): ObjectFactory {
  const isSafe = mayGenerate() && members.every((name) => MEMBER.test(name));
  return isSafe ? generateFactory(members, marked) : plainFactory(members, marked);
}

function plainFactory(members: readonly string[], marked: boolean): ObjectFactory {
  return (...values) => {
    const object: object = marked ? Object.create(prototype) : {};
    for (const [i, name] of members.entries()) define(object, name, values[i]);
    return object;
  };
}

/** Assignment to `__proto__` would set the prototype. */
function define(object: object, name: string, value: unknown): void {
  Object.defineProperty(object, name, { value, configurable: true, enumerable: true, writable: true });
}

function generateFactory(members: readonly string[], marked: boolean): ObjectFactory {
  const parameters = members.map((_, i) => `a${i}`).join();
  const body = members.map((name, i) =>
    name === '__proto__' ? `define(this, "__proto__", a${i});` : `this[${JSON.stringify(name)}] = a${i};`,
  );
  const text = `"use strict";
function Row(${parameters}) { ${body.join(' ')} }
Row.prototype = prototype;
return (${parameters}) => new Row(${parameters});`;
  return new Function('prototype', 'define', text)(marked ? prototype : Object.prototype, define);
}

/** Reads one value of an answer. */
export type ValueReader<Context> = (value: unknown, context: Context) => unknown;

/**
 * Reads the items of each list of one place: the list itself where nothing in it is made anew. Readers have code of their own,
 * whose calls go to one function each, ever: the platform then makes one of all that read an answer.
 *
 * @param other reads what is no list
 */
export function createListReader<Context>(
  read: ValueReader<Context>,
  other: ValueReader<Context>,
): ValueReader<Context> {
  if (!mayGenerate()) {
    return (value, context) => {
      if (!Array.isArray(value)) return other(value, context);
      const items = value.map((item) => read(item, context));
      return items.every((item, i) => item === value[i]) ? value : items;
    };
  }
  const text = `"use strict";
return (value, context) => {
  if (!Array.isArray(value)) return other(value, context);
  let made;
  for (let i = 0; i < value.length; i++) {
    const item = read(value[i], context);
    if (made === undefined) {
      if (item === value[i]) continue;
      made = value.slice();
    }
    made[i] = item;
  }
  return made ?? value;
};`;
  return new Function('read', 'other', text)(read, other);
}

/** What numbers the objects of each place. */
export interface Counting {
  readonly counts: number[];
}

/** Where a reader of objects stands. */
export interface ObjectPlace<Context> {
  /** Whether the objects made are to be told from the host's. */
  readonly marked: boolean;
  /** Its own among the counts of a context. */
  readonly number: number;
  /** Reads what is no object. */
  readonly other: ValueReader<Context>;
}

/** One member of the object made. */
export interface ReadMember<Context> {
  readonly key: string;
  /** The member of the value that is given to `read`; absent where it needs none. */
  readonly alias?: string;
  /** What values need no `read`. */
  readonly plain?: PlainValue;
  /** Absent where the value's member is right as it is, or null where it is missing. */
  readonly read?: (member: unknown, context: Context, index: number) => unknown;
}

export type PlainValue = keyof typeof PLAIN;

/** Tests of a member `m`, in code. */
const PLAIN = {
  text: 'typeof m === "string"',
  integer: '(m | 0) === m',
  number: 'typeof m === "number" && m - m === 0',
  boolean: 'typeof m === "boolean"',
} as const;

/** Makes an object from each object of one place, with the members written out; the objects of a context are numbered. */
export function createObjectReader<Context extends Counting>(
  members: readonly ReadMember<Context>[],
  { marked, number, other }: ObjectPlace<Context>,
): ValueReader<Context> {
  const make = createObjectFactory(
    members.map(({ key }) => key),
    marked,
  );
  const isSafe = members.every(({ alias = 'a' }) => MEMBER.test(alias));
  if (!mayGenerate() || !isSafe) {
    return (value, context) => {
      if (!isJsonObject(value) || value instanceof Error) return other(value, context);
      const index = context.counts[number] ?? 0;
      context.counts[number] = index + 1;
      const values = members.map(({ alias, read }) => {
        const member = alias === undefined ? null : own(value, alias);
        return read === undefined ? member : read(member, context, index);
      });
      return make(...values);
    };
  }
  const constants = members.map((_, i) => `const r${i} = members[${i}].read;`);
  const loads = members.map(({ alias }) => (alias === undefined ? 'null' : load(alias)));
  const values = members.map(({ plain, read }, i) => {
    if (read === undefined) return loads[i];
    if (plain === undefined) return `r${i}(${loads[i]}, context, index)`;
    return `(m = ${loads[i]}, ${PLAIN[plain]}) ? m : r${i}(m, context, index)`;
  });
  const text = `"use strict";
${constants.join('\n')}
return (value, context) => {
  if (typeof value !== "object" || value === null || Array.isArray(value) || value instanceof Error) {
    return other(value, context);
  }
  const { counts } = context;
  const index = counts[${number}];
  counts[${number}] = index + 1;
  let m;
  ${values.map((code, i) => `const v${i} = ${code};`).join('\n  ')}
  ${marked ? '' : reuse(members, loads)}
  return make(${values.map((_, i) => `v${i}`).join()});
};`;
  return new Function('make', 'members', 'own', 'other', text)(make, members, own, other);
}

/** Code of a member of `value`: one that the source left out is null, whatever its name is. */
function load(alias: string): string {
  const name = JSON.stringify(alias);
  return alias in Object.prototype ? `own(value, ${name})` : `value[${name}] ?? null`;
}

function own(value: object, alias: string): unknown {
  return Object.hasOwn(value, alias) ? Reflect.get(value, alias) : null;
}

/**
 * Code that returns the value itself where it is the object to be made: the same members, in the same order, and no more.
 * A second object for each that was parsed would be the larger part of an answer's garbage.
 */
function reuse<Context>(members: readonly ReadMember<Context>[], loads: readonly string[]): string {
  if (!members.every(({ key, alias }) => key === alias)) return '';
  const isNext = members.map(({ key }, i) => `n === ${i} && k === ${JSON.stringify(key)}`).join(' || ');
  return `if (${members.map((_, i) => `v${i} === (${loads[i]})`).join(' && ')}) {
    let n = 0;
    for (const k in value) {
      if (!(${isNext})) { n = -1; break; }
      n++;
    }
    if (n === ${members.length}) return value;
  }`;
}

/** What is read of each object of one place. */
export interface VisitMember<Context> {
  /** The member that is given to `visit`; absent where it is the object itself. */
  readonly alias?: string;
  readonly visit: (member: unknown, context: Context) => unknown;
}

/** Visits members of each object of one place, in turn. All values are read as what they are: nothing is made anew. */
export function createObjectVisitor<Context>(members: readonly VisitMember<Context>[]): ValueReader<Context> {
  const isSafe = members.every(({ alias = 'a' }) => MEMBER.test(alias));
  if (!mayGenerate() || !isSafe) {
    return (value, context) => {
      if (!isJsonObject(value) || value instanceof Error) return value;
      for (const { alias, visit } of members) visit(alias === undefined ? value : own(value, alias), context);
      return value;
    };
  }
  const text = `"use strict";
${members.map((_, i) => `const r${i} = members[${i}].visit;`).join('\n')}
return (value, context) => {
  if (typeof value !== "object" || value === null || Array.isArray(value) || value instanceof Error) return value;
  ${members.map(({ alias }, i) => `r${i}(${alias === undefined ? 'value' : load(alias)}, context);`).join('\n  ')}
  return value;
};`;
  return new Function('members', 'own', text)(members, own);
}

/**
 * One member of rows: from a column, or an object of more members that is there where `presence` is true. An Error in the
 * presence column stands in the object's place.
 */
export type RowMember =
  | { readonly kind: 'column'; readonly key: string; readonly column: number }
  | { readonly kind: 'constant'; readonly key: string; readonly value: unknown }
  | {
      readonly kind: 'object';
      readonly key: string;
      /** Absent where it is always there. */
      readonly presence?: number;
      readonly members: readonly RowMember[];
    };

/** Makes the objects of `count` rows from columns. */
export type RowShaper = (count: number, columns: readonly (readonly unknown[])[]) => object[];

export function createRowShaper(members: readonly RowMember[], marked = true): RowShaper {
  return mayGenerate() ? generateRowShaper(members, marked) : plainRowShaper(members, marked);
}

function plainRowShaper(members: readonly RowMember[], marked: boolean): RowShaper {
  const factory = createObjectFactory(
    members.map(({ key }) => key),
    marked,
  );
  const readers = members.map((member) => {
    if (member.kind === 'column') {
      return (columns: readonly (readonly unknown[])[], row: number): unknown => columns[member.column]?.[row];
    }
    if (member.kind === 'constant') return () => member.value;
    const inner = plainRowReader(member.members, marked);
    const { presence } = member;
    if (presence === undefined) return inner;
    return (columns: readonly (readonly unknown[])[], row: number): unknown =>
      columns[presence]?.[row] === true ? inner(columns, row) : columns[presence]?.[row] || null;
  });
  return (count, columns) =>
    Array.from({ length: count }, (_, row) => factory(...readers.map((read) => read(columns, row))));
}

function plainRowReader(
  members: readonly RowMember[],
  marked: boolean,
): (columns: readonly (readonly unknown[])[], row: number) => object {
  const shape = plainRowShaper(members, marked);
  return (columns, row) => {
    const [object] = shape(
      1,
      columns.map((column) => column.slice(row, row + 1)),
    );
    invariant(object, 'a row without an object');
    return object;
  };
}

function generateRowShaper(members: readonly RowMember[], marked: boolean): RowShaper {
  const factories: ObjectFactory[] = [];
  const constants: unknown[] = [];
  const used = new Set<number>();
  const column = (index: number): string => {
    used.add(index);
    return `c${index}[i]`;
  };
  const make = (list: readonly RowMember[]): string => {
    const keys = list.map(({ key }) => key);
    const factory = factories.push(createObjectFactory(keys, marked)) - 1;
    const values = list.map((member) => {
      if (member.kind === 'column') return column(member.column);
      if (member.kind === 'constant') return `k[${constants.push(member.value) - 1}]`;
      if (member.presence === undefined) return make(member.members);
      const presence = column(member.presence);
      return `${presence} === true ? ${make(member.members)} : ${presence} || null`;
    });
    return `f${factory}(${values.join()})`;
  };
  const object = make(members);
  const declarations = [
    ...[...used].map((index) => `const c${index} = columns[${index}];`),
    ...factories.map((_, index) => `const f${index} = factories[${index}];`),
  ];
  const text = `"use strict";
return (count, columns) => {
  ${declarations.join('\n  ')}
  const rows = new Array(count);
  for (let i = 0; i < count; i++) rows[i] = ${object};
  return rows;
};`;
  return new Function('factories', 'k', text)(factories, constants);
}
