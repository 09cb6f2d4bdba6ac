// The plugin

// What a user of the plugin needs of the core, so that one install serves
export {
  attachRemoteJoins,
  type CheckTypeDefsOptions,
  checkTypeDefs,
  type ErrorCode,
  errorCodes,
  type HasuraSessionOptions,
  hasuraSession,
  type JwtAlgorithm,
  type JwtSessionOptions,
  jwtSession,
  type PostgresOptions,
  type Problem,
  type ProblemCode,
  type ProblemLocation,
  postgres,
  problemCodes,
  type RemoteJoins,
  RemoteJoinsError,
  type RemoteJoinsOptions,
  type RemoteSchemaOptions,
  remoteJoinsTypeDefs,
  remoteSchema,
  type Session,
  type SessionFunction,
  type SessionRequest,
  type SessionVariable,
  type Source,
} from '@remote-joins/core';
export { type MercuriusRemoteJoinsOptions, remoteJoins } from './remoteJoins.js';
