import type { HasuraConnection, HasuraMetadata, Written } from '../hasuraMetadata.js';
import { quote } from '../nearNames.js';
import type { Scope } from '../scope.js';
import { printQualifiedName } from '../values.js';

/** Warns of all that Hasura would serve and we do not. */
export function reportUnsupported(metadata: HasuraMetadata, { report }: Scope): void {
  const warn = ({ node }: Written, message: string, remedy: string): void =>
    report({ code: 'METADATA_NOT_SUPPORTED', severity: 'warning', place: node.place, message, remedy });
  for (const source of metadata.sources) {
    const { connection, functions, name, tables } = source;
    const unheeded = unheededOf(connection);
    if (unheeded.length > 0) {
      warn(source, `Of the connections of source ${quote(name)}, ${unheeded.join(', ')} has no effect.`, 'Do without.');
    }
    for (const { function: qualified, node, exposedAs, rootFields } of functions) {
      const printed = quote(printQualifiedName(qualified));
      if (exposedAs === 'mutation') {
        warn({ node }, `Function ${printed} is a mutation: it is not there.`, 'Call it from an action.');
      } else if (rootFields.has('function_aggregate')) {
        warn(
          { node },
          `Function ${printed} names a root field of aggregates: functions have none here.`,
          'Do without.',
        );
      }
    }
    for (const each of tables) {
      const { table, rootFields, selectPermissions } = each;
      const printed = quote(printQualifiedName(table));
      if (rootFields.has('select_stream')) {
        warn(each, `Table ${printed} names a root field of streams: there are no subscriptions.`, 'Do without.');
      }
      for (const { role, node, subscriptionRootFields } of selectPermissions) {
        if (subscriptionRootFields === undefined || subscriptionRootFields.size === 0) continue;
        const names = [...subscriptionRootFields].join(', ');
        const message = `Role ${quote(role)} may subscribe to ${names} of table ${printed}: there are no subscriptions.`;
        warn({ node }, message, 'Do without.');
      }
    }
  }
  for (const action of metadata.actions.filter(({ kind }) => kind === 'asynchronous')) {
    warn(action, `Action ${quote(action.name)} is asynchronous: it is not there.`, 'Make it synchronous.');
  }
}

/** What is said of connections to a database and means nothing here, by its keys in the metadata. */
function unheededOf(connection: HasuraConnection): readonly string[] {
  const { isolationLevel, totalMaxConnections, idleTimeoutSeconds, connectionLifetimeSeconds, retries } = connection;
  const given = {
    // What is read of a database is read by one statement each, so that the levels do not differ.
    isolation_level: isolationLevel === 'read-committed' ? undefined : isolationLevel,
    total_max_connections: totalMaxConnections,
    idle_timeout: idleTimeoutSeconds,
    connection_lifetime: connectionLifetimeSeconds,
    retries,
  };
  return Object.entries(given).flatMap(([key, value]) => (value === undefined ? [] : [key]));
}
