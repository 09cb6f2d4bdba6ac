import type { Rule } from './visits.js';

/** All rules, one per problem code. */
export const specifiedRules: readonly Rule[] = Object.freeze([]);
