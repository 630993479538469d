import type { CalendarChoice } from '../../../../server/src/contract/calendar';
import type { Translate } from '../../translate';

/** Which calendars are kept away from and kept to, in words; nothing where there is none. */
export const calendarWords = (
  { exclude, only }: CalendarChoice,
  names: Readonly<Record<string, string>>,
  t: Translate
): string[] => {
  const list = (ids: readonly string[]) =>
    ids.map((id) => names[id] ?? t('calendars.choice.gone')).join(', ');
  return [
    ...(exclude.length === 0 ? [] : [`${t('calendars.choice.exclude')}: ${list(exclude)}`]),
    ...(only.length === 0 ? [] : [`${t('calendars.choice.only')}: ${list(only)}`]),
  ];
};
