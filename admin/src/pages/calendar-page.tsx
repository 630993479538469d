import { useState } from 'react';

import { Page } from '@strapi/strapi/admin';
import { useParams } from 'react-router-dom';

import { NeedsRight } from '../components/needs-right';
import { PageFailure } from '../components/page-failure';
import { CalendarEditor } from '../features/calendars/calendar-editor';
import { formOfCalendar } from '../features/calendars/calendar-form';
import {
  useGetSchedulerCalendarQuery,
  type LoadedCalendar as Loaded,
} from '../features/calendars/calendars-api';
import { todayHere } from '../features/schedules/format-local';
import { paths } from '../paths';
import { useTranslate } from '../translate';

/** `/settings/calendars/:id` */
const CalendarPage = () => {
  const t = useTranslate();
  const { id = '' } = useParams();
  return (
    <NeedsRight right="calendars-read">
      <Page.Main>
        <Page.Title>{t('calendars.one')}</Page.Title>
        <LoadedCalendar key={id} id={id} />
      </Page.Main>
    </NeedsRight>
  );
};

export default CalendarPage;

const LoadedCalendar = ({ id }: { id: string }) => {
  const [round, setRound] = useState(0);
  const { currentData, error, isFetching, fulfilledTimeStamp, refetch } =
    useGetSchedulerCalendarQuery(id, { refetchOnMountOrArgChange: true });
  const [openedAt] = useState(() => Date.now());
  const isStale = isFetching && round === 0 && (fulfilledTimeStamp ?? 0) < openedAt;
  if (error !== undefined && currentData === undefined) {
    return <PageFailure error={error} onRetry={refetch} backTo={paths.calendars()} />;
  }
  if (currentData === undefined || isStale) return <Page.Loading />;
  return (
    <OpenedCalendar
      key={round}
      loaded={currentData}
      readFresh={async () => (await refetch()).data}
      onReload={() => setRound((now) => now + 1)}
    />
  );
};

/** The calendar as it was opened: later answers of the server do not touch the form. */
const OpenedCalendar = ({
  loaded,
  ...rest
}: {
  loaded: Loaded;
  readFresh: () => Promise<Loaded | undefined>;
  onReload: () => void;
}) => {
  const [opened] = useState(loaded);
  const [initial] = useState(() => formOfCalendar(opened.data, todayHere()));
  return <CalendarEditor initial={initial} opened={opened} {...rest} />;
};
