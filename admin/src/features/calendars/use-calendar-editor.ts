import { useEffect, useState } from 'react';

import { useNotification } from '@strapi/strapi/admin';
import { useNavigate } from 'react-router-dom';

import { useErrorText } from '../../components/error-state';
import { propertyOf, serverFieldErrors, withoutErrors, type FormErrors } from '../../form-errors';
import { paths } from '../../paths';
import { useTranslate } from '../../translate';
import { calendarBody, type CalendarForm } from './calendar-form';
import {
  useCreateSchedulerCalendarMutation,
  useReplaceSchedulerCalendarMutation,
  type LoadedCalendar,
} from './calendars-api';
import { validateCalendar } from './validate-calendar';

interface Options {
  initial: CalendarForm;
  /** The calendar as it was opened; null while a new one is made. */
  opened: LoadedCalendar | null;
  /** Reads the calendar as it is now. */
  readFresh: () => Promise<LoadedCalendar | undefined>;
}

/** The state of a calendar's page: the form, what is wrong with it, and saving over the revision that was seen. */
export const useCalendarEditor = ({ initial, opened, readFresh }: Options) => {
  const [start] = useState(initial);
  const [form, setForm] = useState(start);
  const [refused, refuse] = useState<FormErrors>({});
  const [isChecked, setChecked] = useState(false);
  const { save, ...saving } = useSaveCalendar({ form, readFresh, onRefused: refuse });
  const own = validateCalendar(form);
  return {
    ...saving,
    form,
    errors: { ...refused, ...(isChecked && own) },
    isDirty: form !== start && !saving.isSaved,
    canSave: form !== start || opened === null,
    change: (patch: Partial<CalendarForm>) => {
      setForm((now) => ({ ...now, ...patch }));
      refuse((errors) => Object.keys(patch).reduce(withoutErrors, errors));
    },
    /** Saves if nothing is wrong that can be told here; answers whether it was sent. */
    submit: (): boolean => {
      setChecked(true);
      if (Object.keys(own).length > 0) return false;
      void save(opened);
      return true;
    },
    /** Saves over what somebody else saved meanwhile. */
    overwrite: (fresh: LoadedCalendar) => save(fresh),
  };
};

interface SaveOptions extends Pick<Options, 'readFresh'> {
  form: CalendarForm;
  /** Gets the fields that the server refused, by path; empty when it refused the whole. */
  onRefused: (errors: FormErrors) => void;
}

/** Saves a calendar over the revision that was seen; a newer one in between becomes `conflict`. */
const useSaveCalendar = ({ form, readFresh, onRefused }: SaveOptions) => {
  const t = useTranslate();
  const describe = useErrorText();
  const { toggleNotification } = useNotification();
  const [conflict, setConflict] = useState<LoadedCalendar | null>(null);
  const { isDone, finish } = useFinish();
  const [create, { isLoading: isCreating }] = useCreateSchedulerCalendarMutation();
  const [replace, { isLoading: isReplacing }] = useReplaceSchedulerCalendarMutation();

  const send = (over: LoadedCalendar | null) => {
    const body = calendarBody(form);
    if (over === null) return create(body);
    const { documentId: id, revision } = over.data;
    return replace({ id, body: { ...body, revision } });
  };
  const save = async (over: LoadedCalendar | null) => {
    setConflict(null);
    const answer = await send(over);
    if (!('error' in answer)) {
      const name = form.name.trim();
      toggleNotification({ type: 'success', message: t('calendars.saved', { name }) });
      return finish();
    }
    const isConflict = propertyOf(answer.error, 'status') === 409;
    const fresh = isConflict && over !== null ? await readFresh() : undefined;
    if (fresh && fresh.data.revision !== over?.data.revision) return setConflict(fresh);
    const fields = isConflict ? NAME_TAKEN : serverFieldErrors(answer.error);
    onRefused(fields);
    const isMarked = Object.keys(fields).length > 0;
    toggleNotification({
      type: 'danger',
      message: isMarked ? t('wizard.refused') : describe(answer.error),
    });
  };
  return { save, isSaving: isCreating || isReplacing, isSaved: isDone, conflict, setConflict };
};

/** A conflict that no newer revision explains can only be about the name. */
const NAME_TAKEN: FormErrors = { name: { id: 'calendars.error.name-taken' } };

/** The leave guard must have seen that nothing is unsaved any more before the page is left. */
const useFinish = () => {
  const navigate = useNavigate();
  const [isDone, setDone] = useState(false);
  useEffect(() => {
    if (isDone) navigate(paths.calendars());
  }, [isDone, navigate]);
  return { isDone, finish: () => setDone(true) };
};
