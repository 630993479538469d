const UNKNOWN = 'application/octet-stream';

const BY_ENDING: Record<string, string> = {
  csv: 'text/csv',
  dump: UNKNOWN,
  gz: 'application/gzip',
  html: 'text/html',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  json: 'application/json',
  log: 'text/plain',
  md: 'text/markdown',
  ndjson: 'application/x-ndjson',
  pdf: 'application/pdf',
  png: 'image/png',
  sql: 'application/sql',
  svg: 'image/svg+xml',
  tar: 'application/x-tar',
  txt: 'text/plain',
  webp: 'image/webp',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  xml: 'application/xml',
  yaml: 'application/yaml',
  yml: 'application/yaml',
  zip: 'application/zip',
};

/** The media type that a name's ending stands for. */
export const mimeOf = (name: string): string => {
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  return Object.hasOwn(BY_ENDING, ending) ? (BY_ENDING[ending] ?? UNKNOWN) : UNKNOWN;
};

/** `type/subtype` of RFC 9110, without parameters: anything else could end the header and begin another. */
export const isMime = (text: string): boolean =>
  text.length <= 100 && /^[a-z0-9][\w.+-]*\/[a-z0-9][\w.+-]*$/i.test(text);
