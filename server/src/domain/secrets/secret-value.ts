import { isStorable } from '../storable';

/** Characters of a value. Shorter ones could not be hidden in logs without hiding ordinary words; longer ones are files. */
const LENGTH = { least: 4, most: 16_384 } as const;

/** What a value would have to have to be a secret, in words; null where it has it all. */
export const lackOf = (value: string): string | null => {
  const { least, most } = LENGTH;
  if (value.length < least || value.length > most) return `${least} to ${most} characters`;
  // White space alone would hide the gaps of ordinary text.
  if (value.replace(/\s/g, '').length < least)
    return `at least ${least} characters that are not white space`;
  return isStorable(value) ? null : 'no NUL character and no half of a surrogate pair';
};
