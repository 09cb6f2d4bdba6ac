/**
 * One answer becomes one value per request and key. Where upstream errors go:
 *
 *   - with a path: to the position it names, or the nearest above it that the answer has (`readPlace.ts`)
 *   - without a path that leads anywhere: to every key whose value is null, since one of those nulls is the failure's;
 *     where no value is null the failure may be anywhere below, so every request of the document fails
 *   - on an item of a `matchBy` list that cannot be told to a key: to every key without a match
 *
 * No error is ever lost, and none reaches a position whose data is known to be whole.
 */
import { RemoteJoinsError } from '../../error/RemoteJoinsError.js';
import { isJsonObject, type JsonObject } from '../../model/json.js';
import type { PathStep } from '../../model/relationship.js';
import type { Answer } from '../../source.js';
import { aliasOf, type RemoteRequest } from './compileDocument.js';
import { type ErrorNode, readErrors } from './errorTree.js';
import { matchByKey } from './matchByKey.js';
import { placeOf } from './places.js';
import { type PlaceErrors, readPlace } from './readPlace.js';

/** An upstream error as a client sees it. Its message and extensions may tell anything, so they stay behind. */
export const upstreamError: RemoteJoinsError = new RemoteJoinsError(
  'SOURCE_ERROR',
  'The remote schema answered with an error for this field.',
);

/** Made once: an error costs more than an answer without any. */
const errors: PlaceErrors = {
  upstream: upstreamError,
  invalid: new RemoteJoinsError(
    'SOURCE_INVALID_RESPONSE',
    'The remote schema answered with something that does not fit what this field was asked for.',
  ),
};

const noErrors = readErrors([], () => true);

/** @param requests those of the document, in its order */
export function decode(
  requests: readonly RemoteRequest[],
  data: JsonObject,
  upstreamErrors: readonly unknown[],
): readonly (Answer | Error)[] {
  const tree = upstreamErrors.length === 0 ? noErrors : readErrors(upstreamErrors, isAlias(requests));
  const answers = requests.map((request, position) => readValues(request, position, data, tree.root));
  if (tree.hasStray && !placeStray(requests, answers, errors.upstream)) return requests.map(() => errors.upstream);
  return answers.map((values) => ({ kind: 'json', values }));
}

/** Reports an error that names no position wherever there is nothing; false where there is something everywhere. */
function placeStray(requests: readonly RemoteRequest[], answers: readonly unknown[][], error: Error): boolean {
  let isPlaced = false;
  for (const [position, values] of answers.entries()) {
    const matchBy = requests[position]?.plan.target.matchBy;
    for (const [id, value] of values.entries()) {
      const isUnmatched = matchBy !== undefined && Array.isArray(value) && value.length === 0;
      if (value !== null && value !== undefined && !isUnmatched) continue;
      values[id] = error;
      isPlaced = true;
    }
  }
  return isPlaced;
}

function isAlias(requests: readonly RemoteRequest[]): (alias: string) => boolean {
  return (alias) => {
    const [position = -1, id = 0] = (/^_(\d+)(?:_(\d+))?$/.exec(alias)?.slice(1) ?? []).map((text) =>
      Number(text ?? 0),
    );
    const request = requests[position];
    return request !== undefined && id < (request.keys?.count ?? 1) && aliasOf(request, position, id) === alias;
  };
}

function readValues(request: RemoteRequest, position: number, data: JsonObject, root: ErrorNode): unknown[] {
  const { plan, keys } = request;
  const { path, matchBy } = plan.target;
  const read = (id: number): unknown => {
    const alias = aliasOf(request, position, id);
    const value = Object.hasOwn(data, alias) ? data[alias] : undefined;
    const end = followPath(value, path.slice(1), root.below.get(alias), errors);
    return end.kind === 'end' ? end.value : readPlace(end.value, placeOf(plan), end.node, errors);
  };
  if (matchBy === undefined || keys === undefined) return Array.from({ length: keys?.count ?? 1 }, (_, id) => read(id));
  const items = read(0);
  return Array.isArray(items) ? matchByKey(items, plan, keys, errors) : Array.from({ length: keys.count }, () => items);
}

type Followed =
  | { readonly kind: 'place'; readonly value: unknown; readonly node: ErrorNode | undefined }
  /** The path ends early: at null, or with an error. */
  | { readonly kind: 'end'; readonly value: unknown };

/** From the root field's value down the steps below it. */
function followPath(
  start: unknown,
  steps: readonly PathStep[],
  startNode: ErrorNode | undefined,
  errors: PlaceErrors,
): Followed {
  let value = start;
  let node = startNode;
  for (const { field } of steps) {
    if (value === null && node === undefined) return { kind: 'end', value: null };
    if (node !== undefined && (value === null || node.failed || node.below.size > (node.below.has(field) ? 1 : 0))) {
      return { kind: 'end', value: errors.upstream };
    }
    if (!isJsonObject(value) || !Object.hasOwn(value, field)) return { kind: 'end', value: errors.invalid };
    value = value[field];
    node = node?.below.get(field);
  }
  return { kind: 'place', value, node };
}
