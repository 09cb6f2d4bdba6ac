import type { GraphQLSchema } from 'graphql';
import type { Problem } from '../error/problem.js';
import type { Catalog } from '../model/catalog.js';
import type { Model } from '../model/model.js';
import type { Definitions } from '../schema/definitions.js';
import { createLocate, type Locate } from '../schema/locations.js';
import { createReport, type Report, sortProblems } from '../schema/report.js';
import { buildModel } from './building/buildModel.js';
import { readPermissions } from './permissions/readPermissions.js';
import { findRootTypes } from './rootTypes.js';
import { specifiedRules } from './specifiedRules.js';
import { createShow, type Host } from './visits.js';

/** What only some callers have. */
export interface CheckOptions {
  /** Whether the option `session` tells who asks; only where it does not, it is told that permissions need it. */
  readonly session?: boolean;
  /** By role, those it inherits from. */
  readonly inheritedRoles?: ReadonlyMap<string, readonly string[]>;
  /** Where `{env: "X"}` is read; `process.env` where left out. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Names of the sources that may fail: what depends on them is left out of the model, and told there. */
  readonly deferred?: ReadonlySet<string>;
  /** Where nodes stand in the author's text; found from the schema where left out. */
  readonly locate?: Locate;
}

export interface Checked {
  /** Absent where any problem is an error. */
  readonly model?: Model;
  /** All of them, errors and warnings, in the order of the author's text. */
  readonly problems: readonly Problem[];
}

/**
 * Checks what the author wrote against what the sources hold: every fault at once, or a model without any.
 *
 * @param hostResolved whether a resolver of the host's serves a field; `unknown` where there is only SDL
 * @param failures sources that could not say what they hold, and why; nothing is said of what depends on them
 */
export function checkDefinitions(
  definitions: Definitions,
  schema: GraphQLSchema,
  catalogs: ReadonlyMap<string, Catalog>,
  hostResolved: (coordinate: string) => Host,
  failures: ReadonlyMap<string, Error> = new Map(),
  {
    session = true,
    inheritedRoles = new Map(),
    env = process.env,
    deferred = new Set(),
    locate = createLocate(schema),
  }: CheckOptions = {},
): Checked {
  const sources = new Map<string, Catalog | Error>([...catalogs, ...failures]);
  const problems: Problem[] = [];
  const report = createReport(locate, problems);
  let findings = 0;
  const count: Report = (finding) => {
    findings++;
    report(finding);
  };
  const show = createShow(specifiedRules, { schema, definitions, sources, deferred, report: count });
  const model = buildModel({
    schema,
    definitions,
    rootTypes: findRootTypes(schema, definitions),
    sources,
    permissions: readPermissions(sources, report),
    hostResolved,
    session,
    inheritedRoles,
    env,
    show,
    tables: new Map(),
    computed: new Map(),
    used: new Set(),
    hostFields: new Set(),
    occurrences: new Map(),
    lost: new Set(),
    findings: () => findings,
    sound: () => failures.size === 0 && definitions.unreadable.size === 0 && !problems.some(isError),
  });
  return toChecked(model, problems);
}

/** The problems in order, and the model where none of them is an error. */
export function toChecked(model: Model | undefined, problems: readonly Problem[]): Checked {
  const sorted = sortProblems(problems);
  return model === undefined || sorted.some(isError) ? { problems: sorted } : { model, problems: sorted };
}

function isError({ severity }: Problem): boolean {
  return severity === 'error';
}
