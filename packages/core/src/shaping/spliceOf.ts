import type { SourceNames } from '../model/model.js';
import { remember } from '../model/remember.js';
import type { FetchPlan } from '../planning/fetchPlan.js';
import { parentShape, type Shape } from './shape.js';
import type { Splice } from './splice.js';
import { createJsonSplice } from './spliceJson.js';
import { createRowsSplice } from './spliceRows.js';

const splices = { parent: new WeakMap<FetchPlan, Splice>(), response: new WeakMap<FetchPlan, Splice>() };

export function spliceOf(plan: FetchPlan, names: SourceNames, shape: Shape = parentShape): Splice {
  return remember(splices[shape.kind], plan, () =>
    plan.kind === 'rows' ? createRowsSplice(plan, names, shape) : createJsonSplice(plan, names, shape),
  );
}
