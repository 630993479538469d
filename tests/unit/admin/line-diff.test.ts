import fc from 'fast-check';

import {
  countChanges,
  diffLines,
  type DiffLine,
} from '../../../admin/src/features/scripts/line-diff';

const SIGNS = { same: ' ', added: '+', removed: '-' };
const written = (before: string, after: string): string[] =>
  diffLines(before, after).map((row) =>
    row.kind === 'gap' ? `… ${row.count}` : `${SIGNS[row.kind]}${row.text}`
  );

describe('the difference to what was approved', () => {
  it('shows each line that came or went, with three around it', () => {
    const before = 'a\nb\nc\nd\ne\nf\ng\nh\n';
    expect(written(before, before.replace('f', 'F'))).toEqual([
      '… 2',
      ' c',
      ' d',
      ' e',
      '-f',
      '+F',
      ' g',
      ' h',
    ]);
  });

  it('numbers the lines of both sides', () => {
    expect(diffLines('a\nb\n', 'b\nc\n')).toEqual([
      { kind: 'removed', before: 1, after: null, text: 'a' },
      { kind: 'same', before: 2, after: 1, text: 'b' },
      { kind: 'added', before: null, after: 2, text: 'c' },
    ]);
  });

  it.each([
    ['a line end that goes at the end', 'a\n', 'a'],
    ['a line end of another kind', 'a\nb\n', 'a\r\nb\n'],
    ['a space at the end of a line', 'a\n', 'a \n'],
    ['a line that is empty', 'a\nb\n', 'a\n\nb\n'],
  ])('hides no %s', (_what, before, after) => {
    const { added, removed } = countChanges(diffLines(before, after));
    expect(added + removed).toBeGreaterThan(0);
  });

  it('gives back both texts, whatever they are', () => {
    const text = fc.array(fc.constantFrom('a', 'b', '', 'c d'), { maxLength: 12 });
    fc.assert(
      fc.property(text, text, (before, after) => {
        const rows = diffLines(before.join('\n'), after.join('\n'));
        const lines = rows.filter((row): row is DiffLine => row.kind !== 'gap');
        const oldOnes = before.length === 0 ? [''] : before;
        const newOnes = after.length === 0 ? [''] : after;
        for (const line of lines) {
          if (line.before !== null) expect(line.text).toBe(oldOnes[line.before - 1]);
          if (line.after !== null) expect(line.text).toBe(newOnes[line.after - 1]);
        }
        const { added, removed } = countChanges(rows);
        const gone = rows.reduce((sum, row) => sum + (row.kind === 'gap' ? row.count : 0), 0);
        const same = lines.filter(({ kind }) => kind === 'same').length + gone;
        const isCut = before.join('\n').endsWith('\n') && after.join('\n').endsWith('\n') ? 1 : 0;
        expect([same + removed, same + added]).toEqual([
          oldOnes.length - isCut,
          newOnes.length - isCut,
        ]);
      })
    );
  });

  it('says of two texts that have little in common that one takes the place of the other', () => {
    const lines = (word: string) => Array.from({ length: 3_000 }, (_, n) => `${word} ${n}`);
    const rows = diffLines(lines('old').join('\n'), lines('new').join('\n'));
    expect(countChanges(rows)).toEqual({ added: 3_000, removed: 3_000 });
  });
});
