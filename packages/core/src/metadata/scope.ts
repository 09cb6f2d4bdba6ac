import type { LeftOut } from './leftOut.js';
import type { MetadataFinding, MetadataReport } from './metadataReport.js';
import { fullNameOf, type ScopeObject } from './scopeObject.js';

/** An object of the metadata that stands or falls as a whole: a table, a permission, a remote schema. */
export interface Scope {
  /** As messages call it: `remote_relationship user in table orders in source default`. */
  readonly name: string;
  /** Tells a problem; with an error the object is left out. */
  readonly report: MetadataReport;
  /** Tells a warning for which the object is listed like one that is left out, although it stays. */
  readonly doubt: MetadataReport;
  /** Leaves the object out without a word of its own: what is wrong is told already. */
  readonly fail: () => void;
  /** Reads an object within. Where something is wrong with that, it is left out and listed, and this one stays. */
  readonly within: <T>(object: ScopeObject, read: (scope: Scope) => T | undefined) => T | undefined;
  /** Lists what is left out for the sake of each other, or in part, and tells why. This one stays. */
  readonly leaveOut: (leftOut: LeftOut, findings: readonly MetadataFinding[]) => void;
}

/** The scope of the whole metadata. What it tells goes to `report`, what is left out to `leftOut`. */
export function createScope(report: MetadataReport, leftOut: LeftOut[]): Scope {
  const within: Scope['within'] = (object, read) => {
    const reasons: string[] = [];
    let isSound = true;
    const result = read({
      ...inner,
      name: fullNameOf(object),
      report: (finding) => {
        if (finding.severity !== 'warning') {
          isSound = false;
          reasons.push(finding.message);
        }
        report(finding);
      },
      doubt: (finding) => {
        isSound = false;
        reasons.push(finding.message);
        report({ ...finding, severity: 'warning' });
      },
      fail: () => {
        isSound = false;
      },
    });
    if (isSound && result !== undefined) return result;
    leftOut.push({ kind: 'object', object, reason: reasons.length === 0 ? 'It cannot be read.' : reasons.join(' ') });
    return undefined;
  };
  const inner: Pick<Scope, 'within' | 'leaveOut'> = {
    within,
    leaveOut: (entry, findings) => {
      findings.forEach(report);
      leftOut.push(entry);
    },
  };
  return {
    ...inner,
    name: 'the metadata',
    report,
    doubt: (finding) => report({ ...finding, severity: 'warning' }),
    fail: () => undefined,
  };
}
