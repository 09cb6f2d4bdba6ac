import type { Problem } from '../error/problem.js';
import type { Catalog } from '../model/catalog.js';
import { createLocate } from '../schema/locations.js';
import { readDirectives } from '../schema/readDirectives.js';
import { createReport, sortProblems } from '../schema/report.js';
import { buildSDL } from './buildSDL.js';
import { checkDefinitions } from './checkDefinitions.js';
import { checkSDL } from './checkSDL.js';
import { parseTypeDefs, type TypeDefs } from './parseTypeDefs.js';

export interface TypeDefsToCheck {
  readonly typeDefs: TypeDefs;
  /** What each source holds, by name. */
  readonly catalogs: ReadonlyMap<string, Catalog>;
  /** Sources that could not say what they hold, and why. */
  readonly failures?: ReadonlyMap<string, Error>;
  /** Where `{env: "X"}` is read; `process.env` where left out. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/**
 * Checks SDL without a host: what the host itself would refuse, and everything that is checked at start. Which fields
 * have resolvers is not known here, so fields that no source has are told as warnings.
 */
export function checkTypeDefs({
  typeDefs,
  catalogs,
  failures,
  env = process.env,
}: TypeDefsToCheck): readonly Problem[] {
  const { document, problems: syntax } = parseTypeDefs(typeDefs);
  if (syntax.length > 0) return sortProblems(syntax);
  const problems: Problem[] = [];
  const locate = createLocate();
  const report = createReport(locate, problems);
  const schema = checkSDL(document, report) ? buildSDL(document, report) : undefined;
  if (schema === undefined) return sortProblems(problems);
  const { definitions, problems: read } = readDirectives(schema, locate);
  const checked = checkDefinitions(definitions, schema, catalogs, () => 'unknown', failures, { env, locate });
  return sortProblems([...problems, ...read, ...checked.problems]);
}
