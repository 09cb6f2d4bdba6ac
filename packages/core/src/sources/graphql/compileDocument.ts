/**
 * Several plans, with the values of one request, become ONE document. Names are ours or the checked model's, values
 * are variables; which alias belongs to which plan and key is told by its two numbers:
 *
 *   plan 0: Order.seller     shop(kind: RETAIL) { seller(sku: $sku) }     keys "a", "b"
 *   plan 1: Query.brands     brands(first: 5)                             (a root field: no keys)
 *
 *   query RemoteJoins($v0_0: ShopKind!, $v1_0: Int, $v0_1_0: ID!, $v0_1_1: ID!) {
 *     _0_0: shop(kind: $v0_0) { seller(sku: $v0_1_0) { ...F0 } }
 *     _0_1: shop(kind: $v0_0) { seller(sku: $v0_1_1) { ...F0 } }
 *     _1: brands(first: $v1_0) { name }
 *   }
 *   fragment F0 on Seller { name }
 *
 *   {"v0_0": "RETAIL", "v1_0": 5, "v0_1_0": "a", "v0_1_1": "b"}
 *
 * With `matchBy` a plan is one field however many keys it has, since its list argument holds them all.
 */
import { remember } from '../../model/remember.js';
import type { RemotePlan } from '../../planning/fetchPlan.js';
import type { FetchRequest } from '../../source.js';
import { type PlanText, printPlan } from './printPlan.js';
import type { SlotValue } from './slots.js';

export interface RemoteRequest extends FetchRequest {
  readonly plan: RemotePlan;
  /** Parallel to the plan's slots. */
  readonly values: readonly SlotValue[];
}

/**
 * The JSON text of one call: a document with its variables. A text that only its values tell from the last one is printed
 * once.
 *
 * @param requests all of one operation; not empty, and none of them without a key if it asks by key
 */
export function compileBody(requests: readonly RemoteRequest[]): string {
  const variables: Record<string, unknown> = {};
  for (const [position, request] of requests.entries()) addVariables(variables, request, position);
  return `${compileHead(requests)}${JSON.stringify(variables)}}`;
}

function addVariables(variables: Record<string, unknown>, { values }: RemoteRequest, position: number): void {
  for (const [slot, value] of values.entries()) {
    if (value === undefined) continue;
    const name = `v${position}_${slot}`;
    if (value.kind === 'shared') variables[name] = value.value;
    else for (const [id, each] of value.values.entries()) variables[`${name}_${id}`] = each;
  }
}

const heads = new WeakMap<PlanText, string>();

/** What stands before the variables. */
function compileHead(requests: readonly RemoteRequest[]): string {
  const numbers = requests.map(keyNumbers);
  const texts = requests.map((request, position) => textOf(request, position, numbers[position]));
  const [only, second] = texts;
  const compile = (): string => `{"query":${JSON.stringify(compileQuery(requests, texts, numbers))},"variables":`;
  const isWhole = only !== undefined && second === undefined && numbers[0] === undefined;
  return isWhole ? remember(heads, only, compile) : compile();
}

function compileQuery(
  requests: readonly RemoteRequest[],
  texts: readonly PlanText[],
  numbers: readonly (readonly string[] | undefined)[],
): string {
  const definitions: string[] = [];
  const fields: string[] = [];
  for (const [position, text] of texts.entries()) {
    for (const definition of text.definitions) definitions.push(definition);
    for (const number of numbers[position] ?? ['']) {
      fields.push(text.field.join(number));
      if (text.keyDefinitions.length > 1) definitions.push(text.keyDefinitions.join(number));
    }
  }
  const operation = requests[0]?.plan.operation ?? 'query';
  const header = definitions.length === 0 ? '' : `(${definitions.join(', ')})`;
  const fragments = texts.map(({ fragment }) => fragment);
  return `${operation} RemoteJoins${header} { ${fields.join(' ')} }${fragments.join('')}`;
}

function textOf({ plan, values }: RemoteRequest, position: number, numbers: readonly string[] | undefined): PlanText {
  return printPlan(plan, {
    position,
    fields: numbers === undefined ? 'single' : numbers.length === 1 ? 'one' : 'many',
    given: values.map((value) => value !== undefined),
  });
}

/** The numbers of the keys that have a field of their own; absent where one field is the whole plan. */
function keyNumbers({ plan, keys }: RemoteRequest): readonly string[] | undefined {
  if (keys === undefined || plan.target.matchBy !== undefined) return undefined;
  return Array.from({ length: keys.count }, (_, id) => String(id));
}

/** The alias of a request's field, or of one key's. */
export function aliasOf(
  { plan, keys }: FetchRequest & { readonly plan: RemotePlan },
  position: number,
  id: number,
): string {
  return keys === undefined || plan.target.matchBy !== undefined ? `_${position}` : `_${position}_${id}`;
}
