import { countHidden, visiblePieces } from '../../../admin/src/features/scripts/visible-characters';

const marked = (line: string): string =>
  visiblePieces(line)
    .map(({ text, hidden }) => (hidden === null ? text : `<${hidden}>`))
    .join('');

describe('what would not show in a script', () => {
  it.each([
    ['an escape sequence', 'a\u001b[2Kb', 'a<ESC>[2Kb'],
    ['a carriage return', 'rm -rf /\recho hello', 'rm -rf /<CR>echo hello'],
    ['a mark that turns the order round', 'x\u202e0 == 1\u2066', 'x<U+202E>0 == 1<U+2066>'],
    ['a space without width', 'pass\u200bword', 'pass<U+200B>word'],
    ['a space that is no space', 'a\u00a0b', 'a<U+00A0>b'],
    ['a filler that counts as a letter', 'if (\u3164) x()', 'if (<U+3164>) x()'],
    ['a soft hyphen', 'a\u00adb', 'a<U+00AD>b'],
    ['a tag', 'a\u{e0041}b', 'a<U+E0041>b'],
    ['a line end of its own kind', '// a\u2028run()', '// a<U+2028>run()'],
    ['a byte order mark', '\ufeffx', '<U+FEFF>x'],
    ['half of a pair', 'a\ud800b', 'a<U+D800>b'],
    ['a bell, a backspace and a NUL', '\u0007\b\0', '<BEL><BS><NUL>'],
  ])('%s has its name in its place', (_what, line, shown) => {
    expect(marked(line)).toBe(shown);
    expect(countHidden(line)).toBeGreaterThan(0);
  });

  it.each(['plain text', '\tindented', '中文　全形空格', 'emoji 🎉', 'naïve café', '<img src=x>'])(
    '%j is shown as it is',
    (line) => {
      expect(marked(line)).toBe(line);
      expect(countHidden(line)).toBe(0);
    }
  );

  it('counts no line ends of Windows, and other carriage returns', () => {
    expect(countHidden('a\r\nb\r\n')).toBe(0);
    expect(countHidden('a\rb\r\n')).toBe(1);
  });

  it('loses no character', () => {
    const line = 'a\u202eb\u001bc';
    expect(
      visiblePieces(line)
        .map(({ text }) => text)
        .join('')
    ).toBe(line);
  });
});
