import type { Parsed, Refusal } from './refusal';

/** C1, C8: from what was typed to the texts of five or six fields. */

const MAX_LENGTH = 256;

const MACROS = new Map([
  ['@yearly', '0 0 1 1 *'],
  ['@annually', '0 0 1 1 *'],
  ['@monthly', '0 0 1 * *'],
  ['@weekly', '0 0 * * 0'],
  ['@daily', '0 0 * * *'],
  ['@midnight', '0 0 * * *'],
  ['@hourly', '0 * * * *'],
]);

const FIVE =
  'Write five fields: minute, hour, day of month, month, day of week; or six, with seconds first.';

export const spellOut = (expression: unknown): Parsed<string[]> => {
  if (typeof expression !== 'string') {
    return { refusal: 'The expression must be text, such as "0 2 * * *".' };
  }
  const text = trimAscii(expression);
  const problem = problemOfText(text);
  if (problem !== null) return problem;
  if (text.startsWith('@')) return spellMacro(text);
  const fields = text.split(/[ \t]+/);
  return fields.length === 5 || fields.length === 6 ? fields : refuseCount(fields.length);
};

/** `trim()` would also take away characters that are not ASCII. */
const trimAscii = (text: string): string => {
  const isSpace = (place: number): boolean => /[ \t\n\v\f\r]/.test(text.charAt(place));
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(start)) start += 1;
  while (end > start && isSpace(end - 1)) end -= 1;
  return text.slice(start, end);
};

const problemOfText = (text: string): Refusal | null => {
  if (text === '') return { refusal: `The expression is empty. ${FIVE}` };
  if (text.length > MAX_LENGTH) {
    return {
      refusal: `The expression has ${text.length} characters; at most ${MAX_LENGTH} are allowed. Use several schedules.`,
    };
  }
  const strange = /[^\t\x20-\x7e]/.exec(text)?.[0];
  if (strange !== undefined) {
    const code = (strange.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    return {
      refusal: `The expression contains a character that does not belong there (U+${code}). Write digits, letters and signs of ASCII on one line.`,
    };
  }
  if (/^(cron_)?tz=/i.test(text)) {
    return {
      refusal: `"${text.split(/[ \t]/)[0] ?? ''}" does not belong into the expression. Choose the zone in the field "timezone".`,
    };
  }
  return null;
};

const spellMacro = (text: string): Parsed<string[]> => {
  const spelled = MACROS.get(text.toLowerCase());
  if (spelled !== undefined) return spelled.split(' ');
  return { refusal: `"${text}" is not known. ${macroHint(text.toLowerCase())}` };
};

const macroHint = (macro: string): string => {
  if (macro.startsWith('@every')) return 'Use a schedule of kind "interval", such as every "5m".';
  if (macro.startsWith('@reboot')) return 'A job cannot run at start-up; choose a time.';
  return `Write ${[...MACROS.keys()].join(', ')} alone, or five fields.`;
};

const refuseCount = (count: number): Refusal => {
  if (count > 6) {
    return {
      refusal: `The expression has ${count} fields; a year, a comment or a command is not supported. ${FIVE}`,
    };
  }
  return {
    refusal: `The expression has ${count === 1 ? 'only one field' : `only ${count} fields`}. ${FIVE}`,
  };
};
