import type { PreviewView } from '../../../server/src/contract/schedule';
import type { PreviewRequest } from '../../../server/src/domain/schedule/preview';
import { previewSchedules } from '../../../server/src/domain/schedule/preview';
import { at, iso, theSchedules } from '../../support/schedules';

const zone = { timezone: 'America/New_York' };

const preview = (
  inputs: object[],
  request: Partial<Omit<PreviewRequest, 'from' | 'schedules'>> & { from: string }
): PreviewView =>
  previewSchedules({
    count: 3,
    all: false,
    language: 'en',
    ...request,
    schedules: theSchedules(...inputs),
    from: at(request.from),
  });

const verdicts = ({ occurrences }: PreviewView): string[] =>
  occurrences.map((one) => `${iso(at(one.at))} ${one.schedule} ${one.verdict}`);

describe('a preview', () => {
  it('says the instant, the local time, the offset and the zone of each occurrence', () => {
    const hongKong = { key: 'hk', kind: 'daily', time: '09:00', timezone: 'Asia/Hong_Kong' };
    expect(preview([hongKong], { from: '2026-03-01T00:00Z', count: 1 })).toEqual({
      occurrences: [
        {
          at: '2026-03-01T01:00:00.000Z',
          local: '2026-03-01T09:00:00',
          offset: '+08:00',
          zone: 'Asia/Hong_Kong',
          schedule: 'hk',
          verdict: 'runs',
          note: null,
        },
      ],
      descriptions: { hk: 'Every day at 09:00' },
      warnings: [],
      zoneData: expect.stringMatching(/^\d{4}[a-z]$/),
    });
  });

  it('tells of a time that was moved, in both languages', () => {
    const daily = { key: 'd', kind: 'daily', time: '02:30', ...zone };
    const from = '2026-03-08T00:00Z';
    expect(preview([daily], { from, count: 1 }).occurrences[0]).toMatchObject({
      at: '2026-03-08T07:30:00.000Z',
      local: '2026-03-08T03:30:00',
      offset: '-04:00',
      verdict: 'moved',
      note: '02:30 does not exist on 8 March 2026 in America/New_York because the clock jumps ahead; runs at 03:30 instead.',
    });
    expect(preview([daily], { from, count: 1, language: 'zh' }).occurrences[0]?.note).toBe(
      '因時鐘撥快，America/New_York 在 2026 年 3 月 8 日沒有 02:30，改於 03:30 執行。'
    );
  });

  it('names the new date of a time that was moved over midnight', () => {
    const late = { kind: 'cron', expression: '30 23 * * 6', timezone: 'America/Nuuk' };
    expect(preview([late], { from: '2026-03-28T12:00Z', count: 1 }).occurrences[0]?.note).toBe(
      '23:30 does not exist on 28 March 2026 in America/Nuuk because the clock jumps ahead; runs at 00:30 on 29 March 2026 instead.'
    );
  });

  it('tells of a time that comes twice and runs once', () => {
    const daily = { key: 'd', kind: 'daily', time: '01:30', ...zone };
    expect(preview([daily], { from: '2026-11-01T00:00Z', count: 1 }).occurrences[0]).toMatchObject({
      at: '2026-11-01T05:30:00.000Z',
      verdict: 'once',
      note: '01:30 comes twice on 1 November 2026 in America/New_York; it runs the first time only.',
    });
    const before = { ...daily, time: '00:59' };
    expect(preview([before], { from: '2026-11-01T00:00Z', count: 1 }).occurrences[0]).toMatchObject(
      {
        verdict: 'runs',
      }
    );
  });

  it('finds nothing remarkable in what repeats through the change', () => {
    const often = { key: 'c', kind: 'cron', expression: '*/30 * * * *', ...zone };
    expect(verdicts(preview([often], { from: '2026-11-01T05:00Z' }))).toEqual([
      '2026-11-01T05:30Z c runs',
      '2026-11-01T06:00Z c runs',
      '2026-11-01T06:30Z c runs',
    ]);
  });

  it('says when a skipped time falls on a run that exists', () => {
    const both = { key: 'c', kind: 'cron', expression: '30 2,3 * * *', ...zone };
    const [first] = preview([both], { from: '2026-03-08T00:00Z' }).occurrences;
    expect(first).toMatchObject({ at: '2026-03-08T07:30:00.000Z', verdict: 'runs' });
    expect(first?.note).toContain('02:30 does not exist on 8 March 2026');
  });
});

