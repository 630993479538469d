/** 32 lower-case hex digits that tell texts apart; the same everywhere and always. Not a secret's business. */
export const fingerprint = (text: string): string =>
  [1, 2, 3, 4].map((seed) => hash(text, seed).toString(16).padStart(8, '0')).join('');

/** FNV-1a over UTF-16 units, with MurmurHash3's finish so that every bit counts in every other. */
const hash = (text: string, seed: number): number => {
  let state = Math.imul(0x811c9dc5, seed);
  for (let at = 0; at < text.length; at += 1) {
    state = Math.imul(state ^ text.charCodeAt(at), 0x01000193) ^ (state >>> 15);
  }
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return (state ^ (state >>> 16)) >>> 0;
};
