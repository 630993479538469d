import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';

import { JobFailure } from '../../domain/failure';
import { isPublicAddress } from './addresses';
import type { IsAllowedHost } from './allowed-hosts';

export interface Address {
  address: string;
  family: number;
}

/** All addresses of a name. */
export type Resolve = (hostname: string) => Promise<Address[]>;

/** Where a request may go: a URL, and the checked addresses that are the only ones to connect to. */
export interface Destination {
  url: URL;
  addresses: Address[];
}

export const resolveBySystem: Resolve = async (hostname) => lookup(hostname, { all: true });

/**
 * Reads a URL once and finds where it leads. Rejects with a JobFailure: `URL_REFUSED` for anything but a plain http(s)
 * URL, `HOST_REFUSED` where any address is not public and the site does not allow the host, `ENOTFOUND` and the like
 * where the name has none.
 */
export const findDestination = async (
  text: string | URL,
  isAllowed: IsAllowedHost,
  resolve: Resolve
): Promise<Destination> => {
  const url = readUrl(text);
  const addresses = await addressesOf(url, resolve);
  if (!isAllowed(url) && !addresses.every(({ address }) => isPublicAddress(address)))
    throw new JobFailure(
      `${url.hostname} is not a public address; the option http.allowedHosts can allow it`,
      { code: 'HOST_REFUSED', retryable: false }
    );
  return { url, addresses };
};

const readUrl = (text: string | URL): URL => {
  const url = URL.canParse(String(text)) ? new URL(String(text)) : undefined;
  if (url === undefined) throw refusedUrl('The URL is not complete');
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw refusedUrl('Only http and https URLs can be fetched');
  if (url.username !== '' || url.password !== '')
    throw refusedUrl('A URL must not contain a user name or password');
  return url;
};

const refusedUrl = (message: string): JobFailure =>
  new JobFailure(message, { code: 'URL_REFUSED', retryable: false });

/** A literal never reaches a resolver, so it is its own only address. */
const addressesOf = async (url: URL, resolve: Resolve): Promise<Address[]> => {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const family = isIP(host);
  const addresses = family === 0 ? await resolve(host) : [{ address: host, family }];
  if (addresses.length === 0)
    throw new JobFailure(`${url.hostname} has no address`, { code: 'ENOTFOUND' });
  return addresses;
};
