import {
  countOccurrences,
  lastOccurrences,
  nextOccurrence,
  occurrencesAfter,
} from '../../../server/src/domain/schedule/occurrences';
import { at, iso, theSchedules } from '../../support/schedules';

const times = (...inputs: object[]) => ({
  schedules: theSchedules(...inputs),
  startAt: null,
  endAt: null,
});

const hourly = { key: 'hourly', kind: 'hourly', minute: 0 };
const daily = { key: 'daily', kind: 'daily', time: '09:00' };

describe('the occurrences of a job', () => {
  it('are those of all its schedules in order', () => {
    const found = occurrencesAfter(
      times(daily, { key: 'half', kind: 'hourly', minute: 30 }),
      at('2026-01-01T08:00Z'),
      at('2026-01-01T10:30Z'),
      10
    );
    expect(found.map((one) => [iso(one.at), one.key])).toEqual([
      ['2026-01-01T08:30Z', 'half'],
      ['2026-01-01T09:00Z', 'daily'],
      ['2026-01-01T09:30Z', 'half'],
      ['2026-01-01T10:30Z', 'half'],
    ]);
  });

  it('merge on one instant: the highest priority runs, then the first in the list', () => {
    const winner = (...inputs: object[]) =>
      nextOccurrence(times(...inputs), at('2026-01-01T08:30Z'));
    expect(winner(hourly, daily)).toEqual({
      at: at('2026-01-01T09:00Z'),
      key: 'hourly',
      merged: ['daily'],
    });
    expect(winner(hourly, { ...daily, priority: 1 })).toMatchObject({
      key: 'daily',
      merged: ['hourly'],
    });
    expect(winner({ ...hourly, priority: -1 }, daily)).toMatchObject({ key: 'daily' });
  });

  it('leave out what is switched off or outside its window', () => {
    const found = nextOccurrence(
      times(
        { ...hourly, enabled: false },
        { ...hourly, key: 'ended', endAt: '2026-01-01T09:00:00Z' },
        daily
      ),
      at('2026-01-01T08:30Z')
    );
    expect(found).toMatchObject({ key: 'daily', merged: [] });
  });

  it('lie in the window of the job, its start included and its end not', () => {
    const job = {
      ...times(hourly),
      startAt: at('2026-01-01T10:00Z'),
      endAt: at('2026-01-01T12:00Z'),
    };
    const found = occurrencesAfter(job, 0, Infinity, 10).map((one) => iso(one.at));
    expect(found).toEqual(['2026-01-01T10:00Z', '2026-01-01T11:00Z']);
  });

  it('end', () => {
    const once = times({ kind: 'once', at: '2026-01-01T00:00:00Z' });
    expect(nextOccurrence(once, at('2026-01-01T00:00Z'))).toBeNull();
    expect(nextOccurrence(times(), 0)).toBeNull();
  });

  it('are counted up to a cap', () => {
    const job = times({ kind: 'cron', expression: '* * * * * *' }, hourly);
    const from = at('2026-01-01T00:00Z');
    expect(countOccurrences(job, from, from + 3600_000, 10_000)).toBe(3600);
    expect(countOccurrences(job, from, Infinity, 1000)).toBe(1000);
  });

  it('can be asked for from the end', () => {
    const job = times({ kind: 'cron', expression: '* * * * * *' });
    const from = at('2026-01-01T00:00Z');
    const newest = lastOccurrences(job, from, at('2026-01-04T00:00Z'), 3).map((one) => iso(one.at));
    expect(newest).toEqual(['2026-01-03T23:59:58Z', '2026-01-03T23:59:59Z', '2026-01-04T00:00Z']);
    const sparse = lastOccurrences(times(daily), from, at('2026-01-04T00:00Z'), 2);
    expect(sparse.map((one) => iso(one.at))).toEqual(['2026-01-02T09:00Z', '2026-01-03T09:00Z']);
    expect(lastOccurrences(times(daily), from, from + 1000, 2)).toEqual([]);
  });
});
