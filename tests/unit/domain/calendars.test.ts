import type { CalendarDefinition, CalendarEntry } from '../../../server/src/contract/calendar';
import { compileCalendar } from '../../../server/src/domain/calendars/compile-calendar';

const calendar = (
  entries: CalendarEntry[],
  timezone: string | null = null
): CalendarDefinition => ({
  name: 'A calendar',
  description: '',
  timezone,
  entries,
});
const christmas: CalendarEntry = {
  kind: 'days',
  name: 'Christmas',
  from: '2026-12-25',
  to: '2026-12-26',
};
const at = (iso: string): number => Date.parse(iso);

test('whole days begin and end at midnight in the zone of the schedule', () => {
  const hongKong = compileCalendar(calendar([christmas]), 'Asia/Hong_Kong');
  expect(hongKong.at(at('2026-12-24T15:59:59Z'))).toEqual({
    inside: false,
    until: at('2026-12-24T16:00:00Z'),
  });
  expect(hongKong.at(at('2026-12-24T16:00:00Z'))).toEqual({
    inside: true,
    entry: 'Christmas',
    until: at('2026-12-26T16:00:00Z'),
  });
  expect(hongKong.at(at('2026-12-26T16:00:00Z')).inside).toBe(false);
});
