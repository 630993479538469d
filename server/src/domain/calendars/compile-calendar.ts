import type { CalendarDefinition, CalendarEntry } from '../../contract/calendar';
import { DAY } from '../time/calendar-date';
import { spanFinder } from '../time/zone-spans';
import type { SpanFinder } from '../time/zone-spans';
import { weeklyStretches, yearlyStretches } from './repeating-days';
import { localOf, ruleStretches } from './rule-stretches';
import type { LocalStretch, NextStretch } from './local-stretches';
import { knownStretches, remembering } from './local-stretches';

/** What a calendar says about an instant, and until when (exclusive) the same holds at least. */
export type Said =
  { inside: true; entry: string | null; until: number } | { inside: false; until: number };

export interface CompiledCalendar {
  name: string;
  at(instant: number): Said;
}

/** `zone` is that of the schedule: it stands in where the calendar names none. */
export const compileCalendar = (calendar: CalendarDefinition, zone: string): CompiledCalendar => {
  const groups = groupsOf(calendar, calendar.timezone ?? zone);
  return {
    name: calendar.name,
    at: (instant) => {
      let said: Said = { inside: false, until: Infinity };
      for (const group of groups) said = either(said, askGroup(group, instant));
      return said;
    },
  };
};

/** Inside where one of them is; the first one gives the name. */
const either = (first: Said, second: Said): Said => {
  if (first.inside && second.inside)
    return { ...first, until: Math.max(first.until, second.until) };
  if (first.inside || second.inside) return first.inside ? first : second;
  return { inside: false, until: Math.min(first.until, second.until) };
};

const askGroup = ({ spanAt, entries }: Group, instant: number): Said => {
  const { offset, end } = spanAt(instant);
  const local = instant + offset;
  let said: Said = { inside: false, until: end };
  for (const next of entries) {
    const stretch = next(local);
    if (stretch === null) continue;
    const isInside = stretch.from <= local;
    const until = Math.min((isInside ? stretch.to : stretch.from) - offset, end);
    said = either(
      said,
      isInside ? { inside: true, entry: stretch.name, until } : { inside: false, until }
    );
  }
  return said;
};

/** Entries whose times are written in one zone. */
interface Group {
  spanAt: SpanFinder;
  entries: NextStretch[];
}

const groupsOf = (calendar: CalendarDefinition, zone: string): Group[] => {
  const known = new Map<string, LocalStretch[]>();
  const repeating = new Map<string, NextStretch[]>();
  for (const entry of calendar.entries) {
    const own = zoneOf(entry, zone);
    const stretch = knownStretch(entry);
    if (stretch === null) add(repeating, own, remembering(repeatingStretches(entry, own)));
    else add(known, own, stretch);
  }
  return [...new Set([...known.keys(), ...repeating.keys()])].map((own) => ({
    spanAt: spanFinder(own),
    entries: [
      ...(known.has(own) ? [knownStretches(known.get(own) ?? [])] : []),
      ...(repeating.get(own) ?? []),
    ],
  }));
};

const add = <T>(lists: Map<string, T[]>, zone: string, item: T): void => {
  const list = lists.get(zone);
  if (list === undefined) lists.set(zone, [item]);
  else list.push(item);
};

/** Instants are local times of UTC. */
const zoneOf = (entry: CalendarEntry, zone: string): string => {
  if (entry.kind === 'window') return entry.from.endsWith('Z') ? 'UTC' : zone;
  if (entry.kind !== 'rule') return zone;
  return entry.start.endsWith('Z') ? 'UTC' : (entry.timezone ?? zone);
};

const knownStretch = (entry: CalendarEntry): LocalStretch | null => {
  if (entry.kind === 'days')
    return { from: localOf(entry.from), to: localOf(entry.to) + DAY, name: entry.name };
  if (entry.kind === 'window')
    return { from: localOf(entry.from), to: localOf(entry.to), name: entry.name };
  return null;
};

const repeatingStretches = (entry: CalendarEntry, zone: string): NextStretch => {
  switch (entry.kind) {
    case 'yearly':
      return yearlyStretches(entry);
    case 'weekly':
      return weeklyStretches(entry);
    case 'rule':
      return ruleStretches(entry, zone);
    default:
      throw new Error(`${entry.kind} does not repeat`);
  }
};
