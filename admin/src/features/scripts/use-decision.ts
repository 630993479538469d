import { useState } from 'react';

import { useNotification } from '@strapi/strapi/admin';

import { useErrorText } from '../../components/error-state';
import { propertyOf } from '../../form-errors';
import { useTranslate } from '../../translate';
import { useDecideSchedulerScriptMutation, type Decision, type LoadedScript } from './scripts-api';

interface Options {
  script: LoadedScript['data'];
  onDecided: (answer: LoadedScript) => void;
}

/** Sends a decision about the bytes that are shown; other bytes by now become `isOutdated`. */
export const useDecision = ({ script, onDecided }: Options) => {
  const t = useTranslate();
  const describe = useErrorText();
  const { toggleNotification } = useNotification();
  const [decide, { isLoading }] = useDecideSchedulerScriptMutation();
  const [asked, ask] = useState<Decision['verb'] | null>(null);
  const [isOutdated, setOutdated] = useState(false);
  const confirm = async (comment: string) => {
    if (asked === null) return;
    const { documentId: id, digest, path } = script;
    const answer = await decide({ id, verb: asked, digest, comment });
    ask(null);
    if (!('error' in answer)) {
      toggleNotification({ type: 'success', message: t(`scripts.${asked}.done`, { path }) });
      return onDecided(answer.data);
    }
    if (propertyOf(answer.error, 'status') === 409) return setOutdated(true);
    toggleNotification({ type: 'danger', message: describe(answer.error) });
  };
  return { asked, ask, confirm, isSending: isLoading, isOutdated };
};
