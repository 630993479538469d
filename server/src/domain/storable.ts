/**
 * What a database can hold of a value that somebody's code produced: PostgreSQL refuses NUL characters and halves of
 * surrogate pairs in text and JSON, and one such value would hold up everything that is written with it.
 */

const REPLACEMENT = '\uFFFD';
const ELLIPSIS = '…';

/** Whether a database takes the text as it is. */
export const isStorable = (text: string): boolean => !/[\0\p{Surrogate}]/u.test(text);

/** The text without characters that a database refuses, at most `max` characters long. */
export const storableText = (text: string, max: number): string => {
  const cut = text.length > max ? text.slice(0, max - 1) + ELLIPSIS : text;
  return cut.replace(/\p{Surrogate}|\0/gu, REPLACEMENT);
};

export type StorableJson = { ok: true; value: unknown } | { ok: false; why: string };

/**
 * The value as JSON keeps it (undefined becomes null, big integers become text), or why it cannot be kept: it is not
 * made of plain data, or its JSON is longer than `maxLength` characters. Never throws.
 */
export const storableJson = (value: unknown, maxLength: number): StorableJson => {
  try {
    const json = JSON.stringify(value, bigIntAsText);
    if (json === undefined) return { ok: true, value: null };
    if (json.length > maxLength) {
      return { ok: false, why: `it is ${json.length} characters of JSON, more than ${maxLength}` };
    }
    return { ok: true, value: JSON.parse(withoutRefusedEscapes(json)) };
  } catch {
    return { ok: false, why: 'it cannot be written as JSON' };
  }
};

const bigIntAsText = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' ? value.toString() : value;

// JSON.stringify escapes NUL and lone halves; `\\` is matched first so that an escaped backslash is left alone.
const withoutRefusedEscapes = (json: string): string =>
  json.replace(/\\(\\|u0000|ud[89a-f][0-9a-f]{2})/g, (escape, what: string) =>
    what === '\\' ? escape : REPLACEMENT
  );
