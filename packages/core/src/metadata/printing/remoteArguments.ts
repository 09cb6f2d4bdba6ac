import { astFromValue, type GraphQLArgument, type GraphQLInputField, Kind, print } from 'graphql';
import { printOutputType, type RemoteNames } from './remoteNames.js';

/** The arguments of a field as the remote schema has them. */
export function printArguments(names: RemoteNames, args: readonly GraphQLArgument[]): string {
  return args.length === 0 ? '' : `(${args.map((argument) => printArgument(names, argument)).join(', ')})`;
}

/** With its description, on one line. */
export function printArgument(names: RemoteNames, argument: GraphQLArgument | GraphQLInputField): string {
  const { description } = argument;
  const text = printInput(names, argument);
  return description ? `${print({ kind: Kind.STRING, value: description })} ${text}` : text;
}

/** An argument or input field, with its default. */
export function printInput(names: RemoteNames, input: GraphQLArgument | GraphQLInputField): string {
  const value = input.defaultValue === undefined ? undefined : astFromValue(input.defaultValue, input.type);
  const byDefault = value ? ` = ${print(value)}` : '';
  return `${input.name}: ${printOutputType(names, input.type)}${byDefault}`;
}
