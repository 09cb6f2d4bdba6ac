import { type GraphQLSchema, isInterfaceType, isObjectType } from 'graphql';
import type { Problem, ProblemLocation } from './error/problem.js';
import { checkAny, type InspectTypeDefsOptions } from './inspectTypeDefs.js';
import { findNewAnswers } from './lock/answers.js';
import { type Drift, findDrift } from './lock/findDrift.js';
import { findUsers, usersOf } from './lock/findUsers.js';
import type { Lock, LockedSource } from './lock/lock.js';
import type { Catalog } from './model/catalog.js';
import type { Model } from './model/model.js';
import { getValidOptions } from './options.js';
import { createLocate } from './schema/locations.js';
import type { Source } from './source.js';
import { holdSources } from './start/holdSources.js';
import { introspectSources } from './start/introspectSources.js';
import { readLockedCatalogs } from './start/readLockedCatalogs.js';

export interface CompareWithLockOptions extends Omit<InspectTypeDefsOptions, 'lock'> {
  readonly lock: Lock;
}

/** A part of a source that joins use, and that is not what it was when it was locked. */
export interface UsedDrift extends Drift {
  readonly source: string;
  /** Coordinates of the SDL that use it: what joins by it first, then the field that shows it, then what leads there. */
  readonly usedBy: readonly string[];
  /** Of the first of them. */
  readonly location?: ProblemLocation;
}

/**
 * For tools: what has changed in the sources since they were locked, of what the SDL uses of them; of everything else
 * nothing is said. The sources are asked, then closed.
 *
 * @returns `drift`, absent where the SDL is not sound against the lock; `problems` say why, and which sources cannot be asked
 * @throws RemoteJoinsError `INVALID_OPTIONS`
 */
export async function compareWithLock({
  typeDefs,
  lock,
  ...options
}: CompareWithLockOptions): Promise<{ readonly problems: readonly Problem[]; readonly drift?: readonly UsedDrift[] }> {
  const { sources, inheritedRoles } = getValidOptions(options);
  const locked = await readLockedCatalogs(lock, sources);
  const { problems, model } = checkAny(typeDefs, { ...locked, inheritedRoles });
  return model === undefined ? { problems } : findUsedDrift(model, { lock, catalogs: locked.catalogs, sources });
}

interface Compared {
  readonly lock: Lock;
  /** What the lock says of the sources, which the model was checked against. */
  readonly catalogs: ReadonlyMap<string, Catalog>;
  readonly sources: ReadonlyMap<string, Source>;
}

/** What has changed of what a model uses, since it was locked; and which sources cannot be asked. */
export async function findUsedDrift(
  model: Model,
  { lock, catalogs, sources }: Compared,
): Promise<{ readonly problems: readonly Problem[]; readonly drift: readonly UsedDrift[] }> {
  const close = holdSources(sources);
  try {
    const { catalogs: found, failures } = await introspectSources(sources);
    const locate = createLocator(model.schema);
    const drift = [...catalogs].flatMap(([source, catalog]) => {
      const now = found.get(source);
      if (now === undefined) return [];
      const users = findUsers(source, catalog, model);
      const answers = newAnswers(lock.sources[source], now);
      return [...findDrift(catalog, now), ...answers].map((each): UsedDrift => {
        const usedBy = usersOf(users, each.part);
        const location = locate(usedBy[0]);
        return { source, ...each, usedBy, ...(location && { location }) };
      });
    });
    return { problems: [...failures].map(([name, error]) => unreachable(name, error)), drift };
  } finally {
    await close();
  }
}

function newAnswers(locked: LockedSource | undefined, now: Catalog): readonly Drift[] {
  return locked?.kind === 'schema' && now.kind === 'schema' ? findNewAnswers(locked, now.schema) : [];
}

function unreachable(source: string, { message }: Error): Problem {
  return {
    code: 'UNREACHABLE_SOURCE',
    severity: 'error',
    coordinate: `sources.${source}`,
    message: `The source could not say what it holds: ${message}`,
    remedy: 'Make it reachable, and compare again.',
  };
}

/** Where the field or type of a coordinate stands. */
function createLocator(schema: GraphQLSchema): (coordinate: string | undefined) => ProblemLocation | undefined {
  const locate = createLocate(schema);
  return (coordinate = '') => {
    const [typeName = '', fieldName] = coordinate.split('.');
    const type = schema.getType(typeName);
    const field =
      fieldName !== undefined && (isObjectType(type) || isInterfaceType(type))
        ? type.getFields()[fieldName]
        : undefined;
    return locate((field ?? type)?.astNode ?? undefined);
  };
}
