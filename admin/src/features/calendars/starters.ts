import type { CalendarEntry } from '../../../../server/src/contract/calendar';
import type { Translate } from '../../translate';
import { draftOfEntry, emptyCalendar, type CalendarForm } from './calendar-form';

export const STARTERS = ['business-hours', 'public-holidays', 'year-end', 'maintenance'] as const;
export type Starter = (typeof STARTERS)[number];

/** A calendar to begin with, to be changed as needed; named in the admin's language. */
export const starterForm = (starter: Starter, t: Translate, today: string): CalendarForm => ({
  ...emptyCalendar(),
  name: t(`calendars.starter.${starter}`),
  entries: entriesOf(starter, t).map((entry, index) =>
    draftOfEntry(entry, { id: `entry-${index}`, today })
  ),
});

const WORKDAYS = [1, 2, 3, 4, 5];

const entriesOf = (starter: Starter, t: Translate): CalendarEntry[] => {
  switch (starter) {
    case 'business-hours':
      return [{ kind: 'weekly', name: null, weekdays: WORKDAYS, from: '09:00', to: '17:00' }];
    case 'public-holidays':
      return [
        { kind: 'yearly', name: t('calendars.starter.new-year'), from: '01-01', to: '01-01' },
        { kind: 'yearly', name: t('calendars.starter.christmas'), from: '12-25', to: '12-26' },
      ];
    case 'year-end':
      return [{ kind: 'yearly', name: null, from: '12-20', to: '01-02' }];
    case 'maintenance':
      return [{ kind: 'weekly', name: null, weekdays: [7], from: '02:00', to: '04:00' }];
  }
};
