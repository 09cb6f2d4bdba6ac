import type { RemoteJoinsOptions } from '../options.js';
import type { TypeDefs } from '../validation/parseTypeDefs.js';
import type { Resolvers } from './buildExecutableSchema.js';

/** What a server is made of, at one time. */
export interface ServerDefinition extends Pick<RemoteJoinsOptions, 'sources' | 'session' | 'inheritedRoles'> {
  readonly typeDefs: TypeDefs;
  readonly resolvers?: Resolvers | undefined;
}

/** A definition that changes while servers run by it. */
export interface Changes {
  current(): ServerDefinition;
  /**
   * From now on each further definition is prepared, and counts for nobody unless everybody could. Answers a function that
   * ends this.
   */
  subscribe(prepare: Prepare): () => void;
}

/** Makes what a definition needs, beside what is in use. Rejects where it cannot be. */
export type Prepare = (next: ServerDefinition) => Promise<Prepared>;

/** Either is called, once. */
export interface Prepared {
  /**
   * Puts it in place of what is in use, in one step. Called first in a turn of the event loop: of a request, what happens
   * without waiting for anything happens before or after.
   */
  commit(): void;
  discard(): Promise<void>;
}
