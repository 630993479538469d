import { useTranslate } from '../../translate';
import { useListSchedulerSecretsQuery } from './secrets-api';

/** Why nothing can be kept; null where there is a key or a place elsewhere, or while that is being asked. */
export const useKeyMissing = (): string | null => {
  const t = useTranslate();
  const { data } = useListSchedulerSecretsQuery({ page: 1, pageSize: 1 });
  if (data === undefined || data.meta.keyId !== null || data.meta.providers.length > 1) return null;
  return t('secrets.no-key.title');
};
