import ICAL from 'ical.js';

import { DAY, daysInMonth, SECOND, toDay } from '../../time/calendar-date';
import { formatLocal, localAt } from '../../time/local-time';
import { nextNominal, planOf } from '../../schedule/plan';
import { zoneOf } from './zone-of';

/** A moment as the file writes it. `zone` is null for floating ones, 'UTC' for those with `Z`. */
export type Moment =
  { kind: 'date'; local: number } | { kind: 'time'; local: number; zone: string | null };

/** An event of the file, read but not yet judged. */
export interface IcalEvent {
  uid: string;
  summary: string | null;
  cancelled: boolean;
  transparent: boolean;
  start: Moment;
  /** Milliseconds of the clock; whole days where `start` is a date. */
  length: number;
  rule: string | null;
  except: Moment[];
  also: Moment[];
  /** The start that this event takes the place of. */
  replaces: Moment | null;
}

/** Why one event is left out. */
export class LeftOut extends Error {}

interface File {
  locations: ReadonlyMap<string, string>;
  /** Stands in for floating times. */
  zone: string | null;
}

const MAX_LINE = 100_000;

export const readEvent = (lines: string[], file: File): IcalEvent => {
  const event = parse(lines);
  const start = only(event, 'dtstart', file);
  if (start === null) throw new LeftOut('it has no start');
  const rules = event.getAllProperties('rrule');
  if (rules.length > 1 || event.hasProperty('exrule'))
    throw new LeftOut('it has more than one rule');
  const replaces = event.getFirstProperty('recurrence-id');
  if (replaces?.getFirstParameter('range'))
    throw new LeftOut('it changes all later events of its row');
  const cancelled = textOf(event, 'status')?.toUpperCase() === 'CANCELLED';
  // What is cancelled covers nothing, but it still takes the place of a start of its row.
  const length = cancelled ? DAY : lengthOf(event, start, file);
  return {
    uid: textOf(event, 'uid') ?? '',
    summary: textOf(event, 'summary'),
    cancelled,
    transparent: textOf(event, 'transp')?.toUpperCase() === 'TRANSPARENT',
    ...asDays(event, { start, length }),
    rule: rules.length === 0 ? null : ruleText(lines),
    except: many(event, 'exdate', file),
    also: many(event, 'rdate', file),
    replaces: only(event, 'recurrence-id', file),
  };
};

const parse = (lines: string[]): ICAL.Component => {
  if (lines.some(({ length }) => length > MAX_LINE))
    throw new LeftOut('one of its lines is too long');
  // The rule is read by ourselves: the library counts some rules' dates wrongly and follows others without end.
  const others = lines.filter((line) => !/^RRULE[;:]/i.test(line)).map(withDates);
  const rules = lines.filter((line) => /^RRULE[;:]/i.test(line)).map(() => 'RRULE:FREQ=DAILY');
  try {
    return new ICAL.Component(
      ICAL.parse(['BEGIN:VEVENT', ...others, ...rules, 'END:VEVENT'].join('\r\n'))
    );
  } catch {
    throw new LeftOut('it is not written in the format');
  }
};

/** Many programs leave out that a date is none with a time (RFC 5545, 3.2.20); a zone says nothing of it. */
const withDates = (line: string): string =>
  line.replace(
    /^(DTSTART|DTEND|EXDATE|RDATE|RECURRENCE-ID)(?:;(?![^:]*VALUE=)[^:]*)?:(\d{8}(?:,\d{8})*)$/i,
    '$1;VALUE=DATE:$2'
  );

const ruleText = (lines: string[]): string => {
  const line = lines.find((one) => /^RRULE[;:]/i.test(one)) ?? '';
  return line.slice(line.indexOf(':') + 1).trim();
};

/** The library looks at a value when it is first asked for it. */
const valuesOf = (property: ICAL.Property | null): unknown[] => {
  try {
    return property?.getValues() ?? [];
  } catch {
    throw new LeftOut(`its ${property?.name ?? ''} is not written in the format`);
  }
};

const textOf = (event: ICAL.Component, name: string): string | null => {
  const [value] = valuesOf(event.getFirstProperty(name));
  return typeof value === 'string' ? value : null;
};

const only = (event: ICAL.Component, name: string, file: File): Moment | null => {
  const property = event.getFirstProperty(name);
  return property ? (momentsOf(property, file)[0] ?? null) : null;
};

const MAX_MOMENTS = 1_000;

const many = (event: ICAL.Component, name: string, file: File): Moment[] => {
  const moments = event.getAllProperties(name).flatMap((property) => momentsOf(property, file));
  if (moments.length > MAX_MOMENTS) throw new LeftOut(`it has more than ${MAX_MOMENTS} exceptions`);
  return moments;
};

