import { resolve } from 'node:path';
import { relative } from 'node:path/posix';
import { repositoryRoot, toSlashes } from '../input/paths.js';
import { version } from '../version.js';
import { type Finding, type FindingLocation, meanings } from './finding.js';

/**
 * SARIF 2.1.0, as code scanning of GitHub and others take it. Paths are those in the repository. What has no place of its
 * own stands at the first line of `fallback`, since results without one are dropped there.
 */
export function printSarif(findings: readonly Finding[], fallback: string): string {
  const codes = [...new Set(findings.map(({ code }) => code))].sort();
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'remote-joins',
            version,
            rules: codes.map((code) => ({ id: code, shortDescription: { text: meanings[code] } })),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: findings.map((finding) => toResult(finding, codes.indexOf(finding.code), fallback)),
      },
    ],
  };
  return JSON.stringify(log, null, 2);
}

function toResult(
  { code, severity, coordinate, message, remedy, location }: Finding,
  ruleIndex: number,
  fallback: string,
) {
  return {
    ruleId: code,
    ruleIndex,
    level: severity,
    message: { text: `${coordinate}: ${message} ${remedy}` },
    locations: [
      {
        physicalLocation: toPhysical(location ?? { file: fallback, line: 1, column: 1 }),
        logicalLocations: [{ fullyQualifiedName: coordinate }],
      },
    ],
  };
}

function toPhysical({ file, line, column }: FindingLocation) {
  const path = relative(toSlashes(repositoryRoot()), toSlashes(resolve(file)));
  const uri = path.split('/').map(encodeURIComponent).join('/');
  return {
    artifactLocation: { uri, uriBaseId: '%SRCROOT%' },
    region: { startLine: line, startColumn: column },
  };
}
