import assert from 'node:assert/strict';
import { buildSchema } from 'graphql';
import type { Catalog } from '../../packages/core/src/model/catalog.js';
import type { Model } from '../../packages/core/src/model/model.js';
import type { RolePermissions, TablePermission } from '../../packages/core/src/model/permission.js';
import { remoteJoinsTypeDefs } from '../../packages/core/src/schema/directives.js';
import { readDirectives } from '../../packages/core/src/schema/readDirectives.js';
import { checkDefinitions } from '../../packages/core/src/validation/checkDefinitions.js';

/** What a role of a test may see, in few words. */
export interface RoleWords {
  /** By type; fields separated by spaces. */
  readonly tables?: Readonly<Record<string, string | (Partial<TablePermission> & { readonly see: string })>>;
  readonly hostTypes?: Readonly<Record<string, string>>;
  readonly remotes?: RolePermissions['remotes'];
}

/** The model of an SDL without a problem, with permissions made by hand. */
export function governedModel(
  sdl: string,
  catalogs: ReadonlyMap<string, Catalog>,
  roles: Readonly<Record<string, RoleWords>>,
  resolvers: readonly string[] = [],
): Model {
  const schema = buildSchema(`${remoteJoinsTypeDefs}\n${sdl}`);
  const { definitions, problems } = readDirectives(schema);
  const checked = checkDefinitions(definitions, schema, catalogs, (coordinate) => resolvers.includes(coordinate));
  assert.deepEqual(
    [...problems, ...checked.problems].filter(({ severity }) => severity === 'error'),
    [],
  );
  assert.ok(checked.model);
  const known = new Map(Object.entries(roles).map(([role, words]) => [role, toPermissions(role, words)]));
  const all = [...known.values()];
  const permissions = {
    roles: known,
    hostTypes: new Set(all.flatMap(({ hostTypes }) => [...hostTypes.keys()])),
    remotes: new Set(all.flatMap(({ remotes }) => [...remotes.keys()])),
  };
  return { ...checked.model, permissions };
}

function toPermissions(role: string, { tables = {}, hostTypes = {}, remotes = new Map() }: RoleWords): RolePermissions {
  return {
    role,
    tables: new Map(Object.entries(tables).map(([typeName, words]) => [typeName, toPermission(typeName, words)])),
    hostTypes: new Map(Object.entries(hostTypes).map(([typeName, fields]) => [typeName, new Set(fields.split(' '))])),
    remotes,
  };
}

function toPermission(
  typeName: string,
  words: string | (Partial<TablePermission> & { readonly see: string }),
): TablePermission {
  const { see, ...parts } = typeof words === 'string' ? { see: words } : words;
  return { typeName, fields: new Set(see.split(' ')), aggregations: false, redactedColumns: new Map(), ...parts };
}
