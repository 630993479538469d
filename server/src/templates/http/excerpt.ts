import { isUtf8 } from 'node:buffer';

/**
 * The beginning of a body as text, at most `max` bytes of it; null where it is not text. A character that the cut
 * would break is left out.
 */
export const textExcerpt = (body: Buffer, max: number): string | null => {
  const part = wholeCharacters(body, max);
  return isUtf8(part) && !part.includes(0) ? part.toString('utf8') : null;
};

// A byte of the form 10xxxxxx continues a character: the cut moves before the one it would break.
const wholeCharacters = (body: Buffer, max: number): Buffer => {
  let end = Math.min(max, body.length);
  while (end > 0 && end < body.length && ((body[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return body.subarray(0, end);
};
