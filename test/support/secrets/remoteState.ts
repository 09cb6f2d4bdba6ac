import type { Choose } from '../randomQuery.js';
import type { Resolvers } from '../remoteServer.js';
import { hasMember, type RemotePart } from './remotePart.js';
import { chance } from './seededChoose.js';
import { codes, ids, texts } from './tables.js';

/** What the remote schema serves. */
export interface RemoteState {
  readonly objects: readonly RemoteObject[];
  readonly secret: string;
}

export interface RemoteObject {
  readonly __typename: 'Thing' | 'Item';
  readonly id: number;
  readonly code: string;
  readonly s: string | null;
  readonly hid: string;
  readonly tenant: 'acme' | 'zen';
  /** Places of other objects among all. */
  readonly item: number;
  readonly thing: number;
  readonly others: readonly number[];
}

export function drawObjects(choose: Choose, part: RemotePart | undefined): readonly RemoteObject[] {
  const kinds = [...ids.map((id) => ['Thing', id] as const), ...ids.slice(0, 4).map((id) => ['Item', id] as const)];
  const tenants = kinds.map(() => choose(['acme', 'acme', 'zen'] as const));
  const keepsTenant = part?.shown === 'some' && part.tenant !== undefined;
  return kinds.map(([__typename, id], place) => {
    const isLinkable = (other: number): boolean => !keepsTenant || tenants[other] === tenants[place];
    const placesOf = (type: string): readonly number[] =>
      [...kinds.keys()].filter((other) => kinds[other]?.[0] === type && isLinkable(other));
    return {
      __typename,
      id,
      code: codes[(id - 1) % codes.length] ?? '',
      s: choose([...texts, null]),
      hid: choose(texts),
      tenant: tenants[place] ?? 'acme',
      item: choose([...placesOf('Item'), -1]),
      thing: choose([...placesOf('Thing'), -1]),
      others: placesOf('Thing').filter(() => chance(choose, 40)),
    };
  });
}

/** The objects with other values where who asks sees none. */
export function hideObjects(
  part: RemotePart | undefined,
  choose: Choose,
  objects: readonly RemoteObject[],
  secret: () => string,
): RemoteState {
  const isTenantSeen = (tenant: string): boolean =>
    part !== undefined && (part.shown === 'everything' || part.tenant === undefined || tenant === 'acme');
  return {
    secret: part !== undefined && hasMember(part, 'secret') ? 'told' : secret(),
    objects: objects.map((each) => {
      const isSeen = isTenantSeen(each.tenant);
      return {
        ...each,
        s: isSeen ? each.s : secret(),
        hid: isSeen && part !== undefined && hasMember(part, 'hid') ? each.hid : secret(),
        id: isSeen ? each.id : choose(ids),
        others: isSeen ? each.others : [],
      };
    }),
  };
}

interface Pick {
  readonly tenant?: string | null;
  readonly code?: string | null;
  readonly not?: Pick | null;
}

/** @param current what is served now */
export function remoteResolvers(current: () => RemoteState): Resolvers {
  const isOf = (tenant: string | null | undefined, object: RemoteObject): boolean =>
    tenant === undefined || tenant === null || tenant === object.tenant;
  const isPicked = (pick: Pick | null | undefined, object: RemoteObject): boolean =>
    pick === undefined ||
    pick === null ||
    (isOf(pick.tenant, object) &&
      (pick.code === undefined || pick.code === null || pick.code === object.code) &&
      (pick.not === undefined || pick.not === null || !isPicked({ ...pick.not, tenant: null }, object)));
  const all = (type: string): readonly RemoteObject[] =>
    current().objects.filter(({ __typename }) => __typename === type);
  const at = (place: number): RemoteObject | null => current().objects[place] ?? null;
  return {
    Query: {
      thing: (_: unknown, { id, tenant }: { id?: number; tenant?: string }) =>
        all('Thing').find((each) => each.id === id && isOf(tenant, each)) ?? null,
      bulk: (_: unknown, { ids: wanted, tenant }: { ids: readonly number[]; tenant?: string }) =>
        all('Thing').filter((each) => wanted.includes(each.id) && isOf(tenant, each)),
      things: (_: unknown, { tenant, pick }: { tenant?: string; pick?: Pick }) =>
        all('Thing').filter((each) => isOf(tenant, each) && isPicked(pick, each)),
      item: (_: unknown, { code, pick }: { code?: string; pick?: Pick }) =>
        all('Item').find((each) => each.code === code && isPicked(pick, each)) ?? null,
      node: (_: unknown, { id }: { id?: number }) => current().objects.find((each) => each.id === id) ?? null,
      any: (_: unknown, { id }: { id?: number }) => current().objects.findLast((each) => each.id === id) ?? null,
      secret: () => current().secret,
    },
    Thing: {
      item: ({ item }: RemoteObject) => at(item),
      twin: ({ thing }: RemoteObject) => at(thing),
      others: ({ others }: RemoteObject, { pick }: { pick?: Pick }) =>
        others.flatMap((place) => at(place) ?? []).filter((each) => isPicked(pick, each)),
    },
    Item: { owner: ({ thing }: RemoteObject) => at(thing) },
  };
}
