/**
 * What a database can hold of a value that somebody's code produced: PostgreSQL refuses NUL characters and halves of
 * surrogate pairs in text and JSON, and one such value would hold up everything that is written with it.
 */

const REPLACEMENT = '\uFFFD';
const ELLIPSIS = '…';
/** MariaDB refuses JSON of 32 levels (tried with 10.11), and whoever walks through a value needs a bound too. */
const MAX_LEVELS = 31;

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
 * made of plain data, nested too deep, or its JSON is longer than `maxLength` characters. Never throws.
 */
export const storableJson = (value: unknown, maxLength: number): StorableJson => {
  try {
    const json = JSON.stringify(value, bigIntAsText);
    if (json === undefined) return { ok: true, value: null };
    if (json.length > maxLength) {
      return { ok: false, why: `it is ${json.length} characters of JSON, more than ${maxLength}` };
    }
    const kept: unknown = JSON.parse(withoutRefusedEscapes(json));
    return isNestedDeeper(kept, MAX_LEVELS)
      ? { ok: false, why: `it is nested deeper than ${MAX_LEVELS} levels` }
      : { ok: true, value: kept };
  } catch {
    return { ok: false, why: 'it cannot be written as JSON' };
  }
};

/** Whether values lie inside of values more than so many levels deep; it looks no further than that. */
export const isNestedDeeper = (value: unknown, levels: number): boolean => {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isNestedDeeper(inner, levels - 1));
};

const bigIntAsText = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' ? value.toString() : value;

// JSON.stringify escapes NUL and lone halves; `\\` is matched first so that an escaped backslash is left alone.
const withoutRefusedEscapes = (json: string): string =>
  json.replace(/\\(\\|u0000|ud[89a-f][0-9a-f]{2})/g, (escape, what: string) =>
    what === '\\' ? escape : REPLACEMENT
  );
