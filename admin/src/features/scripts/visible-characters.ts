export interface TextPiece {
  text: string;
  /** What stands here and would not show, or would move what follows; null for plain text. */
  hidden: string | null;
}

/**
 * Control characters but the tab; marks that turn the order of text round (Unicode TR 36, "Trojan Source"); line ends and
 * spaces that are not the usual ones; what shows as nothing: joiners, soft hyphens, fillers, variation selectors, tags.
 */
const HIDDEN =
  /(?![ \t\u3000])[\p{Cc}\p{Cf}\p{Cs}\p{Zs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** A line as pieces of plain text and of characters that have to be pointed at. */
export const visiblePieces = (line: string): TextPiece[] => {
  const pieces: TextPiece[] = [];
  let from = 0;
  const push = (to: number) => {
    if (to > from) pieces.push({ text: line.slice(from, to), hidden: null });
  };
  for (const match of line.matchAll(HIDDEN)) {
    push(match.index);
    pieces.push({ text: match[0], hidden: nameOf(match[0]) });
    from = match.index + match[0].length;
  }
  push(line.length);
  return pieces;
};

/** How many characters of a text would not show by themselves; the end of a line written by Windows is not one. */
export const countHidden = (text: string): number =>
  [...text.replaceAll('\r\n', '\n').replaceAll('\n', '').matchAll(HIDDEN)].length;

/** `ESC` for those that have a name, `U+202E` for the others. */
const nameOf = (character: string): string => {
  const code = character.codePointAt(0) ?? 0;
  return NAMES[code] ?? `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
};

const NAMES: Record<number, string> = {
  0x00: 'NUL',
  0x07: 'BEL',
  0x08: 'BS',
  0x0a: 'LF',
  0x0b: 'VT',
  0x0c: 'FF',
  0x0d: 'CR',
  0x1b: 'ESC',
  0x7f: 'DEL',
};
