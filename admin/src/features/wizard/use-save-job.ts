import { useEffect, useState } from 'react';

import { useNotification } from '@strapi/strapi/admin';
import { useNavigate } from 'react-router-dom';

import { serverFieldErrors, type FormErrors } from '../../form-errors';
import { paths } from '../../paths';
import { useTranslate } from '../../translate';
import { useRefusalText } from '../parameters/use-refusal-text';
import type { LoadedJob } from './conflict-changes';
import { replaceBody } from './job-form';
import type { JobDraft } from './use-job-draft';
import { useReplaceSchedulerJobMutation } from './wizard-api';

interface Options {
  draft: JobDraft;
  /** Reads the job as it is now. */
  readFresh: () => Promise<LoadedJob | undefined>;
  /** Gets the fields that the server refused, by path; empty when it refused the whole. */
  onRefused: (errors: FormErrors) => void;
}

/** Saves a job over the revision that was seen; a newer one in between becomes `conflict`. */
export const useSaveJob = ({ draft, readFresh, onRefused }: Options) => {
  const t = useTranslate();
  const navigate = useNavigate();
  const describe = useRefusalText();
  const { toggleNotification } = useNotification();
  const [replace, { isLoading }] = useReplaceSchedulerJobMutation();
  const [conflict, setConflict] = useState<LoadedJob | null>(null);
  const [saved, setSaved] = useState<string | null>(null);
  useEffect(() => {
    if (saved !== null) navigate(paths.job(saved));
  }, [saved, navigate]);

  const save = async (over: LoadedJob, changeNote: string) => {
    setConflict(null);
    const body = {
      ...replaceBody(draft.form, over.data, draft.template),
      ...(changeNote.trim() && { changeNote: changeNote.trim() }),
    };
    const answer = await replace({ id: over.data.documentId, body });
    if (!('error' in answer)) {
      toggleNotification({
        type: 'success',
        message: t('wizard.saved', { name: draft.form.name.trim() }),
      });
      return setSaved(over.data.documentId);
    }
    const fresh = isConflict(answer.error) ? await readFresh() : undefined;
    if (fresh) return setConflict(fresh);
    const fields = serverFieldErrors(answer.error);
    onRefused(fields);
    const isMarked = Object.keys(fields).length > 0;
    toggleNotification({
      type: 'danger',
      message: isMarked ? t('wizard.refused') : describe(answer.error),
    });
  };
  return { save, isSaving: isLoading, isSaved: saved !== null, conflict, setConflict };
};

const isConflict = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'status' in error && error.status === 409;
