import ipaddr from 'ipaddr.js';

/**
 * Whether an address is one of the public internet. Everything else is refused: private, loopback, link-local,
 * shared (CGNAT), multicast, reserved, documentation, and every IPv6 form that carries an IPv4 address inside
 * (mapped, compatible, NAT64, 6to4, Teredo), since the route decides where those end.
 */
export const isPublicAddress = (address: string): boolean => {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast') return false;
  // Of IPv6 only 2000::/3 is given out to the public.
  return parsed.kind() === 'ipv4' || parsed.match(GLOBAL_IPV6);
};

const GLOBAL_IPV6 = ipaddr.parseCIDR('2000::/3');

/** One spelling per address, so that two of them can be compared. */
export const normalAddress = (address: string): string =>
  ipaddr.isValid(address) ? ipaddr.parse(address).toNormalizedString() : address;
