/** Stands where a value must not be read. */
export const MASKED = '••••••';

/** Names under which people keep what others must not read. */
export const SECRET_NAME =
  /authori[sz]ation|authentication|(^|[-_])auth($|[-_])|cookie|passw|pwd|secret|token|(api|access|private|auth)[-_]?key|credential|signature|session|^(key|sig)$/i;

/** `user:password@` and query values of secret names inside a URL. */
const USER_INFO = /(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/?#@]+@/gi;
const QUERY_SECRET = new RegExp(
  `([?&](?:[^=&\\s]*(?:${SECRET_NAME.source})[^=&\\s]*|key|sig)=)[^&#\\s]+`,
  'gi'
);

/**
 * A value as it may stand in a record that others read: what is kept under a name such as `Authorization` or `apiKey`,
 * at any depth, and secrets inside URLs are replaced.
 */
export const mask = (name: string, value: unknown): unknown => {
  if (SECRET_NAME.test(name) && value !== null && value !== undefined && value !== '')
    return MASKED;
  if (typeof value === 'string')
    return value.replace(USER_INFO, `$1${MASKED}@`).replace(QUERY_SECRET, `$1${MASKED}`);
  if (Array.isArray(value)) return value.map((item) => mask('', item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mask(key, inner)]));
};
