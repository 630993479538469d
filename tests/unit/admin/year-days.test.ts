import { yearFrom, yearOfDays } from '../../../admin/src/features/calendars/year-days';
import type { CalendarSpan } from '../../../server/src/contract/calendar';

const span = (fromLocal: string, toLocal: string, ...names: string[]): CalendarSpan => ({
  from: `${fromLocal}.000Z`,
  to: `${toLocal}.000Z`,
  fromLocal,
  toLocal,
  names,
});

const daysOf = (spans: CalendarSpan[], month: string) =>
  yearOfDays(spans, '2026-11-21')
    .find((one) => one.month === month)
    ?.days.filter(({ state }) => state !== null);

describe('the coming year of a calendar', () => {
  it('begins with this month and has twelve, over the new year, each with its days', () => {
    const year = yearOfDays([], '2026-11-21');
    expect(year.map(({ month }) => month).join(' ')).toBe(
      '2026-11 2026-12 2027-01 2027-02 2027-03 2027-04 2027-05 2027-06 2027-07 2027-08 2027-09 2027-10'
    );
    expect(year.map(({ days }) => days.length).slice(0, 4)).toEqual([30, 31, 31, 28]);
    // 1 November 2026 is a Sunday, 1 February 2027 a Monday.
    expect([year[0]?.offset, year[3]?.offset]).toEqual([6, 0]);
  });

  it('tells whole days from parts, and the day of the end is not inside at midnight', () => {
    const spans = [
      span('2026-12-24T18:00:00', '2026-12-27T00:00:00', 'Christmas'),
      span('2026-12-31T09:00:00', '2026-12-31T17:00:00'),
    ];
    expect(daysOf(spans, '2026-12')).toEqual([
      { day: 24, state: 'part', names: ['Christmas'] },
      { day: 25, state: 'whole', names: ['Christmas'] },
      { day: 26, state: 'whole', names: ['Christmas'] },
      { day: 31, state: 'part', names: [] },
    ]);
  });

  it('goes from month to month, and names every entry of a day once', () => {
    const spans = [
      span('2026-12-31T08:00:00', '2027-01-01T10:00:00', 'Freeze'),
      span('2027-01-01T12:00:00', '2027-01-01T13:00:00', 'Freeze', 'Lunch'),
    ];
    expect(daysOf(spans, '2026-12')).toEqual([{ day: 31, state: 'part', names: ['Freeze'] }]);
    expect(daysOf(spans, '2027-01')).toEqual([
      { day: 1, state: 'part', names: ['Freeze', 'Lunch'] },
    ]);
  });

  it('is asked for from before its first day to after its last, in whatever zone', () => {
    expect(yearFrom('2026-11-21')).toEqual({
      from: '2026-10-31T00:00:00.000Z',
      to: '2027-11-02T00:00:00.000Z',
    });
  });
});
