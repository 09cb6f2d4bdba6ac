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
  return Object.fromEntries(
    Object.entries(sources).map(([name, source]) => [name, isSource(source) ? source : open(name, source, folder)]),
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
  const read = (path: string): SDLSource => {
    const file = resolve(folder, path);
    return new SDLSource(readText(file, path), displayPath(file));
  };
  const roles = Object.entries(permissions ?? {}).map(([role, path]) => [role, read(path)] as const);
  return remoteSchema({
    ...options,
    ...(schema !== undefined && { schema: read(schema).body }),
    ...(permissions !== undefined && { permissions: Object.fromEntries(roles) }),
  });
}

function readText(file: string, path: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new UsageError(`The file "${path}", which the config names, cannot be read.`);
  }
}
