/** Shorter pieces would hide ordinary words. */
const SHORTEST = 4;
const SHORTEST_LINE = 8;

/**
 * How a value may show up in output: as it is, each longer line of it, in JSON, in a URL, in a form, as HTML (as the
 * common languages write these), in hex, and inside of base64 at each of its three alignments.
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
  return [
    ...jsonForms(text),
    ...urlForms(text),
    ...HTML_FORMS.map((escapes) => htmlEscaped(text, escapes)),
    hex,
    hex.toUpperCase(),
    ...[0, 1, 2].flatMap((offset) => base64Core(bytes, offset)),
  ];
};

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

/** As JavaScript, Python (ASCII only), PHP (`\/`) and Go (no `<`, `>`, `&`) write it, and as JSON inside of JSON. */
const jsonForms = (text: string): string[] => {
  const plain = inJson(text);
  const ascii = unicodeEscaped(plain, /[^\0-\u007e]/g);
  return [
    plain,
    ascii,
    upperEscapes(ascii),
    plain.replaceAll('/', '\\/'),
    ascii.replaceAll('/', '\\/'),
    unicodeEscaped(plain, /[<>&\u2028\u2029]/g),
    inJson(plain),
    inJson(ascii),
  ];
};

/** Each unit of UTF-16 of its own, as JSON has it. */
const unicodeEscaped = (json: string, units: RegExp): string =>
  json.replace(units, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

const upperEscapes = (json: string): string =>
  json.replace(/\\u[0-9a-f]{4}/g, (escape) => `\\u${escape.slice(2).toUpperCase()}`);

/** Programs differ in what they leave as it is: `!'()*` (JavaScript), `/` (Python), a space as `+` (forms). */
const urlForms = (text: string): string[] => {
  const loose = encodeURIComponent(wellFormed(text));
  const strict = loose.replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`
  );
  return [
    loose,
    lowerEscapes(loose),
    loose.replaceAll('%20', '+'),
    strict,
    lowerEscapes(strict),
    strict.replaceAll('%20', '+'),
    strict.replaceAll('%2F', '/'),
    encodeURI(wellFormed(text)),
  ];
};

/** `encodeURIComponent` throws for half of a surrogate pair. */
const wellFormed = (text: string): string => Buffer.from(text, 'utf8').toString('utf8');

const lowerEscapes = (text: string): string =>
  text.replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase());

const HTML = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const HTML_FORMS: Record<string, string>[] = [
  HTML,
  { ...HTML, "'": '&#39;' },
  { ...HTML, "'": '&#x27;' },
  { ...HTML, '"': '&#34;', "'": '&#39;' },
];
const htmlEscaped = (text: string, escapes: Record<string, string>): string =>
  text.replace(/[&<>"']/g, (char) => escapes[char] ?? char);

/** The characters that do not depend on what stands before and after: three bytes make four characters. */
const base64Core = (bytes: Buffer, offset: number): string[] => {
  const padded = Buffer.concat([Buffer.alloc(offset), bytes]);
  const first = Math.ceil((offset * 8) / 6);
  const last = Math.floor((padded.length * 8) / 6);
  const core = padded.toString('base64').slice(first, last);
  return [core, core.replaceAll('+', '-').replaceAll('/', '_')];
};
