import { print } from 'graphql';
import type {
  AskedField,
  FetchPlan,
  JoinPlan,
  KeySlot,
  Occurrence,
  RemoteBranch,
  RemotePlan,
  RemoteSelection,
  RowColumn,
  RowField,
  RowObject,
  RowSet,
  RowsPlan,
} from '../../packages/core/src/planning/fetchPlan.js';

/** A plan as plain data that a test can write down whole. Numbers are indices of columns, or of sets. */
export type Described = { readonly [key: string]: unknown };

export function describePlan(plan: FetchPlan): Described {
  return plan.kind === 'rows' ? describeRows(plan) : describeRemote(plan);
}

/**
 *     { rows: 'db', for: 'Query.users', match: 'root', sets: [{ columns: ['t0.id'], object: { id: 0 } }] }
 */
function describeRows({ source, coordinate, match, sets }: RowsPlan): Described {
  return { rows: source, for: coordinate, match, sets: sets.map(describeSet) };
}

function describeSet({ columns, object, parent, aggregate }: RowSet): Described {
  return {
    ...(aggregate && { aggregate }),
    ...(parent && { below: `s${parent.set} t${parent.occurrence.id}` }),
    columns: columns.map(describeColumn),
    object: describeObject(object),
  };
}

function describeColumn(column: RowColumn): string {
  switch (column.kind) {
    case 'link':
    case 'constant':
      return column.kind;
    case 'leaf':
      return `t${column.occurrence.id}.${column.leaf.column.name}`;
    case 'value':
      return `${column.function}(t${column.occurrence.id}.${column.column.name})`;
    case 'count':
      return `count(t${column.occurrence.id})`;
    case 'key':
      return `key t${column.occurrence.id}.${column.column.name}`;
    case 'presence':
      return `presence ${describeOccurrence(column.occurrence)}`;
    default:
      return column satisfies never;
  }
}

function describeOccurrence({ id, table, args }: Occurrence): string {
  return `t${id} ${table.name}${args?.node.arguments?.length ? `(${args.node.arguments.map(print).join(', ')})` : ''}`;
}

function describeObject({ fields, presence }: RowObject): Described {
  const members = fields.map((field) => [field.key, describeRowField(field)] as const);
  return Object.fromEntries(presence === undefined ? members : [['presence', presence], ...members]);
}

function describeRowField(field: RowField): unknown {
  switch (field.kind) {
    case 'leaf':
      return field.column;
    case 'object':
      return describeObject(field.object);
    case 'aggregate':
      return { set: field.set };
    case 'list':
      return { set: field.set, ...(field.keyed.length > 0 && { nullWithout: field.keyed }) };
    case 'join':
      return describeJoin(field.join);
    default:
      return field satisfies never;
  }
}

function describeJoin({ keys, fetch }: JoinPlan): Described {
  return { by: keys.map(describeSlot), ...describePlan(fetch) };
}

function describeSlot(slot: KeySlot): unknown {
  return slot.kind === 'column' ? slot.column : slot.kind === 'member' ? slot.aliases.join('.') : slot.kind;
}

/**
 *     { remote: 'catalog', for: 'Query.product', asked: '_name x: _media { ... on _Image { _url } }', object: { name: '_name' } }
 */
function describeRemote({ source, coordinate, args, selection }: RemotePlan): Described {
  const given = args?.node.arguments?.map(print) ?? [];
  return {
    remote: source,
    for: coordinate,
    ...(given.length > 0 && { args: given.join(', ') }),
    ...(selection && { asked: printAsked(selection), object: describeSelection(selection) }),
  };
}

function printAsked({ abstract, branches }: RemoteSelection): string {
  if (!abstract) return branches.map(({ asked }) => printFields(asked)).join(' ');
  const parts = branches.map(({ upstreamName, asked }) => `... on ${upstreamName} { ${printFields(asked)} }`);
  return ['__typename', ...parts].join(' ');
}

function printFields(asked: readonly AskedField[]): string {
  return asked
    .map(({ alias, upstreamName, args, selection, phantoms }) => {
      const given = args?.node.arguments?.map(print) ?? [];
      const below = selection ? printAsked(selection) : phantoms ? printFields(phantoms) : '';
      const name = alias === upstreamName ? alias : `${alias}: ${upstreamName}`;
      return `${name}${given.length > 0 ? `(${given.join(', ')})` : ''}${below === '' ? '' : ` { ${below} }`}`;
    })
    .join(' ');
}

function describeSelection({ abstract, branches }: RemoteSelection): Described {
  const described = branches.map((branch) => [branch.typeName, describeBranch(branch)] as const);
  return abstract ? Object.fromEntries(described) : (described[0]?.[1] ?? {});
}

function describeBranch({ fields }: RemoteBranch): Described {
  return Object.fromEntries(
    fields.map((field) => {
      if (field.kind === 'leaf') return [field.key, field.alias];
      if (field.kind === 'join') return [field.key, describeJoin(field.join)];
      return [field.key, { of: field.alias, ...describeSelection(field.selection) }];
    }),
  );
}

/** What the client asked for, by response key: the member that holds it, or null where there is none (`__typename`). */
export function describeResponse(response: RowObject['response'] | RemoteBranch['response']): Described {
  return Object.fromEntries(response.map(({ key, field }) => [key, field?.key ?? null]));
}
