// Errors and problems
export { type ErrorCode, errorCodes, type ProblemCode, problemCodes } from './error/codes.js';
export type { Problem, ProblemLocation } from './error/problem.js';
export { RemoteJoinsError } from './error/RemoteJoinsError.js';
