import type { Choose } from '../randomQuery.js';
import { chance } from './seededChoose.js';

/** What roles see of the remote schema. */
export type RemotePart = { readonly shown: 'everything' } | SomeRemotePart;

interface SomeRemotePart {
  readonly shown: 'some';
  /** Whose objects are seen, where that is preset; then nothing leads to objects of others. */
  readonly tenant?: '"acme"' | '"x-hasura-tenant"';
  readonly has: ReadonlySet<RemoteMember>;
}

const members = [
  'id',
  'code',
  'hid',
  'Item',
  'twin',
  'others',
  'secret',
  'Node',
  'Any',
  'Pick.code',
  'Pick.not',
] as const;
export type RemoteMember = (typeof members)[number];

/** The remote schema, whole. */
export const upstream = `
  interface Node { id: Int s: String }
  union Any = Thing | Item
  type Thing implements Node { id: Int code: String s: String hid: String item: Item twin: Thing others(pick: Pick): [Thing!] }
  type Item implements Node { id: Int code: String s: String hid: String owner: Thing }
  input Pick { tenant: String code: String not: Pick }
  type Query {
    thing(id: Int, tenant: String): Thing
    bulk(ids: [Int!]!, tenant: String): [Thing!]!
    things(tenant: String, pick: Pick): [Thing!]
    item(code: String, pick: Pick): Item
    node(id: Int): Node
    any(id: Int): Any
    secret: String
  }`;

export function drawRemotePart(choose: Choose, areKeysHidden: boolean): SomeRemotePart {
  const tenant = choose([undefined, '"acme"', '"x-hasura-tenant"'] as const);
  const has = new Set<RemoteMember>(
    members.filter((member) => chance(choose, member === 'hid' || member === 'secret' ? 25 : 75)),
  );
  if (areKeysHidden) for (const key of ['id', 'code', 'Pick.code', 'Node', 'Any'] as const) has.delete(key);
  // These lead to objects of any tenant's.
  if (tenant !== undefined) for (const open of ['Node', 'Any', 'others'] as const) has.delete(open);
  return { shown: 'some', ...(tenant && { tenant }), has };
}

export function hasMember(part: RemotePart, member: RemoteMember): boolean {
  return part.shown === 'everything' || part.has.has(member);
}

export function printRemotePart({ tenant, has }: SomeRemotePart): string {
  const when = (member: RemoteMember, text: string): string => (has.has(member) ? text : '');
  const tenantIs = `tenant: String${tenant === undefined ? '' : ` @preset(value: ${tenant})`}`;
  const node = when('Node', 'implements Node');
  const keys = `${when('id', 'id: Int')} ${when('code', 'code: String')}`;
  return `
    ${when('Node', `interface Node { ${when('id', 'id: Int')} s: String }`)}
    ${when('Any', `union Any = Thing ${when('Item', '| Item')}`)}
    type Thing ${node} { ${keys} s: String ${when('hid', 'hid: String')} ${when('Item', 'item: Item')} ${when('twin', 'twin: Thing')} ${when('others', 'others(pick: Pick): [Thing!]')} }
    ${when('Item', `type Item ${node} { ${keys} s: String ${when('hid', 'hid: String')} owner: Thing }`)}
    input Pick { ${tenantIs} ${when('Pick.code', 'code: String')} ${when('Pick.not', 'not: Pick')} }
    type Query {
      thing(id: Int, ${tenantIs}): Thing
      bulk(ids: [Int!]!, ${tenantIs}): [Thing!]!
      things(${tenantIs}, pick: Pick): [Thing!]
      ${when('Item', 'item(code: String, pick: Pick): Item')}
      ${when('Node', 'node(id: Int): Node')}
      ${when('Any', 'any(id: Int): Any')}
      ${when('secret', 'secret: String')}
    }`;
}
