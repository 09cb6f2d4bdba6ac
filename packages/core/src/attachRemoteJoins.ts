import type { DocumentNode, GraphQLError, GraphQLSchema } from 'graphql';
import { rememberJoins } from './attachedJoins.js';
import { type Problem, printProblem } from './error/problem.js';
import { RemoteJoinsError } from './error/RemoteJoinsError.js';
import { attachResolvers } from './execution/attachResolvers.js';
import { createGeneration } from './execution/requestScope.js';
import type { Views } from './execution/views.js';
import type { Session } from './model/session.js';
import { getValidOptions, type RemoteJoinsOptions } from './options.js';
import { findLackedInputs, relaxInputs } from './roles/presetInputs.js';
import { stripServiceSdl } from './schema/stripServiceSdl.js';
import { readSession } from './session/readSession.js';
import { holdSources } from './start/holdSources.js';
import { judge } from './start/judge.js';
import { recallSources } from './start/recallSources.js';
import { refreshSources } from './start/refreshSources.js';
import { createTake } from './start/takeCatalog.js';

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
  const valid = getValidOptions(options);
  const { sources, lock, onRefresh } = valid;
  const release = holdSources(sources);
  let stop = (): void => {};
  const close = (): Promise<void> => {
    stop();
    return release();
  };
  try {
    const known = await recallSources(sources, lock); //                                                ask the sources
    const { model, problems } = judge(schema, known, valid); //                                         read, check
    if (model === undefined) throw invalidSchema(problems);
    const required = relaxInputs(schema, findLackedInputs(schema, model)); //                           derive for roles
    const { headers, session, signal } = valid;
    const generation = createGeneration({ model, sources, headers, session, signal, required });
    const attachment = attachResolvers(schema, generation); //                                          attach
    stripServiceSdl(schema);
    const views = (): Views => attachment.current().views;
    const joins: RemoteJoins = {
      schema,
      problems,
      schemaFor: (asking) => views().of(readSession(asking)).schema,
      validate: (document, asking) => views().of(readSession(asking)).validate(document),
      close,
    };
    rememberJoins(joins, { attachment, options });
    const take = createTake({ schema, attachment, valid, known, problems, onRefresh });
    stop = refreshSources(sources, known.open, take); //                                                ask again
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
