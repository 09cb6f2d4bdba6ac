import { type DocumentNode, GraphQLError, Kind, type OperationDefinitionNode, parse } from 'graphql';
import type { Finding, FindingLocation } from '../report/finding.js';
import { readSdl } from './readSdl.js';

/** A document and where its operations stand. */
export interface OperationFile {
  readonly file: string;
  readonly document: DocumentNode;
  readonly operations: readonly OperationDefinitionNode[];
}

/** The documents of files; one that cannot be parsed is a finding. */
export function readOperations(files: readonly string[]): {
  readonly documents: readonly OperationFile[];
  readonly findings: readonly Finding[];
} {
  const documents: OperationFile[] = [];
  const findings: Finding[] = [];
  for (const source of readSdl(files)) {
    try {
      const document = parse(source);
      const operations = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
      documents.push({ file: source.name, document, operations });
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      findings.push(refused(error, source.name));
    }
  }
  return { documents, findings };
}

/** What GraphQL says of an operation. */
export function refused(error: GraphQLError, file: string): Finding {
  const [at] = error.locations ?? [];
  return {
    code: 'INVALID_OPERATION',
    severity: 'error',
    coordinate: file,
    message: error.message,
    remedy: 'Correct the operation, or ask for it in another role.',
    location: { file, line: at?.line ?? 1, column: at?.column ?? 1 },
  };
}

/** Where an operation begins. */
export function locate({ loc }: OperationDefinitionNode, file: string): FindingLocation {
  return { file, line: loc?.startToken.line ?? 1, column: loc?.startToken.column ?? 1 };
}
