import type { InspectedJoins, Session, UnbatchedRelationship } from '@remote-joins/core';
import type { LoadedConfig } from '../config/loadConfig.js';
import { explainFile } from '../explain/explainFile.js';
import { expandPaths } from '../input/expandPaths.js';
import { locate, type OperationFile, readOperations } from '../input/readOperations.js';
import { type Graph, type GraphOptions, loadGraph, readConfig } from '../loadGraph.js';
import { countOf, type Finding, placeOf, sortFindings } from '../report/finding.js';
import { type Format, formatOf } from '../report/formats.js';
import { writeReports } from '../report/writeReports.js';
import { sessionOf } from '../session.js';

export interface CheckOptions extends GraphOptions {
  readonly format: Format;
  readonly output: readonly string[];
  readonly operations?: readonly string[];
  readonly maxCalls?: number;
  readonly role?: string;
  /** Absent where there may be any number. */
  readonly maxWarnings?: number;
}

/** Checks everything that the command line or the config names, reports it all, and answers whether it is sound. */
export async function check(options: CheckOptions): Promise<boolean> {
  for (const file of options.output) formatOf(file);
  const loaded = await readConfig(options);
  const graphs = await loadGraphs(options, loaded);
  const findings: Finding[] = [];
  for (const [index, { findings: own, joins }] of graphs.entries()) {
    findings.push(...own, ...(joins?.unbatched ?? []).map(noteUnbatched));
    // The operations are those of the first: where there is both, metadata is what the SDL came from.
    if (joins !== undefined && index === 0) findings.push(...checkOperations(joins, options, loaded));
  }
  const { format, output, maxWarnings = Number.POSITIVE_INFINITY } = options;
  const [first] = graphs;
  writeReports(sortFindings(findings), { format, output, fallback: first?.fallback ?? '.' });
  return countOf(findings, 'error') === 0 && countOf(findings, 'warning') <= maxWarnings;
}

/** SDL, metadata, or both where the config alone says. */
async function loadGraphs(options: CheckOptions, loaded: LoadedConfig): Promise<readonly Graph[]> {
  const { typeDefs, schema, metadata } = loaded.config;
  const isNamed = [options.metadata, options.lock, options.files?.[0]].some((named) => named !== undefined);
  if (isNamed || metadata === undefined) return [await loadGraph(options, loaded)];
  const ofMetadata = await loadGraph({ ...options, metadata: true }, loaded);
  return typeDefs === undefined && schema === undefined ? [ofMetadata] : [await loadGraph(options, loaded), ofMetadata];
}

function noteUnbatched({ coordinate, source, field, batch, location }: UnbatchedRelationship): Finding {
  const place = placeOf(location);
  return {
    code: 'NO_BATCH_FORM',
    severity: 'note',
    coordinate,
    message: `Field "${field}" of "${source}" takes one key, so that each key has an alias of its own in the document.`,
    remedy:
      batch === undefined
        ? `A field of "${source}" that takes a list of keys, and matchBy, would ask for all keys at once.`
        : `Say field: "${batch.field}" and matchBy: ${batch.matchBy}, to ask for all keys at once.`,
    ...(place && { location: place }),
  };
}

/** Whether the operations are valid for the role, and make no more calls than they may. */
function checkOperations(
  joins: InspectedJoins,
  { operations: named, maxCalls: given, role, files = [], metadata }: CheckOptions,
  { config, folder }: LoadedConfig,
): readonly Finding[] {
  // Those of the config are written for what the config names.
  const isOther = files.length > 0 || (metadata !== undefined && (config.typeDefs ?? config.schema) !== undefined);
  const paths = named ?? (isOther ? undefined : config.operations);
  if (paths === undefined || paths.length === 0) return [];
  const { documents, findings } = readOperations(expandPaths(named === undefined ? folder : process.cwd(), paths));
  const session = sessionOf(role, joins);
  const maxCalls = given ?? config.maxCalls ?? Number.POSITIVE_INFINITY;
  return [...findings, ...documents.flatMap((document) => checkDocument(document, { joins, session, maxCalls }))];
}

function checkDocument(
  document: OperationFile,
  { joins, session, maxCalls }: { joins: InspectedJoins; session: Session; maxCalls: number },
): readonly Finding[] {
  const { file, operations: nodes } = document;
  const { operations, findings } = explainFile(document, joins, session);
  const tooMany = operations.flatMap(({ name, count }, index): readonly Finding[] => {
    const node = nodes[index];
    if (count <= maxCalls || node === undefined) return [];
    const message = `The operation makes ${count} calls; it may make ${maxCalls}.`;
    const remedy = `See them with: remote-joins explain ${file}`;
    const told = { code: 'TOO_MANY_CALLS', severity: 'error', coordinate: name ?? file } as const;
    return [{ ...told, message, remedy, location: locate(node, file) }];
  });
  return [...findings, ...tooMany];
}
