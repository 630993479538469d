import { useCallback } from 'react';

import { useNotification } from '@strapi/strapi/admin';

import { useErrorText, type QueryError } from './components/error-state';

type Answered<Data> = { data: Data } | { error: unknown };

/** Makes a call and tells the outcome in a toast; answers its data, null where it failed. */
export const useAttempt = () => {
  const { toggleNotification } = useNotification();
  const describe = useErrorText();
  return useCallback(
    async <Data>(
      call: PromiseLike<Answered<Data>> | Answered<Data>,
      success?: string
    ): Promise<Data | null> => {
      const answer = await call;
      if ('error' in answer) {
        toggleNotification({ type: 'danger', message: describe(answer.error as QueryError) });
        return null;
      }
      if (success !== undefined) toggleNotification({ type: 'success', message: success });
      return answer.data;
    },
    [toggleNotification, describe]
  );
};
