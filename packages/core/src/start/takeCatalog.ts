import type { GraphQLSchema } from 'graphql';
import { type Problem, printProblem } from '../error/problem.js';
import { type Attachment, attachResolvers } from '../execution/attachResolvers.js';
import { createGeneration } from '../execution/requestScope.js';
import type { Catalog } from '../model/catalog.js';
import type { ValidOptions } from '../options.js';
import { findLackedInputs, relaxInputs } from '../roles/presetInputs.js';
import { judge } from './judge.js';
import type { KnownSources } from './recallSources.js';

interface Taking {
  readonly schema: GraphQLSchema;
  readonly attachment: Attachment;
  readonly valid: ValidOptions;
  /** What was known at the start. */
  readonly known: KnownSources;
  /** What was told at the start. */
  readonly problems: readonly Problem[];
  readonly onRefresh: ValidOptions['onRefresh'];
}

/**
 * Takes over what a source says that it holds: the schema is checked again, and what is made of it takes the place of what
 * was, at once; requests under way end as they began. Where an error is found, all stays as it is. Each is told once.
 */
export function createTake({ schema, attachment, valid, known, problems, onRefresh }: Taking) {
  const catalogs = new Map(known.catalogs);
  const failures = new Map(known.failures);
  const told = new Set(problems.map(printProblem));

  return (source: string, catalog: Catalog): boolean => {
    // The schema was attached to again, with other sources: it is not ours any more.
    if (attachment.current().sources !== valid.sources) return true;
    const next = new Map(catalogs).set(source, catalog);
    const remaining = new Map([...failures].filter(([name]) => name !== source));
    const judged = judge(schema, { catalogs: next, failures: remaining, deferred: known.deferred }, valid);
    const found = judged.problems.filter((problem) => !told.has(printProblem(problem)));
    for (const problem of found) told.add(printProblem(problem));
    const { model } = judged;
    if (model === undefined) {
      relaxInputs(schema, attachment.current().required);
      if (found.length > 0) onRefresh({ source, problems: found });
      return false;
    }
    const required = relaxInputs(schema, findLackedInputs(schema, model));
    attachResolvers(schema, createGeneration({ ...attachment.current(), model, required }));
    catalogs.set(source, catalog);
    failures.delete(source);
    onRefresh({ source, problems: found });
    return true;
  };
}
