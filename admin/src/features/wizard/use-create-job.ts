import { useEffect, useState } from 'react';

import { useNotification } from '@strapi/strapi/admin';
import { useNavigate } from 'react-router-dom';

import type { QueryError } from '../../components/error-state';
import { serverFieldErrors, type FormErrors } from '../../form-errors';
import { paths } from '../../paths';
import { useTranslate } from '../../translate';
import { useRunSchedulerJobMutation } from '../jobs/jobs-api';
import { useRefusalText } from '../parameters/use-refusal-text';
import { createBody } from './job-form';
import type { JobDraft } from './use-job-draft';
import { useCreateSchedulerJobMutation } from './wizard-api';

export type CreateMode = 'enabled' | 'disabled' | 'run';

/** Makes the job, starts it where asked, and goes to its page; what the server refuses is handed back. */
export const useCreateJob = (draft: JobDraft, onRefused: (errors: FormErrors) => void) => {
  const t = useTranslate();
  const describe = useRefusalText();
  const { toggleNotification } = useNotification();
  const [create, { isLoading }] = useCreateSchedulerJobMutation();
  const [run, { isLoading: isStarting }] = useRunSchedulerJobMutation();
  const [target, setTarget] = useState<string | null>(null);
  useGoTo(target);

  const fail = (error: unknown) => {
    toggleNotification({ type: 'danger', message: describe(error as QueryError) });
  };
  const submit = async (mode: CreateMode) => {
    if (!draft.template) return;
    const answer = await create(createBody(draft.form, draft.template, mode !== 'disabled'));
    if ('error' in answer) {
      const fields = refusedFields(answer.error);
      onRefused(fields);
      if (Object.keys(fields).length === 0) fail(answer.error);
      else toggleNotification({ type: 'danger', message: t('wizard.refused') });
      return;
    }
    const { documentId, name } = answer.data.data;
    toggleNotification({ type: 'success', message: t('wizard.created', { name }) });
    if (mode !== 'run') return setTarget(paths.job(documentId));
    const started = await run({ id: documentId });
    if ('error' in started) fail(started.error);
    setTarget(
      'error' in started ? paths.job(documentId) : paths.execution(started.data.data.documentId)
    );
  };
  return { submit, isBusy: isLoading || isStarting, isDone: target !== null };
};

/** The leave guard must have seen that nothing is unsaved any more before the page is left. */
const useGoTo = (target: string | null): void => {
  const navigate = useNavigate();
  useEffect(() => {
    if (target !== null) navigate(target);
  }, [target, navigate]);
};

/** A conflict on creation can only be about the name. */
const refusedFields = (error: unknown): FormErrors => {
  const fields = serverFieldErrors(error);
  if (Object.keys(fields).length > 0) return fields;
  const isConflict =
    typeof error === 'object' && error !== null && 'status' in error && error.status === 409;
  return isConflict ? { name: { id: 'wizard.error.name-taken' } } : {};
};
