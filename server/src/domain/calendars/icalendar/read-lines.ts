/** The lines of one event that matter here, and what the file says about itself. */
export interface EventLines {
  /** In the file's order, unfolded. */
  events: string[][];
  name: string | null;
  /** X-WR-TIMEZONE */
  zone: string | null;
  /** TZID → X-LIC-LOCATION of its VTIMEZONE. */
  locations: Map<string, string>;
}

const MAX_DEPTH = 10;
/** What an event covers and whether it counts; descriptions, people and pictures are dropped unread. */
const KEPT =
  /^(DTSTART|DTEND|DURATION|RRULE|RDATE|EXDATE|EXRULE|RECURRENCE-ID|STATUS|TRANSP|SUMMARY|UID|X-MICROSOFT-CDO-ALLDAYEVENT)[;:]/i;

/** Why a file cannot be read at all. */
export class Unreadable extends Error {}

/** Finds the events of an iCalendar text, in one pass and without looking into what it does not know. */
export const readLines = (content: string, maxEvents: number): EventLines => {
  const found: EventLines = { events: [], name: null, zone: null, locations: new Map() };
  const open: string[] = [];
  let tzid = '';
  for (const line of unfolded(content)) {
    const [, edge = '', component = ''] = /^(BEGIN|END):([\w-]{1,60})\s*$/i.exec(line) ?? [];
    if (edge.toUpperCase() === 'BEGIN') {
      open.push(component.toUpperCase());
      if (open.length > MAX_DEPTH)
        throw new Unreadable(`nests components deeper than ${MAX_DEPTH} levels`);
      if (open.join('/') === 'VCALENDAR/VEVENT') found.events.push([]);
      if (found.events.length > maxEvents)
        throw new Unreadable(`holds more than ${maxEvents} events`);
    } else if (edge !== '') {
      if (open.pop() !== component.toUpperCase())
        throw new Unreadable(`ends ${component.toUpperCase()} where it did not begin`);
    } else if (open.length === 2 && open[1] === 'VEVENT') {
      if (KEPT.test(line)) found.events.at(-1)?.push(line);
    } else if (open.length === 2 && open[1] === 'VTIMEZONE') {
      tzid = valueOf(line, 'TZID') ?? tzid;
      const location = valueOf(line, 'X-LIC-LOCATION');
      if (location !== null) found.locations.set(tzid, location);
    } else if (open.length === 1) {
      found.name ??= valueOf(line, 'X-WR-CALNAME') ?? valueOf(line, 'NAME');
      found.zone ??= valueOf(line, 'X-WR-TIMEZONE');
    }
  }
  if (open.length > 0) throw new Unreadable(`ends inside ${open.at(-1) ?? ''}`);
  return found;
};

/** Long lines go on after a line break and a space or tab. */
const unfolded = (content: string): string[] => {
  const text = content.replace(/^\uFEFF/, '').replace(/(?:\r\n|\r|\n)[ \t]/g, '');
  if (!/^\s*BEGIN:VCALENDAR\s*(\r|\n)/i.test(text.slice(0, 200)))
    throw new Unreadable('does not begin with BEGIN:VCALENDAR');
  return text.split(/\r\n|\r|\n/);
};

const valueOf = (line: string, name: string): string | null => {
  const match = /^([\w-]{1,60})(?:;[^:]{0,200})?:(.*)$/.exec(line.slice(0, 1_000));
  if (match?.[1]?.toUpperCase() !== name) return null;
  const value = (match[2] ?? '')
    .replace(/\\n/gi, ' ')
    .replace(/\\([,;\\])/g, '$1')
    .trim();
  return value === '' ? null : value;
};
