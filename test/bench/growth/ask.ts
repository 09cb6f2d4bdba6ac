import { attachRemoteJoins, createShortRoad, type RemoteJoinsOptions, remoteJoinsTypeDefs } from '@remote-joins/core';
import { buildSchema, type DocumentNode, type GraphQLSchema, getOperationAST, parse, validate } from 'graphql';

/** A schema with joins attached, asked without a server around it. */
export interface Asking {
  readonly schema: GraphQLSchema;
  /** Reads and checks a query once; what it answers may be run again and again. */
  prepare(source: string): (variables?: Readonly<Record<string, unknown>>) => Promise<Record<string, unknown>>;
  close(): Promise<void>;
}

/**
 * Queries go the way of Apollo Server's short road: from a validated document to finished `data`. Parsing, the server
 * itself and the writing of the answer are not part of it.
 */
export async function openAsking(typeDefs: string, sources: RemoteJoinsOptions['sources']): Promise<Asking> {
  const schema = buildSchema(`${remoteJoinsTypeDefs}\n${typeDefs}`);
  const joins = await attachRemoteJoins(schema, { sources });
  const answer = createShortRoad(joins, schema);

  function readDocument(source: string): DocumentNode {
    const document = parse(source);
    const [error] = validate(schema, document);
    if (error !== undefined) throw error;
    return document;
  }

  return {
    schema,
    prepare(source) {
      const document = readDocument(source);
      const operation = getOperationAST(document);
      if (!operation) throw new Error('A query to measure has one operation.');
      return async (variables) => {
        const data = await answer({ document, operation, variables, context: {} });
        if (data === undefined) throw new Error(`No clean answer to ${source}`);
        return data;
      };
    },
    close: joins.close,
  };
}
