import { didYouMean } from '../../schema/suggest.js';
import type { Rule } from '../visits.js';

/** The values of an enum are values its source knows. */
export const UnknownEnumValueRule: Rule = (context) => ({
  enum: ({ type, known, names, owner }) => {
    for (const value of type.getValues()) {
      const coordinate = `${type.name}.${value.name}`;
      const name = names.get(coordinate) ?? value.name;
      if (known.includes(name)) continue;
      context.report({
        code: 'UNKNOWN_ENUM_VALUE',
        coordinate,
        node: value.astNode ?? undefined,
        message: `"${name}" is not a value of ${owner}.${didYouMean(name, known)}`,
        remedy: 'Remove the value, or name the one it stands for with @column (database) or @upstream (remote schema).',
      });
    }
  },
});
