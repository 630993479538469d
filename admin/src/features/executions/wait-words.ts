import { useCallback } from 'react';

import type { ExecutionWait } from '../../../../server/src/contract/execution';
import { useList } from '../../language';
import { useTranslate, type Translate } from '../../translate';

interface Wording {
  t: Translate;
  /** `a, b and c` in the admin's language. */
  list: (items: string[]) => string;
}

/** What an execution waits for, in words; `limitKey` is the name of its job's shared limit. */
export const waitWords = (
  { waitsFor, upstreams }: ExecutionWait,
  limitKey: string | null,
  { t, list }: Wording
): string => {
  if (waitsFor === 'dependency') {
    const open = upstreams.filter(({ execution }) => execution === null);
    return open.length === 0
      ? t('executions.waits.dependency')
      : t('executions.waits.jobs', { jobs: list(open.map(({ job }) => job.name)) });
  }
  if (waitsFor === 'limit') {
    return limitKey === null
      ? t('executions.waits.limit')
      : t('executions.waits.shared-limit', { key: limitKey });
  }
  if (waitsFor === null) return t('executions.waits.hands');
  return t(`executions.waits.${waitsFor}`);
};

/** The same inside a page; what is not known is said in general. */
export const useWaitWords = () => {
  const t = useTranslate();
  const list = useList();
  return useCallback(
    (waiting: ExecutionWait | undefined, limitKey: string | null) =>
      waitWords(waiting ?? { waitsFor: null, upstreams: [] }, limitKey, { t, list }),
    [t, list]
  );
};
