import type { InconsistentObject } from './hasuraMetadata.js';
import { type MetadataNode, toJson } from './metadataNode.js';
import type { MetadataReport } from './metadataReport.js';

/** An object of the metadata that stands or falls as a whole: a table, a permission, a remote schema. */
export interface Scope {
  /** As Hasura's `get_inconsistent_metadata` names it: `remote_relationship user in table orders in source default`. */
  readonly name: string;
  /** Tells a problem; with an error the object is left out. */
  readonly report: MetadataReport;
  /** Tells a warning for which the object is listed like one that is left out, although it stays. */
  readonly doubt: MetadataReport;
  /** Leaves the object out without a word of its own: what is wrong is told already. */
  readonly fail: () => void;
  /** Reads an object within. Where something is wrong with that, it is left out and listed, and this one stays. */
  readonly within: <T>(object: ScopeObject, read: (scope: Scope) => T | undefined) => T | undefined;
}

export interface ScopeObject {
  /** Hasura's word for its kind: `remote_relationship`. */
  readonly type: string;
  /** After its kind: `user in table orders in source default`. */
  readonly name: string;
  readonly node: MetadataNode;
}

/** The scope of the whole metadata. What it tells goes to `report`, what is left out to `inconsistent`. */
export function createScope(report: MetadataReport, inconsistent: InconsistentObject[]): Scope {
  return {
    name: 'the metadata',
    report,
    doubt: (finding) => report({ ...finding, severity: 'warning' }),
    fail: () => undefined,
    within: (object, read) => within(object, read, report, inconsistent),
  };
}

function within<T>(
  { type, name, node }: ScopeObject,
  read: (scope: Scope) => T | undefined,
  tell: MetadataReport,
  inconsistent: InconsistentObject[],
): T | undefined {
  const reasons: string[] = [];
  const fullName = name === '' ? type : `${type} ${name}`;
  let isSound = true;
  const result = read({
    name: fullName,
    report: (finding) => {
      if (finding.severity !== 'warning') {
        isSound = false;
        reasons.push(finding.message);
      }
      tell(finding);
    },
    doubt: (finding) => {
      isSound = false;
      reasons.push(finding.message);
      tell({ ...finding, severity: 'warning' });
    },
    fail: () => {
      isSound = false;
    },
    within: (object, readInner) => within(object, readInner, tell, inconsistent),
  });
  if (isSound && result !== undefined) return result;
  const reason = `Inconsistent object: ${reasons.length === 0 ? 'It cannot be read.' : reasons.join(' ')}`;
  inconsistent.push({ type, name: fullName, definition: toJson(node), reason });
  return undefined;
}
