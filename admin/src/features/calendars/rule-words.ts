import type { RuleEntry } from '../../../../server/src/contract/calendar';
import { formatDuration } from '../../format-time';
import type { Translate } from '../../translate';
import { monthNames, weekdayNames } from '../schedules/format-local';

interface Words {
  t: Translate;
  locale: string;
}

/** A repeating event of a file in short phrases; the rule's own text where we have no words for a part of it. */
export const ruleWords = (entry: RuleEntry, words: Words): string[] => {
  const { t } = words;
  const parts = partsOf(entry.rule);
  const when = isKnown(parts) ? whenPhrases(parts, entry, words) : [entry.rule];
  return [
    ...when,
    ...lengthPhrases(entry, words),
    ...endPhrases(parts, words),
    ...(entry.timezone === null ? [] : [entry.timezone]),
    ...(entry.except.length === 0
      ? []
      : [t('calendars.rule.except', { count: entry.except.length })]),
    ...(entry.also.length === 0 ? [] : [t('calendars.rule.also', { count: entry.also.length })]),
  ];
};

type Parts = Readonly<Record<string, string>>;

const partsOf = (rule: string): Parts =>
  Object.fromEntries(
    rule.split(';').map((part) => {
      const [name = '', value = ''] = part.split('=');
      return [name.toUpperCase(), value.toUpperCase()];
    })
  );

const FREQUENCIES = ['YEARLY', 'MONTHLY', 'WEEKLY', 'DAILY', 'HOURLY'] as const;
const KNOWN = ['FREQ', 'INTERVAL', 'BYMONTH', 'BYMONTHDAY', 'BYDAY', 'UNTIL', 'COUNT', 'WKST'];
/** `MO`, `4TH`, `-1FR`; other places from the end are too rare for words. */
const BYDAY = /^(?:[1-5]|-1)?(?:MO|TU|WE|TH|FR|SA|SU)$/;

const isKnown = (parts: Parts): boolean =>
  FREQUENCIES.some((frequency) => frequency === parts['FREQ']) &&
  Object.keys(parts).every((name) => KNOWN.includes(name)) &&
  listOf(parts['BYDAY']).every((day) => BYDAY.test(day)) &&
  listOf(parts['BYMONTHDAY']).every((day) => Number(day) >= -1);

const listOf = (text: string | undefined): string[] => (text ? text.split(',') : []);

const whenPhrases = (parts: Parts, { start }: RuleEntry, words: Words): string[] => {
  const { t, locale } = words;
  const frequency = FREQUENCIES.find((one) => one === parts['FREQ']) ?? 'YEARLY';
  const months = listOf(parts['BYMONTH']).map(
    (month) => monthNames(locale, 'long')[Number(month) - 1] ?? month
  );
  const days = [
    ...listOf(parts['BYDAY']).map((day) => weekdayPhrase(day, words)),
    ...listOf(parts['BYMONTHDAY']).map((day) =>
      day === '-1' ? t('schedules.last-day') : t('calendars.rule.day', { day: Number(day) })
    ),
  ];
  const isOwn = months.length + days.length === 0;
  return [
    t(`calendars.rule.every.${frequency}`, { count: Number(parts['INTERVAL'] ?? 1) }),
    ...(isOwn ? startPhrases(frequency, start, locale) : []),
    ...(months.length === 0 ? [] : [joined(months, locale)]),
    ...(days.length === 0 ? [] : [joined(days, locale)]),
  ];
};

/** A rule that names no day repeats that of its start. */
const startPhrases = (
  frequency: (typeof FREQUENCIES)[number],
  start: string,
  locale: string
): string[] => {
  const formats: Partial<Record<typeof frequency, Intl.DateTimeFormatOptions>> = {
    YEARLY: { day: 'numeric', month: 'long' },
    MONTHLY: { day: 'numeric' },
    WEEKLY: { weekday: 'long' },
  };
  const format = formats[frequency];
  return format === undefined ? [] : [dateText(start, { ...format }, locale)];
};

const DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

const weekdayPhrase = (text: string, { t, locale }: Words): string => {
  const day = weekdayNames(locale, 'long')[DAYS.indexOf(text.slice(-2))] ?? text;
  const place = text.slice(0, -2);
  if (place === '') return day;
  const nth = ([1, 2, 3, 4, 5] as const).find((one) => String(one) === place) ?? 'last';
  return t('calendars.rule.nth', { nth: t(`schedules.cron.nth.${nth}`), day });
};

const lengthPhrases = ({ start, length }: RuleEntry, { t, locale }: Words): string[] => {
  if (!start.includes('T'))
    return length === 1 ? [] : [t('calendars.rule.days', { count: length })];
  return [
    `${start.slice(11, 16)}${start.endsWith('Z') ? ' UTC' : ''}`,
    formatDuration(length, locale),
  ];
};

const endPhrases = (parts: Parts, { t, locale }: Words): string[] => {
  const until = parts['UNTIL'];
  if (until !== undefined) {
    const day = `${until.slice(0, 4)}-${until.slice(4, 6)}-${until.slice(6, 8)}`;
    return [t('calendars.rule.until', { day: dateText(day, { dateStyle: 'medium' }, locale) })];
  }
  return parts['COUNT'] === undefined
    ? []
    : [t('calendars.rule.count', { count: Number(parts['COUNT']) })];
};

const joined = (list: string[], locale: string): string =>
  new Intl.ListFormat(locale, { type: 'conjunction' }).format(list);

const dateText = (start: string, format: Intl.DateTimeFormatOptions, locale: string): string =>
  new Intl.DateTimeFormat(locale, { ...format, timeZone: 'UTC' }).format(
    Date.parse(`${start.slice(0, 10)}T00:00:00Z`)
  );
