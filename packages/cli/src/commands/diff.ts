import { compareMetadataWithLock, compareWithLock, type Lock, type UsedDrift } from '@remote-joins/core';
import type { LoadedConfig } from '../config/loadConfig.js';
import { openSources } from '../config/openSources.js';
import { fallbackOf, type GraphOptions, metadataPath, readConfig, readTypeDefs, refuseOptions } from '../loadGraph.js';
import { lockPath, readLockFile } from '../lockFile.js';
import { readMetadata } from '../readMetadata.js';
import { countOf, type Finding, placeOf, sortFindings, toFinding } from '../report/finding.js';
import { type Format, formatOf } from '../report/formats.js';
import { writeReports } from '../report/writeReports.js';
import { createProgress, watchSources } from '../terminal/progress.js';

export interface DiffOptions extends Pick<GraphOptions, 'config' | 'files' | 'metadata'> {
  readonly lock?: string;
  readonly format: Format;
  readonly output: readonly string[];
}

/** Tells what has changed of what joins use, since the sources were locked. Answers whether nothing has. */
export async function diff({ format, output, ...options }: DiffOptions): Promise<boolean> {
  for (const file of output) formatOf(file);
  const loaded = await readConfig(options);
  const lock = readLockFile(lockPath(options.lock, loaded));
  const metadata = metadataPath(options, loaded);
  const { findings, drift, fallback } =
    metadata === undefined
      ? await compareTypeDefs(options.files ?? [], loaded, lock)
      : await compareMetadata(metadata, lock);
  const all = [...findings, ...drift.map(describe)];
  writeReports(sortFindings(all), { format, output, fallback });
  return countOf(all, 'error') === 0;
}

interface Compared {
  readonly findings: readonly Finding[];
  readonly drift: readonly UsedDrift[];
  /** A file to tell of what has no place. */
  readonly fallback: string;
}

async function compareTypeDefs(files: readonly string[], loaded: LoadedConfig, lock: Lock): Promise<Compared> {
  const typeDefs = await readTypeDefs(files, loaded);
  const { sources, inheritedRoles } = loaded.config;
  const progress = createProgress();
  const watched = watchSources(openSources(sources, loaded.folder), progress);
  const { problems, drift = [] } = await refuseOptions(() =>
    compareWithLock({ typeDefs, lock, sources: watched, inheritedRoles }),
  ).finally(progress.done);
  return { findings: problems.map((problem) => toFinding(problem)), drift, fallback: fallbackOf(typeDefs, loaded) };
}

async function compareMetadata(path: string, lock: Lock): Promise<Compared> {
  const { findings, graph, fallback } = await readMetadata(path, (metadata) =>
    compareMetadataWithLock({ metadata, lock }),
  );
  return { findings, drift: graph?.drift ?? [], fallback };
}

function describe({ source, part, was, is, severity, usedBy, location }: UsedDrift): Finding {
  const [first = source, ...others] = usedBy;
  const change =
    was === undefined
      ? `is ${is}, and was not there`
      : is === undefined
        ? `was ${was}, and is gone`
        : `was ${was}, and is ${is}`;
  const also = others.length === 0 ? '' : ` It is used by ${others.join(', ')} too.`;
  const place = placeOf(location);
  return {
    code: 'SOURCE_DRIFT',
    severity,
    coordinate: first,
    message: `${part} of "${source}" ${change}.${also}`,
    remedy: 'See with remote-joins check whether that matters, and lock it anew: remote-joins lock',
    ...(place && { location: place }),
  };
}
