import { useState } from 'react';

import type { TemplateView } from '../../../../server/src/contract/template';
import type { FormErrors } from '../../form-errors';
import type { DiffRequest } from '../schedules/api';
import { todayHere } from '../schedules/format-local';
import { changesTimes } from '../schedules/schedule-changes';
import { timesRequest } from '../schedules/times-request';
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
  const review = useReview(opened, draft);
  return {
    opened,
    draft,
    tab,
    setTab,
    note,
    setNote,
    ...saving,
    errors: { ...draft.refused, ...(isChecked && own) },
    /** Saves at once, or asks first where the job would run at other times. */
    submit: () => {
      setChecked(true);
      if (showFirst({ ...own, ...draft.view.errors })) return undefined;
      return changesTimes(form, draft.form) ? review.ask() : saving.save(opened, note);
    },
    /** What to compare before it is saved; null while nothing is asked. */
    compared: review.compared,
    keepEditing: review.stop,
    confirm: () => {
      review.stop();
      return saving.save(opened, note);
    },
    /** Saves over what somebody else saved meanwhile. */
    overwrite: (fresh: LoadedJob) => saving.save(fresh, note),
  };
};

/** The comparison of old and new times that stands before saving. */
const useReview = ({ data }: LoadedJob, { form }: JobDraft) => {
  const [compared, setCompared] = useState<DiffRequest | null>(null);
  return {
    compared,
    stop: () => setCompared(null),
    ask: () =>
      setCompared({
        job: data.documentId,
        calendars: form.timing.calendars,
        ...timesRequest(form.schedules, form.timing),
      }),
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
