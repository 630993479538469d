/** Characters of a name; its ending is kept where it has one. */
const LONGEST = 120;
const LONGEST_ENDING = 16;
const FALLBACK = 'artifact';

/** Control characters, marks that turn the direction of writing, what some file system refuses. */
const REFUSED = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}<>:"|?*/\\]/gu;

/**
 * A name that means nothing but itself wherever it is saved: no path, no hidden file, no device, of bounded length. It is
 * for people only; where the bytes lie is never made of it.
 */
export const artifactName = (wanted: string): string => {
  const plain = wanted
    .normalize('NFC')
    .replace(REFUSED, '-')
    .replace(/^[\s.-]+|[\s.]+$/gu, '');
  if (plain === '') return FALLBACK;
  return shortened(isDevice(plain) ? `${FALLBACK}-${plain}` : plain);
};

const shortened = (name: string): string => {
  const letters = Array.from(name);
  if (letters.length <= LONGEST) return name;
  const dot = letters.lastIndexOf('.');
  const ending = dot > 0 && letters.length - dot <= LONGEST_ENDING ? letters.slice(dot) : [];
  return [...letters.slice(0, LONGEST - ending.length), ...ending].join('');
};

/** Windows opens these instead of a file, whatever their ending. */
const isDevice = (name: string): boolean => /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(name);
