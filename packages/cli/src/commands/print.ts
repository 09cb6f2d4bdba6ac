import { remoteJoinsTypeDefs } from '@remote-joins/core';
import { GraphQLSchema, parse, printSchema } from 'graphql';
import type { GraphOptions } from '../loadGraph.js';
import { writeOutput } from '../output.js';
import { requireJoins } from '../requireJoins.js';
import { sessionOf } from '../session.js';

export interface PrintOptions extends GraphOptions {
  readonly role?: string;
  readonly output?: string;
}

/** Prints the SDL that a role sees. Answers whether there is one. */
export async function print(options: PrintOptions): Promise<boolean> {
  const joins = await requireJoins(options);
  if (joins === undefined) return false;
  const schema = withoutDirectives(joins.schemaFor(sessionOf(options.role, joins)));
  const isEmpty = Object.keys(schema.getQueryType()?.getFields() ?? {}).length === 0;
  const text = isEmpty ? '# There is nothing that this role may see.' : printSchema(schema);
  writeOutput(text, options.output);
  return true;
}

/** Names of our directives, and of the scalars of their arguments. */
const ours: ReadonlySet<string> = new Set(
  parse(remoteJoinsTypeDefs).definitions.flatMap((node) => ('name' in node && node.name ? [node.name.value] : [])),
);

/** What clients see: our directives are for authors. */
function withoutDirectives(schema: GraphQLSchema): GraphQLSchema {
  const { directives, types, ...config } = schema.toConfig();
  return new GraphQLSchema({
    ...config,
    directives: directives.filter(({ name }) => !ours.has(name)),
    types: types.filter(({ name }) => !ours.has(name)),
    assumeValid: true,
  });
}
