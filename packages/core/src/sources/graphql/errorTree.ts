import { isJsonObject } from '../../model/json.js';
import { remember } from '../../model/remember.js';

/** Upstream errors by the members of their paths: alias of a field, position in a list, as text. */
export interface ErrorNode {
  /** Whether an error's path ends here; what is below it then does not count. */
  failed: boolean;
  readonly below: Map<string, ErrorNode>;
}

export interface ErrorTree {
  readonly root: ErrorNode;
  /** Whether an error has no path, or one that begins with nothing that was asked. */
  readonly hasStray: boolean;
}

/**
 * Sorts errors by path. Nothing else of an error is read: messages and extensions stay here. Some servers write the
 * numbers in a path as text, so members are compared as text.
 *
 * @param isAsked whether a path may begin with this alias
 */
export function readErrors(errors: readonly unknown[], isAsked: (alias: string) => boolean): ErrorTree {
  const root = createNode();
  let hasStray = false;
  for (const error of errors) {
    const path = readPath(error);
    if (path === undefined || !isAsked(path[0] ?? '')) hasStray = true;
    else add(root, path);
  }
  return { root, hasStray };
}

function readPath(error: unknown): readonly string[] | undefined {
  const path = isJsonObject(error) && Object.hasOwn(error, 'path') ? error.path : undefined;
  if (!Array.isArray(path) || !path.every((step) => typeof step === 'string' || typeof step === 'number'))
    return undefined;
  return path.map(String);
}

function add(root: ErrorNode, path: readonly string[]): void {
  let node = root;
  for (const member of path) {
    node = remember(node.below, member, createNode);
  }
  node.failed = true;
}

function createNode(): ErrorNode {
  return { failed: false, below: new Map() };
}
