import type { DocumentNode, GraphQLSchema } from 'graphql';
import { invariant } from './error/invariant.js';
import { type Problem, printProblem } from './error/problem.js';
import { RemoteJoinsError } from './error/RemoteJoinsError.js';
import { type Attachment, attachResolvers, hostResolvedOf } from './execution/attachResolvers.js';
import { hasFieldChoices } from './execution/fieldChoices.js';
import { type ForeignFields, findForeignFields } from './execution/foreignFields.js';
import { createGeneration } from './execution/requestScope.js';
import { type OperationRequest, runShortRoad } from './execution/shortRoad.js';
import { holdSources } from './holdSources.js';
import { introspectSources } from './introspectSources.js';
import { remember } from './model/remember.js';
import { getValidOptions, type RemoteJoinsOptions } from './options.js';
import { readDirectives } from './schema/readDirectives.js';
import { sortProblems } from './schema/report.js';
import { restoreNodes } from './schema/restoreNodes.js';
import { stripServiceSdl } from './schema/stripServiceSdl.js';
import { checkDefinitions } from './validation/checkDefinitions.js';

/** What `attachRemoteJoins` answers. */
export interface RemoteJoins {
  /** The schema given, with resolvers attached. */
  readonly schema: GraphQLSchema;
  /** Warnings found at start; errors make the start fail. */
  readonly problems: readonly Problem[];
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
    const read = readDirectives(schema); //                                                             read
    const checked = checkDefinitions(read.definitions, schema, catalogs, hostResolvedOf(schema), failures, {
      session: session !== undefined,
      inheritedRoles,
    }); //                                                                                              check
    const problems = sortProblems([...read.problems, ...checked.problems]);
    if (checked.model === undefined || problems.some(({ severity }) => severity === 'error'))
      throw invalidSchema(problems);
    const generation = createGeneration({ model: checked.model, sources, headers, session, signal });
    const attachment = attachResolvers(schema, generation); //                                          attach
    stripServiceSdl(schema);
    const joins = { schema, problems, close };
    attachments.set(joins, attachment);
    givenOptions.set(joins, options);
    return joins;
  } catch (error) {
    await close();
    throw error;
  }
}

const attachments = new WeakMap<RemoteJoins, Attachment>();
const givenOptions = new WeakMap<RemoteJoins, RemoteJoinsOptions>();
const foreignFields = new WeakMap<GraphQLSchema, ForeignFields>();

/**
 * For adapters of hosts: how headers, and the client's going, are read from the host's context. What the options of
 * `attachRemoteJoins` say wins.
 */
export function readRequests(joins: RemoteJoins, host: Pick<RemoteJoinsOptions, 'headers' | 'signal'>): void {
  const attachment = attachments.get(joins);
  const given = givenOptions.get(joins);
  invariant(attachment && given, 'joins that were not attached');
  const { headers, signal } = getValidOptions({
    sources: {},
    headers: given.headers ?? host.headers,
    signal: given.signal ?? host.signal,
  });
  attachment.replace({ ...attachment.current(), headers, signal });
}

/**
 * For adapters of hosts: answers a query before the host executes it, where that gives the same answer.
 *
 * @param schema what the host executes: the schema attached to, or one transformed from it
 * @returns a function to `data`, or to undefined where the host has to execute the operation (with what was fetched by
 * then, if it is given the same context value). Call it before the host executes the schema for the first time: which
 * resolvers are the host's is looked at then, so that wrappers put around ours until the first request count.
 */
export function createShortRoad(
  joins: RemoteJoins,
  schema: GraphQLSchema,
): (request: Omit<OperationRequest, 'schema'>) => Promise<Record<string, unknown> | undefined> {
  const attachment = attachments.get(joins);
  invariant(attachment, 'joins that were not attached');
  return (request) => {
    const foreign = remember(foreignFields, schema, () => findForeignFields(schema, attachment.resolvers));
    return runShortRoad(attachment, foreign, { ...request, schema });
  };
}

/**
 * For adapters of hosts whose executor reads members without calling methods: whether it cannot serve a document, since
 * joined fields are selected under several response keys.
 */
export function needsMethods(joins: RemoteJoins, schema: GraphQLSchema, document: DocumentNode): boolean {
  const attachment = attachments.get(joins);
  invariant(attachment, 'joins that were not attached');
  return hasFieldChoices(schema, attachment.current().model, document);
}

function invalidSchema(problems: readonly Problem[]): RemoteJoinsError {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const count = errors.length === 1 ? 'a problem' : `${errors.length} problems`;
  const lines = errors.map((problem) => `  - ${printProblem(problem)}`);
  return new RemoteJoinsError('INVALID_SCHEMA', `The schema has ${count}:\n${lines.join('\n')}`, { problems });
}
