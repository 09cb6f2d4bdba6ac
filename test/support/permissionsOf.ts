import assert from 'node:assert/strict';
import { buildSchema } from 'graphql';
import type { Catalog } from '../../packages/core/src/model/catalog.js';
import type { Permissions } from '../../packages/core/src/model/permission.js';
import { remoteJoinsTypeDefs } from '../../packages/core/src/schema/directives.js';
import { readDirectives } from '../../packages/core/src/schema/readDirectives.js';
import { checkDefinitions } from '../../packages/core/src/validation/checkDefinitions.js';

export interface PermissionOptions {
  readonly inheritedRoles?: Readonly<Record<string, readonly string[]>>;
  /** Coordinates of fields that the host resolves. */
  readonly resolvers?: readonly string[];
}

/** The permissions of an SDL that has no problem at all. */
export function permissionsOf(
  catalogs: ReadonlyMap<string, Catalog>,
  sdl: string,
  { inheritedRoles = {}, resolvers = [] }: PermissionOptions = {},
): Permissions | undefined {
  const schema = buildSchema(`${remoteJoinsTypeDefs}\n${sdl}`);
  const { definitions, problems } = readDirectives(schema);
  const isResolved = (coordinate: string) => resolvers.includes(coordinate);
  const checked = checkDefinitions(definitions, schema, catalogs, isResolved, new Map(), {
    inheritedRoles: new Map(Object.entries(inheritedRoles)),
  });
  assert.deepEqual([...problems, ...checked.problems], []);
  assert.ok(checked.model);
  return checked.model.permissions;
}
