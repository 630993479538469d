import { useState } from 'react';

import type { TemplateView } from '../../../../server/src/contract/template';
import type { FormErrors } from '../../form-errors';
import { todayHere } from '../schedules/format-local';
import type { LoadedJob } from './conflict-changes';
import { tabOfPath, type EditTab } from './edit-tab';
import { formOfJob, type JobForm } from './job-form';
import { useJobDraft, type JobDraft } from './use-job-draft';
import { useSaveJob } from './use-save-job';
import { STEPS, validateStep } from './validate-form';

interface Options {
  /** The job as it was opened; later answers of the server do not touch the form. */
  loaded: LoadedJob;
  templates: readonly TemplateView[];
  /** Reads the job as it is now. */
  readFresh: () => Promise<LoadedJob | undefined>;
}

/** The state of a job's edit page: the form, the tab, what is wrong, and saving. */
export const useEditJob = ({ loaded, templates, readFresh }: Options) => {
  const [opened] = useState(loaded);
  const [form] = useState(() => openedForm(opened, templates));
  const draft = useJobDraft(form, templates);
  const [tab, setTab] = useState<EditTab>('general');
  const [note, setNote] = useState('');
  const [isChecked, setChecked] = useState(false);
  /** Opens the tab of the first mistake; false where there is none. */
  const showFirst = (mistakes: FormErrors): boolean => {
    const first = Object.keys(mistakes)[0];
    if (first !== undefined) setTab(tabOfPath(first));
    return first !== undefined;
  };
  const saving = useSaveJob({
    draft,
    readFresh,
    onRefused: (fields) => {
      draft.refuse(fields);
      showFirst(fields);
    },
  });
  const own = mistakesOf(draft);
  return {
    opened,
    draft,
    tab,
    setTab,
    note,
    setNote,
    ...saving,
    errors: { ...draft.refused, ...(isChecked && own) },
    submit: () => {
      setChecked(true);
      return showFirst({ ...own, ...draft.view.errors }) ? undefined : saving.save(opened, note);
    },
    /** Saves over what somebody else saved meanwhile. */
    overwrite: (fresh: LoadedJob) => saving.save(fresh, note),
  };
};

const openedForm = ({ data, meta }: LoadedJob, templates: readonly TemplateView[]): JobForm =>
  formOfJob(
    data,
    templates.find(({ uid }) => uid === data.template),
    { today: todayHere(), upstreams: meta.upstreams }
  );

const mistakesOf = ({ form, template }: JobDraft): FormErrors =>
  STEPS.filter((step) => step !== 'template').reduce<FormErrors>(
    (errors, step) => ({ ...errors, ...validateStep(step, form, template) }),
    {}
  );
