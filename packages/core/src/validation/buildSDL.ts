import { buildASTSchema, type DocumentNode, type GraphQLSchema, validateSchema } from 'graphql';
import type { Report } from '../schema/report.js';
import { coordinateOf } from './checkSDL.js';

/** Builds a schema of SDL that `checkSDL` lets through, and reports what only the whole of it shows to be wrong. */
export function buildSDL(document: DocumentNode, report: Report): GraphQLSchema {
  const schema = buildASTSchema(document, { assumeValidSDL: true });
  for (const { message, nodes } of validateSchema(schema)) {
    const node = nodes?.at(-1);
    report({
      code: 'INVALID_SDL',
      coordinate: coordinateOf(document, node),
      node,
      message,
      remedy: 'Correct the SDL.',
    });
  }
  return schema;
}
