import { formatDuration, formatMoment, formatRelative } from '../../../admin/src/format-time';
import { intlLocale } from '../../../admin/src/language';
import { isAboutToRun } from '../../../admin/src/about-to-run';

const NOW = Date.parse('2026-11-21T02:00:00.000Z');

describe('times for people', () => {
  it.each([
    [0, '0ms'],
    [350, '350ms'],
    [1_449, '1.4s'],
    [59_999, '59s'],
    [252_000, '4m 12s'],
    [3_600_000, '1h'],
    [93_784_000, '1d 2h'],
  ])('%s ms is %s', (ms, text) => expect(formatDuration(ms, 'en')).toBe(text));

  it.each([
    [2_000, 'in 2 seconds'],
    [-119_000, '1 minute ago'],
    [10_800_000, 'in 3 hours'],
    [0, 'now'],
  ])('%s ms from now is %s', (ms, text) => expect(formatRelative(NOW + ms, NOW, 'en')).toBe(text));

  it('speaks Traditional Chinese to readers of zh', () => {
    expect(intlLocale('zh')).toBe('zh-HK');
    expect(formatRelative(NOW - 180_000, NOW, intlLocale('zh'))).toBe('3 分鐘前');
    expect(intlLocale('fr')).toBe('fr');
  });

  it('shows an instant in the zone that is asked for', () => {
    expect(formatMoment('2026-11-21T16:30:00.000Z', 'en-GB', 'Asia/Hong_Kong')).toBe(
      '22 Nov 2026, 00:30:00'
    );
  });
});

describe('what is about to run', () => {
  it.each([
    [null, false],
    ['2026-11-21T02:00:02.000Z', true],
    ['2026-11-21T01:59:58.000Z', true],
    ['2026-11-21T02:00:10.000Z', false],
    ['2026-11-21T01:00:00.000Z', false],
  ])('%s → %s', (at, soon) => expect(isAboutToRun(at, NOW)).toBe(soon));
});
