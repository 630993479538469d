import { useState } from 'react';

import { Page } from '@strapi/strapi/admin';
import { useSearchParams } from 'react-router-dom';

import { NeedsRight } from '../components/needs-right';
import { CalendarEditor } from '../features/calendars/calendar-editor';
import { emptyCalendar } from '../features/calendars/calendar-form';
import { starterForm, STARTERS } from '../features/calendars/starters';
import { todayHere } from '../features/schedules/format-local';
import { useTranslate } from '../translate';

/** `/settings/calendars/new`; `?starter=` opens it partly filled in. */
const CalendarNewPage = () => {
  const t = useTranslate();
  return (
    <NeedsRight right="calendars-create">
      <Page.Main>
        <Page.Title>{t('calendars.create')}</Page.Title>
        <NewCalendar />
      </Page.Main>
    </NeedsRight>
  );
};

export default CalendarNewPage;

const NewCalendar = () => {
  const t = useTranslate();
  const [search] = useSearchParams();
  const [initial] = useState(() => {
    const starter = STARTERS.find((one) => one === search.get('starter'));
    return starter ? starterForm(starter, t, todayHere()) : emptyCalendar();
  });
  return (
    <CalendarEditor
      initial={initial}
      opened={null}
      readFresh={() => Promise.resolve(undefined)}
      onReload={() => undefined}
    />
  );
};
