import type { ParseOptions } from 'graphql';
import type { Problem } from '../error/problem.js';
import type { Catalog } from '../model/catalog.js';
import { createLocate } from '../schema/locations.js';
import { readDirectives } from '../schema/readDirectives.js';
import { createReport, sortProblems } from '../schema/report.js';
import { buildSDL } from './buildSDL.js';
import { type Checked, checkDefinitions, toChecked } from './checkDefinitions.js';
import { checkSDL } from './checkSDL.js';
import { parseTypeDefs, type TypeDefs } from './parseTypeDefs.js';

export interface TypeDefsToCheck {
  readonly typeDefs: TypeDefs;
  /** What each source holds, by name. */
  readonly catalogs: ReadonlyMap<string, Catalog>;
  /** Sources that could not say what they hold, and why. */
  readonly failures?: ReadonlyMap<string, Error>;
  /** By role, those it inherits from. */
  readonly inheritedRoles?: ReadonlyMap<string, readonly string[]>;
  /** Where `{env: "X"}` is read; `process.env` where left out. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Whether the model's schema has to know where its nodes stand. Default: false. */
  readonly located?: boolean;
}

/**
 * Checks SDL without a host: what the host itself would refuse, and everything that is checked at start. Which fields
 * have resolvers is not known here, so fields that no source has are told as warnings.
 */
export function checkTypeDefs(input: TypeDefsToCheck): Checked {
  // Where nodes stand is half of what a large document holds, and needed only where there is something to tell.
  const found = input.located ? undefined : check(input, { noLocation: true });
  return found?.problems.length === 0 ? found : check(input, {});
}

function check(
  { typeDefs, catalogs, failures, inheritedRoles = new Map(), env = process.env }: TypeDefsToCheck,
  options: Pick<ParseOptions, 'noLocation'>,
): Checked {
  const { document, problems: syntax } = parseTypeDefs(typeDefs, options);
  if (syntax.length > 0) return { problems: sortProblems(syntax) };
  const problems: Problem[] = [];
  const locate = createLocate();
  const report = createReport(locate, problems);
  const schema = checkSDL(document, report) ? buildSDL(document, report) : undefined;
  if (schema === undefined) return { problems: sortProblems(problems) };
  const { definitions, problems: found } = readDirectives(schema, locate);
  const read = found.filter(({ code }) => code !== 'UNKNOWN_DIRECTIVE'); // told already, in GraphQL's words
  const checked = checkDefinitions(definitions, schema, catalogs, () => 'unknown', failures, {
    inheritedRoles,
    env,
    locate,
  });
  return toChecked(checked.model, [...problems, ...read, ...checked.problems]);
}
