import type { FetchRequest } from '../../source.js';
import type { Call } from './mergeStatements.js';
import type { ReadCall } from './readCall.js';

/** What is sent for one request. */
export interface RowsCall extends Call, ReadCall {
  readonly plan: FetchRequest['plan'];
}
