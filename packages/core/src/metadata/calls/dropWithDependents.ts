import { newlyLeftOut, objectsLeftOut } from '../leftOut.js';
import type { FindLeftOut, JsonObject } from './jsonTree.js';
import { Refusal } from './refusal.js';
import { withoutInconsistent } from './withoutInconsistent.js';

export interface Drop {
  readonly before: JsonObject;
  /** Without what is dropped. */
  readonly after: JsonObject;
  /** Whether what depends on it goes, too. */
  readonly cascade: boolean;
  readonly findLeftOut: FindLeftOut;
}

/**
 * The metadata without something, and without all that depends on it: what is inconsistent without it and is not with it, by
 * what the sources hold.
 *
 * @throws Refusal where something depends on it, and that is not to go
 */
export async function dropWithDependents({ before, after, cascade, findLeftOut }: Drop): Promise<JsonObject> {
  const left = newlyLeftOut(await findLeftOut(before), await findLeftOut(after));
  const objects = left.flatMap(objectsLeftOut);
  const names = objects.flatMap(({ dependentAs }) => dependentAs ?? []);
  // What depends on nothing, a source that is away for one, takes others with it that do not depend on this. The change is
  // then refused as a whole.
  if (left.length === 0 || names.length < objects.length) return after;
  if (cascade) return withoutInconsistent(after, left);
  const list = names.sort().join(', ');
  throw new Refusal('dependency-error', `cannot drop due to the following dependent objects: ${list}`);
}
