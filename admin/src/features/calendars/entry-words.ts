import { weekdayNames } from '../schedules/format-local';
import type { Translate } from '../../translate';
import type { EntryDraft, MonthDay } from './calendar-form';
import { ruleWords } from './rule-words';

interface Words {
  t: Translate;
  locale: string;
}

/** When an entry is, in words; that it repeats is said by its kind. */
export const entryWords = (draft: EntryDraft, words: Words): string => {
  const { t, locale } = words;
  switch (draft.kind) {
    case 'days':
      return spanText(dayText(draft.firstDay, locale), dayText(draft.lastDay, locale));
    case 'yearly':
      return spanText(monthDayText(draft.first, locale), monthDayText(draft.last, locale));
    case 'weekly':
      return t('calendars.words.weekly', {
        days: weekdaysText(draft.weekdays, locale),
        from: draft.fromTime,
        to: draft.toTime === '00:00' ? '24:00' : draft.toTime,
      });
    case 'window':
      return spanText(momentText(draft.begin, locale), momentText(draft.end, locale));
    case 'rule':
      return draft.rule === null ? '–' : ruleWords(draft.rule, words).join(' · ');
  }
};

const spanText = (from: string, to: string): string => (from === to ? from : `${from} – ${to}`);

/** `2026-12-25` → `Fri, 25 Dec 2026` */
export const dayText = (day: string, locale: string): string => {
  const at = Date.parse(`${day.slice(0, 10)}T00:00:00Z`);
  return Number.isNaN(at)
    ? '–'
    : new Intl.DateTimeFormat(locale, {
        weekday: 'short',
        day: 'numeric',
        month: 'short',
        year: 'numeric',
        timeZone: 'UTC',
      }).format(at);
};

const monthDayText = ({ month, day }: MonthDay, locale: string): string =>
  day === undefined
    ? '–'
    : new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(
        Date.UTC(2024, month - 1, day)
      );

export interface MomentParts {
  /** `YYYY-MM-DD` */
  date: string;
  /** `HH:mm` or `HH:mm:ss` */
  time: string;
  /** What follows it: empty, `Z` or an offset. */
  offset: string;
}

/** A local time or an instant in its parts; fractions of a second are dropped. */
export const momentParts = (moment: string): MomentParts => {
  const match = /^([\d-]*)T([\d:]*)(?:\.\d+)?(.*)$/.exec(moment);
  return { date: match?.[1] ?? '', time: match?.[2] ?? '', offset: match?.[3] ?? '' };
};

/** `2026-12-24T18:00` → `Thu, 24 Dec 2026, 18:00`; an instant says its offset. */
export const momentText = (moment: string, locale: string): string => {
  const { date, time, offset } = momentParts(moment);
  const said = offset === '' ? '' : ` ${offset.toUpperCase() === 'Z' ? 'UTC' : `UTC${offset}`}`;
  return `${dayText(date, locale)}, ${time.replace(/:00$/, (end) => (time.length > 5 ? '' : end))}${said}`;
};

/** Three or more days in a row as one stretch. */
export const weekdaysText = (weekdays: readonly number[], locale: string): string => {
  const names = weekdayNames(locale, 'short');
  const nameOf = (day: number): string => names[day - 1] ?? String(day);
  const days = [...new Set(weekdays)].sort((a, b) => a - b);
  const first = days[0];
  const last = days.at(-1);
  if (first === undefined || last === undefined) return '–';
  if (days.length >= 3 && last - first === days.length - 1)
    return `${nameOf(first)} – ${nameOf(last)}`;
  return new Intl.ListFormat(locale, { type: 'unit', style: 'short' }).format(days.map(nameOf));
};
