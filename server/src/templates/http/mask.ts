/** Names whose values are credentials, in headers, queries and bodies alike. */
const SENSITIVE =
  /authorization|authentication|(^|[-_])auth($|[-_])|cookie|token|secret|passw|api-?_?key|signature|credential|session|^(key|sig|pwd)$/i;
const MASK = '***';

const isSensitive = (name: string): boolean => SENSITIVE.test(name);

/** Headers as they may be shown. */
export const maskHeaders = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, isSensitive(name) ? MASK : value])
  );

/** A URL as it may be shown, in logs and previews. */
export const maskUrl = (text: string): string => {
  if (!URL.canParse(text)) return MASK;
  const url = new URL(text);
  for (const name of new Set(url.searchParams.keys()))
    if (isSensitive(name)) url.searchParams.set(name, MASK);
  return url.href;
};

/** A JSON body as it may be shown. */
export const maskBody = (body: unknown): unknown => {
  if (Array.isArray(body)) return body.map(maskBody);
  if (typeof body !== 'object' || body === null) return body;
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [name, isSensitive(name) ? MASK : maskBody(value)])
  );
};
