import { type ExplainedOperation, type InspectedJoins, RemoteJoinsError, type Session } from '@remote-joins/core';
import { type OperationFile, refused } from '../input/readOperations.js';
import type { Finding } from '../report/finding.js';

/** The calls of each operation of a file; or why there is no telling, where GraphQL refuses it or it selects too much. */
export function explainFile(
  { file, document }: OperationFile,
  joins: InspectedJoins,
  session: Session,
): { readonly operations: readonly ExplainedOperation[]; readonly findings: readonly Finding[] } {
  const errors = joins.validate(document, session);
  if (errors.length > 0) return { operations: [], findings: errors.map((error) => refused(error, file)) };
  try {
    return { operations: joins.explain(document, session), findings: [] };
  } catch (error) {
    if (!(error instanceof RemoteJoinsError)) throw error;
    const told = { code: 'INVALID_OPERATION', severity: 'error', coordinate: file } as const;
    const location = { file, line: 1, column: 1 };
    return { operations: [], findings: [{ ...told, message: error.message, remedy: 'Make it smaller.', location }] };
  }
}
