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
