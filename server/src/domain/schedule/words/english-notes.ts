import { date, list, monthName, plural } from './english';
import type { NoteWords, UnevenField, WarningWords } from './words';
import { timeOfLocal } from './clock-time';

export const englishNotes: NoteWords = {
  moved: (skipped, runs, zone) =>
    `${timeOfLocal(skipped)} does not exist on ${date(skipped)} in ${zone} because the clock jumps ahead; ` +
    `runs at ${timeOfLocal(runs)}${date(runs) === date(skipped) ? '' : ` on ${date(runs)}`} instead.`,
  both: (skipped, zone) =>
    `${timeOfLocal(skipped)} does not exist on ${date(skipped)} in ${zone} and falls on this run.`,
  once: (local, zone) =>
    `${timeOfLocal(local)} comes twice on ${date(local)} in ${zone}; it runs the first time only.`,
  beforeStart: (start) => `Before the start on ${date(start)} at ${timeOfLocal(start)}.`,
  afterEnd: (end) => `After the end on ${date(end)} at ${timeOfLocal(end)}.`,
  paused: () => 'This schedule is switched off.',
  jobPaused: () => 'The job is paused until somebody resumes it.',
  merged: (by) => `"${by}" falls on the same instant and runs instead.`,
  excluded: (calendar, entry) =>
    entry === null
      ? `The calendar "${calendar}" excludes it.`
      : `The calendar "${calendar}" excludes it: ${entry}.`,
  outsideWindow: (calendars) =>
    calendars === '' ? 'No calendar allows it.' : `Outside the times that "${calendars}" allows.`,
};

const FIELDS: Record<UnevenField, { unit: string; field: string; restart: string; every: string }> =
  {
    second: { unit: 'second', field: 'seconds', restart: 'each minute', every: 's' },
    minute: { unit: 'minute', field: 'minutes', restart: 'each hour', every: 'm' },
    hour: { unit: 'hour', field: 'hours', restart: 'each day', every: 'h' },
    dayOfMonth: { unit: 'day', field: 'days', restart: 'each month', every: 'd' },
    month: { unit: 'month', field: 'months', restart: 'each year', every: 'mo' },
    dayOfWeek: { unit: 'day', field: 'weekdays', restart: 'each week', every: 'd' },
  };

export const englishWarnings: WarningWords = {
  bothDayFields: () =>
    'Day of month and day of week are both set: it runs on every day that matches either one, not only where both match.',
  unevenStep: ({ field, step, values }) => {
    const { unit, field: names, restart, every } = FIELDS[field];
    return (
      `The step of ${plural(step, unit)} starts again ${restart} (${names} ${list(values.map(String))}), so the runs are not ` +
      `evenly spaced. For exactly every ${plural(step, unit)}, use an interval of "${step}${every}".`
    );
  },
  shortMonths: ({ days, months, leap }, overflow) => {
    if (leap) {
      return overflow === 'last'
        ? '29 February exists in leap years only; in other years it runs on 28 February.'
        : '29 February exists in leap years only; in other years there is no run.';
    }
    const which = `Not every month has day ${list(days.map(String))} (${list(months.map(monthName))})`;
    return overflow === 'last'
      ? `${which}; there it runs on the last day of the month.`
      : `${which}; there is no run then. Choose the last day of the month if it should run every month.`;
  },
  spacing: (least, most) =>
    least === most
      ? `Runs every ${duration(least)}.`
      : `Runs are never more than ${duration(most)} and never less than ${duration(least)} apart (clock changes aside).`,
  clockChanges: (zone, changes) =>
    `The clock in ${zone} changes on ${list(
      changes.map(({ from, to }) => `${date(from)} (${timeOfLocal(from)} → ${timeOfLocal(to)})`)
    )}.`,
  neverAgain: () => 'This schedule does not run any more.',
  keptBack: () => 'Calendars keep back every run of this schedule that can be foreseen.',
};

const UNITS: [string, number][] = [
  ['day', 86400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
];

/** `1 hour 30 minutes`, from seconds. */
const duration = (seconds: number): string => {
  let rest = seconds;
  const parts = UNITS.flatMap(([unit, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count === 0 ? [] : [plural(count, unit)];
  });
  return parts.length === 0 ? '0 seconds' : parts.join(' ');
};
