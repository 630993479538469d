import type {
  CalendarDefinition,
  CalendarEntry,
  RuleEntry,
  WeeklyEntry,
  YearlyEntry,
} from '../../contract/calendar';
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
  /** How many rules have to be asked for one answer. */
  cost: number;
}

/** `zone` is that of the schedule: it stands in where the calendar names none. */
export const compileCalendar = (calendar: CalendarDefinition, zone: string): CompiledCalendar => {
  const groups = groupsOf(calendar, calendar.timezone ?? zone);
  return {
    name: calendar.name,
    at: rememberSaid((instant) => {
      let said: Said = { inside: false, until: Infinity };
      for (const group of groups) said = either(said, askGroup(group, instant));
      return said;
    }),
    cost: groups.reduce((sum, { entries }) => sum + entries.length, 1),
  };
};

const MAX_REMEMBERED = 4_000;

/** Schedules of one job walk over the same stretches, each from the same beginning. */
const rememberSaid = (ask: (instant: number) => Said): ((instant: number) => Said) => {
  let known: { from: number; said: Said }[] = [];
  return (instant) => {
    let low = 0;
    let high = known.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((known[middle]?.from ?? 0) <= instant) low = middle + 1;
      else high = middle;
    }
    const before = known[low - 1];
    if (before !== undefined && instant < before.said.until) return before.said;
    const said = ask(instant);
    if (known.length >= MAX_REMEMBERED) known = [];
    known.splice(Math.min(low, known.length), 0, { from: instant, said });
    return said;
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
  const byZone = new Map<string, CalendarEntry[]>();
  for (const entry of calendar.entries) add(byZone, zoneOf(entry, zone), entry);
  return [...byZone].map(([own, entries]) => ({
    spanAt: spanFinder(own),
    entries: [
      ...ofKind(entries.flatMap(knownStretch), knownStretches),
      ...ofKind(entries.filter(isYearly), yearlyStretches),
      ...ofKind(entries.filter(isWeekly), weeklyStretches),
      ...entries.filter(isRule).map((entry) => remembering(ruleStretches(entry, own))),
    ],
  }));
};

const ofKind = <T>(entries: T[], make: (entries: T[]) => NextStretch): NextStretch[] =>
  entries.length === 0 ? [] : [remembering(make(entries))];

const isYearly = (entry: CalendarEntry): entry is YearlyEntry => entry.kind === 'yearly';
const isWeekly = (entry: CalendarEntry): entry is WeeklyEntry => entry.kind === 'weekly';
const isRule = (entry: CalendarEntry): entry is RuleEntry => entry.kind === 'rule';

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

const knownStretch = (entry: CalendarEntry): LocalStretch[] => {
  const { name } = entry;
  if (entry.kind === 'days')
    return [{ from: localOf(entry.from), to: localOf(entry.to) + DAY, name }];
  if (entry.kind === 'window') return [{ from: localOf(entry.from), to: localOf(entry.to), name }];
  return [];
};
