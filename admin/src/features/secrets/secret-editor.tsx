import { useRef, useState } from 'react';

import { BackButton, Layouts } from '@strapi/strapi/admin';
import { Flex, TextInput, Typography } from '@strapi/design-system';
import { Check, Trash } from '@strapi/icons';
import { useNavigate } from 'react-router-dom';

import { ActionButton } from '../../components/action-button';
import { focusFirstMistake } from '../../components/focus-first-mistake';
import { FieldFrame } from '../../components/inputs/field-frame';
import { JobLinks } from '../../components/job-links';
import { LeaveGuard } from '../../components/leave-guard';
import { OutdatedNotice } from '../../components/outdated-notice';
import { Panel } from '../../components/panel';
import { paths } from '../../paths';
import { useTranslate } from '../../translate';
import { BindingsFields } from './bindings-fields';
import { DeleteSecret } from './delete-secret';
import { SecretFacts } from './secret-facts';
import type { LoadedSecret } from './secrets-api';
import { SourceFields } from './source-fields';
import { useSecretEditor } from './use-secret-editor';

interface Props {
  /** Null while a new one is made. */
  opened: LoadedSecret | null;
  onReload: () => unknown;
}

/** A secret: what it is for, a new value, and where it may go. */
export const SecretEditor = ({ opened, onReload }: Props) => {
  const t = useTranslate();
  const editor = useSecretEditor(opened);
  const { form, errors, change } = editor;
  const content = useRef<HTMLDivElement>(null);
  const save = () =>
    editor.submit() || requestAnimationFrame(() => focusFirstMistake(content.current));
  return (
    <>
      <LeaveGuard isDirty={editor.isDirty && !editor.isOutdated} />
      <Layouts.Header
        title={opened === null ? t('secrets.create') : opened.data.name}
        subtitle={t('secrets.subtitle.one')}
        navigationAction={<BackButton fallback={paths.secrets()} />}
        primaryAction={
          <Flex gap={2} wrap="wrap">
            {opened !== null && <DeleteButton opened={opened} />}
            <ActionButton
              startIcon={<Check />}
              loading={editor.isSaving}
              blocked={editor.canSave ? null : t('calendars.nothing-changed')}
              onClick={save}
            >
              {t('wizard.save')}
            </ActionButton>
          </Flex>
        }
      />
      <Layouts.Content>
        <Flex ref={content} direction="column" alignItems="stretch" gap={5} paddingBottom={8}>
          {editor.isOutdated && <Outdated onReload={onReload} />}
          <Panel title={t('calendars.panel.general')}>
            <Flex direction="column" alignItems="stretch" gap={4}>
              <FieldFrame
                label={t('secrets.name')}
                name="name"
                hint={t('secrets.name.hint')}
                error={errors['name']}
                required
              >
                <TextInput
                  value={form.name}
                  disabled={opened !== null}
                  autoComplete="off"
                  onChange={(event) => change({ name: event.target.value })}
                />
              </FieldFrame>
              <FieldFrame
                label={t('secrets.description')}
                name="description"
                hint={t('secrets.description.hint')}
                error={errors['description']}
              >
                <TextInput
                  value={form.description}
                  autoComplete="off"
                  onChange={(event) => change({ description: event.target.value })}
                />
              </FieldFrame>
              <SourceFields
                form={form}
                opened={opened?.data ?? null}
                errors={errors}
                onChange={change}
              />
            </Flex>
          </Panel>
          <Panel title={t('secrets.bindings')}>
            <BindingsFields form={form} errors={errors} onChange={change} />
          </Panel>
          {opened !== null && <Known opened={opened} />}
        </Flex>
      </Layouts.Content>
    </>
  );
};

const Outdated = ({ onReload }: Pick<Props, 'onReload'>) => {
  const t = useTranslate();
  return (
    <OutdatedNotice
      title={t('secrets.outdated.title')}
      body={t('secrets.outdated.body')}
      action={t('secrets.outdated.load')}
      onReload={onReload}
    />
  );
};

const DeleteButton = ({ opened }: { opened: LoadedSecret }) => {
  const t = useTranslate();
  const navigate = useNavigate();
  const [asks, setAsks] = useState(false);
  return (
    <>
      <ActionButton variant="danger-light" startIcon={<Trash />} onClick={() => setAsks(true)}>
        {t('secrets.delete')}
      </ActionButton>
      {asks && (
        <DeleteSecret
          secret={opened.data}
          onClose={() => setAsks(false)}
          onDeleted={() => navigate(paths.secrets())}
        />
      )}
    </>
  );
};

const Known = ({ opened: { data, meta } }: { opened: LoadedSecret }) => {
  const t = useTranslate();
  const unseen = data.usedBy - meta.jobs.length;
  return (
    <>
      <Panel title={t('secrets.facts')}>
        <SecretFacts secret={data} />
      </Panel>
      <Panel title={t('secrets.used-by')}>
        {data.usedBy === 0 && (
          <Typography textColor="neutral600">{t('secrets.used-by.none')}</Typography>
        )}
        <JobLinks jobs={meta.jobs} />
        {unseen > 0 && (
          <Typography textColor="neutral600">
            {t('calendars.used-by.hidden', { count: unseen })}
          </Typography>
        )}
      </Panel>
    </>
  );
};
