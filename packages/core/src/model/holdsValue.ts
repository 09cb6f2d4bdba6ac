import type { TemplateValue } from './relationship.js';

/** Whether a template value is, or holds anywhere in it, a value of a kind. */
export function holdsValue(value: TemplateValue, kind: TemplateValue['kind']): boolean {
  if (value.kind === kind) return true;
  if (value.kind === 'list') return value.items.some((item) => holdsValue(item, kind));
  return value.kind === 'object' && [...value.fields.values()].some((field) => holdsValue(field, kind));
}
