import { type DocumentNode, type GraphQLError, GraphQLSchema } from 'graphql';
import type { Problem } from './error/problem.js';
import { createViews } from './execution/views.js';
import type { Lock } from './lock/lock.js';
import { lockOf } from './lock/lockOf.js';
import type { Catalog } from './model/catalog.js';
import type { Model } from './model/model.js';
import type { Session } from './model/session.js';
import { getValidOptions, type RemoteJoinsOptions } from './options.js';
import { type ExplainedOperation, explainOperations } from './planning/explainOperation.js';
import { findLackedInputs, relaxInputs } from './roles/presetInputs.js';
import { createSessionReader, readSession } from './session/readSession.js';
import { holdSources } from './start/holdSources.js';
import { introspectSources } from './start/introspectSources.js';
import { judge } from './start/judge.js';
import { readLockedCatalogs } from './start/readLockedCatalogs.js';
import type { KnownSources } from './start/recallSources.js';
import type { Checked } from './validation/checkDefinitions.js';
import { checkTypeDefs, type TypeDefsToCheck } from './validation/checkTypeDefs.js';
import { findUnbatched, type UnbatchedRelationship } from './validation/findUnbatched.js';
import type { TypeDefs } from './validation/parseTypeDefs.js';

export interface InspectTypeDefsOptions extends Pick<RemoteJoinsOptions, 'sources' | 'inheritedRoles'> {
  /**
   * SDL as hosts take it: one text or several, parsed or not; a `Source` of graphql-js names its file. Or a schema that was
   * built with the host's resolvers, so that it is known which fields have one.
   */
  readonly typeDefs: TypeDefs | GraphQLSchema;
  /** What sources hold, taken instead of asking them: then nothing is opened. */
  readonly lock?: Lock | undefined;
}

/** What tools say of SDL. */
export interface Inspection {
  /** All of them, errors and warnings, in the order of the author's text. */
  readonly problems: readonly Problem[];
  /** Absent where any problem is an error. */
  readonly joins?: InspectedJoins;
}

export interface InspectedJoins {
  /** Roles that anything is said of. */
  readonly roles: readonly string[];
  /**
   * The schema that exists for a session, see `RemoteJoins.schemaFor`. Nothing can be executed on it.
   * @throws RemoteJoinsError where it is no session
   */
  schemaFor(session: Session): GraphQLSchema;
  /** What GraphQL says of a document on that schema; empty where it may be executed. */
  validate(document: DocumentNode, session: Session): readonly GraphQLError[];
  /**
   * The calls that each operation of a valid document makes in a session.
   * @throws RemoteJoinsError `LIMIT_EXCEEDED` where it selects too much to be planned
   */
  explain(document: DocumentNode, session: Session): readonly ExplainedOperation[];
  /** Relationships to remote schemas whose keys do not travel in one list. */
  readonly unbatched: readonly UnbatchedRelationship[];
  /** What is used of the sources. */
  readonly lock: Lock;
}

/**
 * For tools: checks SDL as `checkTypeDefs` does and, where it is sound, tells what roles see of it and which calls operations make.
 * The sources are asked what they hold, then closed.
 *
 * @throws RemoteJoinsError `INVALID_OPTIONS`
 */
export async function inspectTypeDefs({ typeDefs, lock, ...options }: InspectTypeDefsOptions): Promise<Inspection> {
  const { sources, inheritedRoles } = getValidOptions(options);
  const close = holdSources(sources);
  try {
    const { catalogs, failures } =
      lock === undefined ? await introspectSources(sources) : await readLockedCatalogs(lock, sources);
    const against = { catalogs, failures, inheritedRoles };
    const { problems, model } = checkAny(typeDefs, against);
    if (model === undefined) return { problems };
    return { problems, joins: inspectModel(model, catalogs) };
  } finally {
    await close();
  }
}

/** What tools say of a model, and of the catalogs that it was checked against. */
export function inspectModel(model: Model, catalogs: ReadonlyMap<string, Catalog>): InspectedJoins {
  const { schema } = model;
  const views = createViews(schema, model, relaxInputs(schema, findLackedInputs(schema, model)));
  return {
    roles: [...(model.permissions?.roles.keys() ?? [])],
    schemaFor: (session) => views.of(readSession(session)).schema,
    validate: (document, session) => views.of(readSession(session)).validate(document),
    explain: (document, session) => explainOperations(document, views.of(readSession(session))),
    unbatched: findUnbatched(model, catalogs),
    lock: lockOf(catalogs, model),
  };
}

type Against = Pick<TypeDefsToCheck, 'catalogs' | 'inheritedRoles'> & Partial<Pick<KnownSources, 'failures'>>;

/** Tools ask in roles of their own. */
const anybody = createSessionReader(() => ({}));

/** Checks SDL, or a schema with the host's resolvers; what is sound knows where its nodes stand. */
export function checkAny(typeDefs: InspectTypeDefsOptions['typeDefs'], against: Against): Checked {
  if (!(typeDefs instanceof GraphQLSchema)) return checkTypeDefs({ typeDefs, located: true, ...against });
  const { catalogs, failures = new Map(), inheritedRoles = new Map() } = against;
  return judge(typeDefs, { catalogs, failures, deferred: new Set() }, { session: anybody, inheritedRoles });
}
