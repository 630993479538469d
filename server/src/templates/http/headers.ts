/** Headers that frame the message or steer the connection: they belong to the client, not to a job. */
const FRAMING = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'http2-settings',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** What is wrong with a header of a request; undefined where it can be sent. */
export const headerProblem = (name: string, value: string): string | undefined => {
  if (FRAMING.has(name.toLowerCase()) || /^proxy-/i.test(name))
    return 'is set by the connection and cannot be changed';
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) return 'is not a valid header name';
  return /[^\t\u0020-\u007e\u0080-\u00ff]/.test(value)
    ? 'holds a character that a header cannot carry'
    : undefined;
};

const SENSITIVE = /auth|cookie|token|secret|passw|api-?key|signature|credential|session/i;
const MASK = '***';

/** Headers as they may be shown: values of names that carry credentials are masked. */
export const maskHeaders = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, SENSITIVE.test(name) ? MASK : value])
  );

/** A URL as it may be shown: query values of names that carry credentials are masked. */
export const maskUrl = (text: string): string => {
  if (!URL.canParse(text)) return MASK;
  const url = new URL(text);
  for (const name of new Set(url.searchParams.keys()))
    if (SENSITIVE.test(name) || /^(key|sig)$/i.test(name)) url.searchParams.set(name, MASK);
  return url.href;
};
