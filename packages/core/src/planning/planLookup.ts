import { filterIdentity } from '../model/filterIdentity.js';
import type { KeyForm } from '../model/keyForm.js';
import type { ElsewhereFilter } from '../model/permission.js';
import { remember } from '../model/remember.js';
import type { LookupPlan } from './fetchPlan.js';

/** Most keys that a filter may bring from another database. */
export const MAX_LOOKUP_KEYS = 100_000;

const plans = new WeakMap<ElsewhereFilter, LookupPlan>();

/** What to read for a filter on rows of another database: always the same plan for the same filter. */
export function planLookup(elsewhere: ElsewhereFilter): LookupPlan {
  const { coordinate, table } = elsewhere;
  return remember(plans, elsewhere, () => ({
    kind: 'lookup',
    source: table.source,
    coordinate,
    identity: lookupIdentity(elsewhere),
    elsewhere,
    most: MAX_LOOKUP_KEYS + 1,
  }));
}

/** The same for filters that bring the same keys, whatever these are compared with. */
function lookupIdentity({ table, keys, filter }: ElsewhereFilter): string {
  const { source, schema, name } = table;
  const forms = keys.map(({ target, form }) => [target.name, formWords(form)]);
  return JSON.stringify([source, schema, name, forms, filterIdentity(filter)]);
}

function formWords(form: KeyForm): readonly unknown[] {
  if (form.kind === 'integer') return [form.kind, form.min, form.max];
  return form.kind === 'enum' ? [form.kind, ...form.labels] : [form.kind];
}
