import type { DocumentNode, GraphQLError, GraphQLSchema } from 'graphql';
import { rememberJoins } from './attachedJoins.js';
import { type Problem, printProblem } from './error/problem.js';
import { RemoteJoinsError } from './error/RemoteJoinsError.js';
import { attachResolvers, hostResolvedOf } from './execution/attachResolvers.js';
import { createGeneration } from './execution/requestScope.js';
import { holdSources } from './holdSources.js';
import { introspectSources } from './introspectSources.js';
import type { Session } from './model/session.js';
import { getValidOptions, type RemoteJoinsOptions } from './options.js';
import { findLackedInputs, relaxInputs, restoreInputs } from './roles/presetInputs.js';
import { readDirectives } from './schema/readDirectives.js';
import { sortProblems } from './schema/report.js';
import { restoreNodes } from './schema/restoreNodes.js';
import { stripServiceSdl } from './schema/stripServiceSdl.js';
import { readSession } from './session/readSession.js';
import { checkDefinitions } from './validation/checkDefinitions.js';

/** What `attachRemoteJoins` answers. */
export interface RemoteJoins {
  /** The schema given, with resolvers attached. */
  readonly schema: GraphQLSchema;
  /** Warnings found at start; errors make the start fail. */
  readonly problems: readonly Problem[];
  /**
   * The schema that exists for a session: without what its role may not see, and with the resolvers of `schema`. The schema
   * itself where nothing is governed, and for an admin. The same object for the same role.
   * @throws RemoteJoinsError where it is no session
   */
  schemaFor(session: Session): GraphQLSchema;
  /**
   * What GraphQL says of a document on that schema; empty where it may be executed. For servers without an adapter: what
   * is not checked here is refused when it is planned, but in other words.
   * @throws RemoteJoinsError where it is no session
   */
  validate(document: DocumentNode, session: Session): readonly GraphQLError[];
  /** Ends what was opened; a pool given by the host stays open. Safe to call twice. */
  close(): Promise<void>;
}

/**
 * Reads the directives of a schema, checks them against the sources and attaches resolvers to the joined fields, in
 * place. Attaching to the same schema again replaces what was attached.
 *
 * @throws RemoteJoinsError `INVALID_OPTIONS`, or `INVALID_SCHEMA` with all `problems`; what was opened is closed again
 *
 * @example
 * const joins = await attachRemoteJoins(schema, { sources: { users_db: postgres({ connectionString }) } });
 * await graphql({ schema, source: '{ orders { customer { name } } }' });
 * await joins.close();
 */
export async function attachRemoteJoins(schema: GraphQLSchema, options: RemoteJoinsOptions): Promise<RemoteJoins> {
  const { sources, headers, session, inheritedRoles, signal } = getValidOptions(options);
  const close = holdSources(sources);
  try {
    const { catalogs, failures } = await introspectSources(sources); //                                 ask the sources
    restoreNodes(schema);
    restoreInputs(schema);
    const read = readDirectives(schema); //                                                             read
    const checked = checkDefinitions(read.definitions, schema, catalogs, hostResolvedOf(schema), failures, {
      session: session !== undefined,
      inheritedRoles,
    }); //                                                                                              check
    const problems = sortProblems([...read.problems, ...checked.problems]);
    if (checked.model === undefined || problems.some(({ severity }) => severity === 'error'))
      throw invalidSchema(problems);
    const { model } = checked;
    const required = relaxInputs(schema, findLackedInputs(schema, model)); //                           derive for roles
    const generation = createGeneration({ model, sources, headers, session, signal, required });
    const attachment = attachResolvers(schema, generation); //                                          attach
    stripServiceSdl(schema);
    const { views } = generation;
    const joins: RemoteJoins = {
      schema,
      problems,
      schemaFor: (asking) => views.of(readSession(asking)).schema,
      validate: (document, asking) => views.of(readSession(asking)).validate(document),
      close,
    };
    rememberJoins(joins, { attachment, options });
    return joins;
  } catch (error) {
    await close();
    throw error;
  }
}

function invalidSchema(problems: readonly Problem[]): RemoteJoinsError {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const count = errors.length === 1 ? 'a problem' : `${errors.length} problems`;
  const lines = errors.map((problem) => `  - ${printProblem(problem)}`);
  return new RemoteJoinsError('INVALID_SCHEMA', `The schema has ${count}:\n${lines.join('\n')}`, { problems });
}
