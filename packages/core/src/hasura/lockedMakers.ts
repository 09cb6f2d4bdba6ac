import type { Source } from '../source.js';
import type { SourceMakers } from './metadataSources.js';

/** Sources of metadata that a lock tells of: where they are need not be known, and nothing is ever asked of them. */
export const lockedMakers: SourceMakers = {
  database: () => toLocked('postgres'),
  remoteSchema: (_remote, _endpoint, permissions) => ({
    ...toLocked('graphql'),
    recall: (saved) =>
      saved?.kind === 'schema' && permissions ? { ...saved, permissions: new Map(Object.entries(permissions)) } : saved,
  }),
  action: () => ({ ...toLocked('action'), introspect: () => Promise.resolve({ kind: 'action' }) }),
};

function toLocked(kind: Source['kind']): Source {
  const never = (): never => {
    throw new Error('The source is locked.');
  };
  return { kind, recall: (saved) => saved, introspect: never, fetch: never, close: () => Promise.resolve() };
}
