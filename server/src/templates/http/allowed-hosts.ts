/** Whether the site's configuration lets jobs reach this host even where it is private. */
export type IsAllowedHost = (url: URL) => boolean;

/**
 * Reads `http.allowedHosts`: `host` allows every port, `host:port` that one. Hosts are compared as the URL parser
 * spells them, so `127.1` and `0x7f000001` are the same as `127.0.0.1`; a name allows the name, not its address.
 */
export const allowedHosts = (entries: readonly string[]): IsAllowedHost => {
  const hosts = new Set(entries.map(spelling));
  return (url) => hosts.has(url.hostname) || hosts.has(`${url.hostname}:${portOf(url)}`);
};

const spelling = (entry: string): string => {
  const port = /:\d+$/.exec(entry)?.[0] ?? '';
  const host = entry.slice(0, entry.length - port.length);
  const url = `http://${host}`;
  return `${URL.canParse(url) ? new URL(url).hostname : host.toLowerCase()}${port}`;
};

const portOf = ({ port, protocol }: URL): string => {
  if (port !== '') return port;
  return protocol === 'https:' ? '443' : '80';
};
