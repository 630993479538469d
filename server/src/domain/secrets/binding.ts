/** What a secret is bound to, and where somebody wants to take it. */
export interface Binding {
  /** documentIds; empty = any. */
  allowedScripts: string[];
  /** `host` or `host:port`; empty = any. */
  allowedHosts: string[];
}

/**
 * Whether a secret may be taken there: a bound one only to the places that it names, all of them. One that is bound to
 * scripts is not sent to hosts, and the other way round.
 */
export const isAllowed = (
  { allowedScripts, allowedHosts }: Binding,
  to: { hosts: string[]; scripts: string[] }
): boolean => {
  if (allowedScripts.length === 0 && allowedHosts.length === 0) return true;
  if (to.hosts.length === 0 && to.scripts.length === 0) return false;
  return (
    to.scripts.every((script) => allowedScripts.includes(script)) &&
    to.hosts.every((host) => allowedHosts.some((allowed) => covers(allowed, host)))
  );
};

/** `host` covers all of its ports. */
const covers = (allowed: string, host: string): boolean =>
  allowed === host.toLowerCase() || allowed === host.toLowerCase().replace(/:\d+$/, '');
