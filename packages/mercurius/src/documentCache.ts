import type { DocumentNode } from 'graphql';

/** Documents by their text: those used last. */
export interface DocumentCache {
  get(source: unknown): DocumentNode | undefined;
  /** Sources that are no text are not kept. */
  set(source: unknown, document: DocumentNode): void;
}

/** As many as Mercurius keeps, whose documents they are. */
const SIZE = 1024;

export function createDocumentCache(): DocumentCache {
  const documents = new Map<unknown, DocumentNode>();
  return {
    get(source) {
      const document = documents.get(source);
      if (document === undefined) return undefined;
      documents.delete(source);
      documents.set(source, document);
      return document;
    },
    set(source, document) {
      if (typeof source !== 'string') return;
      if (!documents.has(source) && documents.size >= SIZE) documents.delete(documents.keys().next().value);
      documents.set(source, document);
    },
  };
}
