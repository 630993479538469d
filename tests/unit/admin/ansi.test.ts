import * as fc from 'fast-check';

import { parseAnsi, plainText } from '../../../admin/src/features/executions/ansi';

const ESC = '\u001b';
const texts = (line: string) => parseAnsi(line).map(({ text }) => text);

describe('a log line with terminal styles', () => {
  it('is one plain piece without any', () => {
    expect(parseAnsi('<b>not markup</b>')).toEqual([
      expect.objectContaining({ text: '<b>not markup</b>', color: null, bold: false }),
    ]);
  });

  it('keeps a style until it is taken back', () => {
    const line = `a${ESC}[1;31mb${ESC}[22mc${ESC}[0md`;
    expect(parseAnsi(line)).toEqual([
      expect.objectContaining({ text: 'a', color: null, bold: false }),
      expect.objectContaining({ text: 'b', color: 'red', bold: true }),
      expect.objectContaining({ text: 'c', color: 'red', bold: false }),
      expect.objectContaining({ text: 'd', color: null, bold: false }),
    ]);
  });

  it.each([
    ['31', { color: 'red' }],
    ['92', { color: 'green' }],
    ['44', { background: 'blue' }],
    ['103', { background: 'yellow' }],
    ['2', { dim: true }],
    ['3', { italic: true }],
    ['4', { underline: true }],
    ['38;5;1', { color: 'red' }],
    ['38;5;196', { color: 'red' }],
    ['38;5;250', { color: 'white' }],
    ['48;5;21', { background: 'blue' }],
    ['38;2;250;200;20', { color: 'yellow' }],
    ['38;2;10;10;10;4', { color: 'black', underline: true }],
  ])('understands the code %s', (codes, style) => {
    expect(parseAnsi(`${ESC}[${codes}mx`)).toEqual([
      expect.objectContaining({ text: 'x', ...style }),
    ]);
  });

  it('takes an empty code for a reset', () => {
    expect(parseAnsi(`${ESC}[31ma${ESC}[mb`).at(-1)).toMatchObject({ text: 'b', color: null });
  });

  it('drops what moves the cursor, clears the screen, sets titles or makes links', () => {
    const line = `${ESC}[2Ja${ESC}[10;20Hb${ESC}]0;title\u0007c${ESC}]8;;javascript:alert(1)${ESC}\\d${ESC}cf\u0008`;
    expect(texts(line).join('')).toBe('abcdf');
  });

  it('keeps tabs, and drops a sequence that is cut off', () => {
    expect(plainText(`a\tb${ESC}`)).toBe('a\tb');
    expect(plainText(`a${ESC}[31`)).toBe('a');
  });

  it('never shows an escape character and never loses plain text, whatever comes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom(ESC, '[', 'm', '1', ';', ']', '\u0007'), fc.string())),
        (parts) => {
          const line = parts.join('');
          const shown = texts(line).join('');
          expect(shown).not.toContain(ESC);
          expect(shown).toBe(plainText(line));
        }
      )
    );
  });
});
