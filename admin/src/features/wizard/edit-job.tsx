import { useMemo, useState } from 'react';

import { BackButton, Layouts } from '@strapi/strapi/admin';
import { Box, Button } from '@strapi/design-system';
import { Check } from '@strapi/icons';

import type { TemplateView } from '../../../../server/src/contract/template';
import type { FormErrors } from '../../form-errors';
import { paths } from '../../paths';
import { useTranslate } from '../../translate';
import { todayHere } from '../schedules/format-local';
import { ConflictDialog } from './conflict-dialog';
import type { LoadedJob } from './conflict-changes';
import { EditTabs, tabOfPath, type EditTab } from './edit-tabs';
import { formOfJob } from './job-form';
import { LeaveGuard } from './leave-guard';
import { useJobDraft, type JobDraft } from './use-job-draft';
import { useSaveJob } from './use-save-job';
import { STEPS, validateStep } from './validate-form';

interface Props {
  /** The job as it was opened; later answers of the server do not touch the form. */
  loaded: LoadedJob;
  templates: readonly TemplateView[];
  readFresh: () => Promise<LoadedJob | undefined>;
  /** Throws the form away and starts again from what the server has. */
  onReload: () => void;
}

/** A job's definition in tabs, saved as a whole over the revision that was opened. */
export const EditJob = ({ loaded, templates, readFresh, onReload }: Props) => {
  const t = useTranslate();
  const [opened] = useState(loaded);
  const draft = useJobDraft(useOpenedForm(opened, templates), templates);
  const [tab, setTab] = useState<EditTab>('general');
  const [note, setNote] = useState('');
  const [isChecked, setChecked] = useState(false);
  const { save, isSaving, isSaved, conflict, setConflict } = useSaveJob({ draft, readFresh });
  const own = useMemo(() => mistakesOf(draft), [draft]);
  const errors = { ...draft.refused, ...(isChecked && own) };

  const submit = (over: LoadedJob) => {
    setChecked(true);
    const first = Object.keys({ ...own, ...draft.view.errors })[0];
    if (first !== undefined) return setTab(tabOfPath(first));
    return save(over, note);
  };
  return (
    <>
      <LeaveGuard isDirty={draft.isDirty && !isSaved} />
      <Layouts.Header
        title={t('wizard.edit.title', { name: opened.data.name })}
        navigationAction={<BackButton fallback={paths.job(opened.data.documentId)} />}
        primaryAction={
          <Button
            startIcon={<Check />}
            loading={isSaving}
            disabled={!draft.isDirty}
            onClick={() => submit(opened)}
          >
            {t('wizard.save')}
          </Button>
        }
      />
      <Layouts.Content>
        <Box>
          <EditTabs
            tab={tab}
            onTab={setTab}
            draft={draft}
            job={opened.data}
            errors={errors}
            note={note}
            onNote={setNote}
          />
        </Box>
      </Layouts.Content>
      {conflict && (
        <ConflictDialog
          before={opened}
          fresh={conflict}
          template={draft.template}
          onReload={onReload}
          onOverwrite={() => save(conflict, note)}
          onClose={() => setConflict(null)}
        />
      )}
    </>
  );
};

const useOpenedForm = ({ data }: LoadedJob, templates: readonly TemplateView[]) => {
  const [form] = useState(() =>
    formOfJob(
      data,
      templates.find(({ uid }) => uid === data.template),
      todayHere()
    )
  );
  return form;
};

const mistakesOf = ({ form, template }: JobDraft): FormErrors =>
  Object.assign(
    {},
    ...STEPS.filter((step) => step !== 'template').map((step) => validateStep(step, form, template))
  ) as FormErrors;
