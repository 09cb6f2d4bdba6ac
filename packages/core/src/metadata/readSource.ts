import { present } from '../model/present.js';
import { literalText, readTemplate, readVariable } from './envText.js';
import type {
  Affixes,
  EnvText,
  HasuraConnection,
  HasuraSource,
  HasuraSourceCustomization,
  HasuraTable,
} from './hasuraMetadata.js';
import { type Members, type Read, readMembers, refuse } from './members.js';
import type { MetadataNode } from './metadataNode.js';
import { quote } from './nearNames.js';
import { ITSELF, objectsOf, qualifiedIn, textIn } from './objects.js';
import { nameOf } from './objectsOfMetadata.js';
import { readFunction } from './readFunction.js';
import { readTable } from './readTable.js';
import type { Scope } from './scope.js';
import { oneOf, readBoolean, readCount, readName, readSeconds, readText } from './values.js';

/** Databases, with their tables and functions. */
export const sources: Read<readonly HasuraSource[]> = objectsOf({
  type: 'source',
  nameOf: (node) => textIn(node, 'name'),
  read: readSource,
});

function readSource(scope: Scope, node: MetadataNode): HasuraSource | undefined {
  const kind = readKind(scope, node);
  if (kind === undefined) return undefined;
  const members = readMembers(scope, node, ITSELF, {
    known: ['name', 'kind', 'configuration', 'customization', 'tables', 'functions'],
    unsupported: ['query_tags', 'health_check', 'native_queries', 'stored_procedures', 'logical_models'],
  });
  const name = members?.required('name', readName);
  const connection = members?.required('configuration', readConfiguration);
  const customization = members?.has('customization')
    ? members.optional('customization', readCustomization)
    : { rootFields: {}, typeNames: {} };
  const tables = members?.required('tables', tablesOf(name ?? ''));
  const functions = members?.has('functions') ? members.optional('functions', functionsOf(name ?? '')) : [];
  if (name === undefined || connection === undefined || customization === undefined) return undefined;
  if (tables === undefined || functions === undefined) return undefined;
  return { node, name, kind, connection, customization, tables, functions };
}

const KINDS = ['postgres', 'citus', 'alloy'] as const;
const OTHER_KINDS: readonly string[] = ['cockroach', 'mssql', 'bigquery', 'mysql', 'snowflake', 'athena', 'oracle'];

/** Read first: the configuration of other databases has other keys. */
function readKind(scope: Scope, node: MetadataNode): HasuraSource['kind'] | undefined {
  const kind = node.kind === 'object' ? node.entries.get('kind')?.value : undefined;
  if (kind === undefined || kind.kind === 'null') return 'postgres';
  if (kind.kind !== 'text' || !OTHER_KINDS.includes(kind.value)) return oneOf(...KINDS)(scope, kind, '"kind"');
  scope.report({
    code: 'METADATA_NOT_SUPPORTED',
    place: kind.place,
    message: `Databases of kind ${quote(kind.value)} are not supported: ${scope.name} is left out.`,
    remedy: 'Serve it as a remote schema, or remove it.',
  });
  return undefined;
}

const tablesOf = (source: string): Read<readonly HasuraTable[]> =>
  objectsOf({
    type: 'table',
    nameOf: (item) => qualifiedIn(item, 'table'),
    named: (name) => ({ name: `${name} in source ${source}` }),
    read: (scope, node) => readTable(scope, node, source),
  });

const functionsOf = (source: string): Read<HasuraSource['functions']> =>
  objectsOf({
    type: 'function',
    nameOf: (item) => qualifiedIn(item, 'function'),
    named: (name) => nameOf.function(name, source),
    read: readFunction,
  });

const readConfiguration: Read<HasuraConnection> = (scope, node, what) =>
  readMembers(scope, node, what, {
    known: ['connection_info'],
    unsupported: ['read_replicas', 'connection_template', 'connection_set'],
    ignored: ['extensions_schema'],
  })?.required('connection_info', readConnection);

const readConnection: Read<HasuraConnection> = (scope, node, what) => {
  const members = readMembers(scope, node, what, {
    known: ['database_url', 'use_prepared_statements', 'isolation_level', 'pool_settings'],
    unsupported: ['ssl_configuration'],
  });
  const databaseUrl = members?.required('database_url', readDatabaseUrl);
  if (members === undefined || databaseUrl === undefined) return undefined;
  return {
    databaseUrl,
    usePreparedStatements: members.optional('use_prepared_statements', readBoolean) ?? false,
    ...present({
      isolationLevel: members.optional('isolation_level', readIsolation),
      ...members.optional('pool_settings', readPool),
    }),
  };
};

