import { useEffect, useState } from 'react';

import { useNotification } from '@strapi/strapi/admin';
import { useNavigate } from 'react-router-dom';

import { useErrorText } from '../../components/error-state';
import { propertyOf, serverFieldErrors, withoutErrors, type FormErrors } from '../../form-errors';
import { paths } from '../../paths';
import { useTranslate } from '../../translate';
import { emptySecret, formOfSecret, secretBody, validateSecret } from './secret-form';
import type { SecretForm } from './secret-form';
import {
  useCreateSchedulerSecretMutation,
  useReplaceSchedulerSecretMutation,
  type LoadedSecret,
} from './secrets-api';

/** The state of a secret's page: the form, what is wrong with it, and saving over the revision that was seen. */
export const useSecretEditor = (opened: LoadedSecret | null) => {
  const [start] = useState(() => (opened === null ? emptySecret() : formOfSecret(opened.data)));
  const [form, setForm] = useState(start);
  const [isChecked, setChecked] = useState(false);
  const own = validateSecret(form, opened?.data ?? null);
  const { save, refused, forget, ...saving } = useSaveSecret(opened);
  return {
    ...saving,
    form,
    errors: { ...refused, ...(isChecked && own) },
    isDirty: form !== start && !saving.isSaved,
    canSave: form !== start || opened === null,
    change: (patch: Partial<SecretForm>) => {
      setForm((now) => ({ ...now, ...patch }));
      forget(Object.keys(patch).map((field) => (field === 'hosts' ? 'allowedHosts' : field)));
    },
    /** Saves if nothing is wrong that can be told here; answers whether it was sent. */
    submit: (): boolean => {
      setChecked(true);
      if (Object.keys(own).length > 0) return false;
      void save(form);
      return true;
    },
  };
};

const useSaveSecret = (opened: LoadedSecret | null) => {
  const t = useTranslate();
  const describe = useErrorText();
  const navigate = useNavigate();
  const { toggleNotification } = useNotification();
  const [refused, refuse] = useState<FormErrors>({});
  const [isOutdated, setOutdated] = useState(false);
  const [isSaved, setSaved] = useState(false);
  const [create, { isLoading: isCreating }] = useCreateSchedulerSecretMutation();
  const [replace, { isLoading: isReplacing }] = useReplaceSchedulerSecretMutation();
  // The leave guard must have seen that nothing is unsaved any more before the page is left.
  useEffect(() => {
    if (isSaved) navigate(paths.secrets());
  }, [isSaved, navigate]);

  const save = async (form: SecretForm) => {
    const body = secretBody(form, opened?.data ?? null);
    const answer =
      opened === null
        ? await create(body)
        : await replace({
            id: opened.data.documentId,
            body: { ...body, revision: opened.data.revision },
          });
    if (!('error' in answer)) {
      toggleNotification({ type: 'success', message: t('secrets.saved', { name: body.name }) });
      return setSaved(true);
    }
    const isConflict = propertyOf(answer.error, 'status') === 409;
    if (isConflict && opened !== null) return setOutdated(true);
    const fields = isConflict ? NAME_TAKEN : serverFieldErrors(answer.error);
    refuse(fields);
    const isMarked = Object.keys(fields).length > 0;
    toggleNotification({
      type: 'danger',
      message: isMarked ? t('wizard.refused') : describe(answer.error),
    });
  };
  return {
    save,
    refused,
    forget: (fields: string[]) => refuse((errors) => fields.reduce(withoutErrors, errors)),
    isSaving: isCreating || isReplacing,
    isSaved,
    isOutdated,
  };
};

const NAME_TAKEN: FormErrors = { name: { id: 'secrets.error.name-taken' } };
