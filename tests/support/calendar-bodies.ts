/** The smallest body that makes a calendar; what a test cares about, it says. */
export const aCalendarBody = (fields: Record<string, unknown> = {}): Record<string, unknown> => ({
  name: 'A calendar',
  entries: [{ kind: 'days', name: 'Closed', from: '2026-12-25', to: '2026-12-26' }],
  ...fields,
});

/** The smallest iCalendar file with one day in it. */
export const AN_ICAL_FILE = [
  'BEGIN:VCALENDAR',
  'BEGIN:VEVENT',
  'DTSTART;VALUE=DATE:20261225',
  'SUMMARY:Christmas',
  'END:VEVENT',
  'END:VCALENDAR',
].join('\r\n');
