/** Draws whole numbers below a bound, the same ones from the same seed. */
export type Draw = (below: number) => number;

export function createDraw(seed: number): Draw {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

type Json = Record<string, unknown>;

/** Where a value stands: what holds it, and its key there. */
interface Spot {
  readonly holder: Json | unknown[];
  readonly key: string;
}

/** Changes JSON in place: a part is removed, renamed, given another type, doubled, put elsewhere or swapped. */
export function mutate(whole: unknown, draw: Draw): void {
  const spots = spotsOf(whole);
  const spot = pick(spots, draw);
  if (spot === undefined) return;
  const { holder, key } = spot;
  const value: unknown = Reflect.get(holder, key);
  switch (draw(7)) {
    case 0:
      if (Array.isArray(holder)) holder.splice(Number(key), 1);
      else delete holder[key];
      return;
    case 1:
      if (Array.isArray(holder)) return;
      delete holder[key];
      define(holder, pick(NAMES, draw) ?? key.toUpperCase(), value);
      return;
    case 2:
      define(holder, key, pick(VALUES, draw)?.());
      return;
    case 3:
      if (Array.isArray(holder)) holder.splice(draw(holder.length + 1), 0, structuredClone(value));
      else define(holder, pick(NAMES, draw) ?? key, structuredClone(value));
      return;
    case 4: {
      const other = pick(spots, draw) ?? spot;
      define(other.holder, other.key, structuredClone(value));
      return;
    }
    case 5: {
      const sibling = pick(Object.keys(holder), draw) ?? key;
      define(holder, key, Reflect.get(holder, sibling));
      define(holder, sibling, value);
      return;
    }
    default:
      // A slip of the pen.
      if (typeof value === 'string')
        define(holder, key, value.slice(0, draw(value.length + 1)) + (pick(['', 'x', ' ', '$'], draw) ?? ''));
  }
}

const NAMES = [
  'name',
  'table',
  'definition',
  'filter',
  'columns',
  'source',
  '__proto__',
  'constructor',
  'a b',
  '',
  'permission',
  'event_triggers',
];

const VALUES: readonly (() => unknown)[] = [
  () => null,
  () => true,
  () => 0,
  () => -1,
  () => 0.5,
  () => 2 ** 60,
  () => '',
  () => 'default',
  () => '__proto__',
  () => '$',
  () => '{{',
  () => '{{}}',
  () => 'x'.repeat(5_000),
  () => [],
  () => [null],
  () => [[]],
  () => ({}),
  () => ({ name: {} }),
  () => Array.from({ length: 60 }).reduce((inner: unknown) => ({ _not: inner }), {}),
];

function pick<T>(values: readonly T[], draw: Draw): T | undefined {
  return values[draw(values.length)];
}

/** `__proto__` is a key as any other. */
function define(holder: object, key: string, value: unknown): void {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

function spotsOf(value: unknown): Spot[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Json | unknown[];
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...spotsOf(Reflect.get(holder, key))]);
}