const readIsolation = oneOf('read-committed', 'repeatable-read', 'serializable');

type PoolSettings = Pick<
  HasuraConnection,
  | 'maxConnections'
  | 'totalMaxConnections'
  | 'idleTimeoutSeconds'
  | 'poolTimeoutSeconds'
  | 'connectionLifetimeSeconds'
  | 'retries'
>;

const readPool: Read<PoolSettings> = (scope, node, what) => {
  const members = readMembers(scope, node, what, {
    known: [
      'max_connections',
      'total_max_connections',
      'idle_timeout',
      'pool_timeout',
      'connection_lifetime',
      'retries',
    ],
  });
  return present({
    maxConnections: members?.optional('max_connections', readCount),
    totalMaxConnections: members?.optional('total_max_connections', readCount),
    idleTimeoutSeconds: members?.optional('idle_timeout', readSeconds),
    poolTimeoutSeconds: members?.optional('pool_timeout', readSeconds),
    connectionLifetimeSeconds: members?.optional('connection_lifetime', readSeconds),
    retries: members?.optional('retries', readCount),
  });
};

/** A URL, `{from_env}` or `{connection_parameters}`. */
const readDatabaseUrl: Read<EnvText> = (scope, node, what) => {
  if (node.kind === 'text') return readTemplate(scope, node, what);
  if (node.kind !== 'object') return refuse(scope, node, what, 'a text or an object with "from_env"');
  if (node.entries.has('dynamic_from_file')) return refuseFile(scope, node);
  if (node.entries.has('connection_parameters')) {
    const members = readMembers(scope, node, what, { known: ['connection_parameters'] });
    return members?.required('connection_parameters', readParameters);
  }
  return readMembers(scope, node, what, { known: ['from_env'] })?.required('from_env', readVariable);
};

function refuseFile(scope: Scope, node: MetadataNode): undefined {
  scope.report({
    code: 'METADATA_NOT_SUPPORTED',
    place: node.place,
    message: `"dynamic_from_file" is not supported: ${scope.name} is left out.`,
    remedy: 'Give the URL, or name an environment variable: from_env.',
  });
  return undefined;
}

const readParameters: Read<EnvText> = (scope, node, what) => {
  const members = readMembers(scope, node, what, { known: ['username', 'password', 'host', 'port', 'database'] });
  const user = members?.required('username', readName);
  const host = members?.required('host', readName);
  const port = members?.required('port', readCount);
  const database = members?.required('database', readName);
  const password = members?.optional('password', readText);
  if (user === undefined || host === undefined || port === undefined || database === undefined) return undefined;
  const credentials = [user, ...(password === undefined ? [] : [password])].map(encodeURIComponent).join(':');
  return literalText(node, `postgresql://${credentials}@${host}:${port}/${encodeURIComponent(database)}`);
};

const readCustomization: Read<HasuraSourceCustomization> = (scope, node, what) => {
  const members = readMembers(scope, node, what, { known: ['root_fields', 'type_names', 'naming_convention'] });
  const rootFields = members?.optional('root_fields', readRootFields);
  return {
    rootFields: rootFields?.affixes ?? {},
    typeNames: members?.optional('type_names', readAffixes) ?? {},
    ...present({
      rootFieldsNamespace: rootFields?.namespace,
      namingConvention: members?.optional('naming_convention', oneOf('hasura-default', 'graphql-default')),
    }),
  };
};

const readRootFields: Read<{ namespace: string | undefined; affixes: Affixes }> = (scope, node, what) => {
  const members = readMembers(scope, node, what, { known: ['namespace', 'prefix', 'suffix'] });
  return members && { namespace: emptyAsAbsent(members, 'namespace'), affixes: affixesOf(members) };
};

const readAffixes: Read<Affixes> = (scope, node, what) => {
  const members = readMembers(scope, node, what, { known: ['prefix', 'suffix'] });
  return members && affixesOf(members);
};

/** Of members that know `prefix` and `suffix`. An empty one is as good as none: Hasura's console writes those. */
export function affixesOf(members: Members): Affixes {
  return present({ prefix: emptyAsAbsent(members, 'prefix'), suffix: emptyAsAbsent(members, 'suffix') });
}

export function emptyAsAbsent(members: Members, key: string): string | undefined {
  const text = members.optional(key, readNamePart);
  return text === '' ? undefined : text;
}

/** What can stand in a name in GraphQL. */
const readNamePart: Read<string> = (scope, node, what) => {
  const text = readText(scope, node, what);
  if (text === undefined || /^\w*$/.test(text)) return text;
  return refuse(scope, node, what, 'a part of a name as GraphQL has them', quote(text));
};
