import { invariant } from '../error/invariant.js';

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

/** Makes an object from a value and what its context holds for the value's place. */
export type ObjectReader<Context> = (value: object, context: Context, index: number) => object;

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

/** The readers of one place are called from code of its own, with the members written out. */
export function createObjectReader<Context>(
  members: readonly ReadMember<Context>[],
  marked: boolean,
): ObjectReader<Context> {
  const make = createObjectFactory(
    members.map(({ key }) => key),
    marked,
  );
  const own = (value: object, alias: string): unknown =>
    Object.hasOwn(value, alias) ? Reflect.get(value, alias) : null;
  const isSafe = members.every(({ alias = 'a' }) => MEMBER.test(alias));
  if (!mayGenerate() || !isSafe) {
    return (value, context, index) =>
      make(
        ...members.map(({ alias, read }) => {
          const member = alias === undefined ? null : own(value, alias);
          return read === undefined ? member : read(member, context, index);
        }),
      );
  }
  const constants = members.map((_, i) => `const r${i} = members[${i}].read;`);
  const loads = members.map(({ alias }) => {
    const name = JSON.stringify(alias ?? '');
    if (alias === undefined) return 'null';
    return alias in Object.prototype ? `own(value, ${name})` : `value[${name}] ?? null`;
  });
  const values = members.map(({ plain, read }, i) => {
    if (read === undefined) return loads[i];
    if (plain === undefined) return `r${i}(${loads[i]}, context, index)`;
    return `(m = ${loads[i]}, ${PLAIN[plain]}) ? m : r${i}(m, context, index)`;
  });
  const text = `"use strict";
${constants.join('\n')}
return (value, context, index) => {
  let m;
  ${values.map((code, i) => `const v${i} = ${code};`).join('\n  ')}
  ${marked ? '' : reuse(members, loads)}
  return make(${values.map((_, i) => `v${i}`).join()});
};`;
  return new Function('make', 'members', 'own', text)(make, members, own);
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
