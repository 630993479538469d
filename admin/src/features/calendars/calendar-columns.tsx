import { Box, Flex, Link, Typography } from '@strapi/design-system';
import { Pencil, Trash } from '@strapi/icons';
import { NavLink, useNavigate } from 'react-router-dom';

import type { CalendarView } from '../../../../server/src/contract/calendar';
import { IconAction } from '../../components/icon-action';
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
  return [
    {
      key: 'name',
      label: t('calendars.column.name'),
      sortBy: 'name',
      place: 'title',
      render: (calendar) => <NameCell calendar={calendar} />,
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
      render: ({ usedBy }) => (
        <Typography>{t('calendars.used-by.count', { count: usedBy })}</Typography>
      ),
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
      render: (calendar) => <RowActions calendar={calendar} onDelete={() => onDelete(calendar)} />,
    },
  ];
};

const NameCell = ({ calendar: { documentId, name, description } }: { calendar: CalendarView }) => (
  <Box maxWidth="40rem">
    <Link tag={NavLink} to={paths.calendar(documentId)} style={{ overflowWrap: 'anywhere' }}>
      {name}
    </Link>
    {description !== '' && (
      <Typography tag="p" variant="pi" textColor="neutral600" ellipsis>
        {description}
      </Typography>
    )}
  </Box>
);

const RowActions = ({
  calendar: { documentId, name },
  onDelete,
}: {
  calendar: CalendarView;
  onDelete: () => void;
}) => {
  const t = useTranslate();
  const blocked = useBlocked();
  const navigate = useNavigate();
  return (
    <Flex gap={1} justifyContent="flex-end">
      <IconAction
        label={t('calendars.edit-named', { name })}
        onClick={() => navigate(paths.calendar(documentId))}
      >
        <Pencil />
      </IconAction>
      <IconAction
        label={t('calendars.delete-named', { name })}
        blocked={blocked('calendars-delete')}
        onClick={onDelete}
      >
        <Trash />
      </IconAction>
    </Flex>
  );
};
