import { compareWithLock, type UsedDrift } from '@remote-joins/core';
import { openSources } from '../config/openSources.js';
import { fallbackOf, type GraphOptions, readConfig, readTypeDefs, refuseOptions } from '../loadGraph.js';
import { lockPath, readLockFile } from '../lockFile.js';
import { countOf, type Finding, placeOf, sortFindings, toFinding } from '../report/finding.js';
import { type Format, formatOf } from '../report/formats.js';
import { writeReports } from '../report/writeReports.js';
import { createProgress, watchSources } from '../terminal/progress.js';

export interface DiffOptions extends Pick<GraphOptions, 'config' | 'files'> {
  readonly lock?: string;
  readonly format: Format;
  readonly output: readonly string[];
}

/** Tells what has changed of what joins use, since the sources were locked. Answers whether nothing has. */
export async function diff({ files = [], format, output, ...options }: DiffOptions): Promise<boolean> {
  for (const file of output) formatOf(file);
  const loaded = await readConfig(options);
  const lock = readLockFile(lockPath(options.lock, loaded));
  const typeDefs = await readTypeDefs(files, loaded);
  const { sources, inheritedRoles } = loaded.config;
  const progress = createProgress();
  const watched = watchSources(openSources(sources, loaded.folder), progress);
  const { problems, drift = [] } = await refuseOptions(() =>
    compareWithLock({ typeDefs, lock, sources: watched, inheritedRoles }),
  ).finally(progress.done);
  const findings = [...problems.map((problem) => toFinding(problem)), ...drift.map(describe)];
  writeReports(sortFindings(findings), { format, output, fallback: fallbackOf(typeDefs, loaded) });
  return countOf(findings, 'error') === 0;
}

function describe({ source, part, was, is, usedBy, location }: UsedDrift): Finding {
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
    severity: 'error',
    coordinate: first,
    message: `${part} of "${source}" ${change}.${also}`,
    remedy: 'See with remote-joins check whether that matters, and lock it anew: remote-joins lock',
    ...(place && { location: place }),
  };
}
