import { useMemo } from 'react';

import { useDebounce } from '@strapi/strapi/admin';
import { Box, Loader, Typography } from '@strapi/design-system';

import type { CalendarPreview } from '../../../../server/src/contract/calendar';
import { ChartPanel } from '../../components/chart-panel';
import { useErrorText } from '../../components/error-state';
import { Panel } from '../../components/panel';
import { serverFieldErrors } from '../../form-errors';
import { useIntlLocale } from '../../language';
import { useNow } from '../../now';
import { useTranslate } from '../../translate';
import { todayHere } from '../schedules/format-local';
import { calendarTimes, type CalendarForm } from './calendar-form';
import { usePreviewSchedulerCalendarQuery, type PreviewedCalendar } from './calendars-api';
import { momentText } from './entry-words';
import { validateCalendar } from './validate-calendar';
import { yearFrom, yearOfDays } from './year-days';
import { YearView } from './year-view';

const TYPING_PAUSE_MS = 350;

/** Which times of the coming twelve months are inside, by the scheduler's own rules. */
export const CalendarYear = ({ form }: { form: CalendarForm }) => {
  const t = useTranslate();
  const describe = useErrorText();
  const wanted = JSON.stringify(calendarTimes(form));
  const asked = useDebounce(wanted, TYPING_PAUSE_MS);
  const request = useMemo(
    () => ({ ...(JSON.parse(asked) as PreviewedCalendar), ...yearFrom(todayHere()) }),
    [asked]
  );
  const isSound = Object.keys(validateCalendar({ ...form, name: '-' })).length === 0;
  const { data, error } = usePreviewSchedulerCalendarQuery(request, {
    skip: !isSound || form.entries.length === 0,
  });
  const note = () => {
    if (form.entries.length === 0) return t('calendars.year.empty');
    if (!isSound || Object.keys(serverFieldErrors(error)).length > 0) {
      return t('calendars.year.wrong');
    }
    return error === undefined ? null : describe(error);
  };
  const said = note();
  if (said === null && data !== undefined)
    return <Year preview={data} isOwnZone={form.timezone === ''} />;
  return (
    <Panel title={t('calendars.year')}>
      {said === null ? (
        <Loader small>{t('common.loading')}</Loader>
      ) : (
        <Typography role="status" textColor="neutral600">
          {said}
        </Typography>
      )}
    </Panel>
  );
};

interface YearProps {
  preview: CalendarPreview;
  /** The calendar has no zone: each schedule counts its days in its own. */
  isOwnZone: boolean;
}

const Year = ({ preview: { zone, spans, more }, isOwnZone }: YearProps) => {
  const t = useTranslate();
  const now = useNow(60_000);
  const locale = useIntlLocale();
  return (
    <Box>
      <ChartPanel
        title={t('calendars.year')}
        chart={<YearView months={yearOfDays(spans, todayHere())} />}
        head={[t('calendars.begins'), t('calendars.ends'), t('calendars.column.entries')]}
        rows={spans
          .filter(({ to }) => Date.parse(to) > now)
          .map(({ fromLocal, toLocal, names }) => [
            momentText(fromLocal, locale),
            momentText(toLocal, locale),
            names.join(', ') || '–',
          ])}
      />
      <Box paddingTop={2}>
        <Typography variant="pi" textColor="neutral600" tag="p">
          {t(isOwnZone ? 'calendars.year.own-zone' : 'calendars.year.zone', { zone })}
          {more ? ` ${t('calendars.year.more')}` : ''}
        </Typography>
      </Box>
    </Box>
  );
};
