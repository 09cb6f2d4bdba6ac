import type { GraphQLSchema, ParseOptions } from 'graphql';
import type { Problem } from '../error/problem.js';
import type { Catalog } from '../model/catalog.js';
import type { Model } from '../model/model.js';
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
  /** By role, those it inherits from. */
  readonly inheritedRoles?: ReadonlyMap<string, readonly string[]>;
  /** Where `{env: "X"}` is read; `process.env` where left out. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

export interface CheckedTypeDefs {
  /** All of them, errors and warnings, in the order of the author's text. */
  readonly problems: readonly Problem[];
  /** What was checked; absent where any problem is an error. */
  readonly checked?: { readonly schema: GraphQLSchema; readonly model: Model };
}

/** Checks SDL without a host, and answers the problems alone. */
export function checkTypeDefs(given: TypeDefsToCheck): readonly Problem[] {
  return readTypeDefs(given).problems;
}

/**
 * Checks SDL without a host: what the host itself would refuse, and everything that is checked at start. Which fields
 * have resolvers is not known here, so fields that no source has are told as warnings.
 */
export function readTypeDefs(given: TypeDefsToCheck): CheckedTypeDefs {
  // Where nodes stand is half of what a large document holds, and needed only where there is something to tell.
  const read = readWith(given, { noLocation: true });
  return read.problems.length === 0 ? read : readWith(given, {});
}

function readWith(
  { typeDefs, catalogs, failures, inheritedRoles = new Map(), env = process.env }: TypeDefsToCheck,
  parsing: Pick<ParseOptions, 'noLocation'>,
): CheckedTypeDefs {
  const { document, problems: syntax } = parseTypeDefs(typeDefs, parsing);
  if (syntax.length > 0) return { problems: sortProblems(syntax) };
  const problems: Problem[] = [];
  const locate = createLocate();
  const report = createReport(locate, problems);
  const schema = checkSDL(document, report) ? buildSDL(document, report) : undefined;
  if (schema === undefined) return { problems: sortProblems(problems) };
  const { definitions, problems: found } = readDirectives(schema, locate);
  const read = found.filter(({ code }) => code !== 'UNKNOWN_DIRECTIVE'); // told already, in GraphQL's words
  const options = { inheritedRoles, env, locate };
  const { model, problems: ofSources } = checkDefinitions(
    definitions,
    schema,
    catalogs,
    () => 'unknown',
    failures,
    options,
  );
  const all = sortProblems([...problems, ...read, ...ofSources]);
  const isSound = model !== undefined && all.every(({ severity }) => severity !== 'error');
  return { problems: all, ...(isSound && { checked: { schema, model } }) };
}
