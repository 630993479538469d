/** Shorter pieces would hide ordinary words. */
const SHORTEST = 4;
const SHORTEST_LINE = 8;

/**
 * How a value may show up in output: as it is, each longer line of it, in JSON, in a URL, in a form, as HTML, in hex, and
 * inside of base64 at each of its three alignments.
 */
export const formsOf = (value: string): string[] =>
  [value, ...longLines(value)]
    .flatMap((text) => [text, ...encodings(text)])
    .filter((form) => form.length >= SHORTEST);

const longLines = (value: string): string[] => {
  const lines = value.split(/\r?\n/).map((line) => line.trim());
  return lines.length > 1 ? lines.filter((line) => line.length >= SHORTEST_LINE) : [];
};

const encodings = (text: string): string[] => {
  const bytes = Buffer.from(text, 'utf8');
  const hex = bytes.toString('hex');
  const percent = percentEncoded(text);
  return [
    JSON.stringify(text).slice(1, -1),
    // JSON inside of JSON, as in a log line about a request.
    JSON.stringify(JSON.stringify(text).slice(1, -1)).slice(1, -1),
    percent,
    lowerEscapes(percent),
    percent.replaceAll('%20', '+'),
    encodeURI(wellFormed(text)),
    htmlEscaped(text),
    hex,
    hex.toUpperCase(),
    ...[0, 1, 2].flatMap((offset) => base64Core(bytes, offset)),
  ];
};

const percentEncoded = (text: string): string => encodeURIComponent(wellFormed(text));

/** `encodeURIComponent` throws for half of a surrogate pair. */
const wellFormed = (text: string): string => Buffer.from(text, 'utf8').toString('utf8');

const lowerEscapes = (text: string): string =>
  text.replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase());

const HTML: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const htmlEscaped = (text: string): string => text.replace(/[&<>"]/g, (char) => HTML[char] ?? char);

/** The characters that do not depend on what stands before and after: three bytes make four characters. */
const base64Core = (bytes: Buffer, offset: number): string[] => {
  const padded = Buffer.concat([Buffer.alloc(offset), bytes]);
  const first = Math.ceil((offset * 8) / 6);
  const last = Math.floor((padded.length * 8) / 6);
  const core = padded.toString('base64').slice(first, last);
  return [core, core.replaceAll('+', '-').replaceAll('/', '_')];
};
