import { readJson } from '../jsonNode.js';
import type { MetadataFinding } from '../metadataReport.js';
import { type Place, rootPlace } from '../place.js';
import { readRemoteRelationshipCall } from '../readRemoteRelationship.js';
import { createScope } from '../scope.js';
import type { JsonObject } from './jsonTree.js';
import { Refusal } from './refusal.js';

/** @throws Refusal where the arguments of a call that creates or updates a remote relationship of a table have a wrong form */
export function checkRelationshipCall(args: JsonObject): void {
  const findings: MetadataFinding[] = [];
  const scope = createScope((finding) => findings.push(finding), []);
  readRemoteRelationshipCall(scope, readJson(args, rootPlace('args'), scope.report));
  const [first] = findings;
  if (first !== undefined)
    throw new Refusal('parse-failed', `${first.message} ${first.remedy}`, { path: pathOf(first.place) });
}

function pathOf({ parent, step }: Place): string {
  return parent === undefined ? `$.${step}` : `${pathOf(parent)}.${step}`;
}
