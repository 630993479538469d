import { useRef, useState } from 'react';

import { BackButton, Layouts } from '@strapi/strapi/admin';
import { Box, Flex, Typography } from '@strapi/design-system';
import { Check, Trash } from '@strapi/icons';
import { useNavigate } from 'react-router-dom';
import { styled } from 'styled-components';

import { ActionButton } from '../../components/action-button';
import { focusFirstMistake } from '../../components/focus-first-mistake';
import { JobLinks } from '../../components/job-links';
import { LeaveGuard } from '../../components/leave-guard';
import { Panel } from '../../components/panel';
import { paths } from '../../paths';
import { useBlocked } from '../../permissions';
import { useTranslate } from '../../translate';
import type { CalendarForm } from './calendar-form';
import type { LoadedCalendar } from './calendars-api';
import { CalendarNaming } from './calendar-naming';
import { CalendarYear } from './calendar-year';
import { CalendarConflict } from './calendar-conflict';
import { DeleteCalendar } from './delete-calendar';
import { EntriesEditor } from './entries-editor';
import { useCalendarEditor } from './use-calendar-editor';

interface Props {
  initial: CalendarForm;
  /** Null while a new one is made. */
  opened: LoadedCalendar | null;
  readFresh: () => Promise<LoadedCalendar | undefined>;
  /** Throws the form away and starts again from what the server has. */
  onReload: () => void;
}

/** A calendar: what it is called, its entries, and what they mean over the coming year. */
export const CalendarEditor = ({ initial, opened, readFresh, onReload }: Props) => {
  const t = useTranslate();
  const editor = useCalendarEditor({ initial, opened, readFresh });
  const { form, errors, change, conflict } = editor;
  const content = useRef<HTMLFieldSetElement>(null);
  const blocked = useBlocked()(opened === null ? 'calendars-create' : 'calendars-update');
  const save = () =>
    editor.submit() || requestAnimationFrame(() => focusFirstMistake(content.current));
  return (
    <>
      <LeaveGuard isDirty={editor.isDirty && blocked === null} />
      <Layouts.Header
        title={opened === null ? t('calendars.create') : opened.data.name}
        subtitle={t('calendars.subtitle.one')}
        navigationAction={<BackButton fallback={paths.calendars()} />}
        primaryAction={
          <Flex gap={2}>
            {opened !== null && <DeleteButton opened={opened} />}
            <ActionButton
              startIcon={<Check />}
              loading={editor.isSaving}
              blocked={blocked ?? (editor.canSave ? null : t('calendars.nothing-changed'))}
              onClick={save}
            >
              {t('wizard.save')}
            </ActionButton>
          </Flex>
        }
      />
      <Layouts.Content>
        <Flex direction="column" alignItems="stretch" gap={5} paddingBottom={8}>
          <Inputs ref={content} disabled={blocked !== null}>
            <Flex direction="column" alignItems="stretch" gap={5}>
              <Panel title={t('calendars.panel.general')}>
                <CalendarNaming form={form} errors={errors} onChange={change} />
              </Panel>
              <Panel title={t('calendars.panel.entries')}>
                <EntriesEditor
                  entries={form.entries}
                  errors={errors}
                  onChange={(entries) => change({ entries })}
                />
              </Panel>
            </Flex>
          </Inputs>
          <CalendarYear form={form} />
          {opened !== null && <UsedBy opened={opened} />}
        </Flex>
      </Layouts.Content>
      {conflict !== null && opened !== null && (
        <CalendarConflict
          before={opened.data}
          fresh={conflict.data}
          onReload={onReload}
          onOverwrite={() => editor.overwrite(conflict)}
          onClose={() => editor.setConflict(null)}
        />
      )}
    </>
  );
};

const DeleteButton = ({ opened }: { opened: LoadedCalendar }) => {
  const t = useTranslate();
  const blocked = useBlocked();
  const navigate = useNavigate();
  const [asks, setAsks] = useState(false);
  return (
    <>
      <ActionButton
        variant="danger-light"
        startIcon={<Trash />}
        blocked={blocked('calendars-delete')}
        onClick={() => setAsks(true)}
      >
        {t('calendars.delete')}
      </ActionButton>
      {asks && (
        <DeleteCalendar
          calendar={opened.data}
          onClose={() => setAsks(false)}
          onDeleted={() => navigate(paths.calendars())}
        />
      )}
    </>
  );
};

const UsedBy = ({ opened: { data, meta } }: { opened: LoadedCalendar }) => {
  const t = useTranslate();
  const hidden = data.usedBy - meta.jobs.length;
  return (
    <Panel title={t('calendars.used-by')}>
      {data.usedBy === 0 && (
        <Typography textColor="neutral600">{t('calendars.used-by.none')}</Typography>
      )}
      <JobLinks jobs={meta.jobs} />
      {hidden > 0 && (
        <Box paddingTop={2}>
          <Typography textColor="neutral600">
            {t('calendars.used-by.hidden', { count: hidden })}
          </Typography>
        </Box>
      )}
    </Panel>
  );
};

/** A fieldset disables whatever is inside, for those who may only look. */
const Inputs = styled.fieldset`
  min-width: 0;
  margin: 0;
  padding: 0;
  border: 0;
`;
