import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { action, postgres, RemoteJoinsError, remoteSchema, type Source } from '@remote-joins/core';
import { Source as SDLSource } from 'graphql';
import { displayPath } from '../input/paths.js';
import { UsageError } from '../usageError.js';
import type { RemoteJoinsConfig, SourceConfig } from './config.js';

/**
 * The sources of a config, those in plain data made. Nothing is opened yet.
 * @throws UsageError naming the source that is none
 */
export function openSources(sources: RemoteJoinsConfig['sources'] = {}, folder: string): Record<string, Source> {
  return toSources(sources, (name, source) => open(name, source, folder));
}

/** The same where a lock tells what they hold: where they are need not be known, so that no environment has to be set. */
export function lockedSources(sources: RemoteJoinsConfig['sources'] = {}, folder: string): Record<string, Source> {
  return toSources(sources, (name, source) => {
    const files = source.kind === 'remoteSchema' ? source.permissions : undefined;
    const permissions = files && new Map(Object.entries(readPermissions(files, folder)));
    const never = (): never => {
      throw new Error(`Source "${name}" is locked.`);
    };
    return {
      kind: source.kind === 'remoteSchema' ? 'graphql' : source.kind,
      recall: (saved) => (saved?.kind === 'schema' && permissions ? { ...saved, permissions } : saved),
      introspect: source.kind === 'action' ? () => Promise.resolve({ kind: 'action' }) : never,
      fetch: never,
      close: () => Promise.resolve(),
    };
  });
}

function toSources(
  sources: NonNullable<RemoteJoinsConfig['sources']>,
  make: (name: string, source: SourceConfig) => Source,
): Record<string, Source> {
  return Object.fromEntries(
    Object.entries(sources).map(([name, source]) => [name, isSource(source) ? source : make(name, source)]),
  );
}

function isSource(source: Source | SourceConfig): source is Source {
  return 'introspect' in source;
}

function open(name: string, source: SourceConfig, folder: string): Source {
  try {
    switch (source.kind) {
      case 'postgres': {
        const { kind: _, ...options } = source;
        return postgres(options);
      }
      case 'action': {
        const { kind: _, ...options } = source;
        return action(options);
      }
      case 'remoteSchema':
        return openRemoteSchema(source, folder);
      default:
        source satisfies never;
        throw new UsageError(`Source "${name}" has no kind. Use postgres, remoteSchema or action.`);
    }
  } catch (error) {
    if (error instanceof RemoteJoinsError) throw new UsageError(`Source "${name}" cannot be made. ${error.message}`);
    throw error;
  }
}

function openRemoteSchema(source: Extract<SourceConfig, { kind: 'remoteSchema' }>, folder: string): Source {
  const { kind: _, schema, permissions, ...options } = source;
  return remoteSchema({
    ...options,
    ...(schema !== undefined && { schema: readFile(schema, folder).body }),
    ...(permissions !== undefined && { permissions: readPermissions(permissions, folder) }),
  });
}

function readPermissions(permissions: Readonly<Record<string, string>>, folder: string): Record<string, SDLSource> {
  return Object.fromEntries(Object.entries(permissions).map(([role, path]) => [role, readFile(path, folder)]));
}

function readFile(path: string, folder: string): SDLSource {
  const file = resolve(folder, path);
  try {
    return new SDLSource(readFileSync(file, 'utf8'), displayPath(file));
  } catch {
    throw new UsageError(`The file "${path}", which the config names, cannot be read.`);
  }
}
