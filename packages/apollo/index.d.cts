/**
 * What TypeScript sees where the package is required: `@apollo/server` has types of its own there, and those of its classes
 * fit no others. All else is as it is imported.
 */
import type { ApolloServerOptionsWithGateway, ApolloServerPlugin, BaseContext } from '@apollo/server';
import type { ApolloRemoteJoinsOptions, RemoteJoinsGatewayOptions } from './dist/index.js';

export * from './dist/index.js';

export declare function remoteJoins<Context extends BaseContext>(
  options: ApolloRemoteJoinsOptions,
): ApolloServerPlugin<Context>;

export declare function remoteJoinsGateway<Context extends BaseContext>(
  options: RemoteJoinsGatewayOptions,
): NonNullable<ApolloServerOptionsWithGateway<BaseContext>['gateway']> & ApolloServerPlugin<Context>;
