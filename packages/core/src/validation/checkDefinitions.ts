import type { GraphQLSchema } from 'graphql';
import type { Problem } from '../error/problem.js';
import type { Catalog } from '../model/catalog.js';
import type { Model } from '../model/model.js';
import type { Definitions } from '../schema/definitions.js';
import { createLocate, type Locate } from '../schema/locations.js';
import { createReport, sortProblems } from '../schema/report.js';
import { buildModel } from './building/buildModel.js';
import { specifiedRules } from './specifiedRules.js';
import { createShow, type Host } from './visits.js';

export interface CheckOptions {
  readonly schema: GraphQLSchema;
  readonly definitions: Definitions;
  /** What reading the definitions already found. */
  readonly problems?: readonly Problem[];
  /** By source name: what it holds, or why it could not say. */
  readonly sources: ReadonlyMap<string, Catalog | Error>;
  /** Whether a resolver of the host's serves a field; `unknown` where there is only SDL. */
  readonly hostResolved: (coordinate: string) => Host;
  /** Where `{env: "X"}` is read; `process.env` where left out. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Where nodes stand in the author's text; found from the schema where left out. */
  readonly locate?: Locate;
}

export interface Checked {
  /** Absent where any problem is an error. */
  readonly model?: Model;
  /** All of them, errors and warnings, in the order of the author's text. */
  readonly problems: readonly Problem[];
}

/** Checks what the author wrote against what the sources hold: every fault at once, or a model without any. */
export function checkDefinitions(options: CheckOptions): Checked {
  const { schema, definitions, sources, hostResolved, env = process.env, locate = createLocate(schema) } = options;
  const problems: Problem[] = [...(options.problems ?? [])];
  const report = createReport(locate, problems);
  const show = createShow(specifiedRules, { schema, definitions, sources, report });
  const model = buildModel({
    schema,
    definitions,
    sources,
    hostResolved,
    env,
    show,
    tables: new Map(),
    used: new Set(),
    hostFields: new Set(),
    occurrences: new Map(),
  });
  const sorted = sortProblems(problems);
  return sorted.some((problem) => problem.severity === 'error') ? { problems: sorted } : { model, problems: sorted };
}
