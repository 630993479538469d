/** The sixteen terminal colours that we show, by their usual names. */
export const ANSI_COLORS = [
  'black',
  'red',
  'green',
  'yellow',
  'blue',
  'magenta',
  'cyan',
  'white',
] as const;
export type AnsiColor = (typeof ANSI_COLORS)[number];

export interface AnsiStyle {
  color: AnsiColor | null;
  background: AnsiColor | null;
  bold: boolean;
  dim: boolean;
  italic: boolean;
  underline: boolean;
}

export interface AnsiSpan extends AnsiStyle {
  text: string;
}

const PLAIN: AnsiStyle = {
  color: null,
  background: null,
  bold: false,
  dim: false,
  italic: false,
  underline: false,
};

/**
 * Escape sequences of ECMA-48: `ESC [ … letter` (colours end in `m`), `ESC ] … BEL` (titles, links), other
 * short ones, also where they are cut off; and control characters that show as nothing.
 */
const ESCAPE =
  // eslint-disable-next-line no-control-regex -- control characters are what this looks for
  /\u001b\[([0-?]*)[ -/]*([@-~])?|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b[ -/]*[0-~]?|[\u0000-\u0008\u000b-\u001f\u007f]/g;

/** A log line as pieces of plain text with styles; what is not a style is dropped, never interpreted. */
export const parseAnsi = (line: string): AnsiSpan[] => {
  const spans: AnsiSpan[] = [];
  let style = PLAIN;
  let from = 0;
  const push = (to: number) => {
    if (to > from) spans.push({ ...style, text: line.slice(from, to) });
  };
  for (const match of line.matchAll(ESCAPE)) {
    push(match.index);
    from = match.index + match[0].length;
    if (match[2] === 'm') style = applyCodes(style, match[1] ?? '');
  }
  push(line.length);
  return spans;
};

/** The same line without its styles, for search and for copying. */
export const plainText = (line: string): string => line.replace(ESCAPE, '');

const applyCodes = (style: AnsiStyle, codes: string): AnsiStyle => {
  const numbers = codes.split(/[;:]/).map(Number);
  let next = style;
  for (let index = 0; index < numbers.length; index += 1) {
    const code = numbers[index] ?? 0;
    if (code === 38 || code === 48) {
      const [color, used] = extendedColor(numbers.slice(index + 1));
      next = { ...next, [code === 38 ? 'color' : 'background']: color };
      index += used;
    } else {
      next = applyCode(next, code);
    }
  }
  return next;
};

const applyCode = (style: AnsiStyle, code: number): AnsiStyle => {
  const color = ANSI_COLORS[code % 10] ?? null;
  if (code === 0) return PLAIN;
  if (code === 1) return { ...style, bold: true };
  if (code === 2) return { ...style, dim: true };
  if (code === 3) return { ...style, italic: true };
  if (code === 4) return { ...style, underline: true };
  if (code === 22) return { ...style, bold: false, dim: false };
  if (code === 23) return { ...style, italic: false };
  if (code === 24) return { ...style, underline: false };
  if (code === 39) return { ...style, color: null };
  if (code === 49) return { ...style, background: null };
  if (isColorCode(code, 30) || isColorCode(code, 90)) return { ...style, color };
  if (isColorCode(code, 40) || isColorCode(code, 100)) return { ...style, background: color };
  return style;
};

const isColorCode = (code: number, first: number): boolean => code >= first && code <= first + 7;

/** `5;n` (256 colours) and `2;r;g;b`, as the nearest of ours, and how many numbers that took. */
const extendedColor = ([mode, ...rest]: number[]): [AnsiColor | null, number] => {
  if (mode === 5) return [indexedColor(rest[0] ?? 0), 2];
  if (mode === 2) return [nearestColor(rest[0] ?? 0, rest[1] ?? 0, rest[2] ?? 0), 4];
  return [null, 1];
};

const indexedColor = (index: number): AnsiColor | null => {
  if (index < 16) return ANSI_COLORS[index % 8] ?? null;
  if (index >= 232) return nearestGrey((index - 232) / 23);
  const cube = index - 16;
  const level = (step: number) => (step === 0 ? 0 : step * 40 + 55);
  return nearestColor(
    level(Math.floor(cube / 36)),
    level(Math.floor(cube / 6) % 6),
    level(cube % 6)
  );
};

const nearestGrey = (lightness: number): AnsiColor => (lightness < 0.5 ? 'black' : 'white');

/** A channel counts as lit above half of the brightest one. */
const nearestColor = (red: number, green: number, blue: number): AnsiColor => {
  const brightest = Math.max(red, green, blue);
  const lowest = Math.min(red, green, blue);
  if (brightest - lowest < 32) return nearestGrey(brightest / 255);
  const lit = (channel: number, bit: number) => (channel > brightest / 2 ? bit : 0);
  return ANSI_COLORS[lit(red, 1) + lit(green, 2) + lit(blue, 4)] ?? 'white';
};
