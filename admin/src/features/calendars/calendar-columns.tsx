import { Typography } from '@strapi/design-system';

import type { CalendarView } from '../../../../server/src/contract/calendar';
import { NameCell, RowActions } from '../../components/named-row';
import { RelativeTime } from '../../components/relative-time';
import type { Column } from '../../components/table-columns';
import { paths } from '../../paths';
import { useBlocked } from '../../permissions';
import { useTranslate } from '../../translate';

/** The columns of the list of calendars. */
export const useCalendarColumns = (
  onDelete: (calendar: CalendarView) => void
): Column<CalendarView>[] => {
  const t = useTranslate();
  const blocked = useBlocked();
  return [
    {
      key: 'name',
      label: t('calendars.column.name'),
      sortBy: 'name',
      place: 'title',
      render: ({ documentId, name, description }) => (
        <NameCell name={name} description={description} to={paths.calendar(documentId)} />
      ),
    },
    {
      key: 'entries',
      label: t('calendars.column.entries'),
      render: ({ entries }) => <Typography>{entries.length}</Typography>,
    },
    {
      key: 'zone',
      label: t('calendars.zone'),
      render: ({ timezone }) => <Typography>{timezone ?? t('calendars.zone.own')}</Typography>,
    },
    {
      key: 'used',
      label: t('calendars.used-by'),
      render: ({ usedBy }) => <Typography>{t('common.job-count', { count: usedBy })}</Typography>,
    },
    {
      key: 'updated',
      label: t('calendars.column.updated'),
      sortBy: 'updatedAt',
      render: ({ updatedAt }) => <RelativeTime at={updatedAt} />,
    },
    {
      key: 'actions',
      label: t('common.actions'),
      place: 'actions',
      render: (calendar) => (
        <RowActions
          name={calendar.name}
          to={paths.calendar(calendar.documentId)}
          blocked={blocked('calendars-delete')}
          onDelete={() => onDelete(calendar)}
        />
      ),
    },
  ];
};
