import type { HasuraMetadata, Written } from '../hasuraMetadata.js';
import { quote } from '../nearNames.js';
import type { Scope } from '../scope.js';
import { printQualifiedName } from '../values.js';

/** Warns of all that Hasura would serve and we do not. */
export function reportUnsupported(metadata: HasuraMetadata, { report }: Scope): void {
  const warn = ({ node }: Written, message: string, remedy: string): void =>
    report({ code: 'METADATA_NOT_SUPPORTED', severity: 'warning', place: node.place, message, remedy });
  for (const source of metadata.sources) {
    const { customization, functions, name, tables } = source;
    if (customization.rootFieldsNamespace !== undefined) {
      warn(
        source,
        `Source ${quote(name)} has a namespace of root fields: they stand in Query itself.`,
        'Use a prefix.',
      );
    }
    for (const { function: qualified, node } of functions) {
      warn({ node }, `Function ${quote(printQualifiedName(qualified))} is no root field here.`, 'Make a view of it.');
    }
    for (const { table, computedFields } of tables) {
      const printed = quote(printQualifiedName(table));
      for (const each of computedFields) {
        warn(
          each,
          `Computed field ${quote(each.name)} of table ${printed} is not there.`,
          'Make a view with it as a column.',
        );
      }
    }
  }
  for (const remote of metadata.remoteSchemas) {
    if (remote.customization.rootFieldsNamespace === undefined) continue;
    const message = `Remote schema ${quote(remote.name)} has a namespace of root fields: they stand in Query itself.`;
    warn(remote, message, 'Give its root fields a prefix.');
  }
  for (const action of metadata.actions.filter(({ kind }) => kind === 'asynchronous')) {
    warn(action, `Action ${quote(action.name)} is asynchronous: it is not there.`, 'Make it synchronous.');
  }
}
