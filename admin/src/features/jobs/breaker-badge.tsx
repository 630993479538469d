import type { BreakerView } from '../../../../server/src/contract/job';
import { Chip } from '../../components/chip';
import { useTranslate } from '../../translate';

/** That a job is kept from running because it failed too often; nothing while all is well. */
export const BreakerBadge = ({ state }: Pick<BreakerView, 'state'>) => {
  const t = useTranslate();
  return state === 'closed' ? null : <Chip tone="bad">{t(`jobs.breaker.badge.${state}`)}</Chip>;
};