describe('a preview of everything', () => {
  const hourly = { key: 'hourly', kind: 'hourly', minute: 0 };
  const daily = { key: 'daily', kind: 'daily', time: '02:00', priority: 5 };
  const from = '2026-01-01T00:30Z';

  it('shows what merges, and who runs', () => {
    const all = preview([hourly, daily], { from, all: true, count: 2 });
    expect(verdicts(all)).toEqual([
      '2026-01-01T01:00Z hourly runs',
      '2026-01-01T02:00Z daily runs',
      '2026-01-01T02:00Z hourly merged',
    ]);
    expect(all.occurrences[2]?.note).toBe('"daily" falls on the same instant and runs instead.');
    expect(verdicts(preview([hourly, daily], { from, count: 2 }))).toHaveLength(2);
  });

  it('shows what lies before the start and after the end', () => {
    const window = { startAt: '2026-01-01T03:00:00Z', endAt: '2026-01-01T05:00:00Z' };
    const all = preview([{ ...hourly, ...window }], { from, all: true, count: 3 });
    expect(verdicts(all)).toEqual([
      '2026-01-01T01:00Z hourly before-start',
      '2026-01-01T02:00Z hourly before-start',
      '2026-01-01T03:00Z hourly runs',
      '2026-01-01T04:00Z hourly runs',
      '2026-01-01T05:00Z hourly after-end',
      '2026-01-01T06:00Z hourly after-end',
      '2026-01-01T07:00Z hourly after-end',
    ]);
    expect(all.occurrences[0]?.note).toBe('Before the start on 1 January 2026 at 03:00.');
    expect(all.occurrences[4]?.note).toBe('After the end on 1 January 2026 at 05:00.');
  });

  it('takes the narrower of the job’s and the schedule’s window', () => {
    const job = { startAt: at('2026-01-01T02:00Z'), endAt: at('2026-01-01T03:00Z') };
    const window = { startAt: '2026-01-01T01:00:00Z', endAt: '2026-01-01T09:00:00Z' };
    const found = preview([{ ...hourly, ...window }], { from, ...job });
    expect(verdicts(found)).toEqual(['2026-01-01T02:00Z hourly runs']);
  });

  it('shows what is switched off as paused', () => {
    const off = { ...hourly, enabled: false };
    expect(verdicts(preview([off, daily], { from, all: true, count: 2 }))).toEqual([
      '2026-01-01T01:00Z hourly paused',
      '2026-01-01T02:00Z daily runs',
      '2026-01-01T02:00Z hourly paused',
      '2026-01-02T02:00Z daily runs',
    ]);
  });

  it('is bounded however far away the start is', () => {
    const seconds = { kind: 'cron', expression: '* * * * * *', startAt: '2036-01-01T00:00:00Z' };
    const all = preview([seconds], { from, all: true, count: 100 });
    expect(all.occurrences).toHaveLength(200);
    expect(all.occurrences[100]?.at).toBe('2036-01-01T00:00:00.000Z');
  });

  it('is empty for schedules that are over, and for none', () => {
    const over = { kind: 'once', at: '2020-01-01T00:00:00Z' };
    expect(preview([over], { from, all: true }).occurrences).toEqual([]);
    expect(preview([], { from, all: true })).toMatchObject({ occurrences: [], descriptions: {} });
  });

  it('keeps a key that looks like a property of objects', () => {
    const odd = { ...hourly, key: '__proto__' };
    expect(Object.keys(preview([odd], { from }).descriptions)).toEqual(['__proto__']);
  });
});
