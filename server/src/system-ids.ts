import { randomBytes } from 'node:crypto';

import type { Ids } from './engine/ports';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';

const word = (length: number): string => {
  let text = '';
  for (const byte of randomBytes(length)) text += ALPHABET[byte % ALPHABET.length];
  return text;
};

/** Random names: a documentId looks like Strapi's own (24 characters, a letter first). */
export const systemIds: Ids = {
  documentId: () => ALPHABET.charAt(Math.floor(Math.random() * 26)) + word(23),
  token: () => word(32),
  random: () => Math.random(),
};