const momentsOf = (property: ICAL.Property, file: File): Moment[] => {
  const moments = valuesOf(property).map((value) => momentOf(value, property, file));
  const [, , , ...written] = property.toJSON() as unknown[];
  // The library makes 1 January of a thirteenth month, and 2 March of 30 February.
  if (!written.every((text) => isOnTheClock(String(text))))
    throw new LeftOut(`its ${property.name} is not a date or time that exists`);
  return moments;
};

/** `2026-12-25` or `2026-12-25T18:00:00`, with or without `Z`; the end of a day may be written as 24:00:00. */
const isOnTheClock = (text: string): boolean => {
  const [, year, month, day, time] = /^(\d{4})-(\d\d)-(\d\d)(?:T(.*))?$/.exec(text) ?? [];
  const length = daysInMonth(Number(year), Number(month));
  if (!(Number(day) >= 1 && Number(day) <= length)) return false;
  return time === undefined || /^(([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)|24:00:00)Z?$/.test(time);
};

const momentOf = (value: unknown, property: ICAL.Property, file: File): Moment => {
  if (!(value instanceof ICAL.Time))
    throw new LeftOut(`its ${property.name} is not a date or time`);
  const { year, month, day, hour, minute, second } = value;
  const local = toDay(year, month, day) * DAY;
  if (!Number.isFinite(local) || year < 1900 || year > 9998)
    throw new LeftOut(`its ${property.name} is not between 1900 and 9998`);
  if (value.isDate) return { kind: 'date', local };
  const time = local + ((hour * 60 + minute) * 60 + second) * SECOND;
  return { kind: 'time', local: time, zone: zoneOfValue(value, property, file) };
};

const zoneOfValue = (value: ICAL.Time, property: ICAL.Property, file: File): string | null => {
  if (value.zone === ICAL.Timezone.utcTimezone) return 'UTC';
  const tzid = property.getFirstParameter('tzid');
  if (!tzid) return file.zone;
  const zone = zoneOf(tzid, file.locations);
  if (zone === null) throw new LeftOut(`its time zone "${tzid.slice(0, 60)}" is not known`);
  return zone;
};

const LAST = Date.UTC(9999, 0, 1);

/** DTEND, DURATION, or what the start alone means: one day. */
const lengthOf = (event: ICAL.Component, start: Moment, file: File): number => {
  const end = only(event, 'dtend', file);
  const written = end === null ? durationOf(event, start) : between(start, end);
  const length = start.kind === 'date' ? inDays(written) : written;
  if (length <= 0) throw new LeftOut('it takes no time');
  if (start.local + length > LAST) throw new LeftOut('it ends after 9998');
  return length;
};

/**
 * An event that begins with a date takes whole days, at least the one: published holiday calendars end it with the same
 * date, or with a time of that day, where the format wants the date after it (RFC 5545, 3.6.1).
 */
const inDays = (length: number): number =>
  length < 0 ? length : Math.max(1, Math.ceil(length / DAY)) * DAY;

const durationOf = (event: ICAL.Component, start: Moment): number => {
  const [duration] = valuesOf(event.getFirstProperty('duration'));
  if (duration instanceof ICAL.Duration) return duration.toSeconds() * SECOND;
  return start.kind === 'date' ? DAY : 0;
};

const between = (start: Moment, end: Moment): number => {
  if (start.kind === 'date' || end.kind === 'date' || start.zone === end.zone)
    return end.local - start.local;
  const zone = start.zone ?? 'UTC';
  return localAt(zone, instantOf(end)) - start.local;
};

/** Outlook writes whole days as times with a mark. */
const asDays = (
  event: ICAL.Component,
  { start, length }: { start: Moment; length: number }
): { start: Moment; length: number } => {
  const isMarked = textOf(event, 'x-microsoft-cdo-alldayevent')?.toUpperCase() === 'TRUE';
  const isWhole = start.local % DAY === 0 && length % DAY === 0;
  return isMarked && isWhole
    ? { start: { kind: 'date', local: start.local }, length }
    : { start, length };
};

/** The instant of a time with a zone; in a gap later by the gap, in an overlap the first. */
export const instantOf = (moment: Moment): number => {
  const zone = moment.kind === 'time' ? (moment.zone ?? 'UTC') : 'UTC';
  const plan = planOf({
    kind: 'once',
    key: 'once',
    at: formatLocal(moment.local),
    timezone: zone,
    enabled: true,
    priority: 0,
    startAt: null,
    endAt: null,
    comment: null,
  });
  return nextNominal(plan, moment.local - 3 * DAY) ?? moment.local;
};
