import type { CalendarEntry, RuleEntry, WindowEntry } from '../../../contract/calendar';
import { parseRecurrence } from '../recurrence';
import { DAY } from '../../time/calendar-date';
import { formatLocal, localAt } from '../../time/local-time';
import type { IcalEvent, Moment } from './read-event';
import { LeftOut, instantOf, readEvent } from './read-event';
import { readLines } from './read-lines';
import { zoneOf } from './zone-of';

export interface IcalFile {
  /** X-WR-CALNAME, if any. */
  name: string | null;
  /** One event may become several entries. */
  events: { summary: string; entries: CalendarEntry[] }[];
  skipped: { summary: string; reason: string }[];
}

/** Reads an iCalendar file into entries. Throws Unreadable where it is none, or one that is too large. */
export const readIcalFile = (content: string, maxEvents: number): IcalFile => {
  const lines = readLines(content, maxEvents);
  const zone = lines.zone === null ? null : zoneOf(lines.zone, lines.locations);
  const file: IcalFile = { name: lines.name, events: [], skipped: [] };
  const leaveOut = (summary: string | null, reason: string): void => {
    file.skipped.push({ summary: shown(summary), reason });
  };
  const events = lines.events.flatMap((event) => {
    try {
      return [readEvent(event, { locations: lines.locations, zone })];
    } catch (error) {
      if (!(error instanceof LeftOut)) throw error;
      leaveOut(summaryLine(event), error.message);
      return [];
    }
  });
  const replaced = replacedStarts(events);
  for (const event of events) {
    try {
      const entries = entriesOf(event, replaced.get(event.uid) ?? []);
      file.events.push({ summary: shown(event.summary), entries });
    } catch (error) {
      if (!(error instanceof LeftOut)) throw error;
      leaveOut(event.summary, error.message);
    }
  }
  return file;
};

/** An event with a RECURRENCE-ID takes the place of one start of the event with the same UID, also to cancel it. */
const replacedStarts = (events: IcalEvent[]): Map<string, Moment[]> => {
  const starts = new Map<string, Moment[]>();
  for (const { uid, replaces } of events)
    if (replaces !== null) starts.set(uid, [...(starts.get(uid) ?? []), replaces]);
  return starts;
};

const entriesOf = (event: IcalEvent, replaced: Moment[]): CalendarEntry[] => {
  if (event.cancelled) throw new LeftOut('it is cancelled');
  // Public holidays are marked as free time by all who publish them; a meeting marked so keeps nobody busy.
  if (event.transparent && event.start.kind === 'time')
    throw new LeftOut('it is marked as free time');
  const except = event.replaces === null ? [...event.except, ...replaced] : [];
  if (event.rule !== null && event.replaces === null) return [ruleEntry(event, event.rule, except)];
  const gone = new Set(except.map((moment) => keyOf(moment, event.start)));
  return [event.start, ...event.also]
    .filter((start) => !gone.has(keyOf(start, event.start)))
    .map((start) => singleEntry(event, start));
};

const singleEntry = (event: IcalEvent, start: Moment): CalendarEntry => {
  const name = nameOf(event);
  if (start.kind === 'date' || event.start.kind === 'date') {
    const last = start.local + event.length - DAY;
    return { kind: 'days', name, from: dateText(start.local), to: dateText(last) };
  }
  const window: Omit<WindowEntry, 'from' | 'to'> = { kind: 'window', name };
  if (start.zone === null)
    return {
      ...window,
      from: formatLocal(start.local),
      to: formatLocal(start.local + event.length),
    };
  const end = instantOf({ ...start, local: start.local + event.length });
  return { ...window, from: iso(instantOf(start)), to: iso(end) };
};

const ruleEntry = (event: IcalEvent, rule: string, except: Moment[]): RuleEntry => {
  const checked = parseRecurrence(rule);
  if (!checked.ok) throw new LeftOut(`its rule: ${checked.errors[0]?.message ?? ''}`);
  const { start } = event;
  const write = (moment: Moment): string => keyOf(moment, start);
  return {
    kind: 'rule',
    name: nameOf(event),
    rule,
    start: write(start),
    length: start.kind === 'date' ? event.length / DAY : event.length,
    except: [...new Set(except.map(write))],
    also: [...new Set(event.also.map(write))],
    timezone: start.kind === 'time' && start.zone !== 'UTC' ? start.zone : null,
  };
};

/** A moment written like the starts of its event: a date, an instant, or the time in the event's zone. */
const keyOf = (moment: Moment, start: Moment): string => {
  if (start.kind === 'date' || moment.kind === 'date') {
    const local = start.kind === 'time' ? moment.local + (start.local % DAY) : moment.local;
    return start.kind === 'date' ? dateText(local) : timeText(local, start.zone);
  }
  if (moment.zone === start.zone || moment.zone === null || start.zone === null)
    return timeText(moment.local, start.zone);
  return timeText(localAt(start.zone, instantOf(moment)), start.zone);
};

const timeText = (local: number, zone: string | null): string =>
  zone === 'UTC' ? iso(local) : formatLocal(local);

const dateText = (local: number): string => formatLocal(local).slice(0, 10);
const iso = (instant: number): string => new Date(instant).toISOString();

const MAX_NAME = 255;
const nameOf = ({ summary }: IcalEvent): string | null => {
  const name = oneLine(summary ?? '');
  return name === '' ? null : name;
};

/** One line without control characters, as names are kept. */
export const oneLine = (text: string): string =>
  text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .trim()
    .slice(0, MAX_NAME)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trim();

const shown = (summary: string | null): string => oneLine(summary ?? '');

const summaryLine = (lines: string[]): string | null => {
  const line = lines.find((one) => /^SUMMARY[;:]/i.test(one));
  return line === undefined ? null : line.slice(line.indexOf(':') + 1);
};
