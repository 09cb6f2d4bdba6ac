// Errors and problems

// For adapters of hosts
export {
  createShortRoad,
  type Gate,
  type Introspection,
  needsMethods,
  openGate,
  type Refusal,
  readRequests,
  type Sight,
} from './adapting.js';

// Attach to a schema
export { attachRemoteJoins, type RemoteJoins } from './attachRemoteJoins.js';
export { type CheckTypeDefsOptions, checkTypeDefs, lockTypeDefs } from './checkTypeDefs.js';
// What joins use of their sources
export { type CompareMetadataWithLockOptions, compareMetadataWithLock } from './compareMetadataWithLock.js';
export { type CompareWithLockOptions, compareWithLock, type UsedDrift } from './compareWithLock.js';
export { type ErrorCode, errorCodes, type ProblemCode, problemCodes } from './error/codes.js';
export { type Problem, type ProblemLocation, printProblem } from './error/problem.js';
export { RemoteJoinsError } from './error/RemoteJoinsError.js';
export { createMetadataApi, type MetadataApi, type MetadataApiOptions } from './hasura/createMetadataApi.js';
// SDL from elsewhere
export { fromHasuraMetadata } from './hasura/fromHasuraMetadata.js';
export type { FromHasuraMetadata, FromHasuraMetadataOptions } from './hasura/options.js';
// For tools
export { type InspectMetadataOptions, inspectMetadata, type MetadataInspection } from './inspectMetadata.js';
export {
  type InspectedJoins,
  type Inspection,
  type InspectTypeDefsOptions,
  inspectTypeDefs,
} from './inspectTypeDefs.js';
export type { Resolvers } from './live/buildExecutableSchema.js';
// A schema that changes
export type { Changes, Prepare, Prepared, ServerDefinition } from './live/changes.js';
export { createGenerations, type Generations, type LiveHost, type LiveOptions } from './live/createGenerations.js';
export type { Hold, UnsettledHold } from './live/holds.js';
export { catalogFromLock } from './lock/catalogFromLock.js';
export {
  type Lock,
  type LockedColumn,
  type LockedColumnType,
  type LockedEnumValue,
  type LockedField,
  type LockedForeignKey,
  type LockedInput,
  type LockedSchema,
  type LockedSource,
  type LockedTable,
  type LockedTables,
  type LockedType,
  printLock,
} from './lock/lock.js';
export { readLock } from './lock/readLock.js';
export type { InconsistentObject } from './metadata/hasuraMetadata.js';
export type { Session, SessionFunction, SessionRequest, SessionVariable } from './model/session.js';
export type { Refresh, RemoteJoinsOptions } from './options.js';
export type { ExplainedCall, ExplainedField, ExplainedOperation } from './planning/explainOperation.js';
export { remoteJoinsTypeDefs } from './schema/directives.js';
// Sessions
export { type HasuraSessionOptions, hasuraSession } from './session/hasuraSession.js';
export type { JwtAlgorithm, JwtSessionOptions } from './session/jwtOptions.js';
export { jwtSession } from './session/jwtSession.js';
// Sources
export type { Source } from './source.js';
export { type ActionOptions, action } from './sources/action/index.js';
export { type RemoteSchemaOptions, remoteSchema } from './sources/graphql/index.js';
export { type PostgresOptions, postgres } from './sources/postgres/index.js';
export { type TypeDefsFromDatabaseOptions, typeDefsFromDatabase } from './typeDefsFromDatabase.js';
export type { UnbatchedRelationship } from './validation/findUnbatched.js';
export type { TypeDefs } from './validation/parseTypeDefs.js';
