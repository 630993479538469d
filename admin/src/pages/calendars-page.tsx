import { useState } from 'react';

import { Layouts, Page } from '@strapi/strapi/admin';
import { Flex } from '@strapi/design-system';
import { Plus, Upload } from '@strapi/icons';
import { useNavigate } from 'react-router-dom';

import { ActionButton } from '../components/action-button';
import { NeedsRight } from '../components/needs-right';
import { CalendarList } from '../features/calendars/calendar-list';
import { ImportDialog } from '../features/calendars/import-dialog';
import { paths } from '../paths';
import { useBlocked } from '../permissions';
import { useTranslate } from '../translate';

/** `/settings/calendars` */
const CalendarsPage = () => {
  const t = useTranslate();
  const navigate = useNavigate();
  const blocked = useBlocked()('calendars-create');
  const [imports, setImports] = useState(false);
  return (
    <NeedsRight right="calendars-read">
      <Page.Main>
        <Page.Title>{t('calendars.title')}</Page.Title>
        <Layouts.Header
          title={t('calendars.title')}
          subtitle={t('calendars.subtitle')}
          primaryAction={
            <Flex gap={2} wrap="wrap">
              <ActionButton
                variant="secondary"
                startIcon={<Upload />}
                blocked={blocked}
                onClick={() => setImports(true)}
              >
                {t('calendars.import')}
              </ActionButton>
              <ActionButton
                startIcon={<Plus />}
                blocked={blocked}
                onClick={() => navigate(paths.newCalendar())}
              >
                {t('calendars.create')}
              </ActionButton>
            </Flex>
          }
        />
        <CalendarList onImport={() => setImports(true)} />
        {imports && <ImportDialog onClose={() => setImports(false)} />}
      </Page.Main>
    </NeedsRight>
  );
};

export default CalendarsPage;
