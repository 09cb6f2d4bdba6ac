import type { FetchContext } from '../../source.js';
import type { Address } from './endpoint.js';
import { type Forwarding, forwardsHeaders, type Headers, toOutboundHeaders } from './headers.js';
import { readSetting, type Setting, type Target } from './options.js';

/** Where one call goes. At once, where no function has to be asked. */
export type AddressOf = (client: Pick<FetchContext, 'headers' | 'session'>) => Address | Promise<Address>;

export function createAddress(target: Setting<Target>, headers: Setting<Headers>, forwarding: Forwarding): AddressOf {
  if ('value' in target && 'value' in headers) {
    if (forwardsHeaders(forwarding) || forwarding.session !== 'none') {
      return (client) => toAddress(target.value, toOutboundHeaders(headers.value, forwarding, client));
    }
    const only = toAddress(target.value, headers.value);
    return () => only;
  }
  return async (client) => {
    const to = await readSetting(target);
    return toAddress(to, toOutboundHeaders(await readSetting(headers), forwarding, client));
  };
}

function toAddress({ origin, path }: Target, headers: Headers): Address {
  return { origin, path, headers: [...headers].flat() };
}
