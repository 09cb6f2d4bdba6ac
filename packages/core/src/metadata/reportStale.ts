import type { HasuraMetadata } from './hasuraMetadata.js';
import { objectOf } from './objectsOfMetadata.js';
import type { SourceNames } from './printing/printing.js';
import type { Scope } from './scope.js';
import type { ScopeObject } from './scopeObject.js';

/** Lists the databases and remote schemas that are served by what a lock says of them, as Hasura lists those it serves by what it remembers. */
export function reportStale(
  { sources, remoteSchemas }: HasuraMetadata,
  names: SourceNames,
  stale: ReadonlyMap<string, Error>,
  scope: Scope,
): void {
  const report = (object: ScopeObject, error: Error | undefined): void => {
    if (error === undefined) return;
    scope.within(object, (inner) =>
      inner.doubt({
        code: 'METADATA_SOURCE_UNAVAILABLE',
        place: object.node.place,
        message: `It cannot be asked what it holds, so that it is served as the lock says. ${error.message}`,
        remedy: 'Check that it runs and can be reached from here: it is asked again.',
      }),
    );
  };
  for (const source of sources) report(objectOf.source(source), stale.get(names.databases.get(source.name) ?? ''));
  for (const remote of remoteSchemas)
    report(objectOf.remoteSchema(remote), stale.get(names.remoteSchemas.get(remote.name) ?? ''));
}
