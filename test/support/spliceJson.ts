import { equal } from 'node:assert/strict';
import type { JoinPlan } from '../../packages/core/src/planning/fetchPlan.js';
import { hasError } from '../../packages/core/src/shaping/completeClean.js';
import { parentShape, type Shape } from '../../packages/core/src/shaping/shape.js';
import type { ParentKeys } from '../../packages/core/src/shaping/splice.js';
import { spliceOf } from '../../packages/core/src/shaping/spliceOf.js';
import { createModel, planOf } from './handModel.js';
import { toPlain } from './plain.js';

/** One remote schema with everything that an answer may hold, and its values spliced. */
export const model = createModel(
  `type Query { product: Product, feed: [Media], grid: [[Product!]]!, found: Found, odd: Odd, version: JSON, color: Color, sure: Product! }
   type Product { sku: String, name: String!, color: Color, tags: [String!], maker: Maker, related: [Product!]!, owner: User, sure: User!, data: JSON }
   type Maker { name: String, home: Home, owner: User }
   type Home { city: String }
   interface Media { id: ID! }
   type Image implements Media { id: ID!, url: String, owner: User, product: Product }
   type Video implements Media { id: ID!, length: Int, owner: User, similar: [Video] }
   union Found = Product | Image
   type Odd { constructor: String, toString: String, valueOf: Odd, hasOwnProperty: Int }
   type User { id: Int! }
   scalar JSON
   enum Color { RED GREEN }`,
  {
    tables: { User: { source: 'db', columns: 'id int4!' } },
    remotes: { catalog: ['Product', 'Maker', 'Home', 'Media', 'Image', 'Video', 'Found', 'Odd'] },
    roots: Object.fromEntries(
      ['product', 'feed', 'grid', 'found', 'odd', 'version', 'color', 'sure'].map((name) => [
        `Query.${name}`,
        'catalog',
      ]),
    ),
    relationships: {
      'Product.owner': { key: { sku: 'id', 'maker.home.city': 'id' } },
      'Product.sure': { key: { sku: 'id' } },
      'Image.owner': { key: { url: 'id' } },
      'Video.owner': { key: { id: 'id' } },
      'Maker.owner': { key: { name: 'id' } },
    },
    names: { upstream: new Map([['Color.RED', 'rouge']]) },
    upstream: (name) => (/^[A-Z]/.test(name) ? `Up${name}` : name),
  },
);

export interface Spliced {
  readonly value: unknown;
  readonly keys: Readonly<Record<string, unknown>>;
  readonly clean: boolean;
}

/** An Error of ours by its code and the type it names, any other by its message. */
function nameErrors(value: unknown): unknown {
  if (value instanceof Error)
    return 'code' in value ? `${value.code}${/ "(\w+)"/.exec(value.message)?.[1] ?? ''}` : value.message;
  if (Array.isArray(value)) return value.map(nameErrors);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, nameErrors(member)]));
}
export const INVALID = 'SOURCE_INVALID_RESPONSE';

/** What a join ends in, by parent: its key, or null where the key is null. */
function finishJoin({ parents, columns }: ParentKeys): unknown[] {
  return Array.from({ length: parents }, (_, parent) => columns.map((column) => column[parent]).join() || null);
}

/** Splices one value of a root field; a join ends in the key it has read. A response that is not clean must hold an Error. */
export function splice(query: string, path: string, value: unknown, shape: Shape = parentShape): Spliced {
  const plan = planOf(model, query, path);
  const { readKeys, build } = spliceOf(plan, model.names, shape);
  const answer = { kind: 'json', values: [value] } as const;
  const read = readKeys(answer);
  const joined = new Map([...read].map(([join, each]): [JoinPlan, unknown[]] => [join, finishJoin(each)]));
  const finish = { clean: true };
  const [built] = build(answer, joined, undefined, finish);
  if (shape.kind === 'response') equal(hasError(built), !finish.clean);
  return {
    value: nameErrors(toPlain(built)),
    keys: Object.fromEntries([...read].map(([join, each]) => [join.relationship.coordinate, each])),
    clean: finish.clean,
  };
}

export const failed = new Error('failed upstream');
