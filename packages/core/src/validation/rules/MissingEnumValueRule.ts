import { listNames } from '../../schema/suggest.js';
import type { Rule } from '../visits.js';

/** The SDL has all values of an enum that its source may answer. */
export const MissingEnumValueRule: Rule = (context) => ({
  enum: ({ type, known, names, owner, read }) => {
    if (!read) return;
    const own = new Set(type.getValues().map(({ name }) => names.get(`${type.name}.${name}`) ?? name));
    const missing = known.filter((value) => !own.has(value));
    if (missing.length === 0) return;
    context.report({
      code: 'MISSING_ENUM_VALUE',
      severity: 'warning',
      coordinate: type.name,
      node: type.astNode ?? undefined,
      message: `The enum lacks ${listNames(missing)} of ${owner}: such a value becomes an error.`,
      remedy: 'Add the values, renamed with @column or @upstream where need be.',
    });
  },
});
