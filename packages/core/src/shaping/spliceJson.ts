import { invariant } from '../error/invariant.js';
import type { SourceNames } from '../model/model.js';
import type { RemotePlan } from '../planning/fetchPlan.js';
import type { Answer } from '../source.js';
import { createJsonBuild } from './buildJson.js';
import { createKeyReader } from './readJsonKeys.js';
import { parentShape, type Shape } from './shape.js';
import type { Splice } from './splice.js';

/** JSON to trees: two walks over the same objects in the same order, one that reads join keys and one that rebuilds. */
export function createJsonSplice(plan: RemotePlan, names: SourceNames, shape: Shape = parentShape): Splice {
  const readKeys = createKeyReader(plan);
  const build = createJsonBuild(plan, names, shape);
  return {
    readKeys: (answer) => readKeys(valuesOf(answer)),
    build: (answer, joined, _keys, finish = { clean: true }) => build(valuesOf(answer), joined, finish),
  };
}

function valuesOf(answer: Answer): readonly unknown[] {
  invariant(answer.kind === 'json', 'an answer of another kind than its plan');
  return answer.values;
}
