import type { Problem } from '../error/problem.js';
import { sortProblems } from '../schema/report.js';
import { checkReferences } from './checkReferences.js';
import type { EnvText, HasuraEndpoint, HasuraMetadata, Written } from './hasuraMetadata.js';
import type { LeftOut } from './leftOut.js';
import type { MetadataNode } from './metadataNode.js';
import { toProblem } from './metadataReport.js';
import { quote } from './nearNames.js';
import { objectOf } from './objectsOfMetadata.js';
import { createScope, type Scope } from './scope.js';
import type { ScopeObject } from './scopeObject.js';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface ResolvedMetadata {
  /** Without what needs a variable that is not set, and what depends on that. */
  readonly metadata: HasuraMetadata;
  /** By name of the source. */
  readonly databaseUrls: ReadonlyMap<string, string>;
  /** By name of the remote schema. */
  readonly remoteSchemas: ReadonlyMap<string, ResolvedEndpoint>;
  /** By name of the action. */
  readonly actions: ReadonlyMap<string, ResolvedEndpoint>;
  readonly problems: readonly Problem[];
  readonly leftOut: readonly LeftOut[];
}

export interface ResolvedEndpoint {
  readonly url: string;
  /** By name as written. */
  readonly headers: ReadonlyMap<string, string>;
}

/** Puts the environment into URLs and headers. A variable that is set to nothing is set. Values are in no problem. */
export function resolveEnvironment(metadata: HasuraMetadata, env: Environment): ResolvedMetadata {
  const problems: Problem[] = [];
  const leftOut: LeftOut[] = [];
  const scope = createScope((finding) => {
    problems.push(toProblem(finding));
  }, leftOut);
  const resolve = <O extends Named, T>(
    toObject: (object: O) => ScopeObject,
    objects: readonly O[],
    read: (inner: Scope, object: O) => T,
  ) =>
    new Map(
      objects.flatMap((object) => {
        const resolved = scope.within(toObject(object), (inner) => read(inner, object));
        return resolved === undefined ? [] : [[object.name, resolved] as const];
      }),
    );
  const toEndpoint = (inner: Scope, { endpoint }: { readonly endpoint: HasuraEndpoint }): ResolvedEndpoint =>
    resolveEndpoint(inner, env, endpoint);
  const databaseUrls = resolve(objectOf.source, metadata.sources, (inner, { connection }) =>
    resolveText(inner, env, connection.databaseUrl),
  );
  const remoteSchemas = resolve(objectOf.remoteSchema, metadata.remoteSchemas, toEndpoint);
  const actions = resolve(objectOf.action, metadata.actions, toEndpoint);
  const rest = {
    ...metadata,
    sources: metadata.sources.filter(({ name }) => databaseUrls.has(name)),
    remoteSchemas: metadata.remoteSchemas.filter(({ name }) => remoteSchemas.has(name)),
    actions: metadata.actions.filter(({ name }) => actions.has(name)),
  };
  return {
    metadata: checkReferences(rest, scope, leftOut),
    databaseUrls,
    remoteSchemas,
    actions,
    problems: sortProblems(problems),
    leftOut,
  };
}

/** The same where no address need be known: none is, and none is wrong. */
export function withoutEnvironment(metadata: HasuraMetadata): ResolvedMetadata {
  const nowhere: ResolvedEndpoint = { url: '', headers: new Map() };
  return {
    metadata,
    databaseUrls: new Map(metadata.sources.map(({ name }) => [name, ''])),
    remoteSchemas: new Map(metadata.remoteSchemas.map(({ name }) => [name, nowhere])),
    actions: new Map(metadata.actions.map(({ name }) => [name, nowhere])),
    problems: [],
    leftOut: [],
  };
}

interface Named extends Written {
  readonly name: string;
}

function resolveEndpoint(scope: Scope, env: Environment, { url, headers }: HasuraEndpoint): ResolvedEndpoint {
  return {
    url: resolveText(scope, env, url),
    headers: new Map(headers.map(({ name, value }) => [name, resolveText(scope, env, value)])),
  };
}

function resolveText(scope: Scope, env: Environment, { node, parts }: EnvText): string {
  const texts = parts.map((part) => {
    switch (part.kind) {
      case 'text':
        return part.text;
      case 'variable':
        return (Object.hasOwn(env, part.name) ? env[part.name] : undefined) ?? reportUnset(scope, node, part.name);
      default:
        return part satisfies never;
    }
  });
  return texts.join('');
}

function reportUnset(scope: Scope, { place }: MetadataNode, name: string): string {
  scope.report({
    code: 'METADATA_VARIABLE_UNSET',
    place,
    message: `${scope.name} takes a value from the environment variable ${quote(name)}, which is not set.`,
    remedy: `Set ${quote(name)}.`,
  });
  return '';
}
